"""The table of the supply of power: one row while it is not the mains', none otherwise."""

import sqlite3

from kiosk.rules.supply import FROM_MAINS, Supply, SupplyLine, supply_after
from kiosk.rules.things import Signal

SUPPLY: dict[str, tuple[str, ...]] = {
    "supply": (
        """
        CREATE TABLE supply (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            mains_lost INTEGER,
            low INTEGER,
            spared INTEGER NOT NULL,
            off INTEGER NOT NULL
        ) STRICT
        """,
    ),
}


def move_supply(tables: sqlite3.Connection, entry: SupplyLine) -> None:
    """Move the table by one entry, after the table of signals was."""
    active = {Signal(name) for (name,) in tables.execute("SELECT DISTINCT signal FROM signal")}
    supply = supply_after(read_supply(tables), entry, active)
    tables.execute("DELETE FROM supply")
    if supply != FROM_MAINS:
        tables.execute(
            "INSERT INTO supply VALUES (1, ?, ?, ?, ?)",
            (supply.mains_lost, supply.low, supply.spared, supply.off),
        )


def read_supply(tables: sqlite3.Connection) -> Supply:
    """Return the supply as it stands."""
    found = tables.execute("SELECT mains_lost, low, spared, off FROM supply").fetchone()
    if found is None:
        return FROM_MAINS
    mains_lost, low, spared, off = found
    return Supply(mains_lost, low, spared=bool(spared), off=bool(off))
