"""Whether the tables are what the entries make of them: finds a badge or a PIN changed by hand.

The chain seals the entries, and the tables only follow from them. So the entries are folded again
into tables beside the book, and both are compared. That is the whole journal's work once more (some
60 us an entry here), and nothing a start could wait for.

Entries are for ever, so they are read in short bites, between which a checkpoint can finish. Only
the last bite and the tables must be of one moment: one transaction reads both.
"""

import contextlib
import sqlite3
import threading
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kiosk.registry.chain import Line, spelled
from kiosk.registry.database import connect_beside
from kiosk.registry.progress import Progress, Tell, silent
from kiosk.registry.schema import TABLES, make_tables
from kiosk.registry.tables import decoded, move_all
from kiosk.registry.walk import Stopped
from kiosk.rules.clock_setting import newest_ms

JOURNAL = "journal"

_AT_ONCE = 64
"""Entries in one bite: some 3 ms here. A keeper that wants to write waits for a part of that."""

_BITE = """
    SELECT seq, segment, body, hash, signature, line_end, latest_wall_ms
    FROM found.journal WHERE seq > ? ORDER BY seq LIMIT ?
"""


def differing_tables(
    database: Path,
    *,
    tell: Tell = silent,
    stop: threading.Event | None = None,
    pause_s: float = 0.0,
) -> tuple[str, ...]:
    """Return the names of the tables that are not what the entries make of them.

    `JOURNAL` is among them when a row there says something else about its entry than the entry
    does: its segment, its place in the line file, the latest time. The entries themselves are not
    looked at: verify their chain first.

    Args:
        database: the database of a book; a kiosk may be writing it.
        tell: told how far it is.
        stop: ends it when set.
        pause_s: rest between two bites, for the sake of a keeper in the same process.

    Raises:
        Stopped: `stop` was set.
        BookBroken: an entry cannot be read by this program.
        sqlite3.Error: the database cannot be read, or there is no room for tables beside it.
    """
    stop = stop or threading.Event()
    with contextlib.closing(connect_beside(database)) as both:
        make_tables(both)
        again = _Again(both)
        while True:
            both.execute("BEGIN")
            if again.fold_a_bite() < _AT_ONCE:
                differing = [name for name in TABLES if not _alike(name, both, stop)]
                return tuple([*differing, JOURNAL] if again.rows_differ else differing)
            both.execute("COMMIT")
            tell(Progress("making the tables again beside the book", again.seq, again.last))
            if stop.wait(pause_s):
                raise Stopped


class _Again:
    """The entries folded once more. `rows_differ`: a row of the journal table belied its entry."""

    def __init__(self, both: sqlite3.Connection) -> None:
        self._both = both
        (self.last,) = both.execute("SELECT coalesce(max(seq), 0) FROM found.journal").fetchone()
        self.seq = 0
        self.rows_differ = False
        self._line_end = 0
        self._latest_wall_ms = 0

    def fold_a_bite(self) -> int:
        """Fold the next entries and return how many there were."""
        rows = self._both.execute(_BITE, (self.seq, _AT_ONCE)).fetchall()
        written = [decoded(Line(seq, body, digest)) for seq, _, body, digest, *_ in rows]
        move_all(self._both, written)
        for row, (envelope, entry) in zip(rows, written, strict=True):
            self.seq, segment, body, digest, signature, line_end, latest_wall_ms = row
            self._line_end += len(spelled(body, digest, signature))
            self._latest_wall_ms = newest_ms(self._latest_wall_ms, entry)
            follows = (envelope.segment, self._line_end, self._latest_wall_ms)
            if (segment, line_end, latest_wall_ms) != follows:
                self.rows_differ = True
        return len(rows)


def _alike(name: str, both: sqlite3.Connection, stop: threading.Event) -> bool:
    """Return whether a table has the same form and the same rows on both sides."""
    columns = _columns(name, "main", both)
    if columns != _columns(name, "found", both) or not _bears_the_same(name, both):
        return False
    order = ", ".join(column[1] for column in columns)
    ordered = f"SELECT * FROM {{}}.{name} ORDER BY {order}"  # noqa: S608 - our own names
    rows = (both.execute(ordered.format(side)) for side in ("main", "found"))
    for one, other in zip_longest(*rows):
        if stop.is_set():
            raise Stopped
        if one != other:
            return False
    return True


def _columns(name: str, side: str, both: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Return the columns of a table, each with its place, name, type and so on."""
    return both.execute("SELECT * FROM pragma_table_xinfo(?, ?)", (name, side)).fetchall()


def _bears_the_same(name: str, both: sqlite3.Connection) -> bool:
    """Return whether both sides have the same indexes and triggers on a table."""
    hanging = "SELECT type, name FROM {}.sqlite_schema WHERE tbl_name = ? ORDER BY name"
    made, found = (
        both.execute(hanging.format(side), (name,)).fetchall() for side in ("main", "found")
    )
    return bool(made == found)
