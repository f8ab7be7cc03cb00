"""Lines about a stand-to: begun by two people, badge and weapon in turn, ended by two people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import (
    NO_ROUNDS,
    BadgeText,
    Grade,
    Moment,
    OfficerNumber,
    PositionId,
    Rounds,
    WeaponNumber,
)


class StandToReason(StrEnum):
    """Why everybody is armed at once; chosen, so that nobody has to type in an emergency."""

    ORDERED = "ordered"
    ATTACK = "attack"
    UNREST = "unrest"
    DISASTER = "disaster"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class StandToAsked:
    """One person wants a stand-to to begin, for a reason, or to end (None); a second must too."""

    KIND: ClassVar[str] = "stand_to.asked"
    at: Moment
    by: OfficerNumber
    reason: StandToReason | None


@dataclass(frozen=True, slots=True)
class StandToBegun:
    """Two people began a stand-to. `order`: what its issues have for a mission order."""

    KIND: ClassVar[str] = "stand_to.begun"
    at: Moment
    stand_to: int
    reason: StandToReason
    order: str
    by: tuple[OfficerNumber, ...]


@dataclass(frozen=True, slots=True)
class StandToManned:
    """A custodian or chief stands at the bay again and releases cables for the stand-to."""

    KIND: ClassVar[str] = "stand_to.manned"
    at: Moment
    stand_to: int
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class BadgeShown:
    """An officer showed a badge; the weapon scanned next is theirs. `grade`: of the badge."""

    KIND: ClassVar[str] = "stand_to.badge_shown"
    at: Moment
    officer: OfficerNumber
    badge: BadgeText
    grade: Grade


@dataclass(frozen=True, slots=True)
class WeaponTaken:
    """A weapon was seen outside and nobody had shown a badge: `answers` has it until somebody does.

    Its holder is unknown, and still it has one (P5): whoever began the stand-to. `rounds`: as many
    as go out with it.
    """

    KIND: ClassVar[str] = "stand_to.weapon_taken"
    at: Moment
    weapon: WeaponNumber
    position: PositionId
    order: str
    due_ms: int
    answers: OfficerNumber
    rounds: Rounds = NO_ROUNDS


@dataclass(frozen=True, slots=True)
class HolderNamed:
    """A badge was shown for a weapon whose holder was unknown: custody is theirs.

    `rank`: the officer's at this moment, as the register spells it.
    """

    KIND: ClassVar[str] = "stand_to.holder_named"
    at: Moment
    weapon: WeaponNumber
    officer: OfficerNumber
    rank: str = ""


@dataclass(frozen=True, slots=True)
class StandToEnded:
    """Two people ended the stand-to. It is complete when nothing is `unknown` and none `doubtful`.

    `unknown`: weapons whose holder nobody named; `doubtful`: positions of its cables where somebody
    must look for a weapon that may have left unseen.
    """

    KIND: ClassVar[str] = "stand_to.ended"
    at: Moment
    stand_to: int
    by: tuple[OfficerNumber, ...]
    issued: int
    unknown: tuple[WeaponNumber, ...]
    doubtful: tuple[PositionId, ...]
