"""A weapon in somebody's hand is remembered until the book knows where it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import CableId, PositionId
from kiosk.service import protocol as p
from kiosk.service.in_hand import InHand
from kiosk.service.views import BayView, Stage
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    OFFICER,
    OTHER,
    PINS,
    RIFLE,
    HandClock,
    SmallBay,
)


@pytest.fixture(params=["local", "remote"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "remote") as bay:
        yield bay


def brings_back(bay: SmallBay) -> None:
    """Take the rifle out, go away, and come back with it: a return begins."""
    bay.takes_out()
    bay.face.tap(p.Cancel())
    bay.until(Stage.IDLE)
    bay.shows(RIFLE)
    assert bay.until(Stage.RETURN_CLEAR).unreturned is None


def unreturned(view: BayView) -> str:
    return "" if view.unreturned is None else view.unreturned.number


def test_another_badge_in_the_midst_of_a_return_does_not_make_it_forgotten(bay: SmallBay) -> None:
    """Whoever was sent away with the rifle still in the hand must be told how it gets back."""
    brings_back(bay)
    bay.shows(BADGES[CUSTODIAN])
    assert unreturned(bay.until(Stage.PIN)) == RIFLE
    passed = bay.face.tap(p.Pin(PINS[CUSTODIAN]))
    assert (passed.stage, unreturned(passed)) == (Stage.CHOOSE, RIFLE)
    bay.face.tap(p.Cancel())
    assert unreturned(bay.until(Stage.IDLE)) == RIFLE
    bay.shows(RIFLE)
    assert bay.until(Stage.RETURN_CLEAR).unreturned is None


def test_a_custodian_who_comes_for_an_alarm_lets_the_return_go_on(bay: SmallBay) -> None:
    brings_back(bay)
    bay.face.tap(p.CallChief())
    bay.shows(BADGES[CUSTODIAN])
    bay.until(Stage.COUNTER_SIGN_PIN)
    answered = bay.face.tap(p.Pin(PINS[CUSTODIAN]))
    assert (answered.stage, answered.unreturned) == (Stage.RETURN_CLEAR, None)
    assert answered.alarms == ()


def test_a_return_nobody_went_on_with_is_told_too(bay: SmallBay) -> None:
    brings_back(bay)
    bay.clock.pass_s(3_600)
    bay.until_answered()
    assert unreturned(bay.until(Stage.IDLE)) == RIFLE


def test_a_weapon_brought_in_at_an_open_cable_comes_next_and_is_told_until_then(
    bay: SmallBay,
) -> None:
    """Whoever waits with it in the hand is not sent away, and it is not forgotten (P6)."""
    bay.takes_out()
    bay.face.tap(p.Cancel())
    bay.until(Stage.IDLE)
    bay.enters(CUSTODIAN)
    bay.face.tap(p.BeginStandTo("unrest"))
    bay.shows(BADGES[CHIEF])
    bay.until(Stage.COUNTER_SIGN_PIN)
    bay.face.tap(p.Pin(PINS[CHIEF]))
    bay.face.tap(p.FreeCable("B"))
    bay.pulls("B", opened=True)
    bay.until(Stage.STAND_TO_PAIRS)
    bay.shows(RIFLE)
    view = bay.wait_for(lambda one: one.unreturned is not None)
    assert (view.stage, unreturned(view)) == (Stage.STAND_TO_PAIRS, RIFLE)
    assert view.outcome is not None
    assert view.outcome.kind == "return.kept"
    bay.pulls("B", opened=False)
    bay.until(Stage.COUNT)
    assert unreturned(bay.face.tap(p.Count(2))) == RIFLE
    bay.shows(RIFLE)
    assert bay.until(Stage.RETURN_CLEAR).unreturned is None


def test_who_gives_a_return_up_is_not_told_what_they_know(bay: SmallBay) -> None:
    brings_back(bay)
    assert bay.face.tap(p.Cancel()).unreturned is None


def test_a_second_weapon_scanned_in_the_midst_of_a_return_leaves_the_first_in_the_hand(
    bay: SmallBay,
) -> None:
    brings_back(bay)
    bay.face.tap(p.Cancel())
    bay.enters(CUSTODIAN)
    bay.face.tap(p.WantReturn())
    bay.shows(RIFLE)
    bay.until(Stage.RETURN_CLEAR)
    bay.face.tap(p.WantReturn())
    bay.shows(OTHER)
    view = bay.wait_for(lambda view: view.visit.weapon is not None and view.visit.text == OTHER)
    assert unreturned(view) == RIFLE


@pytest.mark.parametrize(("purpose", "left"), [(e.Purpose.ISSUE, ""), (e.Purpose.RETURN, RIFLE)])
def test_the_next_issue_closes_the_matter_and_a_return_does_not(
    purpose: e.Purpose, left: str
) -> None:
    """A line nobody can get rid of is a line nobody reads."""
    granted = e.ReleaseGranted(
        HandClock().now(), purpose, CableId("A"), PositionId("A2"), OTHER, OFFICER, (OTHER,)
    )
    assert InHand(wrong="X", unreturned=RIFLE).after([granted]).unreturned == left


@pytest.mark.parametrize("why", e.Farewell)
def test_a_return_is_broken_off_by_everybody_but_its_bearer(why: e.Farewell) -> None:
    at = HandClock().now()
    begun = e.ReturnBegun(at, RIFLE, RIFLE, None, OFFICER, None, needs_witness=True)
    hand = InHand().after([begun, e.SessionClosed(at, None, why)])
    own = why in {e.Farewell.GOODBYE, e.Farewell.DONE}
    assert hand == InHand(unreturned="" if own else RIFLE)
