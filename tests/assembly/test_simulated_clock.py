"""The clock of a simulated bay: days pass at a word, and what was measured stays true."""

from pathlib import Path

import pytest

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.simulated_clock import AHEAD_MAX_MS, FILE, SimulatedClock

DAY_MIN, DAY_MS = 1_440, 86_400_000
SLACK_MS = 60_000


def ahead_ms(clock: SystemClock) -> int:
    """Return how far a clock is ahead of the real one."""
    return clock.now().wall_ms - SystemClock().now().wall_ms


def test_a_day_passes_at_the_wall_and_nowhere_else(tmp_path: Path) -> None:
    clock = SimulatedClock(tmp_path)
    before = clock.now()
    clock.pass_time(DAY_MIN)
    after = clock.now()
    assert DAY_MS <= after.wall_ms - before.wall_ms < DAY_MS + SLACK_MS
    assert after.mono_ms - before.mono_ms < SLACK_MS
    assert after.boot == before.boot


def test_a_kiosk_that_is_started_again_does_not_fall_behind_its_book(tmp_path: Path) -> None:
    first = SimulatedClock(tmp_path)
    first.pass_time(DAY_MIN)
    before = first.now()
    assert SimulatedClock(tmp_path).now().wall_ms >= before.wall_ms


def test_time_never_goes_back_and_has_an_end(tmp_path: Path) -> None:
    clock = SimulatedClock(tmp_path)
    clock.pass_time(-DAY_MIN)
    assert abs(ahead_ms(clock)) < SLACK_MS
    clock.pass_time(10**9)
    assert abs(ahead_ms(clock) - AHEAD_MAX_MS) < SLACK_MS


@pytest.mark.parametrize("spoiled", ["", "soon\n", "-5", "1e9"])
def test_a_spoiled_file_is_no_time(tmp_path: Path, spoiled: str) -> None:
    (tmp_path / FILE).write_text(spoiled, encoding="ascii")
    assert abs(ahead_ms(SimulatedClock(tmp_path))) < SLACK_MS


def test_it_is_set_back_and_stays_so_and_the_clock_of_the_machine_is_let_be(
    tmp_path: Path,
) -> None:
    clock = SimulatedClock(tmp_path)
    clock.pass_time(3 * DAY_MIN)
    clock.set_to(SystemClock().now().wall_ms - DAY_MS)
    for each in (clock, SimulatedClock(tmp_path)):
        assert abs(ahead_ms(each) + DAY_MS) < SLACK_MS
    assert SystemClock().now().wall_ms > clock.now().wall_ms
