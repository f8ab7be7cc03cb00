"""Every page as it is painted: inside the screen, large enough, readable, in both languages.

The screenshots are kept in build/evidence/screens.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from kiosk.rules.entries import Difference
from kiosk.service.rack_view import RackView
from kiosk.service.sentences import names
from kiosk.service.views import (
    AlarmView,
    BayView,
    DifferenceView,
    FaultView,
    SignalView,
    Stage,
    WeaponFace,
)
from tests.web_ui.browser import (
    SIZES,
    Stand,
    barriers,
    complaints,
    keep,
    screen,
    standing_kiosk,
)
from tests.web_ui.fakes import (
    ALARM,
    CHAN,
    DIFFERENCES,
    DUE,
    NOON_MS,
    START_MONO,
    count_of,
    outcome,
    positions,
    view_of,
    visit_of,
    weapon,
)
from tests.web_ui.loss_pages import LOSS_PAGES
from tests.web_ui.racking_fakes import CARDS
from tests.web_ui.service_pages import SERVICE_PAGES
from tests.web_ui.shift_pages import SHIFT_PAGES
from tests.web_ui.transfers_fakes import VOUCHED
from tests.web_ui.watch_fakes import LATE
from tests.web_ui.witness_fakes import HEARD, HEARD_ALONE
from web_ui.pages import LAW_MS, LAWS, OUTCOME_PAGES

pytestmark = pytest.mark.browser

DOUBTS = tuple(
    replace(position, state="doubt", cause="count_differs")
    if position.cable == "R2-C2"
    else position
    for position in positions()
)
MISSING = tuple(
    replace(position, state="missing") if position.id == "R1-02" else position
    for position in DOUBTS
)
LONGEST = "010881234567890621WAREHOUSE-7-PROPERTY-OF-SOMEBODY-ELSE-00419283"
"""As much as a reader passes on: 64 characters, no word among them."""
COUNTS = "/?show=counts"
CUSTODIAN = replace(visit_of(Stage.CHOOSE), person=CHAN)
CHIEF = replace(visit_of(Stage.CHOOSE), person=replace(CHAN, role="chief"))
ARMOURER = replace(CHAN, role="armourer")
WORST = replace(
    visit_of(Stage.RACK_SECOND),
    weapon=WeaponFace("1030002547", "Norinco Type 56 carbine", "ABCDEFGHIJKLMNOPQRST", "rifle"),
    racking=RackView(
        "submachine gun", "7.62 x 39 mm Soviet", CARDS * 3, (), 12, disputed=True, letters=True
    ),
)
DIFFERING = [kind for kind in Difference if kind]

PAGES: dict[str, tuple[BayView, str]] = {
    **{stage.value: (view_of(stage), "/") for stage in Stage},
    **{
        page.value: (view_of(outcome=outcome(kind)), "/")
        for kind, page in reversed(OUTCOME_PAGES.items())
        if kind != "refused"
    },
    "refused": (view_of(Stage.CHOOSE, outcome=outcome("refused", "no_certificate")), "/"),
    "pin_wrong": (view_of(Stage.PIN, outcome=outcome("pin.refused")), "/"),
    "strip_red": (view_of(Stage.RETURN_SCAN, outcome=outcome("refused", "bad_checksum")), "/"),
    "strip_green": (view_of(Stage.ENROL_PIN, outcome=outcome("badge.enrolled")), "/"),
    "cable_open_return": (
        view_of(
            Stage.CABLE_OPEN,
            visit=replace(visit_of(Stage.CABLE_OPEN), purpose="return", held_open=True),
        ),
        "/",
    ),
    "wrong_unknown": (
        view_of(
            Stage.WRONG_WEAPON,
            visit=replace(visit_of(Stage.WRONG_WEAPON), scanned=WeaponFace(LONGEST, LONGEST, "")),
        ),
        "/",
    ),
    "shut_now_nothing": (
        view_of(Stage.SHUT_NOW, visit=replace(visit_of(Stage.SHUT_NOW), taken=False)),
        "/",
    ),
    **{
        f"unreturned_{name}": (replace(view, unreturned=weapon(4)), "/")
        for name, view in {
            "idle": view_of(),
            "fault": view_of(faults=(FaultView("device_lost", "badge"),)),
            "pin": view_of(Stage.PIN),
            "choose": view_of(Stage.CHOOSE),
            "alarm": view_of(alarms=(ALARM,)),
            "alarm_two": view_of(alarms=(ALARM, AlarmView("missing", "R1-07", NOON_MS))),
        }.items()
    },
    **VOUCHED,
    "unreturned_unknown": (view_of(unreturned=WeaponFace(LONGEST, LONGEST, "")), "/"),
    "alarm": (view_of(alarms=(ALARM,)), "/"),
    "alarm_two": (view_of(alarms=(ALARM, AlarmView("missing", "R1-07", NOON_MS))), "/"),
    "alarm_beside": (view_of(Stage.CABLE_OPEN, alarms=(ALARM,)), "/"),
    "alarm_elsewhere": (view_of(Stage.CHOOSE, alarms=(ALARM,)), "/"),
    "idle_worst": (view_of(positions=MISSING), "/"),
    "fault": (view_of(faults=(FaultView("device_lost", "badge"),)), "/"),
    "signal": (view_of(signals=(SignalView("mains", "mains"),)), "/"),
    **{
        f"law_{turn}": (view_of(now_mono=START_MONO + (2 * turn + 1) * LAW_MS), "/")
        for turn in range(LAWS)
    },
    "choose_late": (view_of(Stage.CHOOSE, late=LATE), "/"),
    "choose_custodian": (view_of(Stage.CHOOSE, visit=CUSTODIAN), "/"),
    "weapons": (view_of(Stage.CHOOSE), "/?show=weapons"),
    "weapons_last": (view_of(Stage.CHOOSE), "/?show=weapons&page=4"),
    "rounds": (view_of(Stage.COUNTER_SIGN), "/?show=rounds"),
    "count_strip": (view_of(Stage.COUNT, outcome=outcome("refused", "count_first")), "/"),
    "count_again": (view_of(Stage.COUNT), "/?show=count_again"),
    "rounds_back": (view_of(Stage.RETURN_REPORT), "/?show=rounds_back&ticks=wet"),
    "doubts": (view_of(Stage.CHOOSE, visit=CUSTODIAN, positions=DOUBTS), "/?show=doubts"),
    "choose_drawn": (view_of(Stage.CHOOSE, count=count_of()), "/"),
    "choose_doubts": (view_of(Stage.CHOOSE, visit=CUSTODIAN, positions=DOUBTS), "/"),
    "idle_count": (view_of(count=count_of()), "/"),
    "counts": (view_of(Stage.CHOOSE, visit=CHIEF, due_counts=DUE), COUNTS),
    "counts_running": (view_of(Stage.CHOOSE, visit=CHIEF, count=count_of()), COUNTS),
    **{
        f"counts_{state}": (view_of(Stage.CHOOSE, visit=CUSTODIAN, count=count_of(state)), COUNTS)
        for state in ("again", "sign")
    },
    "counts_differ": (
        view_of(Stage.CHOOSE, visit=CUSTODIAN, count=count_of("sign", *DIFFERENCES)),
        COUNTS,
    ),
    "counts_heard": (view_of(Stage.CHOOSE, visit=CUSTODIAN, count=HEARD_ALONE), COUNTS),
    "counts_unheard": (
        view_of(Stage.CHOOSE, visit=CUSTODIAN, count=HEARD_ALONE),
        f"{COUNTS}&page=2",
    ),
    "counts_silent": (
        view_of(Stage.CHOOSE, visit=CUSTODIAN, count=HEARD_ALONE),
        f"{COUNTS}&page=3",
    ),
    "counts_differ_heard": (
        view_of(Stage.CHOOSE, visit=CUSTODIAN, count=HEARD),
        f"{COUNTS}&page=3",
    ),
    "choose_racking": (
        view_of(Stage.CHOOSE, visit=replace(visit_of(Stage.CHOOSE), person=ARMOURER)),
        "/",
    ),
    "choose_pass": (
        view_of(Stage.CHOOSE, visit=replace(visit_of(Stage.CHOOSE), may_pass=True)),
        "/",
    ),
    "choose_pass_all": (
        replace(
            view_of(
                Stage.CHOOSE, visit=replace(CUSTODIAN, may_pass=True), positions=DOUBTS, late=LATE
            ),
            unreturned=weapon(4),
        ),
        "/",
    ),
    "choose_all": (
        replace(view_of(Stage.CHOOSE, visit=CUSTODIAN, positions=DOUBTS), unreturned=weapon(4)),
        "/",
    ),
    "rack_check_letters": (view_of(Stage.RACK_CHECK, visit=WORST), "/"),
    "rack_photo_there": (view_of(Stage.RACK_PHOTO, visit=WORST), "/"),
    "rack_place_none": (view_of(Stage.RACK_PLACE, visit=WORST), "/"),
    "rack_second_disputed": (view_of(Stage.RACK_SECOND, visit=WORST), "/"),
    "rack_places": (view_of(Stage.RACK_PLACE), "/?show=rack_places"),
    "rack_strip_red": (
        view_of(Stage.RACK_STEEL, outcome=outcome("refused", "rack_one_first")),
        "/",
    ),
    "cable_open_racking": (
        view_of(
            Stage.CABLE_OPEN,
            visit=replace(visit_of(Stage.CABLE_OPEN), purpose="racking", held_open=True),
        ),
        "/",
    ),
    "shut_now_racking": (
        view_of(Stage.SHUT_NOW, visit=replace(visit_of(Stage.SHUT_NOW), purpose="racking")),
        "/",
    ),
    "rack": (view_of(), "/?show=rack"),
    "about": (view_of(), "/?show=about"),
    **SHIFT_PAGES,
    **LOSS_PAGES,
    **SERVICE_PAGES,
}
DRAW = """async ([path, standing]) => {
  dispatchEvent(new Event("pagehide"));  // the stream is closed: it would draw its own page
  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));  // somebody is here
  let drawn;
  do {  // until the lookout has heard of it
    const text = await (await fetch(path)).text();
    drawn = new DOMParser().parseFromString(text, "text/html").getElementById("screen");
  } while (drawn.dataset.standing !== standing);
  document.getElementById("screen").replaceWith(drawn);
  document.dispatchEvent(new CustomEvent("swapped"));
}"""
PAGE_NUMBERS = count(1)
LOOKS = [(size, language) for language in ("km", "en") for size in SIZES]


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


def show(page: Page, stand: Stand, view: BayView, path: str = "/") -> None:
    """Draw a view's page, in place: five times as fast as loading it anew."""
    named = f"page {next(PAGE_NUMBERS)}"
    stand.service.show(replace(view, page=named))
    page.evaluate(DRAW, [path, named])


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_every_page_fits_its_screen(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
    found: dict[str, list[str]] = {}
    switches: dict[str, str] = {}
    with screen(browser, stand, size, language) as page:
        for name, (view, path) in PAGES.items():
            show(page, stand, view, path)
            keep(page, name, language, size)
            if wrong := complaints(page):
                found[name] = wrong
            switches[name] = str(page.locator("button[form=form-language]").bounding_box())
    assert found == {}
    assert len(set(switches.values())) == 1, f"the language is switched elsewhere: {switches}"


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_can_be_read_by_everybody(browser: Browser, stand: Stand, language: str) -> None:
    found: dict[str, list[str]] = {}
    with screen(browser, stand, "800x480", language) as page:
        for name, (view, path) in PAGES.items():
            show(page, stand, view, path)
            if wrong := barriers(page):
                found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_refusal_fits_the_smaller_screen_as_a_page_and_as_a_strip(
    browser: Browser, stand: Stand, language: str
) -> None:
    found: dict[str, list[str]] = {}
    with screen(browser, stand, "800x450", language) as page:
        for reason in sorted(names("refused")):
            for stage in (Stage.CHOOSE, Stage.RETURN_SCAN, Stage.PIN):
                show(page, stand, view_of(stage, outcome=outcome("refused", reason)))
                if wrong := complaints(page):
                    found[f"{reason} at {stage}"] = wrong
    assert found == {}


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_alarm_doubt_fault_and_signal_fits_the_smaller_screen(
    browser: Browser, stand: Stand, language: str
) -> None:
    found: dict[str, list[str]] = {}
    views = {
        **{f"alarm {cause}": (view_of(alarms=(replace(ALARM, cause=cause),)), "/")
           for cause in sorted(names("alarm"))},
        **{f"fault {fault}": (view_of(faults=(FaultView(fault, "badge"),)), "/")
           for fault in sorted(names("fault"))},
        **{f"signal {signal}": (view_of(signals=(SignalView(signal, "a line"),)), "/")
           for signal in sorted(names("signal"))},
        **{f"halted {fault}": (view_of(Stage.HALTED, faults=(FaultView(fault, "x"),)), "/")
           for fault in sorted(names("fault"))},
        **{f"doubt {cause}": (
            view_of(
                Stage.CHOOSE,
                positions=tuple(replace(p, cause=cause) for p in DOUBTS if p.state == "doubt"),
            ),
            "/?show=doubts",
        ) for cause in sorted(names("doubt"))},
        **{f"difference {kind}": (
            view_of(
                Stage.CHOOSE, visit=CUSTODIAN,
                count=count_of("sign", DifferenceView("R1-07", kind, weapon(4), adjustable=True)),
            ),
            COUNTS,
        ) for kind in DIFFERING},
    }  # fmt: skip
    with screen(browser, stand, "800x450", language) as page:
        for name, (view, path) in views.items():
            show(page, stand, view, path)
            if wrong := complaints(page):
                found[name] = wrong
    assert found == {}


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_a_silent_kiosk_fits_its_screen(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
    with screen(browser, stand, size, language) as page:
        stand.service.fall_silent()
        page.wait_for_selector('[data-page="offline"]')
        keep(page, "offline", language, size)
        assert complaints(page) == []
        assert barriers(page) == []
        stand.service.speak_again()
        page.wait_for_selector('[data-page="idle"]')


def test_the_measure_complains_when_there_is_reason_to(browser: Browser, stand: Stand) -> None:
    """Guards the tests above: a measure that never complains would pass every page."""
    with screen(browser, stand, "800x450", "km") as page:
        page.evaluate(
            """() => {
              const set = (part, name, value) => part.style.setProperty(name, value);
              set(document.querySelector(".foot .action"), "transform", "translateY(60px)");
              set(document.querySelector(".tiles .card"), "height", "40px");
              set(document.querySelector(".tiles .card:last-child"), "line-height", "1.15");
              set(document.querySelector("h1"), "font-size", "16px");
            }"""
        )
        said = " ".join(complaints(page))
    for reason in ("outside the screen", "text clipped", "text of 16px", "from the edge of .card"):
        assert reason in said


def test_the_reader_complains_when_there_is_reason_to(browser: Browser, stand: Stand) -> None:
    with screen(browser, stand, "800x480", "km") as page:
        page.evaluate("document.querySelector('h1').style.setProperty('color', '#8a94a6')")
        assert any("color-contrast" in barrier for barrier in barriers(page))
