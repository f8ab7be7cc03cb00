"""What second people keyed of cards that wait: serial and calibre, typed from the paper once more.

A database beside the book that may be lost like the stacks it is about; then it is typed again.
What was keyed of a card is found again by the card's number when its list is mended.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from kiosk.registry.database import BUSY_S
from kiosk.registry.staged_cards import told

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS keyed (
        stack TEXT NOT NULL,
        row INTEGER NOT NULL,
        card TEXT NOT NULL,
        serial TEXT NOT NULL,
        calibre TEXT NOT NULL,
        agrees INTEGER NOT NULL,
        by TEXT NOT NULL,
        PRIMARY KEY (stack, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS keyed_by_card ON keyed (card);
"""
_KEEP = "INSERT OR REPLACE INTO keyed VALUES (?, ?, ?, ?, ?, ?, ?)"
_COUNT = "SELECT count(*), total(NOT agrees) FROM keyed WHERE stack = ?"
_DIFFERING = (
    "SELECT row, card, serial, calibre, agrees, by FROM keyed"
    " WHERE stack = ? AND NOT agrees AND row > ? ORDER BY row LIMIT ?"
)
_ONE = "SELECT row, card, serial, calibre, agrees, by FROM keyed WHERE stack = ? AND row = ?"
_PEOPLE = "SELECT DISTINCT by FROM keyed WHERE stack = ? ORDER BY by"
_ROWS = "SELECT row FROM keyed WHERE stack = ? AND row BETWEEN ? AND ?"
_ELSEWHERE = (
    "SELECT serial, calibre, by FROM keyed WHERE card = ? AND stack <> ? ORDER BY stack LIMIT 1"
)
_FORGET = "DELETE FROM keyed WHERE stack = ?"


class Keyed(NamedTuple):
    """One card as a second person keyed it. `agrees`: it is what the list has."""

    row: int
    card: str
    serial: str
    calibre: str
    agrees: bool
    by: str


class Keyings:
    """What was keyed a second time, of all stacks that wait. Used by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open database; see `at`."""
        self._keyed = connection

    @classmethod
    @told()
    def at(cls, path: Path) -> Self:
        """Open what was keyed, or begin with nothing.

        Raises:
            BookUnwritable: the disk does not give or take it.
        """
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            connection.executescript(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._keyed.close()

    @told()
    def keep(self, stack: str, several: Sequence[Keyed]) -> None:
        """Keep some cards as they were keyed, each in the place of what was keyed of it before.

        Raises:
            BookUnwritable: the disk does not take them.
        """
        with self._at_once():
            self._keyed.executemany(_KEEP, [(stack, *one) for one in several])

    @told()
    def one(self, stack: str, row: int) -> Keyed | None:
        """Return what was keyed of one card.

        Raises:
            BookUnwritable: it cannot be read.
        """
        found = self._keyed.execute(_ONE, (stack, row)).fetchone()
        return None if found is None else _keyed(found)

    @told()
    def counted(self, stack: str) -> tuple[int, int]:
        """Return how many cards of a stack were keyed, and how many of them differ.

        Raises:
            BookUnwritable: they cannot be read.
        """
        keyed, differing = self._keyed.execute(_COUNT, (stack,)).fetchone()
        return int(keyed), int(differing)

    @told()
    def differing(self, stack: str, after: int, limit: int) -> list[Keyed]:
        """Return so many cards behind a row that were keyed in two ways, in order.

        Raises:
            BookUnwritable: they cannot be read.
        """
        return [_keyed(row) for row in self._keyed.execute(_DIFFERING, (stack, after, limit))]

    @told()
    def people(self, stack: str) -> tuple[str, ...]:
        """Return who keyed cards of a stack, by officer number.

        Raises:
            BookUnwritable: it cannot be read.
        """
        return tuple(who for (who,) in self._keyed.execute(_PEOPLE, (stack,)))

    @told()
    def rows(self, stack: str, first: int, last: int) -> frozenset[int]:
        """Return which rows between two were keyed.

        Raises:
            BookUnwritable: they cannot be read.
        """
        return frozenset(row for (row,) in self._keyed.execute(_ROWS, (stack, first, last)))

    @told()
    def elsewhere(self, card: str, stack: str) -> tuple[str, str, str] | None:
        """Return serial, calibre and who keyed them, of a card of that number in another stack.

        Raises:
            BookUnwritable: it cannot be read.
        """
        found = self._keyed.execute(_ELSEWHERE, (card, stack)).fetchone()
        return None if found is None else (found[0], found[1], found[2])

    @told()
    def empty(self) -> bool:
        """Return whether nobody keyed anything yet.

        Raises:
            BookUnwritable: it cannot be read.
        """
        return self._keyed.execute("SELECT 1 FROM keyed LIMIT 1").fetchone() is None

    @told()
    def forget(self, stack: str) -> None:
        """Forget what was keyed of a stack that was dropped.

        Raises:
            BookUnwritable: the disk does not take it.
        """
        self._keyed.execute(_FORGET, (stack,))

    @contextlib.contextmanager
    def _at_once(self) -> Iterator[None]:
        self._keyed.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._keyed.execute("COMMIT")
        except BaseException:
            self._keyed.execute("ROLLBACK")
            raise


def _keyed(row: Sequence[Any]) -> Keyed:
    at, card, serial, calibre, agrees, by = row
    return Keyed(at, card, serial, calibre, bool(agrees), by)
