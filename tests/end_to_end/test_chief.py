"""The chief's page of a real demonstration: out, overdue, forced, open, all at once, and true."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from kiosk.demo.cast import Member, read_cast
from kiosk.rules.observations import MissionOrder
from kiosk.rules.things import Mission, OfficerNumber
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.office import RemoteOffice
from kiosk.service.protocol import Cancel, Choose, Count, Pin
from kiosk.service.sentences import sentence
from kiosk.service.views import BayView, PersonFace, Stage
from tests.end_to_end.browser import shoot
from tests.end_to_end.demonstration import shown
from tests.end_to_end.programs import PATIENCE_S, until
from tests.web_ui.browser import barriers, torn
from web_ui.languages import Calendar, words_in
from web_ui.shell import UTC_OFFSET_MIN

RIFLE, PISTOL = "1010000182", "1010001928"
"""R1-01 on cable R1-A, and R2-07 on cable R2-B: kiosk/demo/weapons.csv."""

CHIEF, CUSTODIAN = OfficerNumber("0018023"), OfficerNumber("0029474")
LATE, IN_TIME = OfficerNumber("0039948"), OfficerNumber("0041207")
"""The first of the two has no mission order of the demonstration's own."""

SHORTLY_MS = 8_000
"""How long the order of the late officer lasts from when it is written: long enough to ask."""


@dataclass(frozen=True)
class Night:
    """A demonstration in which much went wrong. `office`: the chief's address."""

    service: RemoteService
    office: str


@dataclass(frozen=True)
class Staff:
    """Everybody who comes to the racks, by the bench and by taps."""

    service: RemoteService
    bench: RemoteBench

    def draws(self, officer: OfficerNumber, weapon: str, cable: str) -> None:
        """Draw a weapon, up to the open cable with the weapon in hand."""
        self._proves(officer)
        self.waits_for(Stage.CHOOSE)
        self.service.tap(Choose(weapon))
        self._proves(CUSTODIAN, Stage.COUNTER_SIGN_PIN)
        self.waits_for(Stage.OPEN_NOW)
        self.bench.cable(cable, opened=True)
        self.waits_for(Stage.CABLE_OPEN)
        self.bench.scan("weapon", weapon)
        self.waits_for(Stage.SHUT_NOW)

    def shuts_and_leaves(self, cable: str, left: int) -> None:
        """Shut the cable, count, and go."""
        self.bench.cable(cable, opened=False)
        self.waits_for(Stage.COUNT)
        self.service.tap(Count(left))
        self.waits_for(Stage.CHOOSE)
        self.service.tap(Cancel())

    def waits_for(self, stage: Stage) -> BayView:
        """Return the bay once it is at a stage."""

        def there() -> BayView | None:
            view = self.service.view()
            return view if view.stage is stage else None

        return until(there, f"the stage {stage}")

    def _proves(self, officer: OfficerNumber, stage: Stage = Stage.PIN) -> None:
        person = member(officer)
        self.bench.scan("badge", person.badge_text)
        self.waits_for(stage)
        self.service.tap(Pin(person.pin))


def member(officer: OfficerNumber) -> Member:
    """Return somebody of the cast."""
    return next(one for one in read_cast().members if one.officer == officer)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """One weapon overdue, one just out with its cable left open, one cable forced."""
    with (
        shown(tmp_path_factory.mktemp("night")) as show,
        closing(RemoteService(show.hatch)) as service,
        closing(RemoteBench(show.hatch)) as bench,
    ):
        staff = Staff(service, bench)
        now_ms = staff.waits_for(Stage.IDLE).now_ms
        order = Mission("BN-200", now_ms - 60_000, now_ms + SHORTLY_MS)
        assert RemoteOffice(show.hatch).register((MissionOrder(LATE, order),)).reason == ""
        staff.draws(LATE, RIFLE, "R1-A")
        staff.shuts_and_leaves("R1-A", 5)
        staff.draws(IN_TIME, PISTOL, "R2-B")
        until(lambda: service.view().now_ms > order.valid_until_ms or None, "the order to end")
        bench.cable("R1-B", opened=True)  # by force: nobody was given it
        until(lambda: service.view().alarms or None, "the alarm")
        yield Night(service, show.office)


