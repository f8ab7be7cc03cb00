"""The database's tables, as migrations in order. A migration that was released is never edited.

`journal` is copy 2 of the book; `trusted` remembers how far its chain was checked. Every other
table follows from the entries and may be dropped (`registry.rebuild`). sqlite-utils applies what is
new; it is loaded only when a migration is pending, for it costs 157 ms and 8 MB here.
"""

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "registry"

_JOURNAL = (
    # line_end: bytes of the line file up to and with this entry's line. latest_wall_ms: of this
    # entry and all before; kept here, it costs a commit no page of its own.
    """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        segment TEXT NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL,
        signature BLOB,
        line_end INTEGER NOT NULL,
        latest_wall_ms INTEGER NOT NULL
    ) STRICT
    """,
    # These stop our own mistakes and a technician's SQL; against a thief there is the chain.
    # REPLACE fires delete triggers only with recursive_triggers, which every connection sets.
    """
    CREATE TRIGGER journal_keeps_its_words BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_keeps_its_lines BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_leaves_no_gap BEFORE INSERT ON journal
    WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
    BEGIN SELECT raise(ABORT, 'the journal goes on with its next number'); END
    """,
    """
    CREATE TABLE trusted (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        seq INTEGER NOT NULL,
        hash BLOB NOT NULL
    ) STRICT
    """,
)

TABLES: dict[str, tuple[str, ...]] = {
    "segment": (
        """
        CREATE TABLE segment (
            segment TEXT PRIMARY KEY,
            kiosk TEXT NOT NULL,
            first_seq INTEGER NOT NULL,
            parent TEXT,
            parent_seq INTEGER,
            parent_hash BLOB
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX segment_by_first_seq ON segment (first_seq)",
    ),
    "officer": (
        """
        CREATE TABLE officer (
            number TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            name_km TEXT NOT NULL,
            rank TEXT NOT NULL,
            unit TEXT NOT NULL,
            role TEXT NOT NULL,
            active INTEGER NOT NULL,
            hold INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "certificate": (
        """
        CREATE TABLE certificate (
            officer TEXT NOT NULL,
            place INTEGER NOT NULL,
            type TEXT NOT NULL,
            expires_ms INTEGER NOT NULL,
            PRIMARY KEY (officer, place)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "mission": (
        """
        CREATE TABLE mission (
            officer TEXT NOT NULL,
            number TEXT NOT NULL,
            valid_from_ms INTEGER NOT NULL,
            valid_until_ms INTEGER NOT NULL,
            PRIMARY KEY (officer, number)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "badge": (
        """
        CREATE TABLE badge (
            badge TEXT NOT NULL,
            kind TEXT NOT NULL,
            officer TEXT NOT NULL,
            grade TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            PRIMARY KEY (badge, kind)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX badge_by_officer ON badge (officer)",
    ),
    "pin": (
        """
        CREATE TABLE pin (
            officer TEXT PRIMARY KEY,
            sealed TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "weapon": (
        """
        CREATE TABLE weapon (
            number TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            type TEXT NOT NULL,
            serial TEXT NOT NULL,
            calibre TEXT NOT NULL,
            condition TEXT NOT NULL,
            magazines INTEGER NOT NULL,
            rounds INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX weapon_by_serial ON weapon (serial)",
    ),
    "position": (
        """
        CREATE TABLE position (
            id TEXT PRIMARY KEY,
            place INTEGER NOT NULL,
            rack TEXT NOT NULL,
            cable TEXT NOT NULL,
            quarantine INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "home": (
        """
        CREATE TABLE home (
            weapon TEXT PRIMARY KEY,
            position TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "inside": (
        """
        CREATE TABLE inside (
            position TEXT PRIMARY KEY,
            weapon TEXT NOT NULL UNIQUE
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "custody": (
        """
        CREATE TABLE custody (
            weapon TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            due_ms INTEGER NOT NULL,
            mission TEXT NOT NULL,
            magazines INTEGER NOT NULL,
            rounds INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "missing": ("CREATE TABLE missing (weapon TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",),
    "open_cable": ("CREATE TABLE open_cable (cable TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",),
    "doubt": (
        """
        CREATE TABLE doubt (
            position TEXT PRIMARY KEY,
            cause TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            officer TEXT
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "alarm": (
        """
        CREATE TABLE alarm (
            cause TEXT NOT NULL,
            about TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            answered TEXT,
            PRIMARY KEY (cause, about)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "fault": (
        """
        CREATE TABLE fault (
            fault TEXT NOT NULL,
            device TEXT NOT NULL,
            cable TEXT,
            PRIMARY KEY (fault, device)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "signal": (
        """
        CREATE TABLE signal (
            line TEXT PRIMARY KEY,
            signal TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "pin_tries": (
        """
        CREATE TABLE pin_tries (
            officer TEXT PRIMARY KEY,
            refused INTEGER NOT NULL,
            locks INTEGER NOT NULL,
            until_ms INTEGER NOT NULL,
            wait_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # The lines of the count that is under way: it follows from them alone.
    "count_line": ("CREATE TABLE count_line (seq INTEGER PRIMARY KEY) STRICT",),
    # The newest count's number, and the journal's entry with the newest certificate.
    "counts": (
        """
        CREATE TABLE counts (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            newest INTEGER NOT NULL,
            certified INTEGER
        ) STRICT
        """,
    ),
    "counted": (
        """
        CREATE TABLE counted (
            what TEXT NOT NULL,
            cable TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            PRIMARY KEY (what, cable)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # The grant itself is the journal's entry `granted`; at most one cable is released.
    "release": (
        """
        CREATE TABLE release (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            granted INTEGER NOT NULL,
            cable TEXT NOT NULL,
            opened_ms INTEGER,
            held_open INTEGER NOT NULL DEFAULT 0,
            taken INTEGER NOT NULL DEFAULT 0,
            wrong INTEGER NOT NULL DEFAULT 0,
            shut_ms INTEGER
        ) STRICT
        """,
    ),
}
"""Every table that follows from the entries, and how it begins."""


def _first(database: "Database") -> None:
    for statement in _JOURNAL:
        database.execute(statement)
    database.execute("INSERT INTO trusted VALUES (1, 0, x'')")
    make_tables(database.conn)


def _counts(database: "Database") -> None:
    """Make the tables of the counts in a book that was begun without them."""
    for name in ("count_line", "counts", "counted"):
        if not database[name].exists():
            for statement in TABLES[name]:
                database.execute(statement)


_MIGRATIONS = (("0001 first", _first), ("0003 counts", _counts))


def make_tables(connection: sqlite3.Connection) -> None:
    """Make every table that follows from the entries, empty."""
    for statements in TABLES.values():
        for statement in statements:
            connection.execute(statement)


def drop_tables(connection: sqlite3.Connection) -> None:
    """Drop every table that follows from the entries."""
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def pending(connection: sqlite3.Connection) -> bool:
    """Return whether a migration is waiting."""
    known = "SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'"
    if connection.execute(known).fetchone() is None:
        return True
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,)
    ).fetchall()
    return any((name,) not in rows for name, _ in _MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is pending, each migration in its own transaction."""
    if not pending(connection):
        return
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - 157 ms, and seldom needed

    migrations: Migrations = Migrations(_SET)
    for name, migration in _MIGRATIONS:
        migrations(name=name)(migration)
    migrations.apply(Database(connection))
