"""How entries move what the chief watches: who was told of what is overdue, who answers since when.

And what the book moved while a count runs. The fold of it stands in `rules.fold`.
"""

import sqlite3

from kiosk.rules import entries as e
from kiosk.rules.fold.counts import ANSWERING
from kiosk.rules.things import WeaponNumber

_STIRRED = "INSERT OR IGNORE INTO stirred SELECT ? WHERE EXISTS (SELECT 1 FROM count_line)"


def move_step(tables: sqlite3.Connection, entry: e.OverdueStep) -> None:
    """Note that somebody was told of a weapon."""
    tables.execute("INSERT OR IGNORE INTO late VALUES (?, ?)", (entry.weapon, entry.tells))


def move_hour(tables: sqlite3.Connection, entry: e.CountFellDue) -> None:
    """Note when a count was looked for last that nobody had ordered."""
    tables.execute("INSERT OR REPLACE INTO fell_due VALUES (1, ?)", (entry.at.wall_ms,))


def move_clock(tables: sqlite3.Connection, entry: e.ClockSet) -> None:
    """Let what was done later than now have been done just now: counts fall due by it."""
    latest = (entry.becomes_ms,)
    tables.execute("UPDATE fell_due SET at_ms = min(at_ms, ?)", latest)
    tables.execute("UPDATE counted SET at_ms = min(at_ms, ? - 1)", latest)
    tables.execute("UPDATE appointed SET since_ms = min(since_ms, ?)", latest)


def move_appointment(
    tables: sqlite3.Connection, entry: e.OfficerRegistered | e.OfficerCorrected
) -> None:
    """Note since when somebody answers for the racks, or that they do no more."""
    officer = entry.officer
    answers = officer.role in ANSWERING and officer.active
    tables.execute(
        "DELETE FROM appointed WHERE officer = ? AND (role <> ? OR NOT ?)",
        (officer.number, officer.role, answers),
    )
    if answers:
        tables.execute(
            "INSERT OR IGNORE INTO appointed VALUES (?, ?, ?)",
            (officer.number, officer.role, entry.at.wall_ms),
        )


def told_no_more(tables: sqlite3.Connection, weapon: WeaponNumber) -> None:
    """Forget who was told of a weapon: whoever had it has it no more, or until another day."""
    tables.execute("DELETE FROM late WHERE weapon = ?", (weapon,))


def moved(tables: sqlite3.Connection, weapon: WeaponNumber) -> None:
    """Take note that the book moved a weapon while a count runs."""
    tables.execute(_STIRRED, (weapon,))


def counted(tables: sqlite3.Connection, weapon: WeaponNumber | None) -> None:
    """Take note that a count found a weapon where it stands now."""
    if weapon is not None:
        tables.execute("DELETE FROM stirred WHERE weapon = ?", (weapon,))


def count_ended(tables: sqlite3.Connection) -> None:
    """Forget what was moved: a count begins or ends."""
    tables.execute("DELETE FROM stirred")
