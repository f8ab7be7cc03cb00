"""How entries about weapons that come in move the tables: intake, marks, what was checked."""

import sqlite3
from typing import assert_never

from kiosk.registry.corrections_table import move_written
from kiosk.registry.tags_table import tagged
from kiosk.rules import entries as e
from kiosk.rules.to_rack import RackingLine

_DIFFERED = """
    INSERT INTO readied (weapon, differing) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET differing = excluded.differing, checked_ms = NULL
"""
_AGREED = """
    INSERT INTO readied (weapon, checked_ms) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET differing = '', checked_ms = excluded.checked_ms
"""
_CLEANED = """
    INSERT INTO readied (weapon, cleaned_ms, cleaner) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET cleaned_ms = excluded.cleaned_ms, cleaner = excluded.cleaner
"""
_CORRECTED = """
    INSERT INTO readied (weapon, corrected) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET corrected = excluded.corrected, differing = ''
"""


def move_racking(tables: sqlite3.Connection, seq: int, entry: RackingLine) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case e.WeaponTakenIn(_, weapon, source, collected, place, document):
            tables.execute(
                "INSERT OR REPLACE INTO intake VALUES (?, ?, ?, ?, ?)",
                (weapon, source, collected, place, document),
            )
        case e.WeaponMarked(at, weapon, mark, by):
            tables.execute(
                "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    seq,
                    weapon,
                    mark.kind,
                    mark.text,
                    mark.status,
                    mark.where,
                    mark.photo,
                    by,
                    at.wall_ms,
                ),
            )
        case e.WeaponTagged():
            move_written(tables, seq, entry)
            tagged(tables, entry)
        case e.WeaponCleaned(at, weapon, cleaner):
            tables.execute(_CLEANED, (weapon, at.wall_ms, cleaner))
        case e.RackingDiffered(_, weapon, differing):
            tables.execute(_DIFFERED, (weapon, " ".join(differing)))
        case e.RackingAgreed(at, weapon):
            tables.execute(_AGREED, (weapon, at.wall_ms))
        case (
            e.RackingWanted() | e.RackingBegun() | e.RackingRead() | e.RackingPhotoTold()
            | e.RackingPlaced()
        ):  # fmt: skip
            pass
        case _:
            assert_never(entry)


def corrected(tables: sqlite3.Connection, seq: int, entry: e.WeaponCorrected) -> None:
    """Take note that two people corrected a weapon: what cards said before is no dispute now."""
    tables.execute(_CORRECTED, (entry.weapon.number, seq))
