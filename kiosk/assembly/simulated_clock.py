"""The clock of a simulated bay: the real one, and as far from it as somebody let pass or set it.

A month at the racks is shown in minutes, and a deadline is seen to come. Only the wall clock goes
ahead: what is measured between two moments, a cable that stands open say, stays true. How far it is
ahead lies in a file, so that a kiosk that is started again does not fall back behind its own book.
"""

from dataclasses import replace
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.rules.things import Moment

FILE = "simulated_clock"

AHEAD_MAX_MS = 10 * 366 * 86_400_000
"""Ten years: a slip of the finger shall not end at the end of the calendar. Ours."""


class SimulatedClock(SystemClock):
    """A clock whose wall time can be moved ahead. Any thread."""

    def __init__(self, folder: Path) -> None:
        """Go on where the clock of this folder was."""
        super().__init__()
        self._file = folder / FILE
        told = self._file.read_text(encoding="ascii").strip() if self._file.exists() else ""
        self._ahead_ms = _in_bounds(int(told)) if told.removeprefix("-").isdecimal() else 0

    def now(self) -> Moment:
        """Return this moment, as far ahead as it was moved."""
        now = super().now()
        return replace(now, wall_ms=now.wall_ms + self._ahead_ms)

    def pass_time(self, minutes: int) -> None:
        """Let time pass; back it never goes. The file is written before anybody sees it."""
        self._move(self._ahead_ms + 60_000 * max(minutes, 0))

    def set_to(self, wall_ms: int) -> None:
        """Set it, ahead or back, as two people had it; the clock of the machine stays as it is."""
        self._move(wall_ms - super().now().wall_ms)

    def _move(self, ahead_ms: int) -> None:
        ahead_ms = _in_bounds(ahead_ms)
        self._file.write_text(f"{ahead_ms}\n", encoding="ascii")
        self._ahead_ms = ahead_ms


def _in_bounds(ahead_ms: int) -> int:
    return max(-AHEAD_MAX_MS, min(ahead_ms, AHEAD_MAX_MS))
