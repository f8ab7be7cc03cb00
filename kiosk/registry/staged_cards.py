"""Cards that wait for their second person: a database beside the book, which may always be lost.

Nothing in here is the register, and nothing in here writes: `registry.staging` filled it. Whoever
loses it reads the list once more.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from kiosk.registry import staging_sql as sql
from kiosk.registry.database import BUSY_S
from kiosk.registry.plainly import plainly
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.entries import (
    CardDoubt,
    CardImported,
    CardReading,
    CardStack,
    DoubtKind,
    Fate,
)
from kiosk.rules.things import Moment
from kiosk.spelling import thing


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Say in a sentence what the disk did not do.

    Raises:
        BookUnwritable: instead of SQLite's own.
    """
    try:
        yield
    except sqlite3.Error as wrong:
        raise BookUnwritable(
            f"The cards cannot be laid beside the book, or read there ({plainly(wrong)}). None of"
            " them was recorded. Look at the disk, and import the list once more."
        ) from wrong


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The totals. Every card has one fate; `weapon_only` are weapons that no card speaks of."""

    cards: int
    fates: Mapping[str, int]
    doubts: Mapping[str, int]
    differences: int


@dataclass(frozen=True, slots=True)
class Judged:
    """When and how a stack was judged.

    `others_closed`: how many other stacks the register had, whose newest entry was `seq`.
    `formulas`: cells that a spreadsheet would compute. `mixed`: parts of the list are in another
    encoding than the rest.
    """

    others_closed: int
    seq: int
    formulas: int = 0
    mixed: bool = False


class StagedDoubt(NamedTuple):
    """One doubtful cell: the row of the list, the card's number, and what was written there."""

    row: int
    card: str
    field: str
    kind: str
    value: str


class NamedCard(NamedTuple):
    """A card that has a number of its own, with all its cells as one text."""

    row: int
    number: str
    serial: str
    cells: str


FIRST_DOUBT = (0, "", "")
"""Where the doubts of a list begin."""


class StagedCards:
    """One stack of cards that was read and judged. Used by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open database; see `at`."""
        self._cards = connection

    @classmethod
    @told()
    def at(cls, path: Path) -> Self:
        """Open a finished staging for reading.

        Raises:
            FileNotFoundError: there is none.
            BookUnwritable: it cannot be opened.
        """
        if not path.exists():
            raise FileNotFoundError(path)
        uri = f"file:{path}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, timeout=BUSY_S, isolation_level=None, uri=True))

    def close(self) -> None:
        """Let go of the database."""
        self._cards.close()

    @property
    def stack(self) -> CardStack:
        """What these cards are."""
        (said,) = self._cards.execute("SELECT said FROM stack").fetchone()
        stack: CardStack = thing(CardStack, json.loads(said))
        return stack

    @property
    @told()
    def judged(self) -> Judged:
        """What the register had when these cards were judged, and what the list looked like.

        Raises:
            BookUnwritable: they were judged by an older program, which did not note it.
        """
        found = self._cards.execute("SELECT others_closed, seq, formulas, mixed FROM totals")
        closed, seq, formulas, mixed = found.fetchone()
        return Judged(closed, seq, formulas, bool(mixed))

    @told()
    def reconciliation(self) -> Reconciliation:
        """Return the totals of a finished staging."""
        run = self._cards.execute
        counted = dict(run("SELECT fate, count(*) FROM card GROUP BY fate").fetchall())
        (weapon_only,) = run("SELECT weapon_only FROM totals").fetchone()
        fates = {
            "matched": counted.get(Fate.MATCHED, 0),
            "card_only": counted.get(Fate.CARD_ONLY, 0),
            "weapon_only": weapon_only,
            "duplicate": counted.get(Fate.DUPLICATE, 0),
            "unreadable": counted.get(Fate.UNREADABLE, 0),
        }
        doubts = dict(run("SELECT kind, count(*) FROM doubt GROUP BY kind").fetchall())
        (differences,) = run("SELECT count(*) FROM difference").fetchone()
        return Reconciliation(sum(counted.values()), fates, doubts, differences)

    def doubts(self) -> Iterator[StagedDoubt]:
        """Return every doubt in the order of the list."""
        after, run = FIRST_DOUBT, self.doubts_after(FIRST_DOUBT, _AT_ONCE)
        while run:
            yield from run
            after = (run[-1].row, run[-1].field, run[-1].kind)
            run = self.doubts_after(after, _AT_ONCE)

    @told()
    def doubts_after(
        self, after: tuple[int, str, str], limit: int, kind: str = ""
    ) -> list[StagedDoubt]:
        """Return so many doubts behind one, by row, field and kind; only those of `kind` if given.

        Raises:
            BookUnwritable: they cannot be read.
        """
        question = sql.DOUBTS_AFTER.format(and_kind="AND kind = ?" if kind else "")
        given = (*after, kind, limit) if kind else (*after, limit)
        return [StagedDoubt(*found) for found in self._cards.execute(question, given)]

    @told()
    def named(self) -> int:
        """Return how many cards have a number of their own.

        Raises:
            BookUnwritable: they cannot be read.
        """
        (found,) = self._cards.execute(sql.NAMED_COUNT).fetchone()
        return int(found)

    @told()
    def named_after(self, row: int, limit: int) -> list[NamedCard]:
        """Return so many cards behind a row that have a number of their own, in order.

        Raises:
            BookUnwritable: they cannot be read.
        """
        found = self._cards.execute(sql.NAMED, (row, limit))
        return [NamedCard(at, number, serial, _text(cells)) for at, number, serial, cells in found]

    def serials(self, behind: int = 0) -> Iterator[tuple[int, str, str]]:
        """Yield row, number and serial of every card behind a row that has a serial, in order."""
        yield from self._cards.execute(
            "SELECT row, number, serial FROM card WHERE serial <> '' AND row > ? ORDER BY row",
            (behind,),
        )

    def differences(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Return where two keyings differ: row, card, field, first, second.

        A card that only the second list has stands in row 0.
        """
        yield from self._cards.execute(
            "SELECT row, coalesce(number, second), field, first, second"
            " FROM difference LEFT JOIN card USING (row) ORDER BY row, field, difference.rowid"
        )

    @told()
    def cards_after(self, row: int, limit: int, at: Moment, stack: str) -> list[CardImported]:
        """Return the cards after a row as entries of one moment, in order, so many at most."""
        found = self._cards.execute(sql.CARDS, (row, limit)).fetchall()
        if not found:
            return []
        doubts: dict[int, tuple[CardDoubt, ...]] = {}
        for place, name, kind in self._cards.execute(sql.DOUBTS, (row, found[-1][0])):
            doubts[place] = (*doubts.get(place, ()), CardDoubt(name, DoubtKind(kind)))
        none: tuple[CardDoubt, ...] = ()
        return [
            CardImported(
                at, stack, place, number, serial, _FATES[fate], weapon,
                cells if type(cells) is str else _text(cells),
                doubts.get(place, none),
                tuple(CardReading(*one) for one in json.loads(readings)) if readings else (),
            )
            for place, number, serial, fate, weapon, cells, readings in found
        ]  # fmt: skip


def _text(cells: str | bytes) -> str:
    """Return cells as they were given; bytes in them that were no text made a BLOB of them."""
    return cells if isinstance(cells, str) else cells.decode(errors="surrogatepass")


_AT_ONCE = 500
_FATES = {fate.value: fate for fate in Fate}
