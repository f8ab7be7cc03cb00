"""The clock is set by two people, and the book goes on by the new time."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.clocks import AHEAD_MAX_MS, BUILT_MS, ClockSetting
from kiosk.rules.effects import SetClock
from kiosk.rules.fold import fold
from kiosk.rules.things import CableId, Role
from tests.rules.transfer_scenes import TransferScene

pytestmark = [pytest.mark.promise("P10"), pytest.mark.promise("P8")]

RIGHT_MS = BUILT_MS + 3_600_000
YEAR_MS = 365 * 86_400_000


def ran_ahead() -> TransferScene:
    """Return a bay whose clock is four years ahead, and that wrote so."""
    scene = TransferScene()
    scene.wall_ms = RIGHT_MS + 4 * YEAR_MS
    return scene.badge("sok").pin().cancel()


def asked(
    scene: TransferScene, by: str = "chan", ms: int = RIGHT_MS, why: str = "battery flat"
) -> TransferScene:
    """Ask at a desk for another time."""
    return scene.request(ClockSetting(scene.wall_ms, ms, scene.mono_ms, why), by)


def test_two_people_set_it_and_what_passed_until_then_is_added() -> None:
    scene = asked(ran_ahead())
    began = scene.mono_ms
    assert not [one for one in scene.effects if isinstance(one, SetClock)]
    scene.badge("vanna").pin()
    assert not [one for one in scene.effects if isinstance(one, SetClock)], "one is not two"
    scene.badge("nary").pin()
    line = scene.one(e.ClockSet)
    assert line.by == ("vanna", "nary")
    assert line.was_ms == line.at.wall_ms
    assert line.becomes_ms == RIGHT_MS + line.at.mono_ms - began + 1_000
    assert SetClock(line.becomes_ms) in scene.effects
    assert scene.kinds[-2:] == ["session.closed", "clock.set"], "nothing is said by the old time"
    assert scene.bay.session is None


@pytest.mark.promise("P13")
def test_the_book_is_no_longer_ahead_and_counts_fall_due_again() -> None:
    scene = ran_ahead()
    far_ms = scene.bay.latest_wall_ms
    assert far_ms > RIGHT_MS + 3 * YEAR_MS
    cable = CableId("A")
    counted = {(e.CountKind.DAILY, cable): far_ms, (e.CountKind.WEEKLY, cable): 5}
    scene.bay = replace(scene.bay, fell_due_ms=far_ms, counted=counted)
    asked(scene).badge("vanna").pin().badge("nary").pin()
    becomes_ms = scene.one(e.ClockSet).becomes_ms
    bay = scene.bay
    assert bay.latest_wall_ms == bay.fell_due_ms == becomes_ms
    assert dict(bay.counted) == {
        (e.CountKind.DAILY, cable): becomes_ms - 1, (e.CountKind.WEEKLY, cable): 5
    }  # fmt: skip
    later = e.HelpCalled(replace(scene.now(), wall_ms=becomes_ms + 7), None)
    assert fold(bay, (later,)).latest_wall_ms == becomes_ms + 7


@pytest.mark.parametrize("by", sorted({"sok", "vanna", "nary"}))
def test_the_chief_alone_asks(by: str) -> None:
    assert asked(TransferScene(), by).refused == "wrong_role"


def test_whoever_stands_by_it_is_one_of_the_three_roles_and_two_people() -> None:
    assert asked(TransferScene()).badge("sok").refused == "wrong_role"
    assert asked(TransferScene()).badge("vanna").pin().badge("vanna").refused == "not_a_second"
    assert {"chan", "nary", "vanna"} <= {*TransferScene().people}
    assert TransferScene().people["chan"].role is Role.CHIEF


@pytest.mark.parametrize("ms", [0, BUILT_MS - 2_000, BUILT_MS + AHEAD_MAX_MS + 1, -5])
def test_a_time_that_cannot_be_is_refused(ms: int) -> None:
    assert asked(TransferScene(), ms=ms).refused == "time_impossible"
    assert not asked(TransferScene(), ms=BUILT_MS).refused


def test_it_must_be_said_why() -> None:
    assert asked(TransferScene(), why="  ").refused == "no_reason_given"


def test_while_a_cable_is_open_no_clock_is_set() -> None:
    scene = TransferScene()
    scene.bay = replace(scene.bay, open_cables=frozenset({CableId("A")}))
    assert asked(scene).refused == "cable_open"
    scene = asked(TransferScene()).badge("vanna").pin().badge("nary")
    scene.bay = replace(scene.bay, open_cables=frozenset({CableId("A")}))
    assert scene.pin().refused == "cable_open", "asked again when both were there"
    assert not [one for one in scene.effects if isinstance(one, SetClock)]
