"""Lines about paper cards: a stack of them is begun, each card is one line, the stack is closed.

A card is a claim about a weapon and registers none. Its cells stand here exactly as they were
written; what was made of them stands beside them, and never in their place.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.stacks import CardStack
from kiosk.rules.things import Moment


class Fate(StrEnum):
    """What became of one card. Every card has exactly one."""

    MATCHED = "matched"
    CARD_ONLY = "card_only"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"


class DoubtKind(StrEnum):
    """Why a cell may not say what was on the paper."""

    LOST_ZEROS = "lost_zeros"
    LOOK_ALIKE = "look_alike"
    REPEATED_SERIAL = "repeated_serial"
    IMPOSSIBLE_YEAR = "impossible_year"
    SPREADSHEET_DATE = "spreadsheet_date"
    SPREADSHEET_FLOAT = "spreadsheet_float"
    ENCODING = "encoding"
    UNKNOWN_PLACE = "unknown_place"
    BAD_DATE = "bad_date"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CardDoubt:
    """One doubtful field of a card; the value stays in its cell as it is."""

    field: str
    kind: DoubtKind


@dataclass(frozen=True, slots=True)
class CardReading:
    """What a cell was read as, where that is not what stands in it: a date, a place, Unicode."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CardsBegun:
    """Two people let a stack of cards into the register; or the founding did, when `by` says so."""

    KIND: ClassVar[str] = "cards.begun"
    at: Moment
    stack: CardStack
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardImported:
    """One card of a begun stack.

    `row` as a spreadsheet counts; `weapon`: the one it matches; `cells`: all of them, as they are
    written, in the form of `rules.card_text`.
    """

    KIND: ClassVar[str] = "card.imported"
    at: Moment
    stack: str
    row: int
    card: str
    serial: str
    fate: Fate
    weapon: str
    cells: str
    doubts: tuple[CardDoubt, ...] = ()
    readings: tuple[CardReading, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsClosed:
    """Every card of a stack is in. `weapon_only`: registered weapons that no card speaks of."""

    KIND: ClassVar[str] = "cards.closed"
    at: Moment
    stack: str
    matched: int
    card_only: int
    weapon_only: int
    duplicate: int
    unreadable: int
    doubts: int
