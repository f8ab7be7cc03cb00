"""The line that sets the wall clock."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.clocks import ClockSource
from kiosk.rules.things import Moment, OfficerNumber


@dataclass(frozen=True, slots=True)
class ClockSet:
    """Two people set the wall clock. Order is by number (P13): no time before it is changed.

    `was_ms` and `becomes_ms`: wall, before and after. From here on a clock is behind the book that
    is behind `becomes_ms`, whatever the lines before it say.
    """

    KIND: ClassVar[str] = "clock.set"
    at: Moment
    was_ms: int
    becomes_ms: int
    source: ClockSource = ClockSource.TYPED
    why: str = ""
    by: tuple[OfficerNumber, ...] = ()
