"""Whether the tables are what the entries make of them: finds a badge or a PIN changed by hand.

The chain seals the journal and not the tables, which follow from it. This does the whole journal's
work again beside the book (some 40 us an entry here), so it is asked for, not run at each start.
"""

import contextlib
import sqlite3
from itertools import zip_longest
from pathlib import Path

from kiosk.registry.database import connect_reader
from kiosk.registry.progress import Tell, silent
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.schema import TABLES


def differing_tables(database: Path, tell: Tell = silent) -> tuple[str, ...]:
    """Return the names of the tables that are not what the journal makes of them.

    Raises:
        BookBroken: an entry cannot be read; verify the journal first.
        sqlite3.Error: the database cannot be read, or there is no room for a second one.
    """
    with (
        contextlib.closing(connect_reader(database)) as found,
        contextlib.closing(sqlite3.connect("", isolation_level=None)) as again,
    ):
        found.backup(again)
        rebuild_tables(again, tell)
        return tuple(name for name in TABLES if not _alike(name, found, again))


def _alike(name: str, one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    columns = [
        column for (column,) in one.execute("SELECT name FROM pragma_table_info(?)", (name,))
    ]
    ordered = f"SELECT * FROM {name} ORDER BY {', '.join(columns)}"  # noqa: S608 - our own names
    return all(a == b for a, b in zip_longest(one.execute(ordered), other.execute(ordered)))
