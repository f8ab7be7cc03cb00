"""What can be seen of a shift that changes hands: who wants it, and what was found on the way."""

from dataclasses import dataclass

from kiosk.rules.observations.signature import Signature
from kiosk.rules.things import Moment, OfficerNumber, Person, WeaponNumber


@dataclass(frozen=True, slots=True)
class HandoverWanted:
    """The person of the running session offers their shift, or asks for somebody else's.

    `work`: weapons that wait for hands, of those this bay guards.
    """

    at: Moment
    offers: bool
    asker: Person | None
    work: tuple[WeaponNumber, ...]


@dataclass(frozen=True, slots=True)
class CableCounted:
    """How many weapons hang on the cable that is asked for. `people` and `lot` draw a count."""

    at: Moment
    counted: int
    people: tuple[Person, ...]
    lot: int


@dataclass(frozen=True, slots=True)
class KeyLooked:
    """Whether the key that is asked for is in its place."""

    at: Moment
    present: bool


@dataclass(frozen=True, slots=True)
class SealSaid:
    """The number read from the seal that is asked for; "" when it is broken or gone."""

    at: Moment
    number: str


@dataclass(frozen=True, slots=True)
class PointKnown:
    """The open thing that is shown is accepted."""

    at: Moment


@dataclass(frozen=True, slots=True)
class KeyTold:
    """The chief tells of a key: new, or with another place or seal."""

    at: Moment
    signature: Signature
    key: str
    opens: str
    seal: str


@dataclass(frozen=True, slots=True)
class KeyOut:
    """A custodian gives a key into somebody's hand. `to`: as the register knows them."""

    at: Moment
    signature: Signature
    key: str
    number: OfficerNumber
    to: Person | None


@dataclass(frozen=True, slots=True)
class KeyIn:
    """A custodian has a key back in its place."""

    at: Moment
    signature: Signature
    key: str


HandoverObservation = (
    HandoverWanted | CableCounted | KeyLooked | SealSaid | PointKnown
    | KeyTold | KeyOut | KeyIn
)  # fmt: skip
