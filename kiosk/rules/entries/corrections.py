"""Lines that change what stands in the register: by two people, or to deny something at once.

Nothing is overwritten. What a correction replaced stands in the lines before it, and in the
correction itself, field by field.
"""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.things import (
    BadgeText,
    Changed,
    Correction,
    Moment,
    Officer,
    OfficerNumber,
    Weapon,
)


@dataclass(frozen=True, slots=True)
class CorrectionBegun:
    """Somebody asked for a correction; two people must now vouch. `by`: the account that asked."""

    KIND: ClassVar[str] = "correction.begun"
    at: Moment
    correction: Correction
    by: str


@dataclass(frozen=True, slots=True)
class CorrectionVouched:
    """One of the two people stood by the correction with badge and PIN."""

    KIND: ClassVar[str] = "correction.vouched"
    at: Moment
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class OfficerCorrected:
    """A person's facts, whole, as they stand from now on. `by`: the two people.

    `reverses`: the line with the correction that this one takes back, 0 for none.
    """

    KIND: ClassVar[str] = "officer.corrected"
    at: Moment
    officer: Officer
    changed: tuple[Changed, ...]
    why: str
    by: tuple[OfficerNumber, ...]
    reverses: int = 0


@dataclass(frozen=True, slots=True)
class WeaponCorrected:
    """A weapon's facts, whole, as they stand from now on. `by`: the two people.

    `reverses`: the line with the correction that this one takes back, 0 for none.
    """

    KIND: ClassVar[str] = "weapon.corrected"
    at: Moment
    weapon: Weapon
    changed: tuple[Changed, ...]
    why: str
    by: tuple[OfficerNumber, ...]
    reverses: int = 0


@dataclass(frozen=True, slots=True)
class OfficerHeld:
    """A person draws nothing from now on. `by`: who said so; nobody waits for two.

    An account of this machine, or the officer who signed for it at a desk.
    """

    KIND: ClassVar[str] = "officer.held"
    at: Moment
    officer: OfficerNumber
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class BadgeWithdrawn:
    """A badge is nobody's from now on: `lost`, or handed in. `by`: as in `OfficerHeld`."""

    KIND: ClassVar[str] = "badge.withdrawn"
    at: Moment
    badge: BadgeText
    officer: OfficerNumber
    why: str
    by: str
    lost: bool = False
