"""The count that is under way and the newest certificate, read back from the journal itself."""

import sqlite3
from typing import get_args

from kiosk.rules.counting import Counting, CountLine, counting
from kiosk.rules.encoding import decode
from kiosk.rules.entries import CountCertified, CountOrdered

_RUNNING = "SELECT body FROM count_line JOIN journal USING (seq) ORDER BY seq"
_CERTIFIED = "SELECT body FROM counts JOIN journal ON seq = certified"


def running_count(tables: sqlite3.Connection) -> Counting | None:
    """Return the count that is under way: the fold of its lines.

    Raises:
        TypeError: a line is kept that is none of a count.
    """
    count: Counting | None = None
    for (body,) in tables.execute(_RUNNING):
        _, entry = decode(body)
        first = isinstance(entry, CountOrdered)
        if not isinstance(entry, get_args(CountLine)) or first != (count is None):
            raise TypeError(f"a count is told by a {entry.KIND} entry")
        count = counting(count, entry)
    return count


def last_certificate(tables: sqlite3.Connection) -> CountCertified | None:
    """Return the newest certificate.

    Raises:
        TypeError: the entry that is named is none.
    """
    found = tables.execute(_CERTIFIED).fetchone()
    if found is None:
        return None
    _, entry = decode(found[0])
    if not isinstance(entry, CountCertified):
        raise TypeError(f"the newest certificate points at a {entry.KIND} entry")
    return entry
