"""What somebody signs for at a desk, away from the bay, with their number and PIN.

Values only. Whether it may be is decided by the rules; a desk that shows a button decides nothing.
"""

from dataclasses import dataclass

from kiosk.service.muster_works import MusterWork
from kiosk.service.people_works import PeopleWork
from kiosk.service.rack_works import RackWork
from kiosk.service.shift_works import ShiftWork


@dataclass(frozen=True, slots=True)
class AnswerAlarm:
    """An alarm is answered that nobody may answer at the bay. `cause`, `about`: as in the view."""

    cause: str
    about: str


@dataclass(frozen=True, slots=True)
class CorrectClock:
    """The kiosk's clock is wrong: it is `becomes_ms` now (wall). Two people stand by it."""

    becomes_ms: int
    why: str


@dataclass(frozen=True, slots=True)
class OrderCountAfar:
    """A count is ordered. `what`: of `rules.entries.CountKind`; `scope`: "" is the whole bay."""

    what: str
    scope: str


@dataclass(frozen=True, slots=True)
class SendTransfer:
    """Some weapons are to go to another store, by their labels. `hours`: until they must arrive."""

    to: str
    weapons: tuple[str, ...]
    carrier: str
    hours: int
    why: str
    route: str = ""
    vehicle: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class RecallTransfer:
    """A transfer is not to leave after all."""

    number: str
    why: str


@dataclass(frozen=True, slots=True)
class VoidManifest:
    """Nobody holds the manifest of a transfer any more that was called back."""

    number: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadManifest:
    """The manifest of a transfer to this store was read: the file's text."""

    note: str


@dataclass(frozen=True, slots=True)
class Unloaded:
    """A weapon that was unloaded: the text of its label, and what is engraved."""

    text: str
    engraved: str


@dataclass(frozen=True, slots=True)
class ReceiveTransfer:
    """A transfer was unloaded, weapon by weapon. `why`: what is known of what differs."""

    number: str
    found: tuple[Unloaded, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """The other store's receipt was read: the file's text."""

    note: str


@dataclass(frozen=True, slots=True)
class ReportLoss:
    """A weapon is lost or stolen. `weapon`: its label; `when_ms`: wall, as far as anybody knows."""

    weapon: str
    kind: str
    when_ms: int
    place: str
    how: str
    agency: str
    case: str


@dataclass(frozen=True, slots=True)
class CompleteLoss:
    """What a report left open is said now. What stays open is empty, `when_ms` then 0."""

    weapon: str
    when_ms: int
    place: str
    how: str
    agency: str
    case: str


@dataclass(frozen=True, slots=True)
class GiveReport:
    """The written report of a loss was handed over. `to`: of `rules.reports.ReportTo`.

    `receiver`: who took it.
    """

    weapon: str
    to: str
    receiver: str


@dataclass(frozen=True, slots=True)
class ReportFind:
    """A weapon that was reported lost is found; the fields are those of the report."""

    weapon: str
    when_ms: int
    place: str
    how: str
    agency: str
    case: str


@dataclass(frozen=True, slots=True)
class SettleListed:
    """A weapon that a list of the capital seemed to name is another one; two people say so."""

    weapon: str
    why: str


LossWork = ReportLoss | CompleteLoss | GiveReport | ReportFind | SettleListed
TransferWork = (
    SendTransfer | RecallTransfer | VoidManifest | ReadManifest | ReceiveTransfer | ReadReceipt
)  # fmt: skip
Work = (
    AnswerAlarm | CorrectClock | OrderCountAfar | PeopleWork | ShiftWork | TransferWork | LossWork
    | MusterWork | RackWork
)  # fmt: skip
