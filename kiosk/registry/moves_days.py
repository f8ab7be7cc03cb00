"""How entries move the summary of each day: what the plots are drawn from, one row a day.

A plot of a quarter reads ninety rows, however long the book is (P15). A row holds what happened in
the day, and how everything stood when it had ended: counted once, when the first entry of a later
day comes. An entry whose clock is behind belongs to the newest day: order is by number (P13).
"""

import sqlite3
from collections import Counter

from kiosk.rules import entries as e

DAY_MS = 86_400_000
BEGINS_MS = 7 * 3_600_000
"""How far a day begins before that of Greenwich. Tables follow from the entries alone, so that it
cannot be asked of a policy: Indochina time, as everywhere in Cambodia. Ours."""

_NEWEST = "SELECT coalesce(max(day), -1) FROM days"
_BEGIN = "INSERT OR IGNORE INTO days (day) VALUES (?)"
_END = """
    UPDATE days SET
        inside_then = (SELECT count(*) FROM inside),
        out_then = (SELECT count(*) FROM custody),
        missing_then = (SELECT count(*) FROM missing),
        late_then = (SELECT count(*) FROM late WHERE tells = 'custodian')
    WHERE day = ?
"""
_GRANTED = (
    "SELECT json_array_length(CAST(body AS TEXT), '$.exposed')"
    " FROM release JOIN journal ON seq = granted WHERE release.cable = ?"
)


class Days:
    """Sums up a run of entries, each before it moves the other tables, and writes at the end."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        """Begin with the newest day there is."""
        self._tables = tables
        self._day: int | None = None
        self._sums: Counter[str] = Counter()

    def add(self, entry: e.Entry) -> None:
        """Add an entry; the tables still stand as they were before it."""
        if self._day is None:
            (self._day,) = self._tables.execute(_NEWEST).fetchone()
        day = (entry.at.wall_ms + BEGINS_MS) // DAY_MS
        if day > self._day:
            self._turn(day)
        self._sum(entry)

    def _turn(self, day: int) -> None:
        """End the newest day, and begin another."""
        self.write()
        self._tables.execute(_END, (self._day,))
        self._tables.execute(_BEGIN, (day,))
        self._day = day

    def _sum(self, entry: e.Entry) -> None:
        sums = self._sums
        match entry:
            case e.WeaponIssued():
                sums["issued"] += 1
            case e.WeaponReturned():
                sums["returned"] += 1
            case e.CableSeenOpen():
                sums["openings"] += 1
            case e.CableSeenShut(_, cable, open_ms) if open_ms:
                found = self._tables.execute(_GRANTED, (cable,)).fetchone()
                sums["open_ms"] += open_ms
                sums["weapon_ms"] += open_ms * (found[0] if found is not None else 0)
            case e.CountCertified(places=places, differences=differences):
                sums["counts"] += 1
                sums["counted"] += places
                sums["differing"] += len(differences)
            case e.OverdueStep():
                sums["steps"] += 1
            case e.Refused():
                sums["refused"] += 1
            case _:
                pass

    def write(self) -> None:
        """Write what was summed up, inside the caller's transaction."""
        if not self._sums:
            return
        names = sorted(self._sums)
        grown = ", ".join(f"{name} = {name} + ?" for name in names)
        self._tables.execute(
            f"UPDATE days SET {grown} WHERE day = ?",  # noqa: S608 - our own names
            (*(self._sums[name] for name in names), self._day),
        )
        self._sums = Counter()
