"""Lines about lists from the capital, and about what is here and stands on one of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.national import ListedMatch, NationalList
from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber


class MetAt(StrEnum):
    """Where a listed weapon showed itself."""

    SCAN = "scan"
    """Its label or tag was read, or it was chosen on the screen."""
    STEEL = "steel"
    """Its engraving was read, or a mark was written down."""
    REGISTER = "register"
    """It was taken in, loaded, or its serial was corrected."""
    MUSTER = "muster"
    """Its row on the sheet of a post says that it was seen."""
    CARD = "card"
    MANIFEST = "manifest"
    FIND = "find"
    LIST = "list"
    """It was here already when the list came."""


@dataclass(frozen=True, slots=True)
class NationalListBegun:
    """Two people let a list in; or the founding did, when `by` says so."""

    KIND: ClassVar[str] = "national.begun"
    at: Moment
    listing: NationalList
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NationalListRead:
    """Some weapons of a begun list. `after`: how many of it stand before these.

    `rows`: as `national.Listed.row`.
    """

    KIND: ClassVar[str] = "national.read"
    at: Moment
    name: str
    after: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NationalListClosed:
    """Every weapon of a list is in, and what is here was held against it. `here`: so many met."""

    KIND: ClassVar[str] = "national.closed"
    at: Moment
    name: str
    rows: int
    here: int


@dataclass(frozen=True, slots=True)
class ListedMet:
    """Something here may be a weapon of a list. `about`: what called: number, label or serial.

    `weapon`: its registration number, empty while the register does not have it.
    """

    KIND: ClassVar[str] = "listed.met"
    at: Moment
    about: str
    weapon: WeaponNumber
    matches: tuple[ListedMatch, ...]
    where: MetAt


@dataclass(frozen=True, slots=True)
class ListedSettled:
    """On the word of two people it is another weapon than those of the lists in `matches`."""

    KIND: ClassVar[str] = "listed.settled"
    at: Moment
    weapon: WeaponNumber
    matches: tuple[ListedMatch, ...]
    why: str
    by: tuple[OfficerNumber, ...]
