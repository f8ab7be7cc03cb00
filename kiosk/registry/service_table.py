"""The table of service mode: the lines that began it, what is tried, and what was tried last.

A start ends service mode; the table is what tells it that there is something to end.
"""

import sqlite3
from typing import TypeVar, assert_never

from kiosk.rules import entries as e
from kiosk.rules.encoding import decode
from kiosk.rules.policy import Policy
from kiosk.rules.serving import MINUTE_MS, ServiceLine, Serving, waits

SERVICE: dict[str, tuple[str, ...]] = {
    # Each is the number of the journal's entry.
    "service_mode": (
        """
        CREATE TABLE service_mode (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            begun INTEGER NOT NULL,
            trial INTEGER,
            last INTEGER
        ) STRICT
        """,
    ),
}

Kind = TypeVar("Kind", e.ServiceBegun, e.TrialBegun, e.TrialEnded)


def move_service(tables: sqlite3.Connection, seq: int, entry: ServiceLine) -> None:
    """Move the table by one entry of service mode; `seq` is its number."""
    match entry:
        case e.ServiceBegun():
            tables.execute("INSERT OR REPLACE INTO service_mode VALUES (1, ?, NULL, NULL)", (seq,))
        case e.ServiceEnded():
            tables.execute("DELETE FROM service_mode")
        case e.TrialBegun():
            if waits(entry):
                tables.execute("UPDATE service_mode SET trial = ?", (seq,))
        case e.TrialEnded():
            tables.execute("UPDATE service_mode SET trial = NULL, last = ?", (seq,))
        case e.ServiceAsked() | e.ServiceVouched() | e.TrialVouched():
            pass  # what waits for its two people is a visit, and begins anew after a start
        case _:
            assert_never(entry)


def read_service(tables: sqlite3.Connection, policy: Policy) -> Serving | None:
    """Return service mode, or None; its lines are read back from the journal itself.

    Raises:
        TypeError: an entry that is named is another one.
    """
    found = tables.execute("SELECT begun, trial, last FROM service_mode").fetchone()
    if found is None:
        return None
    begun, trial, last = found
    first = _line(tables, begun, e.ServiceBegun)
    if first is None:
        raise TypeError("service mode points at no entry")
    return Serving(
        first,
        first.at.mono_ms + MINUTE_MS * policy.service_min,
        _line(tables, trial, e.TrialBegun),
        _line(tables, last, e.TrialEnded),
    )


def _line(tables: sqlite3.Connection, seq: int | None, kind: type[Kind]) -> Kind | None:
    found = tables.execute("SELECT body FROM journal WHERE seq = ?", (seq,)).fetchone()
    if found is None:
        return None
    _, entry = decode(found[0])
    if not isinstance(entry, kind):
        raise TypeError(f"service mode points at a {entry.KIND} entry")
    return entry
