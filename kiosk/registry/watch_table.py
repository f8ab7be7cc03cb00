"""The tables of what the chief watches. Moved by `moves_watch` and `moves_days`."""

WATCH: dict[str, tuple[str, ...]] = {
    # Who was told of a weapon that is out for too long; gone when it is back.
    "late": (
        """
        CREATE TABLE late (
            weapon TEXT NOT NULL,
            tells TEXT NOT NULL,
            PRIMARY KEY (weapon, tells)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "appointed": (
        """
        CREATE TABLE appointed (
            officer TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            since_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    "fell_due": (
        """
        CREATE TABLE fell_due (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            at_ms INTEGER NOT NULL
        ) STRICT
        """,
    ),
    # What the book moved while a count runs.
    "stirred": ("CREATE TABLE stirred (weapon TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",),
    # One row a day: what happened in it. The last four: how it stood when the day had ended, NULL
    # until the first entry of a later day.
    "days": (
        """
        CREATE TABLE days (
            day INTEGER PRIMARY KEY,
            issued INTEGER NOT NULL DEFAULT 0,
            returned INTEGER NOT NULL DEFAULT 0,
            openings INTEGER NOT NULL DEFAULT 0,
            open_ms INTEGER NOT NULL DEFAULT 0,
            weapon_ms INTEGER NOT NULL DEFAULT 0,
            counts INTEGER NOT NULL DEFAULT 0,
            counted INTEGER NOT NULL DEFAULT 0,
            differing INTEGER NOT NULL DEFAULT 0,
            steps INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0,
            inside_then INTEGER,
            out_then INTEGER,
            missing_then INTEGER,
            late_then INTEGER
        ) STRICT
        """,
    ),
}
