"""Cards that wait for their second person: a database beside the book, which may always be lost.

Nothing in here is the register. It is filled in one go and then only read; whoever loses it reads
the list once more. Numbers that repeat, and what the register knows already, are found in SQL: a
million cards need no more memory than a thousand.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from kiosk.registry import staging_sql as sql
from kiosk.registry.database import BUSY_S, reading
from kiosk.registry.moves_cards import storable
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
from kiosk.spelling import plain, thing

_AT_ONCE = 2_000
NO_SERIAL = (
    "none", "no serial", "no number", "illegible", "filed off", "unknown", "n/a", "na", "null",
    "?", "-", "--", "#n/a", "#ref!", "#value!", "គ្មាន", "គ្មានលេខ", "មិនច្បាស់",
)  # fmt: skip
"""What is written where nothing can be read on the steel: it repeats, and names no weapon."""

_NONE = ", ".join("?" * len(NO_SERIAL))

_NO_ROW = 0
"""Rows are counted from 1, as a spreadsheet does."""

_SHARE = 2
"""A width is a rule when one number in two has it. Ours."""


@contextlib.contextmanager
def _told() -> Iterator[None]:
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


class StagedRow(NamedTuple):
    """One card as it was read, before it is known what repeats."""

    row: int
    number: str
    serial: str
    registration: str
    readable: bool
    cells: str
    readings: Sequence[tuple[str, str]]
    doubts: Sequence[tuple[str, DoubtKind, str]]
    differences: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The totals. Every card has one fate; `weapon_only` are weapons that no card speaks of."""

    cards: int
    fates: Mapping[str, int]
    doubts: Mapping[str, int]
    differences: int


