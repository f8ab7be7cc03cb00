"""Lines about who answers for the racks: keys, the hand-over of a shift, and who is on it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import CableId, Moment, OfficerNumber, WeaponNumber


class PointKind(StrEnum):
    """What kind of thing stands open when a shift changes hands."""

    DOUBT = "doubt"
    ALARM = "alarm"
    FAULT = "fault"
    SIGNAL = "signal"
    OVERDUE = "overdue"
    MISSING = "missing"
    WORK = "work"
    QUANTITY = "quantity"
    COUNT = "count"
    KEY_OUT = "key_out"
    UNKNOWN_HOLDER = "unknown_holder"
    IN_HANDS = "in_hands"
    """A weapon that whoever is on shift has in their own hands."""
    STAND_TO = "stand_to"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing that stands open.

    `about`: the cable, weapon, line, key, stand-to or transfer; `why`: the cause's wire name, who
    has it, or ""; `places`: the positions of a cable that are in doubt for one cause.
    """

    kind: PointKind
    about: str
    why: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyRegistered:
    """A key of the warehouse is known, or what is known of it changed.

    `opens`: where it belongs. `seal`: the number on the seal of a sealed set (R23), else "".
    `witness`: the other one of the two who stood by a seal; None where there is none to stand by.
    """

    KIND: ClassVar[str] = "key.registered"
    at: Moment
    key: str
    opens: str
    seal: str
    by: OfficerNumber
    witness: OfficerNumber | None = None

    @property
    def office(self) -> bool:
        """Whether it was written at a desk: nobody at the bay is told."""
        return self.witness is None


@dataclass(frozen=True, slots=True)
class KeyGiven:
    """A key is out, in somebody's hand (R21)."""

    KIND: ClassVar[str] = "key.given"
    at: Moment
    key: str
    holder: OfficerNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class KeyBack:
    """A key is in its place again."""

    KIND: ClassVar[str] = "key.back"
    at: Moment
    key: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class HandoverAsked:
    """Somebody wants to hand the shift over (`offered`), or to take it over.

    `work`: weapons of this bay that wait for hands, as the register had them at this moment.
    """

    KIND: ClassVar[str] = "handover.asked"
    at: Moment
    by: OfficerNumber
    offered: bool
    work: tuple[WeaponNumber, ...]


@dataclass(frozen=True, slots=True)
class HandoverBegun:
    """Both people are there. `outgoing` is None when nobody hands over and `witness` stands by."""

    KIND: ClassVar[str] = "handover.begun"
    at: Moment
    outgoing: OfficerNumber | None
    incoming: OfficerNumber
    witness: OfficerNumber | None


@dataclass(frozen=True, slots=True)
class CableNumbered:
    """The incoming custodian counted a cable without being told; `booked`: what the book had."""

    KIND: ClassVar[str] = "handover.counted"
    at: Moment
    cable: CableId
    counted: int
    booked: int
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class KeySeen:
    """The incoming custodian looked for a key in its place."""

    KIND: ClassVar[str] = "handover.key_seen"
    at: Moment
    key: str
    present: bool
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class SealRead:
    """The number the incoming custodian read from a seal; "" when it is broken or gone."""

    KIND: ClassVar[str] = "handover.seal_read"
    at: Moment
    key: str
    read: str
    expected: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class PointAccepted:
    """The incoming custodian knows of one open thing and answers for it from here on."""

    KIND: ClassVar[str] = "handover.accepted"
    at: Moment
    point: OpenPoint
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class HandoverSummed:
    """Nothing is left to go through: the PIN of the incoming custodian is awaited."""

    KIND: ClassVar[str] = "handover.summed"
    at: Moment
    incoming: OfficerNumber


@dataclass(frozen=True, slots=True)
class ShiftHandedOver:
    """From this line on `incoming` answers for the racks, and `outgoing` no more.

    `shift`: its number. `cables`: those whose number agreed; `keys`: how many were looked for;
    `points`: how many open things were accepted. `head`: the chain's, before this line.
    """

    KIND: ClassVar[str] = "shift.handed_over"
    at: Moment
    shift: int
    outgoing: OfficerNumber | None
    incoming: OfficerNumber
    witness: OfficerNumber | None
    cables: tuple[CableId, ...]
    keys: int
    points: int
    head: str


@dataclass(frozen=True, slots=True)
class ShiftSignedByOther:
    """Somebody stood by something as custodian who is not on shift: noted, never stopped."""

    KIND: ClassVar[str] = "shift.signed_by_other"
    at: Moment
    by: OfficerNumber
    on_shift: OfficerNumber
