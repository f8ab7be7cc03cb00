"""How entries about keys, shifts and stand-tos move their tables: the folds of them, in SQL.

A hand-over under way is kept nowhere: it is a visit, and begins anew after a start.
"""

import sqlite3
from typing import assert_never

from kiosk.registry.moves_bay import hold
from kiosk.rules import entries as e
from kiosk.rules.bay import Custody

ShiftLine = e.KeyRegistered | e.KeyGiven | e.KeyBack | e.KeySeen | e.SealRead | e.ShiftHandedOver
StandToLine = e.StandToBegun | e.WeaponTaken | e.HolderNamed | e.StandToEnded

_ISSUED = "UPDATE stand_to SET issued = issued + 1"
_CABLES_OVER = "DELETE FROM stand_to_cable WHERE NOT EXISTS (SELECT 1 FROM stand_to WHERE running)"
"""One that begins again before anybody ended the one before has its cables too."""
_STILL_UNKNOWN = (
    "SELECT unnamed.since_ms FROM unnamed JOIN custody USING (weapon)"
    " WHERE weapon = ? AND custody.holder = answers AND custody.mission = unnamed.mission"
)


def move_shift(tables: sqlite3.Connection, entry: ShiftLine) -> None:
    """Move the tables by one entry about a key or a shift."""
    match entry:
        case e.KeyRegistered(at, name, opens, seal):
            tables.execute(
                "INSERT OR REPLACE INTO lock_key VALUES (?, ?, ?, NULL, ?, 0)",
                (name, opens, seal, at.wall_ms),
            )
        case e.KeyGiven(at, name, holder):
            _moved(tables, name, holder, at.wall_ms)
        case e.KeyBack(at, name):
            _moved(tables, name, None, at.wall_ms)
        case e.KeySeen(_, name, present):
            _looked_for(tables, name, amiss=not present)
        case e.SealRead(_, name, read, expected):
            _looked_for(tables, name, amiss=read != expected)
        case e.ShiftHandedOver(at, number, _, incoming, _, cables):
            tables.execute(
                "INSERT OR REPLACE INTO shift VALUES (1, ?, ?, ?)", (number, incoming, at.wall_ms)
            )
            tables.executemany(
                "INSERT OR REPLACE INTO counted VALUES (?, ?, ?)",
                ((e.CountKind.HANDOVER, cable, at.wall_ms) for cable in cables),
            )
        case _:
            assert_never(entry)


def move_stand_to(tables: sqlite3.Connection, seq: int, entry: StandToLine) -> None:
    """Move the tables by one entry of a stand-to; `seq` is its number."""
    match entry:
        case e.StandToBegun(order=order):
            tables.execute(_CABLES_OVER)
            tables.execute("INSERT OR REPLACE INTO stand_to VALUES (1, ?, ?, 1, 0)", (seq, order))
        case e.WeaponTaken(at, weapon, _, order, due_ms, answers, rounds):
            known = tables.execute(_STILL_UNKNOWN, (weapon,)).fetchone()
            since_ms = at.wall_ms if known is None else known[0]
            hold(tables, weapon, Custody(answers, since_ms, due_ms, order, rounds))
            tables.execute(
                "INSERT OR REPLACE INTO unnamed VALUES (?, ?, ?, ?)",
                (weapon, answers, since_ms, order),
            )
        case e.HolderNamed(_, weapon, officer, rank):
            tables.execute(
                "UPDATE custody SET holder = ?, rank = ? WHERE weapon = ?", (officer, rank, weapon)
            )
            tables.execute("DELETE FROM unnamed WHERE weapon = ?", (weapon,))
            tables.execute(_ISSUED)
        case e.StandToEnded(unknown=unknown):
            left = set(unknown)
            every = tables.execute("SELECT weapon FROM unnamed").fetchall()
            tables.executemany(
                "DELETE FROM unnamed WHERE weapon = ?", (one for one in every if one[0] not in left)
            )
            tables.execute("UPDATE stand_to SET running = 0")
        case _:
            assert_never(entry)


def move_by_stand_to(tables: sqlite3.Connection, entry: e.ReleaseGranted | e.WeaponIssued) -> None:
    """Take note of a cable or an issue if it belongs to the stand-to; its order is the mission."""
    if isinstance(entry, e.ReleaseGranted):
        if entry.purpose is e.Purpose.STAND_TO:
            tables.execute("INSERT OR IGNORE INTO stand_to_cable VALUES (?)", (entry.cable,))
    elif entry.mission:
        tables.execute(f"{_ISSUED} WHERE running AND mission = ?", (entry.mission,))


def _moved(tables: sqlite3.Connection, name: str, holder: str | None, wall_ms: int) -> None:
    tables.execute(
        "UPDATE lock_key SET holder = ?, since_ms = ?, amiss = 0 WHERE name = ?",
        (holder, wall_ms, name),
    )


def _looked_for(tables: sqlite3.Connection, name: str, *, amiss: bool) -> None:
    tables.execute("UPDATE lock_key SET amiss = ? WHERE name = ?", (amiss, name))
