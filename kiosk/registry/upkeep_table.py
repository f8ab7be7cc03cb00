"""The table of what is done to the book itself: the newest line of each kind."""

import sqlite3

from kiosk.rules import entries as e

UPKEEP: dict[str, tuple[str, ...]] = {
    "upkeep": (
        """
        CREATE TABLE upkeep (
            kind TEXT PRIMARY KEY,
            seq INTEGER NOT NULL,
            at_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
}


UpkeepLine = (
    e.RestoreDrilled | e.DrillFailed | e.BookPutBack
    | e.UpdateBegun | e.UpdateDone | e.UpdateRolledBack | e.KioskEnrolled
)  # fmt: skip


def move_upkeep(tables: sqlite3.Connection, seq: int, entry: UpkeepLine) -> None:
    """Note the newest of its kind; `seq` is its number."""
    tables.execute(
        "INSERT OR REPLACE INTO upkeep VALUES (?, ?, ?)", (entry.KIND, seq, entry.at.wall_ms)
    )
