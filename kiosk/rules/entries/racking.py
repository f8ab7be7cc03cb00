"""Lines about a weapon that comes into the register and gets its place.

Taken in, its marks read, checked against what is known of it, cleaned. Its place is given by
`weapon.racked`, once the cable is shut again. A mark that is read again is a new line.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import Mark, Moment, OfficerNumber, PositionId, RackId, WeaponNumber


class Source(StrEnum):
    """How a weapon came to the police."""

    SURRENDERED = "surrendered"
    CACHE = "cache"
    SEIZED = "seized"
    FOUND = "found"
    BOUGHT = "bought"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CardSays:
    """What a paper card that matches a weapon says of it; a field it does not have is empty."""

    card: str
    serial: str
    calibre: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class WeaponTakenIn:
    """A collected weapon came in, and was registered with the line before.

    `collected`: the day, YYYY-MM-DD, or "" when nobody knows it; `place` and `document` as they
    were told.
    """

    KIND: ClassVar[str] = "weapon.taken_in"
    at: Moment
    weapon: WeaponNumber
    source: Source
    collected: str
    place: str
    document: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class WeaponMarked:
    """A mark was read from a weapon. Its photo, if it has one, was durable before this line."""

    KIND: ClassVar[str] = "weapon.marked"
    at: Moment
    weapon: WeaponNumber
    mark: Mark
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class WeaponTagged:
    """A weapon was given one more UHF tag. What is taken off it again is a correction."""

    KIND: ClassVar[str] = "weapon.tagged"
    at: Moment
    weapon: WeaponNumber
    tag: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class RackingWanted:
    """Somebody at the bay wants to rack a weapon; its label is awaited."""

    KIND: ClassVar[str] = "racking.wanted"
    at: Moment
    officer: OfficerNumber


@dataclass(frozen=True, slots=True)
class RackingBegun:
    """A registered weapon that has no place yet stands before the bay.

    `type`, `calibre` and `cards`: what it is compared with; `racks`: where weapons of its type
    stand; `photos`: how many pictures of its marks there are.
    """

    KIND: ClassVar[str] = "racking.begun"
    at: Moment
    weapon: WeaponNumber
    officer: OfficerNumber
    text: str
    type: str
    calibre: str
    cards: tuple[CardSays, ...] = ()
    racks: tuple[RackId, ...] = ()
    photos: int = 0


@dataclass(frozen=True, slots=True)
class RackingRead:
    """The engraved digits were read blind, and are what the register says.

    `disputed`: what a card says otherwise, as `card.serial`; two people stand by that racking.
    """

    KIND: ClassVar[str] = "racking.read"
    at: Moment
    weapon: WeaponNumber
    engraved: str
    by: OfficerNumber
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RackingDiffered:
    """The weapon is not what the register says of it: it gets no place.

    `differing`: `serial`, `type` or `calibre`.
    """

    KIND: ClassVar[str] = "racking.differed"
    at: Moment
    weapon: WeaponNumber
    differing: tuple[str, ...]
    engraved: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class RackingAgreed:
    """Somebody held the weapon against what is known of it, field by field, and it agrees."""

    KIND: ClassVar[str] = "racking.agreed"
    at: Moment
    weapon: WeaponNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class WeaponCleaned:
    """A weapon was cleaned: `by` says so. The clocks of its care (domain R40) begin here."""

    KIND: ClassVar[str] = "weapon.cleaned"
    at: Moment
    weapon: WeaponNumber
    cleaner: OfficerNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class RackingPhotoTold:
    """How many pictures of the weapon's marks there are. `without`: why there is none."""

    KIND: ClassVar[str] = "racking.photo_told"
    at: Moment
    weapon: WeaponNumber
    photos: int
    without: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class RackingPlaced:
    """A free position was chosen for the weapon; a second person signs if one is needed."""

    KIND: ClassVar[str] = "racking.placed"
    at: Moment
    weapon: WeaponNumber
    position: PositionId
    by: OfficerNumber
    needs_second: bool
