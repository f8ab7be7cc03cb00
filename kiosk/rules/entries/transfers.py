"""Lines about a transfer: sent, recalled, closed by its receipt; announced and received."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.manifests import (
    ArrivalDifference,
    Arrived,
    Manifest,
    Receipt,
    TransferNumber,
)
from kiosk.rules.things import Moment, OfficerNumber, Weapon, WeaponNumber


@dataclass(frozen=True, slots=True)
class TransferSent:
    """Two people let some weapons go to another store; the carrier may draw them from now on.

    `running`: the number of this store's transfers so far. `due_ms`: wall, when it must have
    arrived.
    """

    KIND: ClassVar[str] = "transfer.sent"
    at: Moment
    number: TransferNumber
    running: int
    to: str
    weapons: tuple[Weapon, ...]
    carrier: OfficerNumber
    carrier_name: str
    route: str
    vehicle: str
    seal: str
    due_ms: int
    why: str
    by: tuple[OfficerNumber, ...]


@dataclass(frozen=True, slots=True)
class TransferLeft:
    """Its carrier has all of a transfer: from here on somebody may hold its manifest."""

    KIND: ClassVar[str] = "transfer.left"
    at: Moment
    number: TransferNumber


@dataclass(frozen=True, slots=True)
class TransferRecalled:
    """Two people called a transfer back, all of it being here. Its number is not used again."""

    KIND: ClassVar[str] = "transfer.recalled"
    at: Moment
    number: TransferNumber
    why: str
    by: tuple[OfficerNumber, ...]


@dataclass(frozen=True, slots=True)
class TransferClosed:
    """The other store's receipt came back: what it took is not ours any more.

    `weapons`: all of the transfer; `missing`: those that left here and did not arrive there.
    `here`: what it took, says the other store, and the book has here: that stays ours.
    """

    KIND: ClassVar[str] = "transfer.closed"
    at: Moment
    number: TransferNumber
    receipt: Receipt
    weapons: tuple[WeaponNumber, ...]
    missing: tuple[WeaponNumber, ...]
    by: OfficerNumber
    here: tuple[WeaponNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferVoided:
    """Two people say that nobody holds the manifest of a transfer that was called back."""

    KIND: ClassVar[str] = "transfer.voided"
    at: Moment
    number: TransferNumber
    why: str
    by: tuple[OfficerNumber, ...]


@dataclass(frozen=True, slots=True)
class TransferContested:
    """The other store took over a transfer that was called back: its receipt. Nothing moves.

    `weapons`: what it took.
    """

    KIND: ClassVar[str] = "transfer.contested"
    at: Moment
    number: TransferNumber
    receipt: Receipt
    weapons: tuple[WeaponNumber, ...]
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class TransferAnnounced:
    """The manifest of a transfer to this store was read; its weapons are awaited."""

    KIND: ClassVar[str] = "transfer.announced"
    at: Moment
    manifest: Manifest
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class TransferReceived:
    """Two people took a transfer over: `weapons`, whose facts stand in the lines behind this one.

    `found`: all that was unloaded, as it was scanned and read.
    """

    KIND: ClassVar[str] = "transfer.received"
    at: Moment
    number: TransferNumber
    origin: str
    weapons: tuple[WeaponNumber, ...]
    found: tuple[Arrived, ...]
    differences: tuple[ArrivalDifference, ...]
    why: str
    by: tuple[OfficerNumber, ...]
