"""Lines about doubt and alarm: what a person must come and look at."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import Moment, OfficerNumber, PositionId, Signal, WeaponNumber


class DoubtCause(StrEnum):
    """Why the book may be wrong about a position."""

    INTERRUPTED = "interrupted"
    FORCED = "forced"
    COUNT_DIFFERS = "count_differs"
    COUNT_SKIPPED = "count_skipped"
    NOT_IN_BOOK = "not_in_book"
    NO_SUCH_PLACE = "no_such_place"
    CONTACT_LOST = "contact_lost"


class AlarmCause(StrEnum):
    """Why somebody must come."""

    FORCED = "forced"
    LEFT_OPEN = "left_open"
    MISSING = "missing"
    STRANGER = "stranger"
    PIN_LOCKED = "pin_locked"
    HELP = "help"
    ROUNDS = "rounds"
    POLICY = "policy"
    TAMPER = "tamper"
    BOLT_POWER = "bolt_power"
    DURESS = "duress"
    CONTACT_LOST = "contact_lost"
    COUNT_HASTY = "count_hasty"
    TRANSFER_LATE = "transfer_late"
    TRANSFER_DIFFERS = "transfer_differs"
    TRANSFER_CONTESTED = "transfer_contested"
    HOT_LIST = "hot_list"
    RECALL = "recall"
    KEY = "key"
    SEAL = "seal"
    UNKNOWN_HOLDER = "unknown_holder"
    OVERDUE = "overdue"
    MUSTER_LATE = "muster_late"
    MUSTER_DIFFERS = "muster_differs"
    PUT_BACK = "put_back"
    CODE_9 = "code_9"
    """Somebody typed their second PIN. The book says no more: whoever reads it may be who threatens
    them."""
    LISTED = "listed"
    DESTROYED = "destroyed"
    HEARD = "heard"
    """The tag of a weapon that the book has elsewhere was heard here; nobody has seen it."""
    REPORT_LATE = "report_late"


@dataclass(frozen=True, slots=True)
class DoubtRaised:
    """The book may be wrong about a position until somebody looks. `officer`: who was there."""

    KIND: ClassVar[str] = "doubt.raised"
    at: Moment
    position: PositionId
    cause: DoubtCause
    officer: OfficerNumber | None = None


@dataclass(frozen=True, slots=True)
class DoubtLooked:
    """One person says that a weapon somebody answers for stands in its place; a second must."""

    KIND: ClassVar[str] = "doubt.looked"
    at: Moment
    position: PositionId
    weapon: WeaponNumber
    holder: OfficerNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class DoubtSettled:
    """A custodian looked. `weapon`: whose place it is; `present`: whether it stands there.

    `by` is the second of two people where `doubt.looked` names a first.
    """

    KIND: ClassVar[str] = "doubt.settled"
    at: Moment
    position: PositionId
    weapon: WeaponNumber | None
    present: bool
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class SignalRaised:
    """A line that tells of something beside the cables became active."""

    KIND: ClassVar[str] = "signal.raised"
    at: Moment
    line: str
    signal: Signal


@dataclass(frozen=True, slots=True)
class SignalCleared:
    """The line is at rest again."""

    KIND: ClassVar[str] = "signal.cleared"
    at: Moment
    line: str
    signal: Signal


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """Somebody must come. `about`: the cable, line, officer, label or policy digest it is about."""

    KIND: ClassVar[str] = "alarm.raised"
    at: Moment
    cause: AlarmCause
    about: str


@dataclass(frozen=True, slots=True)
class AlarmAnswered:
    """Somebody came, with badge and PIN. The siren stops; the cause may still stand."""

    KIND: ClassVar[str] = "alarm.answered"
    at: Moment
    cause: AlarmCause
    about: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class AlarmCleared:
    """The alarm was answered and its cause is gone."""

    KIND: ClassVar[str] = "alarm.cleared"
    at: Moment
    cause: AlarmCause
    about: str
