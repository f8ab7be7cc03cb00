"""Cards laid beside the book: a list is filled in, in one go, and every card gets its fate.

Nothing in here is the register. Numbers that repeat, and what the register knows already, are found
in SQL: a million cards need no more memory than a thousand. What is asked of a finished staging
stands in `registry.staged_cards`.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Self

from kiosk.registry import staging_sql as sql
from kiosk.registry.database import BUSY_S, reading
from kiosk.registry.moves_cards import storable
from kiosk.registry.staged_cards import told
from kiosk.rules.entries import (
    CardStack,
    DoubtKind,
    Fate,
)
from kiosk.spelling import plain

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


class Staging:
    """One stack of cards as it is read and judged. Used by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open database; see `fresh`."""
        self._cards = connection

    @classmethod
    @told()
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

    @told()
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

    @told()
    def differ(self, differences: Iterable[tuple[str, str, str]]) -> None:
        """Put in differences that belong to no row of the list, each as (field, first, second).

        Raises:
            BookUnwritable: the disk does not take them.
        """
        self._put([], [], [(_NO_ROW, *map(storable, one)) for one in differences])

    @told()
    def finish(
        self, stack: CardStack, register: Path | None, *, formulas: int = 0, mixed: bool = False
    ) -> None:
        """Find what repeats and what the register knows, and give every card its fate.

        Args:
            stack: what these cards are.
            register: the database of the book, or None where there is no book yet.
            formulas: cells that a spreadsheet would compute.
            mixed: parts of the list are in another encoding than the rest.

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
        own, closed, seq = 0, 0, 0
        if register is not None:
            (closed,) = run(sql.OTHERS_CLOSED, (stack.stack,)).fetchone()
            (seq,) = run("SELECT coalesce(max(seq), 0) FROM register.journal").fetchone()
            begun = "SELECT begun FROM register.card_stack WHERE stack = ?"
            (own,) = run(begun, (stack.stack,)).fetchone() or (0,)
            self._find_known(own)
        self._doubt_repeated(own, known=register is not None)
        for name, column in (("serial", "serial"), ("card", "number")):
            self._doubt_short(name, column)
        weapons = sql.WEAPON_ONLY if register is not None else "SELECT 0"
        (weapon_only,) = run(weapons).fetchone()
        run(sql.TOTALS)
        run(
            "INSERT INTO totals VALUES (?, ?, ?, ?, ?)",
            (weapon_only, closed, seq, formulas, int(mixed)),
        )
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


def _kept(cells: str) -> str | bytes:
    """Return what SQLite can keep of cells with bytes in them that were no text."""
    try:
        cells.encode()
    except UnicodeEncodeError:
        return cells.encode(errors="surrogatepass")
    return cells


_CARD_ONLY, _UNREADABLE = Fate.CARD_ONLY.value, Fate.UNREADABLE.value
