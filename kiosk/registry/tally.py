"""How many lines of each kind a book holds, for the exercises of a training register.

Reads the whole journal: a training register has some thousands of lines, and no real one is asked.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from kiosk.registry.database import connect_reader
from kiosk.registry.opening import DATABASE
from kiosk.rules.broken import BookBroken

_BY_KIND = """
    SELECT said ->> '$.kind', count(*) FROM (SELECT CAST(body AS TEXT) AS said FROM journal)
    WHERE coalesce(said ->> '$.by', '') NOT IN ('founding', '["founding"]') GROUP BY 1
"""


def tally(folder: Path) -> Mapping[str, int]:
    """Return how many lines of each kind stand in a book, without what its founding wrote.

    Raises:
        BookBroken: it cannot be read.
    """
    try:
        with closing(connect_reader(folder / DATABASE)) as book:
            return dict(book.execute(_BY_KIND).fetchall())
    except sqlite3.Error as wrong:
        raise BookBroken(f"The lines of {folder} cannot be counted: {wrong}.") from wrong
