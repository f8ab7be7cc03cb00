"""Lines that change the register of people, weapons, missions and badges."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.things import (
    BadgeText,
    Grade,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    PositionId,
    Weapon,
    WeaponNumber,
)


@dataclass(frozen=True, slots=True)
class OfficerRegistered:
    """A person's facts, whole, as they stand from now on."""

    KIND: ClassVar[str] = "officer.registered"
    at: Moment
    officer: Officer
    by: str


@dataclass(frozen=True, slots=True)
class WeaponRegistered:
    """A weapon's facts, whole, as they stand from now on."""

    KIND: ClassVar[str] = "weapon.registered"
    at: Moment
    weapon: Weapon
    by: str


@dataclass(frozen=True, slots=True)
class WeaponRacked:
    """A registered weapon got its home position and stands there."""

    KIND: ClassVar[str] = "weapon.racked"
    at: Moment
    weapon: WeaponNumber
    position: PositionId
    by: str


@dataclass(frozen=True, slots=True)
class MissionOrdered:
    """A mission order lets an officer draw, for a while."""

    KIND: ClassVar[str] = "mission.ordered"
    at: Moment
    officer: OfficerNumber
    mission: Mission
    by: str


@dataclass(frozen=True, slots=True)
class BadgeEnrolled:
    """A badge belongs to an officer from now on. `by`: two people, or the founding.

    `card_kind`, `grade` and `until_ms`: its `kind`, `grade` and `until_ms` as in `things.Badge`.
    """

    KIND: ClassVar[str] = "badge.enrolled"
    at: Moment
    badge: BadgeText
    officer: OfficerNumber
    by: tuple[str, ...]
    card_kind: str = ""
    grade: Grade = Grade.PRINTED
    until_ms: int = 0


@dataclass(frozen=True, slots=True)
class PinSet:
    """An officer has a new PIN; `sealed` is useless without the kiosk's pepper."""

    KIND: ClassVar[str] = "pin.set"
    at: Moment
    officer: OfficerNumber
    sealed: str


@dataclass(frozen=True, slots=True)
class EnrolBegun:
    """Somebody asked to enrol a badge for an officer; two people must now vouch.

    `until_ms`: as in `things.Badge`. `keeps_pin`: the PIN stays, no new one is asked for. `by`: who
    signed for it at a desk, or "".
    """

    KIND: ClassVar[str] = "enrol.begun"
    at: Moment
    officer: OfficerNumber
    until_ms: int = 0
    keeps_pin: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class EnrolVouched:
    """One of the two people stood by the enrolment with badge and PIN."""

    KIND: ClassVar[str] = "enrol.vouched"
    at: Moment
    by: OfficerNumber
