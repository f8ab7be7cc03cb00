"""Lists of the capital: the tables that follow from their lines, and what is looked up in them.

A serial is found by its keys; everything else a list says stands in the journal, and is read when
there is a match. So 206,122 destroyed weapons take some 15 MB of disk and none of the bay.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.registry.queries import Asked
from kiosk.rules import entries as e
from kiosk.rules.card_text import cells_of
from kiosk.rules.encoding import decode
from kiosk.rules.fold.national import NationalLine
from kiosk.rules.folding import all_folded, look_alike
from kiosk.rules.national import (
    Listed,
    NationalList,
    keys_besides,
    listed_of,
    serial_key,
)

_FOUND = """
    SELECT listed.key, listed.place, journal.body FROM listed JOIN journal USING (seq)
    WHERE listed.key IN (SELECT value FROM json_each(?)) ORDER BY listed.seq, listed.place
"""
_WEAPONS = "SELECT number, serial FROM weapon WHERE number > ? ORDER BY number LIMIT ?"
_AT_ONCE = 1_000


def move_national(tables: sqlite3.Connection, seq: int, entry: NationalLine) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.NationalListBegun(_, listing):
            tables.execute(
                "INSERT OR REPLACE INTO national_list VALUES (?, ?, 0, NULL)", (listing.name, seq)
            )
        case e.NationalListRead(_, name, after, rows):
            tables.executemany("INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", _keys(seq, rows))
            tables.execute(
                "UPDATE national_list SET taken = ? WHERE name = ?", (after + len(rows), name)
            )
        case e.NationalListClosed(_, name):
            tables.execute("UPDATE national_list SET closed = ? WHERE name = ?", (seq, name))
        case e.ListedMet(where=e.MetAt.CARD):
            pass
        case e.ListedMet(_, about, weapon):
            tables.execute(
                "INSERT OR REPLACE INTO listed_here VALUES (?, ?, ?)", (about, weapon, seq)
            )
        case e.ListedSettled(_, weapon, matches):
            tables.execute("DELETE FROM listed_here WHERE about = ?", (weapon,))
            tables.executemany(
                "INSERT OR IGNORE INTO listed_settled VALUES (?, ?)",
                ((weapon, match.listed.row) for match in matches),
            )


def move_listed_cleared(tables: sqlite3.Connection, entry: e.AlarmCleared) -> None:
    """Forget what the register does not have once its alarm is cleared."""
    if entry.cause in {e.AlarmCause.LISTED, e.AlarmCause.DESTROYED}:
        tables.execute("DELETE FROM listed_here WHERE about = ? AND weapon = ''", (entry.about,))


def _keys(seq: int, rows: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the keys of many rows; a row that no list could have has none."""
    serials = [cells[1] if len(cells) > 1 else "" for cells in map(cells_of, rows)]
    for place, (serial, key) in enumerate(zip(serials, all_folded(serials), strict=True)):
        for one in keys_besides(look_alike(key), serial):
            yield one, seq, place


def read_listed(tables: sqlite3.Connection) -> dict[str, e.ListedMet]:
    """Return what is here and on a list.

    Raises:
        TypeError: a row points at another entry.
    """
    found = dict[str, e.ListedMet]()
    rows = "SELECT body FROM listed_here JOIN journal USING (seq) ORDER BY seq"
    for (body,) in tables.execute(rows):
        _, entry = decode(body)
        if not isinstance(entry, e.ListedMet):
            raise TypeError(f"what is listed points at a {entry.KIND} entry")
        found[entry.about] = entry
    return found


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list of the book. `taken`: so many of its weapons are in; `closed`: its last entry."""

    listing: NationalList
    by: tuple[str, ...]
    at_ms: int
    taken: int
    closed: int | None
    here: int = 0


class NationalBook(Asked):
    """What is looked up in lists of the capital. A reading connection; any thread."""

    def ready(self) -> bool:
        """Return whether the tables are there: a book that was not opened since has none yet."""
        known = "SELECT 1 FROM sqlite_schema WHERE name = 'national_list'"
        return bool(self._rows(known))

    def some(self) -> bool:
        """Return whether there is any list to look into."""
        return bool(self._rows("SELECT 1 FROM listed LIMIT 1"))

    def named(self, keys: Iterable[str]) -> Mapping[str, tuple[Listed, ...]]:
        """Return the weapons of all lists by the keys of their serials; some 40 us a key."""
        found = defaultdict[str, dict[Listed, None]](dict)
        read: dict[bytes, Any] = {}
        for key, place, body in self._rows(_FOUND, (json.dumps([*keys], ensure_ascii=False),)):
            if body not in read:
                read[body] = json.loads(body)["rows"]
            found[key][listed_of(read[body][place])] = None
        return {key: tuple(several) for key, several in found.items()}

    def settled(self, weapon: str) -> frozenset[str]:
        """Return the rows of lists that are known to be another weapon than this one."""
        rows = self._rows("SELECT listed FROM listed_settled WHERE weapon = ?", (weapon,))
        return frozenset(listed for (listed,) in rows)

    def here(self) -> Iterator[tuple[str, str]]:
        """Yield number and serial of every registered weapon whose serial some list may have."""
        after = ""
        while rows := self._rows(_WEAPONS, (after, _AT_ONCE)):
            after = rows[-1][0]
            keys = {key for _, serial in rows if (key := serial_key(serial))}
            listed = self.named(keys)
            yield from ((number, serial) for number, serial in rows if serial_key(serial) in listed)

    def lists(self) -> tuple[KeptList, ...]:
        """Return every list, the newest first."""
        rows = self._rows(
            "SELECT journal.body, taken, closed FROM national_list JOIN journal ON seq = begun"
            " ORDER BY begun DESC"
        )
        return tuple(self._kept(*row) for row in rows)

    def one(self, name: str) -> KeptList | None:
        """Return one list."""
        return next((one for one in self.lists() if one.listing.name == name), None)

    def rows_of(self, name: str) -> Iterator[Listed]:
        """Yield every weapon of a list as it was written, in its order."""
        found = self._rows(
            "SELECT begun, coalesce(closed, 1 << 62) FROM national_list WHERE name = ?", (name,)
        )
        if not found:
            return
        (after, closed) = found[0]
        seqs = "SELECT DISTINCT seq FROM listed WHERE seq BETWEEN ? AND ?"
        for (seq,) in sorted(self._rows(seqs, (after, closed))):
            ((body,),) = self._rows("SELECT body FROM journal WHERE seq = ?", (seq,))
            line = json.loads(body)
            if line["name"] == name:
                yield from map(listed_of, line["rows"])

    def _kept(self, body: bytes, taken: int, closed: int | None) -> KeptList:
        _, begun = decode(body)
        assert isinstance(begun, e.NationalListBegun), "the table names that entry"
        here = 0
        if closed is not None:
            ((end,),) = self._rows("SELECT body FROM journal WHERE seq = ?", (closed,))
            here = int(json.loads(end)["here"])
        return KeptList(begun.listing, begun.by, begun.at.wall_ms, taken, closed, here)
