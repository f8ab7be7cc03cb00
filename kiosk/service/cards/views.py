"""What a registrar's page is told about lists of cards and the stacks they become. Values only.

Nothing of the kiosk's is imported here. Every number is text as the list has it (P12).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

LIST_MAX = 256 << 20
"""Bytes of a list: a million cards with sixteen columns have 150 MB. Ours."""

PIECE_MAX = 45_000
"""Bytes of a list in one question: spelled for the wire they stay below `wire.ASK_MAX`."""

PAGE = 50
"""Lines of doubts to a page."""


class State(StrEnum):
    """How far a list has come. Each has its page."""

    ARRIVING = "arriving"
    """Pieces of it are here, and not all."""
    LOOKING = "looking"
    """Its heading is being read."""
    COLUMNS = "columns"
    """Somebody must say which column is what."""
    JUDGING = "judging"
    """Its cards are being read and judged."""
    JUDGED = "judged"
    """It lies beside the book, and may be keyed once more and let in."""
    AWAITED = "awaited"
    """One person signed; another is awaited at the kiosk's own reader."""
    COMING_IN = "coming_in"
    """Two people stand by it; its cards are being written."""
    IN = "in"
    """Every card is in the register."""
    REFUSED = "refused"
    """It cannot be taken, and nothing of it was kept."""


WHYS = (
    "empty", "no_table", "old_xls", "cut_off", "broken_row", "broken_heading", "no_columns",
    "wrong_map", "no_cards", "too_large", "busy", "coming_in", "no_room", "stopped", "unread",
    "other_file", "differing", "outdated", "gone", "went_on", "same_person", "keyed_meanwhile",
    "sign_first",
)  # fmt: skip
"""Why something about a list was not done, where no rule refused it. Each has its sentence."""


