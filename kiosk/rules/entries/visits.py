"""Lines about a person at the bay: the session, the PIN, the refusal, the call for help."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import BadgeText, Grade, Moment, OfficerNumber


class Farewell(StrEnum):
    """Why a session ended."""

    GOODBYE = "goodbye"
    TIME = "time"
    ANOTHER = "another"
    DONE = "done"
    PIN_LOCKED = "pin_locked"


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """A person with a badge stands at the bay. `grade`: how far the badge may be believed."""

    KIND: ClassVar[str] = "session.opened"
    at: Moment
    officer: OfficerNumber
    badge: BadgeText
    grade: Grade = Grade.PRINTED


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """They left, or time ran out. `officer` is None for a bearer without badge."""

    KIND: ClassVar[str] = "session.closed"
    at: Moment
    officer: OfficerNumber | None
    why: Farewell


@dataclass(frozen=True, slots=True)
class PinAccepted:
    """A PIN was right. `office`: typed at the office pages, so nobody passes at the bay."""

    KIND: ClassVar[str] = "pin.accepted"
    at: Moment
    officer: OfficerNumber
    office: bool = False


@dataclass(frozen=True, slots=True)
class PinRefused:
    """A PIN was wrong. Durable before anybody is told, so that pulling the plug wins no try."""

    KIND: ClassVar[str] = "pin.refused"
    at: Moment
    officer: OfficerNumber
    tries_left: int
    office: bool = False


@dataclass(frozen=True, slots=True)
class PinLocked:
    """Too many wrong PINs: no PIN of this officer is looked at for `wait_ms` of running time."""

    KIND: ClassVar[str] = "pin.locked"
    at: Moment
    officer: OfficerNumber
    wait_ms: int


@dataclass(frozen=True, slots=True)
class OfficeEntered:
    """Somebody entered the office pages; looking at the register is recorded too."""

    KIND: ClassVar[str] = "office.entered"
    at: Moment
    officer: OfficerNumber


@dataclass(frozen=True, slots=True)
class Refused:
    """A scan or a wish that changed nothing, and why (P11).

    `reason`: a wire name of `rules.refusals` or `rules.gates`. `office`: asked from afar, so that
    nobody who stands at the bay hears of it or gets more time.
    """

    KIND: ClassVar[str] = "refused"
    at: Moment
    reason: str
    text: str
    officer: OfficerNumber | None = None
    office: bool = False


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """Somebody at the bay calls the chief."""

    KIND: ClassVar[str] = "help.called"
    at: Moment
    officer: OfficerNumber | None
