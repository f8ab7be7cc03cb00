"""What can be seen of a count: that it is wanted, what the counter says, who signs for it.

A weapon that is scanned while somebody counts is a `WeaponSeen` like any other; so is a quantity a
`RemainingCounted`.
"""

from dataclasses import dataclass

from kiosk.rules.entries import CountKind
from kiosk.rules.hearing import Listened
from kiosk.rules.observations.signature import Signature
from kiosk.rules.things import Moment, Person, PositionId, Weapon, WeaponNumber


@dataclass(frozen=True, slots=True)
class CountAsked:
    """The person of the running session orders a count. `scope`: a cable, a rack, or "" for all.

    `people`: everybody of the register; `lot` draws among them.
    """

    at: Moment
    what: CountKind
    scope: str
    asker: Person | None
    people: tuple[Person, ...]
    lot: int


@dataclass(frozen=True, slots=True)
class CountAskedAfar:
    """Somebody at the office orders a count, with their PIN. Fields as of `CountAsked`."""

    at: Moment
    signature: Signature
    what: CountKind
    scope: str
    people: tuple[Person, ...]
    lot: int


@dataclass(frozen=True, slots=True)
class CountingWanted:
    """The person of the running session wants to count, or to go on."""

    at: Moment
    asker: Person | None


@dataclass(frozen=True, slots=True)
class EmptySaid:
    """The counter says that nothing stands at the place that is shown."""

    at: Moment


@dataclass(frozen=True, slots=True)
class NoMarkSaid:
    """The counter says that a weapon stands there and its label cannot be read."""

    at: Moment


@dataclass(frozen=True, slots=True)
class EngravingSaid:
    """The digits the counter read from the steel, or none. `weapon`: which it is held against."""

    at: Moment
    digits: str
    weapon: Weapon | None


@dataclass(frozen=True, slots=True)
class CountSigned:
    """The person of the running session signs for a count. `head`: the chain's, at this moment."""

    at: Moment
    asker: Person | None
    head: str


@dataclass(frozen=True, slots=True)
class AdjustmentWanted:
    """The person of the running session wants the book to have what was found at a position."""

    at: Moment
    position: PositionId
    asker: Person | None


@dataclass(frozen=True, slots=True)
class TagsHeard:
    """What the modules heard by radio since somebody began to count; nobody showed it to anything.

    `since_ms`: since when they listened (wall). `tagged`: which weapons of the count have a tag;
    `sent`: which of those that were heard another store took over.
    """

    at: Moment
    since_ms: int
    modules: tuple[Listened, ...]
    tagged: frozenset[WeaponNumber]
    sent: frozenset[WeaponNumber]


CountObservation = (
    CountAsked | CountAskedAfar | CountingWanted | EmptySaid | NoMarkSaid | EngravingSaid
    | CountSigned | AdjustmentWanted | TagsHeard
)  # fmt: skip
