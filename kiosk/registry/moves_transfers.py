"""How entries about transfers move the tables: which are open, and what is not ours any more.

A transfer follows from its own lines (`rules.transferring`); their numbers are all that is kept.
"""

import sqlite3
from typing import assert_never

from kiosk.registry.moves_bay import remove
from kiosk.rules import entries as e
from kiosk.rules.transferring import TransferLine

SENT, ANNOUNCED = "sent", "announced"
_OPENED = "INSERT OR REPLACE INTO transfer VALUES (?, ?, ?, ?, NULL)"
_ENDED = "UPDATE transfer SET ended = ? WHERE number = ? AND side = ?"


def move_transfers(tables: sqlite3.Connection, seq: int, entry: TransferLine) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.TransferSent(_, number, running):
            tables.execute(_OPENED, (number, SENT, running, seq))
        case e.TransferAnnounced(_, manifest):
            tables.execute(_OPENED, (manifest.number, ANNOUNCED, 0, seq))
        case e.TransferRecalled(_, number):
            tables.execute(_ENDED, (seq, number, SENT))
        case e.TransferReceived(_, number):
            tables.execute(_ENDED, (seq, number, ANNOUNCED))
        case e.TransferClosed(_, number, receipt, _, missing):
            tables.execute(_ENDED, (seq, number, SENT))
            for weapon in (*receipt.taken, *missing):
                remove(tables, weapon)
            tables.executemany("DELETE FROM home WHERE weapon = ?", ((w,) for w in receipt.taken))
            tables.executemany("INSERT OR IGNORE INTO missing VALUES (?)", ((w,) for w in missing))
        case _:
            assert_never(entry)
