"""Corrections by their lines: the table that follows from the entries, and what is asked of it.

Of which person or weapon each one is, which line took it back, and what a line says in words alone:
the certificates that somebody had before it.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.rules import entries as e
from kiosk.rules.encoding import decode
from kiosk.rules.observations import Written
from kiosk.rules.things import Certificate

Rows = Callable[[str, Sequence[object]], Sequence[Sequence[Any]]]
"""Asks the register."""

WEAPON, OFFICER = "weapon", "officer"

CORRECTION_TABLES: dict[str, tuple[str, ...]] = {
    # `papers`: the certificates before it, as JSON; "" of a weapon. `taken_back`: 0 for none.
    "correction": (
        """
        CREATE TABLE correction (
            line INTEGER PRIMARY KEY,
            of TEXT NOT NULL,
            number TEXT NOT NULL,
            papers TEXT NOT NULL,
            taken_back INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX correction_by_number ON correction (of, number, line)",
    ),
}
"""The table, and how it begins."""

TAKEN_BACK = "(SELECT taken_back FROM correction WHERE line = journal.seq)"
"""Which line took back the one in a row of `journal`; 0 or null for none."""

_PAPERS = (
    "SELECT type, expires_ms, course, issued_ms, issuer, number FROM certificate"
    " WHERE officer = ? ORDER BY place"
)
_WRITTEN = (
    "SELECT body, papers, taken_back FROM correction JOIN journal ON seq = line WHERE line = ?"
)
_STANDING = (
    "SELECT line FROM correction WHERE of = ? AND number = ? AND taken_back = 0"
    " ORDER BY line DESC LIMIT ?"
)


def move_correction(
    tables: sqlite3.Connection, seq: int, entry: e.OfficerCorrected | e.WeaponCorrected
) -> None:
    """Take note of a correction, before it moves what it corrects; and of the one it takes back."""
    if isinstance(entry, e.OfficerCorrected):
        of, number = OFFICER, str(entry.officer.number)
        papers = json.dumps(tables.execute(_PAPERS, (number,)).fetchall(), ensure_ascii=False)
    else:
        of, number, papers = WEAPON, str(entry.weapon.number), ""
    tables.execute("INSERT INTO correction VALUES (?, ?, ?, ?, 0)", (seq, of, number, papers))
    if entry.reverses:
        tables.execute("UPDATE correction SET taken_back = ? WHERE line = ?", (seq, entry.reverses))


def written(rows: Rows, line: int) -> Written:
    """Return what stands in a line, if it is a correction."""
    found = rows(_WRITTEN, (line,))
    if not found:
        return Written()
    body, papers, taken_back = found[0]
    _, correction = decode(body)
    assert isinstance(correction, e.OfficerCorrected | e.WeaponCorrected), "only those are filed"
    several = json.loads(papers) if papers else []
    return Written(correction, taken_back, tuple(Certificate(*one) for one in several))


def standing(rows: Rows, of: str, number: str, limit: int) -> tuple[int, ...]:
    """Return the lines of the corrections that nobody took back, the newest first."""
    return tuple(line for (line,) in rows(_STANDING, (of, number, limit)))
