"""A second PIN at the bay and in the office: every screen is the same, but for another chief's."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber
from kiosk.service import protocol as p
from kiosk.service.call_views import CallView
from kiosk.service.sentences import sentence
from kiosk.service.shift_views import Who
from kiosk.service.views import BayView, Stage
from kiosk.service.works import AnswerAlarm
from tests.pin_seals import sealed_as
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    FRESH_BADGE,
    OFFICER,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)
from tests.web_ui.client import client_of, token_in
from tests.web_ui.fakes import NOON_MS, FakeService, view_of, visit_of
from tests.web_ui.test_office import BASE, Office
from web_ui.pages import ALLOWED_SHOWS

SECOND = "706158"
CALL = CallView(Who("12-0301", "Ly Sophea", "លី សុភា"), NOON_MS - 30_000)
OWN = CallView(Who("12-0001", "Keo Borin"), NOON_MS - 30_000)


# ---------------------------------------------------------------- at the bay
@pytest.fixture
def bays(tmp_path: Path) -> Iterator[tuple[SmallBay, SmallBay]]:
    """Turn two bays that are the same in everything."""
    with ExitStack() as turning:
        two = [SmallBay(tmp_path / name) for name in ("calm", "threatened")]
        for bay in two:
            Path(bay.settings.kiosk.socket).parent.mkdir()
            turning.enter_context(bay.turning(over_socket=False))
            for who, pin in PINS.items():
                bay.book.sealed[who] = sealed_as(pin, SECOND)
        yield two[0], two[1]


def shown(view: BayView) -> tuple[BayView, list[str]]:
    """Return what a screen is told and every page it can draw of it, but for the book's own end.

    The number and the seal of the newest line are of the book: they differ with every line, and say
    nothing of what it is.
    """
    outcome = view.outcome and replace(view.outcome, seq=0)
    told = replace(view, seq=0, head="", outcome=outcome)
    client = client_of(FakeService(told))
    shows = ["", *sorted(ALLOWED_SHOWS.get(view.stage, ()))]
    pages = [client.get(f"/?show={show}").text for show in shows]
    token = token_in(pages[0])
    return replace(told, calls=()), [page.replace(token, "") for page in pages]


def types(who: OfficerNumber, pin: str) -> Callable[[SmallBay], BayView]:
    def step(bay: SmallBay) -> BayView:
        bay.shows(BADGES[who])
        bay.wait_for(lambda view: view.stage.value.endswith("pin"))
        return bay.face.tap(p.Pin(pin))

    return step


def taps(tap: p.Tap) -> Callable[[SmallBay], BayView]:
    return lambda bay: bay.face.tap(tap)


def pulls(*, opened: bool, until: Stage) -> Callable[[SmallBay], BayView]:
    def step(bay: SmallBay) -> BayView:
        bay.pulls("A", opened=opened)
        return bay.until(until)

    return step


def scans(until: Stage) -> Callable[[SmallBay], BayView]:
    def step(bay: SmallBay) -> BayView:
        bay.shows(RIFLE)
        return bay.until(until)

    return step


def an_issue(first: str, second: str) -> list[Callable[[SmallBay], BayView]]:
    """Return an issue from badge to count, by these PINs of the officer and the custodian."""
    return [
        types(OFFICER, first),
        taps(p.Choose(RIFLE)),
        types(CUSTODIAN, second),
        pulls(opened=True, until=Stage.CABLE_OPEN),
        scans(Stage.SHUT_NOW),
        pulls(opened=False, until=Stage.COUNT),
        taps(p.Count(1)),
        taps(p.Cancel()),
    ]


@pytest.mark.parametrize("threatened", [(OFFICER,), (CUSTODIAN,), (OFFICER, CUSTODIAN)])
def test_no_screen_at_the_bay_ever_differs_by_which_pin_was_typed(
    bays: tuple[SmallBay, SmallBay], threatened: tuple[OfficerNumber, ...]
) -> None:
    """Byte for byte, page by page, from the badge to the goodbye, and so do the bolts."""
    pins = [SECOND if who in threatened else PINS[who] for who in (OFFICER, CUSTODIAN)]
    steps = zip(an_issue(PINS[OFFICER], PINS[CUSTODIAN]), an_issue(*pins), strict=True)
    for number, (plain, forced) in enumerate(steps):
        calm, other = plain(bays[0]), forced(bays[1])
        assert shown(calm) == shown(other), f"step {number} shows it"
        bolts = [[bolt.is_on for bolt in bay.bolts.values()] for bay in bays]
        assert bolts[0] == bolts[1]
        assert [bay.siren.is_on for bay in bays] == [False, False]
    calls = [call.who.number for call in bays[1].face.view().calls]
    assert calls == [*threatened], "and the chief has heard of each"
    assert bays[0].face.view().calls == ()


def test_a_wrong_second_person_is_refused_in_the_same_words(
    bays: tuple[SmallBay, SmallBay],
) -> None:
    """A refusal after the PIN: the line of the call stands between, and must not push it away."""
    for bay, pin in zip(bays, (PINS[CUSTODIAN], SECOND), strict=True):
        types(CUSTODIAN, pin)(bay)
        bay.face.tap(p.Choose(RIFLE))
    calm, other = (bay.face.view() for bay in bays)
    assert calm.outcome is not None
    assert calm.outcome.kind == "refused"
    assert shown(calm) == shown(other)


def test_the_newest_lines_that_the_office_reads_leave_the_call_out(
    bays: tuple[SmallBay, SmallBay],
) -> None:
    for bay, pin in zip(bays, (PINS[CHIEF], SECOND), strict=True):
        assert bay.face.enter_office(CHIEF, pin).granted
    told = [[(line.kind, line.facts) for line in bay.face.lines(0, 3)][:2] for bay in bays]
    assert told[0] == told[1]
    assert [line.KIND for line in bays[1].book.lines][-2:] == ["alarm.raised", "office.entered"]


def test_work_signed_under_threat_is_done_and_answered_alike(
    bays: tuple[SmallBay, SmallBay],
) -> None:
    for bay, pin in zip(bays, (PINS[OFFICER], SECOND), strict=True):
        types(OFFICER, pin)(bay)
    done = [
        bays[0].face.sign(CHIEF, PINS[CHIEF], AnswerAlarm("code_9", OFFICER)).reason,
        bays[1].face.sign(CHIEF, SECOND, AnswerAlarm("code_9", OFFICER)).reason,
    ]
    assert done == ["not_now", ""], "there is nothing to answer where nobody called"
    assert [call.who.number for call in bays[1].face.view().calls] == [CHIEF]


def test_an_officer_chooses_a_second_pin_after_the_first(bays: tuple[SmallBay, SmallBay]) -> None:
    bay = bays[0]
    assert bay.office is not None
    bay.office.enrol(OFFICER)
    for who in (CHIEF, REGISTRAR):
        bay.until(Stage.ENROL_VOUCHER)
        types(who, PINS[who])(bay)
    bay.until(Stage.ENROL_BADGE)
    bay.shows(FRESH_BADGE)
    assert bay.until(Stage.ENROL_PIN).visit.duress_pin
    view = bay.face.tap(p.NewPin("640218", "640218", "640281", "640281"))
    assert view.outcome is not None
    assert view.outcome.reason == "duress_pin_too_close"
    view = bay.face.tap(p.NewPin("640218", "640218", "395177", "395171"))
    assert view.outcome is not None
    assert view.outcome.reason == "pins_differ"
    bay.face.tap(p.NewPin("640218", "640218", "395177", "395177"))
    bay.until(Stage.IDLE)
    bay.shows(FRESH_BADGE)
    bay.until(Stage.PIN)
    assert bay.face.tap(p.Pin("395177")).stage is Stage.CHOOSE
    assert any(isinstance(line, e.AlarmRaised) and line.about == OFFICER for line in bay.book.lines)


# ---------------------------------------------------------------- the page of a new PIN
def enrol_page(*, offered: bool) -> str:
    visit = replace(visit_of(Stage.ENROL_PIN), duress_pin=offered)
    return client_of(FakeService(view_of(Stage.ENROL_PIN, visit=visit))).get("/").text


def test_the_page_asks_for_a_second_pin_where_it_is_offered() -> None:
    assert 'name="duress_again"' in enrol_page(offered=True)
    assert "duress" not in enrol_page(offered=False)


@pytest.mark.parametrize(
    ("fields", "tap"),
    [
        ({}, p.NewPin("482913", "482913")),
        ({"duress": "", "duress_again": ""}, p.NewPin("482913", "482913")),
        (
            {"duress": "៧០៦១៥៨", "duress_again": "706158"},
            p.NewPin("482913", "482913", "706158", "706158"),
        ),
    ],
)
def test_a_form_with_or_without_a_second_pin_is_read(fields: dict[str, str], tap: p.Tap) -> None:
    service = FakeService(view_of(Stage.ENROL_PIN, page="a page"))
    client = client_of(service)
    stood = {"token": token_in(client.get("/").text), "standing": "a page"}
    sent = {**stood, "digits": "482913", "again": "482913", **fields}
    assert client.post("/tap/new_pin", data=sent).status_code == 303
    assert service.taps == [tap]


# ---------------------------------------------------------------- in the office
def office_of(role: str, number: str = "12-0001", **changes: object) -> Office:
    office = Office(role)
    office.service.show(view_of(**changes))  # type: ignore[arg-type]  # a test names real fields
    key = ("12-0001", "135790")
    desks = ("bay", "watch") if role == "chief" else ("bay",)
    office.service.passes[key] = replace(office.service.passes[key], number=number, desks=desks)
    office.enter()
    office.browser.post("/language/en", data={"token": token_in(office.get())}, base_url=BASE)
    return office


def html_of(office: Office) -> str:
    html = office.get()
    return html.replace(token_in(html), "")


def test_another_chief_sees_who_called_and_where_it_is_answered() -> None:
    office = office_of("chief", calls=(CALL,))
    html = office.get()
    assert "Ly Sophea typed the PIN for use under threat" in html
    assert "Do not call the bay." in html
    assert 'href="/answer"' in html
    fields = {"token": token_in(office.get("/answer")), "pin": "135790"}
    fields |= {"cause": "code_9", "about": "12-0301"}
    assert office.browser.post("/answer", data=fields, base_url=BASE).status_code == 303
    assert office.service.signed == [("12-0001", "135790", AnswerAlarm("code_9", "12-0301"))]


@pytest.mark.parametrize(
    ("role", "call"), [("custodian", CALL), ("custodian", OWN), ("chief", OWN)]
)
def test_nobody_else_does_least_of_all_who_called(role: str, call: CallView) -> None:
    """Whoever threatens them may look over their shoulder at this very page."""
    calm, called = office_of(role), office_of(role, calls=(call,))
    assert html_of(calm) == html_of(called)
    assert called.browser.get("/answer", base_url=BASE).status_code == 303


def test_the_call_of_a_wire_name_says_nothing_of_a_threat() -> None:
    for language in ("km", "en"):
        said = sentence("alarm", "code_9", language, {"about": "12-0301"})
        assert "12-0301" in said.happened
        assert "threat" not in said.happened + said.do
        assert "គំរាម" not in said.happened + said.do
