"""How entries about counts move the tables: the lines of the one that runs, and what was counted.

A count follows from its own lines (`rules.counting`), so that their numbers are all that is kept.
"""

import sqlite3
from typing import assert_never

from kiosk.registry import moves_watch
from kiosk.registry.moves_bay import stand
from kiosk.rules import entries as e
from kiosk.rules.counting import CountLine

_NEWEST = """
    INSERT INTO counts VALUES (1, ?, NULL) ON CONFLICT DO UPDATE SET newest = excluded.newest
"""
_CERTIFIED = """
    INSERT INTO counts VALUES (1, 0, ?) ON CONFLICT DO UPDATE SET certified = excluded.certified
"""


def move_counts(tables: sqlite3.Connection, seq: int, entry: CountLine) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.CountOrdered(_, number):
            tables.execute("DELETE FROM count_line")
            moves_watch.count_ended(tables)
            tables.execute(_NEWEST, (number,))
            _keep(tables, seq)
        case e.PlaceCounted(weapon=weapon):
            moves_watch.counted(tables, weapon)
            _keep(tables, seq)
        case (
            e.CountBegun() | e.EngravingAsked() | e.CountPassed() | e.CountHeard()
            | e.AdjustmentAsked()
        ):  # fmt: skip
            _keep(tables, seq)
        case e.CountAdjusted(_, _, weapon, position):
            stand(tables, weapon, position)
            tables.execute("INSERT OR REPLACE INTO home VALUES (?, ?)", (weapon, position))
            _keep(tables, seq)
        case e.CountCertified(at, _, what, _, cables):
            tables.execute("DELETE FROM count_line")
            moves_watch.count_ended(tables)
            tables.execute(_CERTIFIED, (seq,))
            tables.executemany(
                "INSERT OR REPLACE INTO counted VALUES (?, ?, ?)",
                ((what, cable, at.wall_ms) for cable in cables),
            )
        case e.CountDropped():
            tables.execute("DELETE FROM count_line")
            moves_watch.count_ended(tables)
        case _:
            assert_never(entry)


def _keep(tables: sqlite3.Connection, seq: int) -> None:
    tables.execute("INSERT INTO count_line VALUES (?)", (seq,))
