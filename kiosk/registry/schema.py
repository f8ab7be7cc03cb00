"""The database's tables, as they are today; `registry.migrations` brings older books here.

`journal` is copy 2 of the book; `trusted` remembers how far its chain was checked. Every other
table follows from the entries and may be dropped (`registry.rebuild`).
"""

import sqlite3

from kiosk.registry import racking_table
from kiosk.registry.corrections_table import CORRECTION_TABLES
from kiosk.registry.people_table import PEOPLE
from kiosk.registry.schema_musters import MUSTER_TABLES
from kiosk.registry.schema_national import NATIONAL_TABLES
from kiosk.registry.schema_shift import SHIFT_TABLES
from kiosk.registry.schema_transfers import TRANSFER_TABLES
from kiosk.registry.service_table import SERVICE
from kiosk.registry.supply_table import SUPPLY
from kiosk.registry.tags_table import TAG_TABLES
from kiosk.registry.upkeep_table import UPKEEP
from kiosk.registry.watch_table import WATCH

NO_GAP = """
    CREATE TRIGGER journal_leaves_no_gap BEFORE INSERT ON journal
    WHEN new.seq <> coalesce((SELECT seq FROM journal ORDER BY seq DESC LIMIT 1), 0) + 1
    BEGIN SELECT raise(ABORT, 'the journal goes on with its next number'); END
    """
"""Looks at the last line only: `max` takes a microsecond longer, and a list has a hundred thousand
cards (measured)."""

JOURNAL = (
    # line_end: bytes of the line file up to and with this entry's line. latest_wall_ms: of this
    # entry and all since the clock was set (`rules.clock_setting`); kept here, it
    # costs a commit no page of its own.
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
    NO_GAP,
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
            hold INTEGER NOT NULL,
            post TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        # What the list of people is narrowed down by; each holds the number too.
        "CREATE INDEX officer_by_unit ON officer (unit)",
        "CREATE INDEX officer_by_post ON officer (post)",
        "CREATE INDEX officer_by_role ON officer (role)",
        "CREATE INDEX officer_on_hold ON officer (number) WHERE hold = 1",
        "CREATE INDEX officer_left ON officer (number) WHERE active = 0",
    ),
    "certificate": (
        """
        CREATE TABLE certificate (
            officer TEXT NOT NULL,
            place INTEGER NOT NULL,
            type TEXT NOT NULL,
            expires_ms INTEGER NOT NULL,
            course TEXT NOT NULL,
            issued_ms INTEGER NOT NULL,
            issuer TEXT NOT NULL,
            number TEXT NOT NULL,
            PRIMARY KEY (officer, place)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX certificate_by_expiry ON certificate (expires_ms)",
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
        "CREATE INDEX mission_by_end ON mission (valid_until_ms)",
    ),
    "badge": (
        """
        CREATE TABLE badge (
            badge TEXT NOT NULL,
            kind TEXT NOT NULL,
            officer TEXT NOT NULL,
            grade TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            until_ms INTEGER NOT NULL,
            PRIMARY KEY (badge, kind)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX badge_by_officer ON badge (officer)",
    ),
    **PEOPLE,
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
            rounds INTEGER NOT NULL,
            serial_status TEXT NOT NULL
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
            rounds INTEGER NOT NULL,
            rank TEXT NOT NULL
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
    # A card's cells stay in its entry, number `seq`: the tables hold what is asked for by itself.
    # `stack` is the number of the entry that began it. No index by serial: they come in no order,
    # and each batch of an import would write nearly every page of it once more.
    "card": (
        """
        CREATE TABLE card (
            seq INTEGER PRIMARY KEY,
            stack INTEGER NOT NULL,
            row INTEGER NOT NULL,
            number TEXT NOT NULL,
            serial TEXT NOT NULL,
            fate TEXT NOT NULL,
            weapon TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX card_by_number ON card (number)",
        "CREATE INDEX card_by_weapon ON card (weapon) WHERE weapon <> ''",
    ),
    "card_stack": (
        """
        CREATE TABLE card_stack (
            stack TEXT PRIMARY KEY,
            file TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            encoding TEXT NOT NULL,
            headings TEXT NOT NULL,
            fields TEXT NOT NULL,
            cards INTEGER NOT NULL,
            staged_by TEXT NOT NULL,
            begun INTEGER NOT NULL,
            closed INTEGER
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # What is found again: `registry.filing`. A card's match stands in its own row.
    "concern": (
        """
        CREATE TABLE concern (
            weapon TEXT NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (weapon, seq)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # With row numbers: a row of a table without them may hold 1,000 bytes beside its neighbours.
    "catalogue": (
        """
        CREATE TABLE catalogue (
            of TEXT NOT NULL,
            leaf TEXT NOT NULL,
            lines BLOB NOT NULL,
            UNIQUE (of, leaf)
        ) STRICT
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
    **racking_table.TABLES,
    **TAG_TABLES,
    **CORRECTION_TABLES,
    **WATCH,
    **TRANSFER_TABLES,
    **NATIONAL_TABLES,
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
    **SHIFT_TABLES,
    **MUSTER_TABLES,
    **UPKEEP,
    **SERVICE,
    **SUPPLY,
}
"""Every table that follows from the entries, and how it begins."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Make every table that follows from the entries, empty."""
    for statements in TABLES.values():
        for statement in statements:
            connection.execute(statement)


def drop_tables(connection: sqlite3.Connection) -> None:
    """Drop every table that follows from the entries."""
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
