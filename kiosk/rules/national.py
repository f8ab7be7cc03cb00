"""What the capital says of weapons of every store: which are lost, and which were destroyed.

Values only. A list is let in as it is written; what it says of one weapon is a `Listed`. Serials
are compared by `serial_key`, so that O and 0, I and 1, spaces, dashes and strokes are alike;
whether the very text is there too is said beside each match, and never decides alone.
"""

from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.card_text import cells_of, joined
from kiosk.rules.folding import folded, look_alike
from kiosk.rules.labels import KHMER_DIGITS
from kiosk.rules.things import WeaponNumber

COLUMNS = (
    "kind", "serial", "calibre", "make_model", "batch", "ceremony", "signatories", "date", "case",
)  # fmt: skip
"""What a list says of a weapon: what files of lost weapons ask for, and where one was destroyed."""

DIGITS_MIN = 4
"""So many digits read from the steel are looked up without the letters beside them. Ours: serials
of three digits are many weapons'."""

_DIGITS = "#"
"""How the key of digits alone begins; no key of a whole serial has it."""


class ListedKind(StrEnum):
    """What became of a weapon, as far as the capital knows."""

    LOST = "lost"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Listed:
    """One weapon of a list, every field as it is written there (P12).

    `date`: YYYY-MM-DD, when it was lost or destroyed; `batch`, `ceremony`, `signatories`: of a
    destruction; `case`: of a loss.
    """

    kind: ListedKind
    serial: str
    calibre: str
    make_model: str
    batch: str
    ceremony: str
    signatories: str
    date: str
    case: str

    @property
    def row(self) -> str:
        """All of it as one text, as it stands in the book."""
        return joined(astuple(self))


def listed_of(row: str) -> Listed:
    """Return what a row of a list says.

    Raises:
        ValueError, TypeError: it is no row that any version of this program let in.
    """
    kind, *others = cells_of(row)
    return Listed(ListedKind(kind), *others)


class Likeness(StrEnum):
    """How near a serial of a list is to the one here."""

    EXACT = "exact"
    """The same text."""
    NEAR = "near"
    """The same but for what looks alike, and for spaces, dashes and strokes."""
    DIGITS = "digits"
    """The same digits; letters were not read from the steel."""


@dataclass(frozen=True, slots=True)
class ListedMatch:
    """A weapon of a list that may be the one here."""

    listed: Listed
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class NationalList:
    """One list as two people let it in. `name`: the beginning of the SHA-256 of the file."""

    name: str
    file: str
    sha256: str
    lost: int
    destroyed: int
    brought_by: str

    @property
    def rows(self) -> int:
        """How many weapons are on it."""
        return self.lost + self.destroyed


@dataclass(frozen=True, slots=True)
class TakingList:
    """A list that is to come into the book: a matter for two people, as cards are."""

    TAG: ClassVar[str] = "national.let_in"
    listing: NationalList

    @property
    def why(self) -> str:
        """Nothing: the capital's letter says why."""
        return ""


@dataclass(frozen=True, slots=True)
class OtherWeapon:
    """A weapon that a list seemed to name is another one: a matter for two people."""

    TAG: ClassVar[str] = "listed.other"
    weapon: WeaponNumber
    why: str


def serial_key(text: str) -> str:
    """Return the key under which a serial is looked up; empty for one without letter or digit."""
    return look_alike(folded(text))


def digits_key(text: str) -> str:
    """Return the key of the digits of a serial alone; empty when they are too few to tell."""
    digits = "".join(one for one in text.translate(KHMER_DIGITS) if one in "0123456789")
    return f"{_DIGITS}{digits}" if len(digits) >= DIGITS_MIN else ""


def keys_besides(key: str, serial: str) -> tuple[str, ...]:
    """Return every key under which a listed serial is found; `key` is its own.

    Its digits have one besides where they are not the whole of it.
    """
    digits = digits_key(serial)
    return tuple(filter(None, (key, digits if digits != f"{_DIGITS}{key}" else "")))
