"""Lines about the kiosk itself: starts, its bay, what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import CableId, Moment, Position


class Fault(StrEnum):
    """What keeps the kiosk from issuing (P8). Returning stays possible as far as it can."""

    DEVICE_LOST = "device_lost"
    DISK_LOW = "disk_low"
    CLOCK_BEHIND = "clock_behind"
    BOOK_BROKEN = "book_broken"
    TABLES_DIFFER = "tables_differ"
    BOOK_UNCHECKED = "book_unchecked"


@dataclass(frozen=True, slots=True)
class Started:
    """The keeper started: every bolt is down, every session over, no cable released.

    `policy`: the digest of the policy that every decision from here on is made by. `config`: that
    of all else in kiosk.toml.
    """

    KIND: ClassVar[str] = "kiosk.started"
    at: Moment
    open_cables: tuple[CableId, ...] = ()
    policy: str = ""
    config: str = ""


@dataclass(frozen=True, slots=True)
class ConfigChanged:
    """Somebody changed kiosk.toml since the start before. Digests of it, but for its policy."""

    KIND: ClassVar[str] = "config.changed"
    at: Moment
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class BayLaid:
    """The racks, cables and positions this kiosk guards, as its configuration says."""

    KIND: ClassVar[str] = "bay.laid"
    at: Moment
    positions: tuple[Position, ...]


class BookPart(StrEnum):
    """What a book consists of: its two copies, and the tables that follow from them."""

    LINES = "lines"
    DATABASE = "database"
    TABLES = "tables"


@dataclass(frozen=True, slots=True)
class BookMended:
    """A part of the book was lost, destroyed or changed, and was made again from the rest.

    `first_seq` to `last_seq`: the entries that were put back into it. Who was told of them lost
    nothing; a technician looks why it was needed.
    """

    KIND: ClassVar[str] = "book.mended"
    at: Moment
    part: BookPart
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """Something is not as it must be; nothing opens for issue until it is.

    `cable`: where the device is the contact of one, which nobody sees until it is back.
    """

    KIND: ClassVar[str] = "fault.raised"
    at: Moment
    fault: Fault
    device: str
    cable: CableId | None = None


@dataclass(frozen=True, slots=True)
class FaultCleared:
    """It is as it must be again."""

    KIND: ClassVar[str] = "fault.cleared"
    at: Moment
    fault: Fault
    device: str
