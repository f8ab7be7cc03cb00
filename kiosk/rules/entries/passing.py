"""Lines about a weapon that one officer hands to another, with no rack between them."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.things import Moment, OfficerNumber, Rounds, WeaponNumber


@dataclass(frozen=True, slots=True)
class PassingBegun:
    """An officer wants to hand a weapon to another one; it is scanned next."""

    KIND: ClassVar[str] = "passing.begun"
    at: Moment
    officer: OfficerNumber


@dataclass(frozen=True, slots=True)
class PassingScanned:
    """It is a weapon the officer is out with; the other one shows a badge next."""

    KIND: ClassVar[str] = "passing.scanned"
    at: Moment
    weapon: WeaponNumber
    officer: OfficerNumber


@dataclass(frozen=True, slots=True)
class PassingTaken:
    """The other officer takes it, by PIN, all gates of an issue passed. `due_ms`: wall."""

    KIND: ClassVar[str] = "passing.taken"
    at: Moment
    weapon: WeaponNumber
    officer: OfficerNumber
    mission: str
    due_ms: int
    needs_second: bool


@dataclass(frozen=True, slots=True)
class WeaponPassed:
    """Custody passed from one officer to another. `by`: who counter-signed.

    `officer`: who has it now, with `rank` as the register spells it at this moment. `rounds`: as
    many as went out with it.
    """

    KIND: ClassVar[str] = "weapon.passed"
    at: Moment
    weapon: WeaponNumber
    giver: OfficerNumber
    officer: OfficerNumber
    mission: str
    due_ms: int
    rounds: Rounds
    rank: str = ""
    by: OfficerNumber | None = None
