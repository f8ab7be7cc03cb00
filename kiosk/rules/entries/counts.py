"""Lines about a count: ordered, its counters drawn, position after position seen, certified."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.hearing import HeardElsewhere, Listened, Witness
from kiosk.rules.things import CableId, Moment, OfficerNumber, PositionId, WeaponNumber


class CountKind(StrEnum):
    """What a count is for, which says what is counted."""

    DAILY = "daily"
    """How many weapons hang on each cable."""
    HANDOVER = "handover"
    """The same, when one custodian takes over from another."""
    WEEKLY = "weekly"
    """A sample of the positions, each weapon by its engraving."""
    MONTHLY = "monthly"
    """Every position."""
    ORDERED = "ordered"
    """Every position, because the chief wants it so."""
    HALF_YEARLY = "half_yearly"
    """Every position, with the whole register on paper."""
    APPOINTMENT = "appointment"
    """Every position, after somebody became custodian."""
    COMMAND = "command"
    """Every position, after somebody became chief."""


class Finding(StrEnum):
    """What the counter says of one place."""

    WEAPON = "weapon"
    EMPTY = "empty"
    NO_MARK = "no_mark"
    """A weapon stands there whose label cannot be read."""
    QUANTITY = "quantity"


class Difference(StrEnum):
    """In which way a place is not as the book has it; the list of domain W4, and what it lacks."""

    NONE = ""
    WRONG_POSITION = "wrong_position"
    WRONG_RACK = "wrong_rack"
    ON_ISSUE = "on_issue"
    CARD_ONLY = "card_only"
    ENGRAVING_DIFFERS = "engraving_differs"
    ONE_CHARACTER_OFF = "one_character_off"
    DUPLICATE = "duplicate"
    UNREGISTERED = "unregistered"
    MISSING = "missing"
    NO_MARK = "no_mark"
    FOUND_AGAIN = "found_again"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class PlaceDifference:
    """One difference that two people saw. `weapon`: which is there, or which is not."""

    place: str
    difference: Difference
    weapon: WeaponNumber | None


@dataclass(frozen=True, slots=True)
class CountOrdered:
    """A count was ordered, and who counts was drawn.

    `scope`: a cable, a rack, or "" for the bay. `places`: positions, or cables where weapons are
    only numbered, in the order of the racks. `recounter` counts once more what differs. `lot` and
    `of`: the number that was drawn, and how many people it could have met.
    """

    KIND: ClassVar[str] = "count.ordered"
    at: Moment
    count: int
    what: CountKind
    scope: str
    places: tuple[str, ...]
    cables: tuple[CableId, ...]
    counter: OfficerNumber
    recounter: OfficerNumber
    by: OfficerNumber
    lot: int
    of: int


@dataclass(frozen=True, slots=True)
class CountBegun:
    """Whoever was drawn stands at the racks and counts, or goes on."""

    KIND: ClassVar[str] = "count.begun"
    at: Moment
    count: int
    officer: OfficerNumber


@dataclass(frozen=True, slots=True)
class EngravingAsked:
    """A weapon was seen, and what is engraved on it is asked for. `text`: of its label, or ""."""

    KIND: ClassVar[str] = "count.engraving_asked"
    at: Moment
    count: int
    place: str
    text: str
    weapon: WeaponNumber | None


@dataclass(frozen=True, slots=True)
class PlaceCounted:
    """What stands at a place, and what the book had there at this moment.

    `engraved`: the digits read from the steel, "" if they were not asked for or not to be read.
    `counted` and `booked`: weapons on a cable. `hasty`: quicker than anybody can walk and scan.
    """

    KIND: ClassVar[str] = "count.seen"
    at: Moment
    count: int
    place: str
    finding: Finding
    officer: OfficerNumber
    text: str = ""
    weapon: WeaponNumber | None = None
    engraved: str = ""
    expected: WeaponNumber | None = None
    difference: Difference = Difference.NONE
    counted: int = 0
    booked: int = 0
    hasty: bool = False


@dataclass(frozen=True, slots=True)
class CountPassed:
    """One person counted all that was theirs to count. `differing`: places to be seen again."""

    KIND: ClassVar[str] = "count.passed"
    at: Moment
    count: int
    officer: OfficerNumber
    differing: int


@dataclass(frozen=True, slots=True)
class CountHeard:
    """What the modules heard until the first person had counted. It is told to nobody who counts.

    `since_ms`: since when they listened (wall). `elsewhere`: heard, and somewhere else by the book;
    what was moved meanwhile is not among them, nor what waits to be racked. `unheard`: weapons with
    a tag that stand where a module listened to the end, by the first person's word or else by the
    book, and that none heard.
    """

    KIND: ClassVar[str] = "count.heard"
    at: Moment
    count: int
    since_ms: int
    modules: tuple[Listened, ...]
    elsewhere: tuple[HeardElsewhere, ...]
    unheard: tuple[WeaponNumber, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentAsked:
    """One person wants the book to have a weapon where two others found it; a second must too."""

    KIND: ClassVar[str] = "count.adjustment_asked"
    at: Moment
    count: int
    weapon: WeaponNumber
    position: PositionId
    difference: Difference
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class CountAdjusted:
    """Two people gave a weapon the place where two others had found it."""

    KIND: ClassVar[str] = "count.adjusted"
    at: Moment
    count: int
    weapon: WeaponNumber
    position: PositionId
    difference: Difference
    first: OfficerNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class CountCertified:
    """The certificate that closes a count. `head`: the chain's, before this line.

    `counters`: who counted. `differences`: those that two people saw. `unmarked`: weapons known by
    their engraving alone. `hasty`: places seen quicker than anybody can. `witness`: what was heard
    by radio, None where no module is.
    """

    KIND: ClassVar[str] = "count.certified"
    at: Moment
    count: int
    what: CountKind
    scope: str
    cables: tuple[CableId, ...]
    counters: tuple[OfficerNumber, ...]
    by: OfficerNumber
    places: int
    recounted: int
    differences: tuple[PlaceDifference, ...]
    adjusted: int
    challenged: int
    unmarked: int
    hasty: int
    head: str
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class CountDropped:
    """A count ends without a certificate; what already differed is in doubt."""

    KIND: ClassVar[str] = "count.dropped"
    at: Moment
    count: int
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class CountFellDue:
    """The hour of the policy came, nobody had ordered a count that falls due today, and it does.

    Once a day at most, whether or not somebody could be drawn for it.
    """

    KIND: ClassVar[str] = "count.fell_due"
    at: Moment
    what: CountKind
    due_ms: int