class Staging:
    """One stack of cards that was read. Used by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open database; see `fresh` and `at`."""
        self._cards = connection

    @classmethod
    @_told()
    def fresh(cls, path: Path) -> Self:
        """Begin a staging at a path, in place of one that was not finished.

        Raises:
            OSError, BookUnwritable: the disk does not take it.
        """
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, uri=False)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(sql.SCHEMA)
        return cls(connection)

    @classmethod
    @_told()
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

    @_told()
    def fill(self, rows: Iterable[StagedRow]) -> int:
        """Put in all rows of a list, in order; return how many there were.

        Raises:
            BookUnwritable: the disk does not take them.
        """
        self._cards.execute("BEGIN")
        count, waiting = 0, list[tuple[object, ...]]()
        doubts, differences = list[tuple[object, ...]](), list[tuple[object, ...]]()
        for (
            row,
            number,
            serial,
            registration,
            readable,
            cells,
            readings,
            doubted,
            differing,
        ) in rows:
            fate = _CARD_ONLY if readable else _UNREADABLE
            read = json.dumps(readings) if readings else ""
            if doubted:
                waiting.append(
                    (
                        row, storable(number), storable(serial), storable(registration), fate, "",
                        _kept(cells), read,
                    )
                )  # fmt: skip
                doubts += (
                    (row, name, kind.value, storable(value)) for name, kind, value in doubted
                )
            else:
                waiting.append((row, number, serial, registration, fate, "", cells, read))
            for name, first, second in differing:
                differences.append((row, name, storable(first), storable(second)))
            count += 1
            if len(waiting) >= _AT_ONCE:
                self._put(waiting, doubts, differences)
        self._put(waiting, doubts, differences)
        self._cards.execute("COMMIT")
        return count

    def _put(
        self,
        cards: list[tuple[object, ...]],
        doubts: list[tuple[object, ...]],
        differences: list[tuple[object, ...]],
    ) -> None:
        self._cards.executemany("INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cards)
        self._cards.executemany("INSERT INTO doubt VALUES (?, ?, ?, ?)", doubts)
        self._cards.executemany("INSERT INTO difference VALUES (?, ?, ?, ?)", differences)
        for put in (cards, doubts, differences):
            put.clear()

    @_told()
    def differ(self, differences: Iterable[tuple[str, str, str]]) -> None:
        """Put in differences that belong to no row of the list, each as (field, first, second).

        Raises:
            BookUnwritable: the disk does not take them.
        """
        self._put([], [], [(_NO_ROW, *map(storable, one)) for one in differences])

    @_told()
    def finish(self, stack: CardStack, register: Path | None) -> None:
        """Find what repeats and what the register knows, and give every card its fate.

        Args:
            stack: what these cards are.
            register: the database of the book, or None where there is no book yet.

        Raises:
            BookBroken: a rollback journal lies beside the book.
            BookUnwritable: disk or book do not answer.
        """
        run = self._cards.execute
        said = json.dumps(plain(stack))
        run("INSERT INTO stack VALUES (1, ?)", (said,))
        run("CREATE INDEX card_by_number ON card (number)")
        run("CREATE INDEX card_by_serial ON card (serial)")
        run("BEGIN")
        self._find_repeated_numbers()
        run("COMMIT")
        if register is not None:
            run("ATTACH ? AS register", (reading(register),))
        run("BEGIN")
        own, closed = 0, 0
        if register is not None:
            (closed,) = run(sql.OTHERS_CLOSED, (stack.stack,)).fetchone()
            begun = "SELECT begun FROM register.card_stack WHERE stack = ?"
            (own,) = run(begun, (stack.stack,)).fetchone() or (0,)
            self._find_known(own)
        self._doubt_repeated(own, known=register is not None)
        for name, column in (("serial", "serial"), ("card", "number")):
            self._doubt_short(name, column)
        weapons = sql.WEAPON_ONLY if register is not None else "SELECT 0"
        (weapon_only,) = run(weapons).fetchone()
        run("CREATE TABLE totals (weapon_only INTEGER NOT NULL, others_closed INTEGER NOT NULL)")
        run("INSERT INTO totals VALUES (?, ?)", (weapon_only, closed))
        run("COMMIT")
        if register is not None:
            run("DETACH register")
        run("CREATE INDEX doubt_by_row ON doubt (row)")

    def _find_repeated_numbers(self) -> None:
        """The first card with a number has it; the later ones are duplicates."""
        run = self._cards.execute
        run(sql.REPEATED)
        run(sql.LATER_ONES, (Fate.DUPLICATE,))

    def _find_known(self, stack: int) -> None:
        """Hold the cards against the register: numbers it has, weapons they speak of."""
        run = self._cards.execute
        if run("SELECT 1 FROM register.card WHERE stack <> ? LIMIT 1", (stack,)).fetchone():
            run(sql.KNOWN_NUMBER, (Fate.DUPLICATE, stack))
        if not run("SELECT 1 FROM register.weapon LIMIT 1").fetchone():
            return
        run(sql.MATCH_BY_NUMBER)
        run(sql.MATCH_BY_SERIAL.format(none=_NONE), NO_SERIAL)
        run("CREATE INDEX card_by_weapon ON card (weapon) WHERE weapon <> ''")
        run(sql.MATCHED_TWICE)
        run(sql.MATCHED_BEFORE, (stack,))
        run("UPDATE card SET fate = ? WHERE weapon <> ''", (Fate.MATCHED,))

    def _doubt_repeated(self, stack: int, *, known: bool) -> None:
        run = self._cards.execute
        run(sql.REPEATED_SERIALS.format(none=_NONE), NO_SERIAL)
        if known and run("SELECT 1 FROM register.card LIMIT 1").fetchone():
            run(sql.KNOWN_SERIALS.format(none=_NONE), (*NO_SERIAL, stack))

    def _doubt_short(self, name: str, column: str) -> None:
        """Doubt numbers shorter than most others, where some begin with a zero; clear the rest.

        A number cell whose digits are as many as everybody's has lost none.
        """
        run = self._cards.execute
        digits = f"{column} <> '' AND {column} NOT GLOB '*[^0-9]*'"
        widths = run(
            f"SELECT count(*), length({column}), max({column} LIKE '0%') FROM card WHERE {digits}"  # noqa: S608 - constants only
            " GROUP BY 2"
        ).fetchall()
        all_of_digits = sum(count for count, _, _ in widths)
        count, width, zeros = max(widths, default=(0, 0, 0))
        if count * _SHARE < all_of_digits or all_of_digits <= 1:
            return
        lost = (name, DoubtKind.LOST_ZEROS)
        run("DELETE FROM doubt WHERE field = ? AND kind = ? AND length(value) >= ?", (*lost, width))
        if zeros:
            run(
                f"""
                INSERT INTO doubt SELECT row, ?, ?, {column} FROM card
                WHERE {digits} AND length({column}) < ? AND {column} NOT LIKE '0%' AND row NOT IN (
                    SELECT row FROM doubt WHERE field = ?
                )
                """,  # noqa: S608 - constants only
                (*lost, width, name),
            )

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
    @_told()
    def others_closed(self) -> int:
        """How many other stacks the register had when this one was judged.

        Raises:
            BookUnwritable: it was judged by an older program, which did not count them.
        """
        (found,) = self._cards.execute("SELECT others_closed FROM totals").fetchone()
        return int(found)

    @_told()
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

    def doubts(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Return every doubt in the order of the list: row, card, field, kind, value."""
        yield from self._cards.execute(
            "SELECT row, number, field, kind, value FROM doubt JOIN card USING (row)"
            " ORDER BY row, field, kind"
        )

    def differences(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Return where two keyings differ: row, card, field, first, second.

        A card that only the second list has stands in row 0.
        """
        yield from self._cards.execute(
            "SELECT row, coalesce(number, second), field, first, second"
            " FROM difference LEFT JOIN card USING (row) ORDER BY row, field, difference.rowid"
        )

    @_told()
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
                cells if type(cells) is str else cells.decode(errors="surrogatepass"),
                doubts.get(place, none),
                tuple(CardReading(*one) for one in json.loads(readings)) if readings else (),
            )
            for place, number, serial, fate, weapon, cells, readings in found
        ]  # fmt: skip


def _kept(cells: str) -> str | bytes:
    """Return what SQLite can keep of cells with bytes in them that were no text."""
    try:
        cells.encode()
    except UnicodeEncodeError:
        return cells.encode(errors="surrogatepass")
    return cells


_CARD_ONLY, _UNREADABLE = Fate.CARD_ONLY.value, Fate.UNREADABLE.value
_FATES = {fate.value: fate for fate in Fate}
