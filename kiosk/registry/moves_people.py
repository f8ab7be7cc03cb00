"""How entries about badges and leavers move the tables.

`badge` says whose a badge is now, for the reader; `badge_life` what became of each, for the desk.
"""

import sqlite3
from typing import assert_never

from kiosk.rules import entries as e

PeopleEntry = e.BadgeEnrolled | e.BadgeWithdrawn | e.OfficerLeft

_ENDS = "UPDATE badge_life SET ended = ? WHERE ended IS NULL AND"


def move_people(tables: sqlite3.Connection, seq: int, entry: PeopleEntry) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.BadgeEnrolled():
            _enrolled(tables, seq, entry)
        case e.BadgeWithdrawn(_, badge, officer):
            # The row stays, as nobody's: a register that ever gave a badge is founded for ever.
            tables.execute(
                "UPDATE badge SET officer = '' WHERE badge = ? AND officer = ?", (badge, officer)
            )
            tables.execute(f"{_ENDS} badge = ? AND officer = ?", (seq, badge, officer))
        case e.OfficerLeft(at, officer):
            tables.execute("UPDATE badge SET officer = '' WHERE officer = ?", (officer,))
            tables.execute(f"{_ENDS} officer = ?", (seq, officer))
            tables.execute("DELETE FROM pin WHERE officer = ?", (officer,))
            tables.execute(
                "UPDATE mission SET valid_until_ms = max(valid_from_ms, ?1)"
                " WHERE officer = ?2 AND valid_until_ms > ?1",
                (at.wall_ms, officer),
            )
        case _:
            assert_never(entry)


def _enrolled(tables: sqlite3.Connection, seq: int, entry: e.BadgeEnrolled) -> None:
    badge, kind, officer, grade = entry.badge, entry.card_kind, entry.officer, entry.grade
    since_ms, until_ms = entry.at.wall_ms, entry.until_ms
    tables.execute(
        "INSERT OR REPLACE INTO badge VALUES (?, ?, ?, ?, ?, ?)",
        (badge, kind, officer, grade, since_ms, until_ms),
    )
    tables.execute(f"{_ENDS} badge = ? AND kind = ?", (seq, badge, kind))
    tables.execute(
        "INSERT INTO badge_life VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        (seq, badge, kind, officer, grade, since_ms, until_ms),
    )
