"""The wall clock is set: what two people stand by, and which times may be believed. Values only."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

BUILT_MS = 1_795_478_400_000
"""2026-11-24, UTC: no kiosk with this program ran before it was written. Raised with releases."""

AHEAD_MAX_MS = 10 * 366 * 86_400_000
"""Ten years after that: no card or chip of a Pi is expected to live longer. Ours."""


class ClockSource(StrEnum):
    """Where the time comes from that the clock is set to."""

    TYPED = "typed"
    CHIP = "chip"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """Another time for the kiosk: a matter for two, since papers and deadlines go by it (P10).

    `was_ms`: what the clock said when it was asked for, wall. `becomes_ms`: what it ought to have
    said. `mono_ms`: the monotonic moment of both; what passes until two people came is added.
    """

    TAG: ClassVar[str] = "clock.set"
    was_ms: int
    becomes_ms: int
    mono_ms: int
    why: str
    source: ClockSource = ClockSource.TYPED


def is_plausible(wall_ms: int) -> bool:
    """Return whether a kiosk with this program can stand at a wall moment."""
    return BUILT_MS <= wall_ms <= BUILT_MS + AHEAD_MAX_MS
