"""A shift, its keys and a stand-to through the hatch: what a screen is told, and what it is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber
from kiosk.service import protocol as p
from kiosk.service.picture_names import Names
from kiosk.service.picture_shift import shift, stand_to
from kiosk.service.shift_works import EnrolKey, GiveKey, RegisterKey, TakeKey
from kiosk.service.views import BayView, Stage
from tests.service.small_bay import BADGES, CHIEF, CUSTODIAN, OFFICER, OTHER, PINS, RIFLE, SmallBay

HOUR_MS = 3_600_000


@pytest.fixture(params=["inside", "over the socket"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "over the socket") as turning:
        yield turning


def seconded(bay: SmallBay, who: OfficerNumber) -> BayView:
    """Let somebody stand by what is asked for, with badge and PIN."""
    bay.shows(BADGES[who])
    bay.until(Stage.COUNTER_SIGN_PIN)
    return bay.face.tap(p.Pin(PINS[who]))


def begun(bay: SmallBay, incoming: OfficerNumber = CUSTODIAN) -> BayView:
    """Let somebody take over a shift, up to the first cable."""
    bay.enters(incoming)
    bay.face.tap(p.WantHandover(offers=False))
    return seconded(bay, CHIEF if incoming == CUSTODIAN else CUSTODIAN)


def sealed(bay: SmallBay, seal: str = "00417") -> BayView:
    """Let the chief tell of a sealed set, and two people stand by its seal."""
    asked = bay.face.sign(CHIEF, PINS[CHIEF], RegisterKey("second set", "all", seal))
    assert not asked.reason
    view = bay.until(Stage.VOUCH)
    assert view.visit.matter == "key.seal"
    assert [(one.field, one.becomes) for one in view.visit.changes] == [
        ("key", "second set"), ("key_opens", "all"), ("key_seal", seal),
    ]  # fmt: skip
    return bay.vouch(CUSTODIAN, CHIEF)


def test_two_people_stand_by_a_seal_and_the_screen_says_so(bay: SmallBay) -> None:
    view = sealed(bay)
    assert view.outcome is not None
    assert view.outcome.kind == "key.registered"
    assert [key.sealed for key in view.shift.keys] == [True]
    assert not bay.face.sign(CHIEF, PINS[CHIEF], RegisterKey("K1", "rack 1", "")).reason
    later = bay.wait_for(lambda one: len(one.shift.keys) == 2)
    assert later.outcome == view.outcome, "a key that the chief tells of is said at the desk alone"


def test_two_people_stand_by_the_key_of_the_book_and_the_screen_says_so(bay: SmallBay) -> None:
    """The chief's page shows the key in use; what was signed is that one and no other."""
    shown = bay.face.view()
    assert (shown.own_key, shown.key_vouched) == ("AB12 CD34", False)
    assert bay.face.sign(CHIEF, PINS[CHIEF], EnrolKey("0000")).reason == "key_not_in_use"
    assert not bay.face.sign(CHIEF, PINS[CHIEF], EnrolKey(shown.own_key)).reason
    view = bay.until(Stage.VOUCH)
    assert view.visit.matter == "kiosk.key"
    assert [(one.field, one.becomes) for one in view.visit.changes] == [
        ("fingerprint", "AB12 CD34")
    ]
    outcome = bay.vouch(CUSTODIAN, CHIEF).outcome
    assert outcome is not None
    assert outcome.kind == "kiosk.enrolled"
    (line,) = (one for one in bay.book.lines if isinstance(one, e.KioskEnrolled))
    assert (line.fingerprint, line.by) == ("AB12 CD34", (CUSTODIAN, CHIEF))


def test_a_shift_is_taken_over_step_by_step_and_shown_to_everybody(bay: SmallBay) -> None:
    bay.face.sign(CHIEF, PINS[CHIEF], RegisterKey("K1", "rack 1", ""))
    sealed(bay)
    view = begun(bay)
    assert view.stage is Stage.HANDOVER_CABLE
    assert view.handover is not None
    assert (view.handover.cable, view.handover.done, view.handover.of) == ("A", 0, 4)
    bay.face.tap(p.CountCable(2))
    view = bay.face.tap(p.CountCable(2))
    assert view.stage is Stage.HANDOVER_KEY
    assert view.handover is not None
    assert view.handover.key is not None
    assert view.handover.key.name == "K1"
    assert bay.face.tap(p.SeeKey(present=True)).stage is Stage.HANDOVER_SEAL
    view = bay.face.tap(p.ReadSeal("00418"))
    assert view.stage is Stage.HANDOVER_POINT
    assert view.handover is not None
    assert view.handover.point is not None
    assert (view.handover.point.kind, view.handover.point.why) == ("alarm", "seal")
    assert bay.face.tap(p.AcceptPoint()).stage is Stage.HANDOVER_SIGN
    view = bay.face.tap(p.Pin(PINS[CUSTODIAN]))
    assert view.shift.on_shift is not None
    assert (view.shift.on_shift.number, view.shift.overdue) == (CUSTODIAN, False)
    assert view.outcome is not None
    assert view.outcome.kind == "shift.handed_over"
    signed = next(one for one in bay.book.lines if isinstance(one, e.ShiftHandedOver))
    assert (signed.witness, signed.cables, signed.keys) == (CHIEF, ("A", "B"), 2)


