"""What can be seen of a technician's work on the book: a drill made, a book put back."""

from dataclasses import dataclass

from kiosk.rules.things import BadgeText, Moment, OfficerNumber, Person


@dataclass(frozen=True, slots=True)
class DrillMade:
    """A restore was tried beside the book; the fields are those of the entry.

    `fault`: why the copy is of no use, empty when it is what it must be.
    """

    at: Moment
    by: str
    source: str
    last_seq: int
    head: str
    known_seq: int
    took_ms: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PinBrought:
    """A PIN for the first days of a book put back, sealed anew.

    `person`: None if nobody knows them. `owner`: whose badge this is by the book, None when it is
    nobody's.
    """

    officer: OfficerNumber
    person: Person | None
    badge: BadgeText
    owner: OfficerNumber | None
    sealed: str


@dataclass(frozen=True, slots=True)
class BookBroughtBack:
    """A copy of the book was put in the place of the lost one; nothing was written into it yet.

    `pins`: for the people who begin again; None when the old PINs go on being right. `people` is
    everybody of the register, and `lot` draws among them who counts.
    """

    at: Moment
    by: str
    source: str
    last_seq: int
    head: str
    known_seq: int
    key_before: str
    pins: tuple[PinBrought, ...] | None
    people: tuple[Person, ...]
    lot: int


@dataclass(frozen=True, slots=True)
class UpdateWanted:
    """A technician is about to put another version in; the fields are those of `UpdateBegun`."""

    at: Moment
    by: str
    version_before: str
    version: str
    digest: str
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpdateEnded:
    """The version in force after an update. `fault`: why it is the one before; empty if not."""

    at: Moment
    by: str
    version: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class KioskFounded:
    """The book was founded and nobody counted yet. `people` and `lot`: as in `BookBroughtBack`."""

    at: Moment
    people: tuple[Person, ...]
    lot: int


UpkeepObservation = DrillMade | BookBroughtBack | UpdateWanted | UpdateEnded | KioskFounded
