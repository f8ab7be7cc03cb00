"""One contract for the hatch: what it answers from inside the program, it answers over a socket."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.service import protocol as p
from kiosk.service.views import Stage, WeaponFace
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    FRESH_BADGE,
    OFFICER,
    OTHER,
    PATIENCE_S,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)


@pytest.fixture(params=["local", "remote"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "remote") as bay:
        yield bay


def test_an_empty_bay_counts_its_weapons_and_waits(bay: SmallBay) -> None:
    view = bay.until(Stage.IDLE)
    assert (view.in_rack, view.registered, view.overdue, view.simulated) == (4, 4, 0, True)
    assert [cable.id for cable in view.cables] == ["A", "B"]
    assert view.kiosk == "small"
    assert view.head == f"head {view.seq}"


def test_a_weapon_goes_out_and_the_screen_says_when_it_is_due(bay: SmallBay) -> None:
    view = bay.takes_out()
    assert view.stage is Stage.CHOOSE
    assert view.outcome is not None
    assert view.outcome.kind == "weapon.issued"
    assert view.outcome.facts["position"] == "A1"
    assert view.outcome.facts["rack"] == "R1"
    assert view.outcome.facts["name"] == "Sok Dara"
    assert view.outcome.facts["due"] == "02.01. 13:01"
    place = next(place for place in view.positions if place.id == "A1")
    assert (place.state, place.holder and place.holder.number) == ("out", OFFICER)
    assert place.weapon is not None
    assert place.weapon.serial == "S-1"


def test_each_step_of_an_issue_has_its_stage(bay: SmallBay) -> None:
    bay.shows(BADGES[OFFICER])
    view = bay.until(Stage.PIN)
    assert view.visit.person is not None
    assert (view.visit.person.name_km, view.visit.tries_left) == ("សុខ ដារ៉ា", 5)
    assert bay.face.tap(p.Pin(PINS[OFFICER])).stage is Stage.CHOOSE
    view = bay.face.tap(p.Choose(RIFLE))
    assert (view.stage, view.visit.position, view.visit.cable) == (Stage.COUNTER_SIGN, "A1", "A")
    view = bay.face.tap(p.SayRounds(1, 30))
    assert (view.visit.magazines, view.visit.rounds) == (1, 30)
    bay.shows(BADGES[CUSTODIAN])
    view = bay.until(Stage.COUNTER_SIGN_PIN)
    assert view.visit.second is not None
    assert view.visit.second.number == CUSTODIAN
    view = bay.face.tap(p.Pin(PINS[CUSTODIAN]))
    assert (view.stage, view.cables[0].released) == (Stage.OPEN_NOW, True)
    assert [weapon.number for weapon in view.visit.exposed] == [RIFLE, OTHER]
    bay.pulls("A", opened=True)
    view = bay.until(Stage.CABLE_OPEN)
    assert (view.cables[0].open, view.cables[0].released) == (True, False)


def test_a_wrong_pin_is_said_with_the_tries_that_are_left(bay: SmallBay) -> None:
    bay.shows(BADGES[OFFICER])
    bay.until(Stage.PIN)
    view = bay.face.tap(p.Pin("000000"))
    assert view.stage is Stage.PIN
    assert view.outcome is not None
    assert (view.outcome.kind, view.outcome.facts["tries_left"]) == ("pin.refused", "4")


def test_a_locked_pin_is_refused_without_being_compared(bay: SmallBay) -> None:
    """Comparing costs 57 ms of one core: a locked badge must not be able to keep it busy."""
    bay.shows(BADGES[OFFICER])
    bay.until(Stage.PIN)
    for _ in range(4):
        bay.face.tap(p.Pin("000000"))
    view = bay.face.tap(p.Pin("000000"))
    assert view.outcome is not None
    assert (view.stage, view.outcome.kind) == (Stage.IDLE, "pin.locked")
    compared = bay.book.compared
    assert not bay.face.enter_office(OFFICER, PINS[OFFICER]).granted
    assert bay.book.compared == compared


def test_two_wrong_weapons_call_the_custodian(bay: SmallBay) -> None:
    bay.opens()
    bay.shows(OTHER)
    view = bay.until(Stage.WRONG_WEAPON)
    assert view.outcome is not None
    assert (view.outcome.facts["text"], view.outcome.facts["position"]) == (OTHER, "A1")
    bay.shows(OTHER)
    bay.until(Stage.WRONG_BLOCKED)
    bay.shows(BADGES[CUSTODIAN])
    bay.until(Stage.COUNTER_SIGN_PIN)
    assert bay.face.tap(p.Pin(PINS[CUSTODIAN])).visit.wrong == 0
    bay.until(Stage.CABLE_OPEN)


def test_the_wrong_weapon_is_shown_by_its_face_and_one_nobody_knows_by_its_text(
    bay: SmallBay,
) -> None:
    """An officer with the wrong rifle in each hand must see which one the kiosk talks about."""
    assert bay.opens().visit.scanned is None
    bay.shows(OTHER)
    scanned = bay.until(Stage.WRONG_WEAPON).visit.scanned
    assert scanned is not None
    assert (scanned.number, scanned.serial) == (OTHER, "S-2")
    strange = number(Kind.WEAPON, 1, 99)
    bay.shows(strange)
    scanned = bay.until(Stage.WRONG_BLOCKED).visit.scanned
    assert scanned == WeaponFace(strange, strange, "")
    bay.shows(BADGES[CUSTODIAN])
    bay.until(Stage.COUNTER_SIGN_PIN)
    assert bay.face.tap(p.Pin(PINS[CUSTODIAN])).visit.scanned is None


def test_a_simulated_bay_that_was_halted_is_still_a_simulated_one(bay: SmallBay) -> None:
    bay.local.halted("book_broken")
    view = bay.until(Stage.HALTED)
    assert view.simulated


def test_nothing_taken_is_said_once_the_count_agrees(bay: SmallBay) -> None:
    bay.opens()
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    view = bay.face.tap(p.Count(2))
    assert view.outcome is not None
    assert view.outcome.kind == "nothing.taken"


def test_a_count_that_differs_puts_the_positions_in_doubt_until_somebody_looks(
    bay: SmallBay,
) -> None:
    bay.opens()
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    view = bay.face.tap(p.Count(1))
    assert view.outcome is not None
    assert view.outcome.kind == "count.differed"
    assert [place.id for place in view.positions if place.state == "doubt"] == ["A1", "A2"]
    bay.shows(BADGES[OFFICER])  # goodbye
    bay.until(Stage.IDLE)
    bay.enters(CUSTODIAN)
    view = bay.face.tap(p.Look("A1", present=True))
    assert view.outcome is not None
    assert view.outcome.kind == "doubt.settled"
    assert [place.id for place in view.positions if place.state == "doubt"] == ["A2"]


def test_a_weapon_comes_back_witnessed_and_counted(bay: SmallBay) -> None:
    bay.takes_out()
    bay.face.tap(p.WantReturn())
    bay.until(Stage.RETURN_SCAN)
    bay.shows(RIFLE)
    view = bay.until(Stage.RETURN_CLEAR)
    assert (view.visit.position, view.visit.text) == ("A1", RIFLE)
    assert bay.face.tap(p.ShowClear()).stage is Stage.RETURN_WITNESS
    bay.shows(BADGES[CUSTODIAN])
    bay.until(Stage.RETURN_WITNESS_PIN)
    assert bay.face.tap(p.Pin(PINS[CUSTODIAN])).stage is Stage.RETURN_REPORT
    report = p.Report(0, 80, fired=10, ticks=("fired",), report="at the range")
    assert bay.face.tap(report).stage is Stage.OPEN_NOW
    bay.pulls("A", opened=True)
    bay.until(Stage.CABLE_OPEN)
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    view = bay.face.tap(p.Count(2))
    assert view.outcome is not None
    assert view.outcome.kind == "weapon.returned"
    assert view.in_rack == 4


@pytest.mark.promise("P11")
def test_a_refusal_is_said_with_its_reason(bay: SmallBay) -> None:
    bay.enters(CUSTODIAN)
    view = bay.face.tap(p.Choose(RIFLE))
    assert view.outcome is not None
    assert (view.outcome.kind, view.outcome.reason) == ("refused", "no_certificate")


def test_leaving_is_said_but_not_over_what_ended_the_visit(bay: SmallBay) -> None:
    bay.enters()
    view = bay.face.tap(p.Cancel())
    assert view.outcome is not None
    assert (view.outcome.kind, view.outcome.reason) == ("session.closed", "goodbye")
    bay.shows(BADGES[OFFICER])
    bay.until(Stage.PIN)
    assert bay.face.view().outcome is None


def test_whoever_calls_the_chief_raises_an_alarm(bay: SmallBay) -> None:
    view = bay.face.tap(p.CallChief())
    assert [alarm.cause for alarm in view.alarms] == ["help"]
    assert view.outcome is not None
    assert view.outcome.kind == "help.called"


def at_the_pin(bay: SmallBay) -> str:
    """Show an officer's badge, and return the name of the page that asks for the PIN."""
    bay.shows(BADGES[OFFICER])
    return bay.until(Stage.PIN).page


