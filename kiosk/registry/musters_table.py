"""What is kept at posts and the sheets that are out, as the tables and the journal have it."""

import sqlite3

from kiosk.rules.encoding import decode
from kiosk.rules.entries import MusterAnswered, MusterDrawn
from kiosk.rules.mustering import Muster, Musters, Standing

_LINES = "SELECT post, body FROM muster_line JOIN journal USING (seq) ORDER BY seq"
_STANDING = "SELECT weapon, holder, post, until_ms, every_d, since_ms, seen_ms FROM standing"


def read_musters(tables: sqlite3.Connection) -> Musters:
    """Return everything about posts.

    Raises:
        TypeError: a line is kept that is none of a sheet.
    """
    standing = {weapon: Standing(*row) for weapon, *row in tables.execute(_STANDING)}
    newest = tables.execute("SELECT newest FROM musters").fetchone()
    return Musters(
        standing=standing,
        open=_open(tables),
        newest=newest[0] if newest is not None else 0,
        unseen=dict(tables.execute("SELECT weapon, since_ms FROM muster_unseen").fetchall()),
        told=dict(tables.execute("SELECT post, due_ms FROM muster_told").fetchall()),
    )


def _open(tables: sqlite3.Connection) -> dict[str, Muster]:
    sheets: dict[str, Muster] = {}
    for post, body in tables.execute(_LINES):
        _, entry = decode(body)
        if isinstance(entry, MusterDrawn):
            sheets[post] = Muster(entry)
        elif isinstance(entry, MusterAnswered) and post in sheets:
            before = sheets[post]
            sheets[post] = Muster(before.drawn, {**before.answers, entry.weapon: entry})
        else:
            raise TypeError(f"a sheet is told by a {entry.KIND} entry")
    return sheets
