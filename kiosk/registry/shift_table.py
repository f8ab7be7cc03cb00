"""The shift, the keys and the newest stand-to, as the tables have them."""

import sqlite3

from kiosk.rules.encoding import decode
from kiosk.rules.entries import StandToBegun
from kiosk.rules.shifts import Key, Shift
from kiosk.rules.standing import StandTo, Unnamed

_BEGUN = "SELECT body, running, issued FROM stand_to JOIN journal ON seq = begun"


def read_shift(tables: sqlite3.Connection) -> Shift | None:
    """Return who answers for the bay, or None before the first shift."""
    found = tables.execute("SELECT number, officer, since_ms FROM shift").fetchone()
    return None if found is None else Shift(*found)


def read_keys(tables: sqlite3.Connection) -> dict[str, Key]:
    """Return every key by its name."""
    rows = tables.execute("SELECT name, opens, seal, holder, since_ms, amiss FROM lock_key")
    return {
        name: Key(name, opens, seal, holder, since_ms, amiss=bool(amiss))
        for name, opens, seal, holder, since_ms, amiss in rows
    }


def read_stand_to(tables: sqlite3.Connection) -> StandTo | None:
    """Return the newest stand-to; who began it is read back from the journal itself.

    Raises:
        TypeError: the entry that is named begins none.
    """
    found = tables.execute(_BEGUN).fetchone()
    if found is None:
        return None
    body, running, issued = found
    _, begun = decode(body)
    if not isinstance(begun, StandToBegun):
        raise TypeError(f"the newest stand-to points at a {begun.KIND} entry")
    cables = frozenset(cable for (cable,) in tables.execute("SELECT cable FROM stand_to_cable"))
    rows = tables.execute("SELECT weapon, answers, since_ms, mission FROM unnamed")
    taken = {weapon: Unnamed(answers, since, order) for weapon, answers, since, order in rows}
    return StandTo(begun, bool(running), issued, cables, taken)