def at_the_choice(bay: SmallBay) -> str:
    return bay.enters().page


def at_the_choice_of_a_custodian(bay: SmallBay) -> str:
    """Stand where every choice is refused: the custodian has no certificate."""
    return bay.enters(CUSTODIAN).page


def at_the_rounds(bay: SmallBay) -> str:
    bay.enters()
    return bay.face.tap(p.Choose(RIFLE)).page


def at_the_count(bay: SmallBay) -> str:
    bay.opens()
    bay.pulls("A", opened=False)
    return bay.until(Stage.COUNT).page


@pytest.mark.parametrize(
    ("at", "tap"),
    [
        (at_the_pin, p.Pin(PINS[OFFICER])),
        (at_the_pin, p.Pin("000000")),
        (at_the_choice, p.Choose(RIFLE)),
        (at_the_choice, p.WantReturn()),
        (at_the_choice, p.Cancel()),
        (at_the_choice_of_a_custodian, p.Choose(RIFLE)),
        (at_the_rounds, p.SayRounds(1, 30)),
        (at_the_rounds, p.SayRounds(0, 0)),
        (at_the_count, p.Count(2)),
        (at_the_count, p.Count(1)),
    ],
)
def test_the_same_tap_twice_at_once_is_one_decision(
    bay: SmallBay, at: Callable[[SmallBay], str], tap: p.Tap
) -> None:
    """Two screens, or a finger that trembles: the page is answered once, and nobody is refused."""
    page, decided = at(bay), len(bay.decided)
    together = Barrier(2)

    def touch(_: int) -> str:
        together.wait(PATIENCE_S)
        return bay.face.tap(tap, page).page

    with ThreadPoolExecutor(2) as fingers:
        pages = set(fingers.map(touch, range(2)))
    (lines,) = bay.decided[decided:]
    assert lines != ()
    assert pages == {bay.face.view().page} != {page}


