"""What comes by the calendar comes when the clock may be believed, and once."""

import pytest

from kiosk.keeper.calendar import EVEN_MS
from kiosk.rules import entries as e
from kiosk.rules.things import Moment
from tests.keeper.rig import Rig, policy

HOUR_MS = 3_600_000
LATE_MS = 60 * HOUR_MS
"""Longer than a duty issue lasts, with the day until the level above is told."""


def out() -> Rig:
    """Return a keeper with a weapon out, who has looked at its clock for long enough."""
    rig = Rig()
    rig.draw()
    for _ in range(4):  # nobody counts, and whoever was there goes away
        rig.look_around()
        rig.clock.pass_ms(EVEN_MS)
    rig.look_around()
    assert rig.bay.next_deadline() is None
    return rig


def told(rig: Rig) -> list[str]:
    return [str(line.tells) for line in rig.journal.lines if isinstance(line, e.OverdueStep)]


def test_who_is_to_be_told_is_told_when_the_moment_comes() -> None:
    rig = out()
    assert told(rig) == []
    due_ms = rig.bay.out[next(iter(rig.bay.out))].due_ms
    turn_ms = rig.keeper.next_turn_ms()
    assert turn_ms is not None
    assert turn_ms - rig.clock.mono_ms == due_ms - HOUR_MS - rig.clock.wall_ms
    rig.clock.pass_ms(due_ms - HOUR_MS - rig.clock.wall_ms)
    rig.look_around()
    assert told(rig) == ["holder"]
    rig.clock.pass_ms(LATE_MS)
    rig.look_around()
    rig.look_around()
    assert told(rig) == ["holder", "custodian", "chief", "above"]
    assert (e.AlarmCause.OVERDUE, next(iter(rig.bay.out))) in rig.bay.alarms
    assert rig.keeper.next_turn_ms() is None


@pytest.mark.promise("P13")
def test_a_clock_that_errs_for_a_moment_writes_nothing_by_the_calendar() -> None:
    """One line with the time of next year, and nothing would be issued until next year."""
    rig = out()
    newest_ms = rig.bay.latest_wall_ms
    rig.clock.wall_ms += 400 * 24 * HOUR_MS
    for _ in range(9):
        rig.look_around()
        rig.clock.pass_ms(EVEN_MS // 10)
    assert told(rig) == []
    rig.clock.wall_ms -= 400 * 24 * HOUR_MS
    rig.look_around()
    assert rig.bay.latest_wall_ms == newest_ms
    assert not rig.bay.faults


def test_a_clock_that_was_set_right_is_believed_after_ten_minutes() -> None:
    rig = out()
    rig.clock.wall_ms += LATE_MS
    rig.look_around()
    turn_ms = rig.keeper.next_turn_ms()
    assert turn_ms == rig.clock.mono_ms + EVEN_MS
    rig.clock.pass_ms(EVEN_MS - 1)
    rig.look_around()
    assert told(rig) == []
    rig.clock.pass_ms(1)
    rig.look_around()
    assert told(rig) == ["holder", "custodian", "chief", "above"]


@pytest.mark.promise("P8")
def test_a_clock_behind_the_book_tells_nobody_until_it_has_caught_up() -> None:
    rig = out()
    rig.clock.pass_ms(LATE_MS)
    rig.clock.wall_ms -= 2 * LATE_MS
    rig.look_around()
    rig.clock.pass_ms(LATE_MS // 2)
    assert rig.keeper.next_turn_ms() is None
    rig.look_around()
    assert told(rig) == []
    rig.clock.pass_ms(LATE_MS + LATE_MS)
    rig.look_around()
    assert told(rig) == ["holder", "custodian", "chief", "above"]


def test_a_clock_that_is_slewed_is_even() -> None:
    """A time server that draws a clock 1.5 s ahead at a look is no jump."""
    rig = out()
    for _ in range(60):
        rig.clock.pass_ms(HOUR_MS)
        rig.clock.wall_ms += 1_500
        rig.look_around()
    assert told(rig) == ["holder", "custodian", "chief", "above"]


def test_another_boot_is_another_clock() -> None:
    rig = out()
    rig.clock.pass_ms(LATE_MS)
    rig.clock.boot, rig.clock.mono_ms = "boot-2", 5_000
    rig.look_around()
    assert told(rig) == []
    rig.clock.pass_ms(EVEN_MS)
    rig.look_around()
    assert len(told(rig)) == 4


def test_at_its_hour_a_count_orders_itself_and_draws_among_everybody() -> None:
    rig = Rig(count_by_itself=True)
    rig.look_around()
    rig.clock.pass_ms(EVEN_MS)
    rig.look_around()
    (ordered,) = (line for line in rig.journal.lines if isinstance(line, e.CountOrdered))
    assert (ordered.by, ordered.of) == ("policy", 2)
    assert policy(count_by_itself=True).count_by_itself_min == 420
    assert isinstance(ordered.at, Moment)
