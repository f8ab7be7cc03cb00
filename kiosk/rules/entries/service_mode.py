"""Lines about service mode: opened by technician and chief, what was tried in it, ended."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import Moment, OfficerNumber


class TrialOf(StrEnum):
    """What is tried in service mode."""

    LOCK = "lock"
    READER = "reader"
    BUZZER = "buzzer"
    LIGHTS = "lights"
    SENSORS = "sensors"


class ServiceEnd(StrEnum):
    """Why service mode ended."""

    ASKED = "asked"
    """By a command."""
    SCREEN = "screen"
    """By somebody with badge and PIN at the bay."""
    TIME = "time"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class ServiceAsked:
    """An account asks for service mode; technician and chief must come to the reader.

    `why`: as the technician typed it.
    """

    KIND: ClassVar[str] = "service.asked"
    at: Moment
    account: str
    why: str


@dataclass(frozen=True, slots=True)
class ServiceVouched:
    """One of the two stood by it, with badge and PIN."""

    KIND: ClassVar[str] = "service.vouched"
    at: Moment
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class ServiceBegun:
    """Service mode: nothing is issued until it ends. `by`: the technician, then the chief.

    `until_ms`: wall, when it ends by itself.
    """

    KIND: ClassVar[str] = "service.begun"
    at: Moment
    account: str
    why: str
    by: tuple[OfficerNumber, ...]
    until_ms: int


@dataclass(frozen=True, slots=True)
class ServiceEnded:
    """Service mode is over. `by`: an account or an officer, or "" when nobody ended it."""

    KIND: ClassVar[str] = "service.ended"
    at: Moment
    how: ServiceEnd
    by: str


@dataclass(frozen=True, slots=True)
class TrialBegun:
    """An account tries something out: the intent, durable before anything moves (P1).

    `about`: the cable or the reader, or "".
    """

    KIND: ClassVar[str] = "trial.begun"
    at: Moment
    of: TrialOf
    about: str
    account: str


@dataclass(frozen=True, slots=True)
class TrialVouched:
    """One of the two who opened service mode stands before the cable that is to be tried."""

    KIND: ClassVar[str] = "trial.vouched"
    at: Moment
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """What was seen of a trial; `of` and `about` as it began.

    `found`: of a lock `opened` and `shut`; of a reader the kind of what it read, how many
    characters, and the last of them, or `rejected` and why; of the sensors the positions at which
    a weapon is seen. Nothing where nothing was. `missed`: positions whose sensor sees none.
    """

    KIND: ClassVar[str] = "trial.ended"
    at: Moment
    of: TrialOf
    about: str
    found: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
