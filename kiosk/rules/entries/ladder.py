"""Lines about a weapon that is not back in time."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.rungs import Tells
from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber


@dataclass(frozen=True, slots=True)
class OverdueStep:
    """A rung of the ladder is reached: somebody is told that a weapon is out for too long.

    Each is reached once for as long as the weapon is out. `due_ms`: wall, when it was due;
    `after_min`: minutes past that by which the policy tells them, below 0 before.
    """

    KIND: ClassVar[str] = "overdue.step"
    at: Moment
    weapon: WeaponNumber
    holder: OfficerNumber
    tells: Tells
    after_min: int
    due_ms: int
    mission: str
