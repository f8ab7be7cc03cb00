"""What is seen of a weapon that comes in: at the bay, where it is racked, and at a desk.

The label of a weapon that is to be racked is a `WeaponSeen` like any other; what the register knows
of it comes along as `RackFacts`.
"""

from dataclasses import dataclass, field

from kiosk.rules.entries import CardSays, Source
from kiosk.rules.observations.office import ReversalAsked
from kiosk.rules.observations.signature import Signature
from kiosk.rules.tags import Claims
from kiosk.rules.things import Mark, Moment, Person, PositionId, RackId, Weapon, WeaponNumber


@dataclass(frozen=True, slots=True)
class RackFacts:
    """What the register knows of a weapon that is to be racked.

    `cards`: those that match it, but for cards from before two people corrected it; `photos`: how
    many pictures of its marks there are; `racks`: where weapons of its type stand, the most first.
    """

    cards: tuple[CardSays, ...] = ()
    photos: int = 0
    racks: tuple[RackId, ...] = ()


NO_RACK_FACTS = RackFacts()


@dataclass(frozen=True, slots=True)
class RackingAsked:
    """The person of the running session wants to rack a weapon."""

    at: Moment
    asker: Person | None


@dataclass(frozen=True, slots=True)
class SteelRead:
    """All the digits that are engraved, or none. `weapon`: as the register has it now."""

    at: Moment
    digits: str
    weapon: Weapon | None


@dataclass(frozen=True, slots=True)
class AgreementSaid:
    """The weapon was held against what is shown. `differing`: the fields that are not so."""

    at: Moment
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CleaningSaid:
    """Whoever stands there says that they cleaned the weapon."""

    at: Moment


@dataclass(frozen=True, slots=True)
class PhotoTold:
    """How many pictures of the weapon's marks there are now, or why there is none."""

    at: Moment
    photos: int
    why: str


@dataclass(frozen=True, slots=True)
class PlaceChosen:
    """A position for the weapon: the one that is proposed when it is empty.

    `asker` and `weapon`: as the register has them now.
    """

    at: Moment
    position: PositionId
    asker: Person | None
    weapon: Weapon | None


@dataclass(frozen=True, slots=True)
class IntakeAsked:
    """Somebody at a desk takes a collected weapon in.

    `taken`: whether its number is somebody's already; `twins`: other weapons with the same serial;
    `another`: whoever asks has seen them, and says that this is another one.
    """

    at: Moment
    signature: Signature
    weapon: Weapon
    source: Source
    collected: str
    place: str
    document: str
    taken: bool
    twins: tuple[WeaponNumber, ...] = ()
    another: bool = False


@dataclass(frozen=True, slots=True)
class MarkAsked:
    """Somebody at a desk writes down a mark of a weapon.

    `registered`: whether there is such a weapon; `stands` and `seen`: how many of its marks there
    are now, and how many whoever asks saw. `there`: whether the photo lies beside the book.
    """

    at: Moment
    signature: Signature
    weapon: WeaponNumber
    mark: Mark
    registered: bool
    stands: int
    seen: int
    there: bool


@dataclass(frozen=True, slots=True)
class TagAsked:
    """Somebody at a desk gives a weapon one more UHF tag.

    `stands`: the weapon as the register has it now, None when there is none; `seen`: how many tags
    whoever asks saw. `claims`: whose the tag is.
    """

    at: Moment
    signature: Signature
    weapon: WeaponNumber
    tag: str
    stands: Weapon | None
    seen: int
    claims: Claims


@dataclass(frozen=True, slots=True)
class SerialDisputed:
    """Somebody at a desk asks to correct a weapon; two people must then show their badges.

    `wanted`, `before`, `stands` and `claims` as in `CorrectionAsked`.
    """

    at: Moment
    signature: Signature
    why: str
    wanted: Weapon
    before: Weapon
    stands: Weapon | None
    claims: Claims = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReversalSigned:
    """Somebody at a desk asks to take a correction of a weapon back."""

    signature: Signature
    asked: ReversalAsked

    @property
    def at(self) -> Moment:
        """The moment at which it was asked."""
        return self.asked.at


RackingObservation = (
    RackingAsked | SteelRead | AgreementSaid | CleaningSaid | PhotoTold | PlaceChosen
    | IntakeAsked | MarkAsked | TagAsked | SerialDisputed | ReversalSigned
)  # fmt: skip
