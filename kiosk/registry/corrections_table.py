"""Corrections by their lines: the table that follows from the entries, and what is asked of it.

Of which person or weapon each one is, which line took it back, and what a line says in words alone:
the certificates that somebody had before it. Beside them every line that wrote over what was known
of somebody or something, so that what was written since is found without reading their whole story.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kiosk.rules import entries as e
from kiosk.rules.encoding import decode
from kiosk.rules.observations import Written
from kiosk.rules.things import Certificate
from kiosk.rules.undoing import OFFICER, WEAPON, Writing, subject, written_since

Rows = Callable[[str, Sequence[object]], Sequence[Sequence[Any]]]
"""Asks the register."""

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
    "written_over": (
        """
        CREATE TABLE written_over (
            of TEXT NOT NULL,
            number TEXT NOT NULL,
            line INTEGER NOT NULL,
            PRIMARY KEY (of, number, line)
        ) STRICT, WITHOUT ROWID
        """,
    ),
}
"""The tables, and how they begin."""

TAKEN_BACK = "(SELECT taken_back FROM correction WHERE line = journal.seq)"
"""Which line took back the one in a row of `journal`; 0 or null for none."""

_PAPERS = (
    "SELECT type, expires_ms, course, issued_ms, issuer, number FROM certificate"
    " WHERE officer = ? ORDER BY place"
)
_WRITTEN = (
    "SELECT body, of, number, papers, taken_back FROM correction JOIN journal ON seq = line"
    " WHERE line = ?"
)
_KNOWN = {
    WEAPON: "SELECT 1 FROM weapon WHERE number = ?",
    OFFICER: "SELECT 1 FROM officer WHERE number = ?",
}
_LATER = (
    "SELECT seq, body FROM written_over JOIN journal ON seq = line"
    " WHERE of = ? AND number = ? AND line > ? ORDER BY line DESC"
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


def move_written(tables: sqlite3.Connection, seq: int, entry: Writing) -> None:
    """Take note of a line that writes over what is known, before it moves it.

    Who or what was in no register before is not written over: a list of 200,000 files nothing here.
    """
    of, number = subject(entry)
    if tables.execute(_KNOWN[of], (number,)).fetchone():
        tables.execute("INSERT INTO written_over VALUES (?, ?, ?)", (of, number, seq))


def written(rows: Rows, line: int) -> Written:
    """Return what stands in a line, if it is a correction."""
    found = rows(_WRITTEN, (line,))
    if not found:
        return Written()
    body, of, number, papers, taken_back = found[0]
    _, correction = decode(body)
    assert isinstance(correction, e.OfficerCorrected | e.WeaponCorrected), "only those are filed"
    several = json.loads(papers) if papers else []
    since = written_since(line, _later(rows, of, number, line))
    return Written(correction, taken_back, tuple(Certificate(*one) for one in several), since)


def _later(rows: Rows, of: str, number: str, line: int) -> Iterator[tuple[int, Writing]]:
    """Yield what was written over somebody or something after a line, the newest first."""
    for seq, body in rows(_LATER, (of, number, line)):
        _, entry = decode(body)
        assert isinstance(entry, Writing), "only those are filed"
        yield seq, entry


def standing(rows: Rows, of: str, number: str, limit: int) -> tuple[int, ...]:
    """Return the lines of the corrections that nobody took back, the newest first."""
    return tuple(line for (line,) in rows(_STANDING, (of, number, limit)))
