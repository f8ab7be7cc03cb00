"""The tables of the custodian's shift: who is on it, the keys, and the newest stand-to."""

SHIFT_TABLES: dict[str, tuple[str, ...]] = {
    "shift": (
        """
        CREATE TABLE shift (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            number INTEGER NOT NULL,
            officer TEXT NOT NULL,
            since_ms INTEGER NOT NULL
        ) STRICT
        """,
    ),
    "lock_key": (
        """
        CREATE TABLE lock_key (
            name TEXT PRIMARY KEY,
            opens TEXT NOT NULL,
            seal TEXT NOT NULL,
            holder TEXT,
            since_ms INTEGER NOT NULL,
            amiss INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # Who began it, and why, is the journal's entry `begun`.
    "stand_to": (
        """
        CREATE TABLE stand_to (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            begun INTEGER NOT NULL,
            mission TEXT NOT NULL,
            running INTEGER NOT NULL,
            issued INTEGER NOT NULL
        ) STRICT
        """,
    ),
    "stand_to_cable": (
        "CREATE TABLE stand_to_cable (cable TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    ),
    "unnamed": (
        """
        CREATE TABLE unnamed (
            weapon TEXT PRIMARY KEY,
            answers TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            mission TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
}
"""Every table of the shift, and how it begins."""