def test_a_tap_on_a_page_that_is_gone_changes_nothing(bay: SmallBay) -> None:
    """No attempt, no refusal, no line: whoever tapped is shown where the bay stands now."""
    page = at_the_pin(bay)
    bay.shows(BADGES[CUSTODIAN])
    bay.wait_for(lambda view: view.page != page)
    before, lines = bay.face.view(), len(bay.book.lines)
    for tap in (p.Pin("000000"), p.Pin(PINS[OFFICER]), p.Cancel(), p.WantReturn()):
        assert bay.face.tap(tap, page) == before
    assert len(bay.book.lines) == lines
    assert bay.face.tap(p.Pin(PINS[CUSTODIAN]), before.page).stage is Stage.CHOOSE


def test_a_call_for_the_chief_counts_wherever_it_was_tapped(bay: SmallBay) -> None:
    page = at_the_pin(bay)
    views = [bay.face.tap(p.CallChief(), "a page that was never there") for _ in range(2)]
    assert [line.KIND for line in bay.book.lines].count("help.called") == 2
    assert views[-1].page == page, "and leaves the page under the finger as it is"


def test_news_about_something_else_leaves_a_page_as_it_is(bay: SmallBay) -> None:
    page = at_the_pin(bay)
    version = bay.face.view().version
    bay.shows("no label of ours!")
    assert bay.face.wait(version, PATIENCE_S).page == page
    assert bay.face.tap(p.Pin(PINS[OFFICER]), page).stage is Stage.CHOOSE


def test_a_tap_on_no_page_in_particular_counts(bay: SmallBay) -> None:
    at_the_pin(bay)
    assert bay.face.tap(p.Pin(PINS[OFFICER])).stage is Stage.CHOOSE


