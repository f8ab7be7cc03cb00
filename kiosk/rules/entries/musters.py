"""Lines about weapons kept at a post that has no kiosk: assigned for long, and mustered on paper.

A muster is a sheet that goes to the post and comes back; each of its rows gets one answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber


class MusterAnswer(StrEnum):
    """What is ticked on the sheet beside one weapon."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    DIFFERS = "differs"
    """Something is there, and what is engraved on it is not what the sheet says."""


@dataclass(frozen=True, slots=True)
class MusterRow:
    """One row of a sheet: a weapon, and who had it when the sheet was drawn."""

    weapon: WeaponNumber
    holder: OfficerNumber


@dataclass(frozen=True, slots=True)
class StandingAssigned:
    """The chief leaves a weapon that is out with its holder, at a post, until a wall moment.

    `order`: the paper that says so. `every_d`: after how many days it must have been mustered.
    """

    KIND: ClassVar[str] = "standing.assigned"
    at: Moment
    weapon: WeaponNumber
    officer: OfficerNumber
    post: str
    order: str
    until_ms: int
    every_d: int
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class MusterDrawn:
    """A sheet was drawn for a post; an older one of the same post is void. `due_ms`: wall."""

    KIND: ClassVar[str] = "muster.drawn"
    at: Moment
    muster: int
    post: str
    rows: tuple[MusterRow, ...]
    due_ms: int
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class MusterAnswered:
    """What a sheet says of one weapon. `seen_by`: whose signature stands on it; `by`: who entered.

    `engraved`: the last digits on the steel as they are written on the sheet, where they differ.
    """

    KIND: ClassVar[str] = "muster.answered"
    at: Moment
    muster: int
    weapon: WeaponNumber
    answer: MusterAnswer
    engraved: str
    seen_by: OfficerNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class MusterClosed:
    """Every row of a sheet has its answer. `came_back`: rows whose weapon was handed in meanwhile.

    `seen_by`: who looked at the weapons, as the sheet is signed; `by`: who closed it, and entered
    none of it.
    """

    KIND: ClassVar[str] = "muster.closed"
    at: Moment
    muster: int
    post: str
    seen_by: tuple[OfficerNumber, ...]
    seen: int
    not_seen: int
    differs: int
    came_back: int
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class MusterLate:
    """A post was not mustered by `due_ms` (wall). `muster`: the sheet that is out, or 0."""

    KIND: ClassVar[str] = "muster.late"
    at: Moment
    post: str
    muster: int
    due_ms: int
    weapons: int