def test_no_screen_is_told_the_number_of_a_seal(bay: SmallBay) -> None:
    """Whoever takes over reads it; a face that was taken over has nothing to tell them."""
    sealed(bay)
    begun(bay)
    bay.face.tap(p.CountCable(2))
    view = bay.face.tap(p.CountCable(2))
    assert view.stage is Stage.HANDOVER_SEAL
    assert "00417" not in repr(view)
    assert all("00417" not in repr(line) for line in bay.face.lines(0, 50))


def test_a_tap_on_another_open_thing_than_the_one_that_was_shown_accepts_nothing(
    bay: SmallBay,
) -> None:
    begun(bay)
    bay.face.tap(p.CountCable(1))
    view = bay.face.tap(p.CountCable(2))
    assert view.stage is Stage.HANDOVER_POINT
    bay.pulls("B", opened=True)
    later = bay.wait_for(lambda one: bool(one.alarms))
    assert later.page != view.page
    assert bay.face.tap(p.AcceptPoint(), view.page).page == later.page
    assert not [one for one in bay.book.lines if isinstance(one, e.PointAccepted)]


def test_a_shift_that_is_too_long_is_overdue(bay: SmallBay) -> None:
    begun(bay)
    bay.face.tap(p.CountCable(2))
    bay.face.tap(p.CountCable(2))
    view = bay.face.tap(p.Pin(PINS[CUSTODIAN]))
    due_ms = view.shift.due_ms
    assert due_ms == view.shift.since_ms + 12 * HOUR_MS
    told = [shift(bay.keeper.bay, Names(bay.book), wall).overdue for wall in (due_ms - 1, due_ms)]
    assert told == [False, True]


def test_a_key_is_given_out_at_a_desk_and_comes_back(bay: SmallBay) -> None:
    chief = (CHIEF, PINS[CHIEF])
    assert not bay.face.sign(*chief, RegisterKey("K1", "rack 1", "")).reason
    assert bay.face.sign(*chief, GiveKey("K1", "nobody")).reason == "unknown_officer"
    assert not bay.face.sign(*chief, GiveKey("K1", OFFICER)).reason
    key = bay.wait_for(lambda view: bool(view.shift.keys)).shift.keys[0]
    assert key.holder is not None
    assert key.holder.number == OFFICER
    assert not bay.face.sign(*chief, TakeKey("K1")).reason
    assert bay.face.sign(CHIEF, "000000", TakeKey("K1")).reason == "pin_wrong"


def test_a_stand_to_is_begun_drawn_in_and_ended(bay: SmallBay) -> None:
    bay.enters(CUSTODIAN)
    view = bay.face.tap(p.BeginStandTo("attack"))
    assert view.stage is Stage.STAND_TO_SECOND
    view = seconded(bay, CHIEF)
    assert view.stage is Stage.STAND_TO
    assert view.stand_to is not None
    assert [(one.cable, one.inside) for one in view.stand_to.cables] == [("A", 2), ("B", 2)]
    assert bay.face.tap(p.FreeCable("A")).stage is Stage.OPEN_NOW
    bay.pulls("A", opened=True)
    bay.until(Stage.STAND_TO_PAIRS)
    bay.shows(BADGES[OFFICER])
    bay.wait_for(lambda one: one.stand_to is not None and one.stand_to.badge is not None)
    bay.shows(RIFLE)
    view = bay.wait_for(lambda one: one.stand_to is not None and one.stand_to.pair is not None)
    assert view.stand_to is not None
    assert view.stand_to.pair is not None
    assert (view.stand_to.pair[0].number, view.stand_to.pair[1].number) == (OFFICER, RIFLE)
    bay.shows(OTHER)
    view = bay.wait_for(lambda one: one.stand_to is not None and bool(one.stand_to.unknown))
    assert view.stand_to is not None
    assert view.stand_to.weapon is not None
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    assert bay.face.tap(p.Count(0)).stage is Stage.STAND_TO
    bay.face.tap(p.EndStandTo())
    view = seconded(bay, CHIEF)
    assert view.outcome is not None
    assert view.outcome.kind == "stand_to.ended"
    assert [(alarm.cause, alarm.about) for alarm in view.alarms] == [("unknown_holder", OTHER)]
    assert view.stand_to is not None
    assert [one.number for one in view.stand_to.unknown] == [OTHER]


def test_a_stand_to_that_nobody_ended_is_shown_as_lapsed(bay: SmallBay) -> None:
    bay.enters(CUSTODIAN)
    bay.face.tap(p.BeginStandTo("attack"))
    view = seconded(bay, CHIEF).stand_to
    assert view is not None
    assert view.until_ms == view.since_ms + 12 * HOUR_MS
    for wall_ms, lapsed in ((view.until_ms - 1, False), (view.until_ms, True)):
        later = stand_to(bay.keeper.bay, Names(bay.book), wall_ms)
        assert later is not None
        assert later.lapsed is lapsed


def test_somebody_goes_on_with_a_stand_to(bay: SmallBay) -> None:
    bay.enters(CUSTODIAN)
    bay.face.tap(p.BeginStandTo("no such reason"))
    seconded(bay, CHIEF)
    bay.face.tap(p.Cancel())
    bay.enters(CHIEF)
    assert bay.face.tap(p.ManStandTo()).stage is Stage.STAND_TO
