"""Lines about one cable: released, opened, shut, what was left on it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import (
    NO_ROUNDS,
    CableId,
    Moment,
    OfficerNumber,
    PositionId,
    Rounds,
    WeaponNumber,
)


class Purpose(StrEnum):
    """What a cable is released for."""

    ISSUE = "issue"
    RETURN = "return"
    STAND_TO = "stand_to"
    """Many weapons in turn; `weapon` and `position` name the first that hangs there."""
    RACKING = "racking"
    TEST = "test"
    """A lock is tried in service mode; `weapon` names the first that hangs there, or is empty."""


@dataclass(frozen=True, slots=True)
class ReleaseGranted:
    """One cable may be opened: the intent, durable before the bolt moves (P1).

    `exposed`: the weapons this frees. `by`: who counter-signed. `due_ms`: wall, when it is due.
    """

    KIND: ClassVar[str] = "release.granted"
    at: Moment
    purpose: Purpose
    cable: CableId
    position: PositionId
    weapon: WeaponNumber
    officer: OfficerNumber | None
    exposed: tuple[WeaponNumber, ...]
    by: OfficerNumber | None = None
    mission: str = ""
    due_ms: int = 0
    rounds: Rounds = NO_ROUNDS


@dataclass(frozen=True, slots=True)
class ReleaseLapsed:
    """The cable was not opened: time ran out, somebody gave up, or it was taken back (P8)."""

    KIND: ClassVar[str] = "release.lapsed"
    at: Moment
    cable: CableId


@dataclass(frozen=True, slots=True)
class CableSeenOpen:
    """A cable was opened. `released` is False when nobody had the right to."""

    KIND: ClassVar[str] = "cable.opened"
    at: Moment
    cable: CableId
    released: bool


@dataclass(frozen=True, slots=True)
class CableHeldOpen:
    """A released cable is open for longer than it should be; the buzzer says so."""

    KIND: ClassVar[str] = "cable.held_open"
    at: Moment
    cable: CableId


@dataclass(frozen=True, slots=True)
class CableSeenShut:
    """A cable is shut again. `open_ms`: how long a released one exposed its weapons, else 0."""

    KIND: ClassVar[str] = "cable.shut"
    at: Moment
    cable: CableId
    open_ms: int


@dataclass(frozen=True, slots=True)
class CountAgreed:
    """The weapons left on the cable are as many as the book says. `how`: `said` or `sensors`."""

    KIND: ClassVar[str] = "count.agreed"
    at: Moment
    cable: CableId
    counted: int
    how: str


@dataclass(frozen=True, slots=True)
class CountDiffered:
    """They are not: the positions of the cable come into doubt."""

    KIND: ClassVar[str] = "count.differed"
    at: Moment
    cable: CableId
    counted: int
    expected: int
    how: str


@dataclass(frozen=True, slots=True)
class CountSkipped:
    """Nobody said how many weapons are left: the positions of the cable come into doubt."""

    KIND: ClassVar[str] = "count.skipped"
    at: Moment
    cable: CableId
