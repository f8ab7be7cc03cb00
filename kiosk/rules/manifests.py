"""What goes from one store to another, and the papers that travel with it. Values only.

A manifest holds every fact of every weapon, so that the receiving store needs nothing else (R04).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NewType

from kiosk.rules.things import OfficerNumber, Weapon, WeaponNumber

TransferNumber = NewType("TransferNumber", str)
"""Of a transfer, unique among all stores: the name of the sending one stands in it."""


PAPER_PROBLEMS = frozenset(
    {
        "note_cut", "note_edited", "note_unknown_store", "note_not_for_us",
        "note_of_another_kind",
    }
)  # fmt: skip
"""What can be wrong with a paper before anybody looks at what it says, as `refusals` wire names."""


def transfer_number(store: str, running: int) -> TransferNumber:
    """Return the number of a store's transfer."""
    return TransferNumber(f"T{running:04}-{store}")


class Discrepancy(StrEnum):
    """In which way a weapon that arrived is not as its manifest has it."""

    MISSING = "missing"
    """It stands in the manifest and did not come."""
    EXTRA = "extra"
    """It came and does not stand in the manifest."""
    SERIAL_DIFFERS = "serial_differs"
    """Its label stands in the manifest, and something else is engraved on it."""
    NUMBER_TAKEN = "number_taken"
    """At the receiving store another weapon has its number, or one that stands there already."""
    TAG_TAKEN = "tag_taken"
    """At the receiving store another weapon has its tag: it comes in without it."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A weapon that was unloaded. `text`: of its label; `engraved`: as somebody read the steel."""

    text: str
    engraved: str


@dataclass(frozen=True, slots=True)
class ArrivalDifference:
    """One difference at an arrival. `text`: the label; `expected`, `engraved`: the serials."""

    text: str
    discrepancy: Discrepancy
    expected: str = ""
    engraved: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one store sent to another. Times are wall milliseconds.

    `vouchers`: number and name of the two people who stood by it; `head`: where the sending store's
    journal tells of it, as people compare it. `key_vouched`: two people of that store stood by the
    key that signs this, as it says itself.
    """

    number: TransferNumber
    origin: str
    to: str
    weapons: tuple[Weapon, ...]
    carrier: OfficerNumber
    carrier_name: str
    route: str
    vehicle: str
    seal: str
    why: str
    sent_ms: int
    due_ms: int
    vouchers: tuple[str, ...] = ()
    head: str = ""
    key_vouched: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other store took over. `origin` wrote it, `to` had sent the weapons."""

    number: TransferNumber
    origin: str
    to: str
    received_ms: int
    taken: tuple[WeaponNumber, ...]
    differences: tuple[ArrivalDifference, ...] = ()
    vouchers: tuple[str, ...] = ()
    head: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """A transfer that two people are to stand by. `hours`: until it must have arrived."""

    TAG: ClassVar[str] = "transfer.send"
    number: TransferNumber
    to: str
    weapons: tuple[Weapon, ...]
    carrier: OfficerNumber
    carrier_name: str
    hours: int
    why: str
    route: str = ""
    vehicle: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """A transfer that is not to leave after all."""

    TAG: ClassVar[str] = "transfer.recall"
    number: TransferNumber
    why: str


@dataclass(frozen=True, slots=True)
class Voiding:
    """The manifest of a transfer that was called back is nobody's any more: it was destroyed."""

    TAG: ClassVar[str] = "transfer.void"
    number: TransferNumber
    why: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A transfer that was unloaded, weapon by weapon; what differs is found from `found`."""

    TAG: ClassVar[str] = "transfer.receive"
    number: TransferNumber
    origin: str
    found: tuple[Arrived, ...]
    differences: tuple[ArrivalDifference, ...]
    why: str = ""
