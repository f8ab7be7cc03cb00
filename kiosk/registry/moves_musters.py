"""How entries about posts and musters move the tables: what is kept there, and the sheets out.

A sheet follows from its own lines (`rules.mustering`), so that their numbers are all that is kept.
"""

import sqlite3
from typing import assert_never

from kiosk.registry.moves_watch import told_no_more
from kiosk.rules import entries as e
from kiosk.rules.mustering import MusterLine

_NEWEST = "INSERT INTO musters VALUES (1, ?) ON CONFLICT DO UPDATE SET newest = excluded.newest"
_ASSIGN = """
    INSERT OR REPLACE INTO standing
    SELECT weapon, holder, ?, ?, ?, since_ms, ? FROM custody WHERE weapon = ?
"""
_ANSWER = "INSERT INTO muster_line SELECT ?, muster, post FROM muster_line WHERE muster = ? LIMIT 1"
_UNSEEN = """
    INSERT OR REPLACE INTO muster_unseen SELECT weapon, since_ms FROM custody WHERE weapon = ?
"""


def move_musters(tables: sqlite3.Connection, seq: int, entry: MusterLine) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.StandingAssigned(at, weapon, _, post, order, until_ms, every_d):
            tables.execute(
                "UPDATE custody SET due_ms = ?, mission = ? WHERE weapon = ?",
                (until_ms, order, weapon),
            )
            told_no_more(tables, weapon)
            tables.execute(_ASSIGN, (post, until_ms, every_d, at.wall_ms, weapon))
        case e.MusterDrawn(_, muster, post):
            tables.execute("DELETE FROM muster_line WHERE post = ?", (post,))
            tables.execute("INSERT INTO muster_line VALUES (?, ?, ?)", (seq, muster, post))
            tables.execute(_NEWEST, (muster,))
        case e.MusterAnswered(at, muster, weapon, answer):
            tables.execute(_ANSWER, (seq, muster))
            if answer is e.MusterAnswer.SEEN:
                tables.execute(
                    "UPDATE standing SET seen_ms = ? WHERE weapon = ?", (at.wall_ms, weapon)
                )
            else:
                tables.execute(_UNSEEN, (weapon,))
        case e.MusterClosed(_, muster):
            tables.execute("DELETE FROM muster_line WHERE muster = ?", (muster,))
        case e.MusterLate(_, post, _, due_ms):
            tables.execute("INSERT OR REPLACE INTO muster_told VALUES (?, ?)", (post, due_ms))
        case _:
            assert_never(entry)