def entered(browser: Browser, night: Night, language: str, size: tuple[int, int]) -> Page:
    """Log in as the chief, in a language."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, ignore_https_errors=True)
    page.set_default_timeout(1000 * PATIENCE_S)
    page.goto(night.office)
    if language == "en":
        page.click('form[action^="/language"] button')
    page.fill("#number", CHIEF)
    page.fill("#pin", member(CHIEF).pin)
    page.click(".card button")
    page.wait_for_selector("#screen")
    return page


def called(person: PersonFace, language: str) -> str:
    """Return a person's name as a language has it."""
    return person.name_km if language == "km" else person.name


def facts_of(view: BayView, language: str) -> dict[str, object]:
    """Return what the page must say, told from the bay and not from the page's own templates."""
    words, calendar = words_in(language), Calendar(UTC_OFFSET_MIN)
    out = [place for place in view.positions if place.state == "out"]
    return {
        "figures": {
            words("state.in"): f"{view.in_rack} / {view.registered}",
            words("state.out"): str(len(out)),
            words("state.overdue"): "1",
            words("state.doubt"): "6",
            words("office.alarms"): "1",
            words("office.open_cables"): "2",
        },
        "spots": {
            place.id: "overdue" if place.overdue else place.state for place in view.positions
        },
        "cables": {cable.id: "open" if cable.open else "shut" for cable in view.cables},
        "out": {
            place.id: [
                f"{place.weapon.name} {place.weapon.serial}",
                f"{called(place.holder, language)} {place.holder.number}",
                calendar.since(place.since_ms, view.now_ms),
                calendar.since(place.due_ms, view.now_ms)
                + (f" {words('state.overdue')}" if place.overdue else ""),
            ]
            for place in out
            if place.weapon and place.holder
        },
    }


SEEN = """() => {
  const plain = (part) => part.innerText.replace(/\\s+/g, " ").trim();
  const by = (selector, name, told) => Object.fromEntries(
    [...document.querySelectorAll(selector)].map((part) => [name(part), told(part)]));
  const look = (part) => part.className.split(" ").pop();
  return {
    figures: by(".figure", (part) => plain(part.lastChild), (part) => plain(part.firstChild)),
    spots: by("[data-position]", (part) => part.dataset.position, look),
    cables: by("[data-cable]", (part) => part.dataset.cable, look),
    out: by("[data-out]", (row) => row.dataset.out, (row) => [...row.cells].slice(1).map(plain)),
  };
}"""
"""What a page shows, read as the chief reads it: by its text and the look of its parts."""


def test_the_night_is_as_bad_as_it_is_meant_to_be(night: Night) -> None:
    """Guards the test below: a page that shows nothing wrong must not pass for a quiet night."""
    view = night.service.view()
    looks = {place.id: (place.state, place.overdue) for place in view.positions}
    assert looks["R1-01"] == ("out", True)
    assert looks["R2-07"] == ("out", False)
    assert {place for place, look in looks.items() if look[0] == "doubt"} == {
        f"R1-{number:02}" for number in range(7, 13)
    }
    assert [(alarm.cause, alarm.about) for alarm in view.alarms] == [("forced", "R1-B")]
    assert [cable.id for cable in view.cables if cable.open] == ["R1-B", "R2-B"]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (800, 480)], ids=["1280x800", "800x480"])
def test_the_chief_sees_the_facts_whole(
    browser: Browser, night: Night, language: str, size: tuple[int, int]
) -> None:
    page = entered(browser, night, language, size)
    try:
        shoot(page, f"e2e-chief-{language}-{size[0]}x{size[1]}")
        assert page.evaluate(SEEN) == facts_of(night.service.view(), language)
        attention = page.inner_text(".attention").replace("\u2011", "-")
        forced = sentence("alarm", "forced", language, {"about": "R1-B"})
        assert forced.happened in attention
        assert forced.do in attention
        assert "R1-07 … R1-12" in attention
        assert "R1-B, R2-B" in attention
        visitor = night.service.view().visit.person
        assert visitor is not None, "somebody stands at the open cable"
        assert called(visitor, language) in page.inner_text(".visitor")
        assert torn(page) == []
        assert barriers(page) == []
    finally:
        page.close()