LONE = ("card_only", "weapon_only")
"""What has no match: cards without a weapon, and weapons without a card."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list, as they were guessed or remembered.

    `fields`: what each is read as, "" for one that is carried along. `limon`: the columns, by
    number, that are Limon. `samples`: the first rows, as they are written. `known`: every field
    there is. `remembered`: somebody mapped such a heading before.
    """

    headings: tuple[str, ...]
    fields: tuple[str, ...]
    limon: tuple[int, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    known: tuple[str, ...] = ()
    encoding: str = ""
    remembered: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the cards of a stack.

    `fates` and `doubts`: how many of each; `weapon_only` among the fates counts weapons.
    `differing`: cells that were keyed in two ways, in the list or by whoever keyed after. `keyed`:
    cards that were keyed once more, by `keyers`. `weapons` and `others`: weapons and stacks that
    came into the register since: then it is to be judged again.
    """

    cards: int
    fates: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, int] = field(default_factory=dict)
    differing: int = 0
    formulas: int = 0
    mixed: bool = False
    keyed: int = 0
    keyers: tuple[str, ...] = ()
    weapons: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Stack:
    """One list, and how far it has come.

    `name`: the beginning of its SHA-256. `done` of `total`: bytes, rows or cards, as the state is;
    `total` 0: nobody knows. `mark` changes whenever it goes on: a form that shows an older one is
    of a page that was overtaken. `why` and `detail`: why it was refused, as a word of `WHYS` and as
    the sentence of who read it. `head`: where the book stands when all its cards are in.
    """

    name: str
    state: str
    file: str = ""
    cards: int = 0
    by: str = ""
    done: int = 0
    total: int = 0
    task: str = ""
    mark: str = ""
    why: str = ""
    detail: str = ""
    let_in_by: tuple[str, ...] = ()
    head: str = ""
    columns: Columns | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class StackPage:
    """One stack, or why nothing is told: `reason` as a refusal's wire name, `why` of `WHYS`."""

    stack: Stack | None = None
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StackList:
    """Every list and stack, the newest first."""

    stacks: tuple[Stack, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How much of a list is here: `offset` bytes. `name` names its stack once it is whole."""

    offset: int = 0
    name: str = ""
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a list of `size` bytes in all, from `offset` on; `file` is what it was called."""

    sha256: str
    file: str
    size: int
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Typed:
    """A card as somebody keyed it. `again`: they looked at it once more, for it had differed."""

    row: int
    serial: str
    calibre: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of something that was asked: nothing to say when it was done."""

    reason: str = ""
    about: str = ""
    why: str = ""
    detail: str = ""

    @property
    def well(self) -> bool:
        """Whether it was done."""
        return not (self.reason or self.why)


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """One doubtful cell, and what is written there."""

    row: int
    card: str
    field: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """A page of doubts. `after`: where the next one begins, empty when this is the last."""

    lines: tuple[DoubtLine, ...] = ()
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A cell that was keyed in two ways; row 0 when only one of two lists has the card."""

    row: int
    card: str
    field: str
    first: str
    second: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Cells that were keyed in two ways: the first ones of them, when there are very many."""

    lines: tuple[DifferenceLine, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SoughtLine:
    """A card whose weapon is looked for.

    `kind`: lost or destroyed, as a list of the capital has it, or reported_lost, by us; `exact`:
    whether the serial is the very one; `found`: the batch, the case, or our registration number.
    """

    row: int
    card: str
    serial: str
    kind: str
    exact: bool
    found: str


@dataclass(frozen=True, slots=True)
class SoughtPage:
    """Cards of a list whose weapons are looked for. `after`: the row looked at last; 0: all were.

    A page of a long list may have none, and a next one.
    """

    lines: tuple[SoughtLine, ...] = ()
    after: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoneCardLine:
    """A card of the register that no weapon was found for when it came in.

    `row` of the list `file`; `now`: the one weapon that has its very serial today, "" for none.
    """

    number: str
    serial: str
    row: int
    file: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class LoneWeaponLine:
    """A weapon of the register that no card speaks of. `place`: where it stands, or its home."""

    number: str
    name: str
    serial: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class UnmatchedPage:
    """Cards without a weapon, or weapons without a card. `after`: where the next page begins."""

    cards: tuple[LoneCardLine, ...] = ()
    weapons: tuple[LoneWeaponLine, ...] = ()
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeyingPage:
    """A card to be keyed once more. `row` 0: there is none left.

    `keyed` of `cards` were keyed. `fields`: what of it is to be keyed.
    """

    row: int = 0
    card: str = ""
    fields: tuple[str, ...] = ()
    keyed: int = 0
    cards: int = 0
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeyedOne:
    """What came of a card that was keyed. `agrees`: it is what the list has."""

    agrees: bool = False
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of a paper or an export. `after`: where the next one begins; empty: that was all."""

    content: bytes = b""
    after: str = ""
    reason: str = ""
    why: str = ""


class Cards(Protocol):
    """Lists of cards, for who brings them in. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who asks, as they entered the office. Whether they may is decided anew each
    time. `mark`: the one that the page had which was answered.
    """

    def stacks(self, by: str) -> StackList:
        """Return every list and stack."""
        ...

    def stack(self, by: str, name: str) -> StackPage:
        """Return one of them; whoever looks at one that is coming in makes it go on."""
        ...

    def arrived(self, by: str, sha256: str) -> Arrived:
        """Return how much of a list is here already."""
        ...

    def piece(self, by: str, piece: Piece) -> Arrived:
        """Take the next piece of a list; one that is not the next changes nothing."""
        ...

    def judge(
        self, by: str, name: str, mark: str, fields: tuple[str, ...], limon: tuple[int, ...]
    ) -> Done:
        """Have the cards judged, the columns read as said; as they were before if none is given."""
        ...

    def doubts(self, by: str, name: str, kind: str = "", after: str = "") -> DoubtPage:
        """Return a page of doubts, of one kind if given."""
        ...

    def differences(self, by: str, name: str) -> DifferencePage:
        """Return what was keyed in two ways."""
        ...

    def sought(self, by: str, name: str, after: int = 0) -> SoughtPage:
        """Return cards of a list, behind a row, whose weapons are looked for."""
        ...

    def unmatched(self, by: str, what: str, text: str = "", after: str = "") -> UnmatchedPage:
        """Return a page of what has no match in the register; `what`: one of `LONE`."""
        ...

    def next_card(self, by: str, name: str, after: int, row: int = 0) -> KeyingPage:
        """Return the next card to be keyed behind a row, or the very one of `row`."""
        ...

    def key(self, by: str, name: str, typed: Typed) -> KeyedOne:
        """Take a card as somebody keyed it."""
        ...

    def sign(self, by: str, name: str, mark: str, pin: str) -> Done:
        """Sign for a stack; another person is then awaited at the kiosk's own reader."""
        ...

    def drop(self, by: str, name: str, mark: str) -> Done:
        """Forget a list that is not in the register."""
        ...

    def paper(self, by: str, name: str, after: str = "") -> Sheet:
        """Return a piece of the reconciliation, as HTML to print and sign."""
        ...

    def export(self, by: str, name: str = "", after: str = "") -> Sheet:
        """Return a piece of the cards of the register as CSV, of one stack if given."""
        ...
