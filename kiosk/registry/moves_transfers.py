"""How entries about transfers move the tables: which are open, and what is not ours any more.

A transfer follows from its own lines (`rules.transferring`); their numbers are all that is kept.
"""

import sqlite3
from typing import assert_never

from kiosk.registry.moves_bay import remove
from kiosk.rules import entries as e
from kiosk.rules.transferring import TransferLine

SENT, ANNOUNCED = "sent", "announced"
ABOUT, LOOSE, RECALLED = "about", "loose", "recalled"
_OPENED = "INSERT OR REPLACE INTO transfer VALUES (?, ?, ?, ?, NULL, '')"
_ENDED = "UPDATE transfer SET ended = ?, paper = '' WHERE number = ? AND side = ?"
_RECALLED = (
    "UPDATE transfer SET ended = ?, paper = CASE paper WHEN ? THEN ? ELSE ? END"
    " WHERE number = ? AND side = ?"
)
_PAPER = "UPDATE transfer SET paper = ? WHERE number = ? AND side = ?"


def move_transfers(tables: sqlite3.Connection, seq: int, entry: TransferLine) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.TransferSent(_, number, running):
            tables.execute(_OPENED, (number, SENT, running, seq))
        case e.TransferAnnounced(_, manifest):
            tables.execute(_OPENED, (manifest.number, ANNOUNCED, 0, seq))
        case e.TransferLeft(_, number):
            tables.execute(_PAPER, (ABOUT, number, SENT))
        case e.TransferRecalled(_, number):
            tables.execute(_RECALLED, (seq, ABOUT, LOOSE, RECALLED, number, SENT))
        case e.TransferVoided(_, number):
            tables.execute(_PAPER, (RECALLED, number, SENT))
        case e.TransferContested(_, number):
            tables.execute(_ENDED, (seq, number, SENT))
        case e.TransferReceived(_, number):
            tables.execute(_ENDED, (seq, number, ANNOUNCED))
        case e.TransferClosed(_, number, receipt, _, missing, here=here):
            tables.execute(_ENDED, (seq, number, SENT))
            gone = [weapon for weapon in receipt.taken if weapon not in here]
            for weapon in (*gone, *missing):
                remove(tables, weapon)
            tables.executemany(
                "INSERT OR REPLACE INTO away VALUES (?, ?)", ((w, number) for w in gone)
            )
            tables.executemany("DELETE FROM home WHERE weapon = ?", ((w,) for w in gone))
            tables.executemany("INSERT OR IGNORE INTO missing VALUES (?)", ((w,) for w in missing))
        case _:
            assert_never(entry)