def test_two_people_give_a_badge(bay: SmallBay) -> None:
    assert bay.office is not None
    assert bay.office.enrol(OFFICER).reason == ""
    for who in (CHIEF, REGISTRAR):
        bay.until(Stage.ENROL_VOUCHER)
        bay.shows(BADGES[who])
        bay.until(Stage.ENROL_VOUCHER_PIN)
        bay.face.tap(p.Pin(PINS[who]))
    view = bay.until(Stage.ENROL_BADGE)
    assert view.visit.vouchers == 2
    bay.shows(FRESH_BADGE)
    bay.until(Stage.ENROL_PIN)
    view = bay.face.tap(p.NewPin("111111", "111111"))
    assert view.outcome is not None
    assert view.outcome.reason == "pin_too_simple"
    view = bay.face.tap(p.NewPin("640218", "640218"))
    assert view.outcome is not None
    assert (view.stage, view.outcome.kind) == (Stage.IDLE, "pin.set")
    bay.shows(FRESH_BADGE)
    bay.until(Stage.PIN)
    assert bay.face.tap(p.Pin("640218")).stage is Stage.CHOOSE


def test_a_chief_enters_the_office_and_an_officer_does_not(bay: SmallBay) -> None:
    assert bay.face.enter_office(CHIEF, PINS[CHIEF]) == p.OfficePass(
        granted=True,
        number=CHIEF,
        name="Tep Borey",
        role="chief",
        desks=(
            "bay", "register", "cards", "people", "shift", "watch", "transfers", "losses",
            "musters", "racking",
        ),
    )  # fmt: skip
    registrar = bay.face.enter_office(REGISTRAR, PINS[REGISTRAR])
    desks = ("register", "cards", "people", "transfers", "losses", "musters", "racking")
    assert (registrar.granted, registrar.desks) == (True, desks)
    assert bay.face.enter_office(OFFICER, PINS[OFFICER]).reason == "wrong_role"
    assert bay.face.enter_office(CHIEF, "000000").reason == "pin_wrong"
    assert bay.face.enter_office("nobody", "000000").reason == "unknown_officer"


def test_the_journal_is_read_newest_first(bay: SmallBay) -> None:
    bay.face.tap(p.CallChief())
    newest, older = bay.face.lines(0, 2)
    assert (newest.kind, older.kind) == ("alarm.raised", "help.called")
    assert bay.face.lines(newest.seq, 1) == (older,)


def test_a_line_that_is_left_out_leaves_no_gap(bay: SmallBay) -> None:
    """The call of a second PIN stands on no page of lines; nor does one line less tell of it."""
    bay.face.tap(p.CallChief())
    before = bay.face.lines(0, 3)
    call = e.AlarmRaised(bay.clock.now(), e.AlarmCause.CODE_9, OFFICER)
    bay.book.lines.append(call)
    assert bay.face.lines(0, 3) == before


def test_whoever_waits_is_woken_by_news(bay: SmallBay) -> None:
    before = bay.face.view()
    bay.shows(BADGES[OFFICER])
    after = bay.face.wait(before.version, 10.0)
    assert after.version > before.version
    assert bay.face.wait(after.version, 0.01).version == after.version


@pytest.mark.promise("P7")
def test_a_bay_nobody_looks_after_is_not_shown_as_if_it_were_known(bay: SmallBay) -> None:
    """P7: 10 s after the keeper last looked around, its word counts for nothing."""
    bay.until(Stage.IDLE)
    bay.clock.pass_s(9)
    assert bay.face.view().stage is Stage.IDLE
    bay.clock.pass_s(2)
    with pytest.raises(p.KioskSilent):
        bay.face.view()


def test_a_kiosk_that_cannot_write_says_so_to_whoever_taps(bay: SmallBay) -> None:
    bay.until(Stage.IDLE)
    bay.book.unwritable = "the disk is gone"
    view = bay.face.tap(p.CallChief())
    assert view.stage is Stage.HALTED
    assert [fault.device for fault in view.faults] == ["the disk is gone"]


def test_an_office_that_cannot_be_written_down_lets_nobody_in(bay: SmallBay) -> None:
    bay.book.unwritable = "the disk is gone"
    assert bay.face.enter_office(CHIEF, PINS[CHIEF]).reason == "book_broken"
