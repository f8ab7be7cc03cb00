"""What a current says about a bolt's coil. Pure: it knows no chip and no clock."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

SETTLE_MS: Final = 400
"""From opening to a full current: 0.2 s until the pump has armed, and a coil's own 30 ms, twice."""

RUN_DOWN_MS: Final = 800
"""From shutting to no current: 0.6 s until the pump has run down, and some more."""

LOOKS: Final = 3
"""So many looks must agree. Ours: one may fall upon a spark."""


class Coil(Enum):
    """How it is; what is wrong is one sentence for a technician."""

    UNKNOWN = ""
    """It is too early to say."""
    WELL = "all is well"
    NO_CURRENT = "no current flows: the coil, its wire or the fuse is broken, or nothing is armed"
    TOO_MUCH = "too much current flows: a short circuit, or a second bolt is open by itself"
    STUCK = "current flows though no bolt is on: the arming switch and a MOSFET are shorted"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a good coil draws, in mA. Measure your own, and take 0.6 and 1.4 times that."""

    least_ma: float = 250
    most_ma: float = 950
    """For 12 V solenoids of 0.42 to 0.65 A: Falcon MA, Adafruit 1512."""
    idle_ma: float = 20
    """What may flow with no bolt on: the ammeter's own offset is 0.1 mA."""


class CoilJudge:
    """Follows one current through openings and rests. One thread at a time."""

    def __init__(self, limits: Limits) -> None:
        """Begin at rest."""
        self._limits = limits
        self._opened: str | None = None
        self._since_ms: int | None = None
        self._suspicion = Coil.UNKNOWN
        self._looks = 0

    def look(self, at_ms: int, opened: str | None, current_ma: float) -> Coil:
        """Take one look, and return how it is.

        Args:
            at_ms: monotonic milliseconds.
            opened: the bolt that is on, if one is.
            current_ma: what flows now.
        """
        if self._since_ms is None or opened != self._opened:
            self._opened, self._since_ms = opened, at_ms
            self._suspicion = Coil.UNKNOWN
        suspicion = self._suspect(at_ms - self._since_ms, current_ma)
        self._looks = self._looks + 1 if suspicion is self._suspicion else 1
        self._suspicion = suspicion
        return suspicion if self._looks >= LOOKS else Coil.UNKNOWN

    def _suspect(self, for_ms: int, current_ma: float) -> Coil:
        """Return what this look alone says."""
        if self._opened is None:
            if for_ms < RUN_DOWN_MS:
                return Coil.UNKNOWN
            return Coil.STUCK if abs(current_ma) > self._limits.idle_ma else Coil.WELL
        if current_ma > self._limits.most_ma:
            return Coil.TOO_MUCH
        if for_ms < SETTLE_MS:
            return Coil.UNKNOWN
        return Coil.NO_CURRENT if current_ma < self._limits.least_ma else Coil.WELL
