"""The tables of what is kept at posts without a kiosk, and of the sheets that are out."""

MUSTER_TABLES = {
    # What is kept at posts without a kiosk: `rules.mustering`. `since_ms`: of the custody meant.
    "standing": (
        """
        CREATE TABLE standing (
            weapon TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            post TEXT NOT NULL,
            until_ms INTEGER NOT NULL,
            every_d INTEGER NOT NULL,
            since_ms INTEGER NOT NULL,
            seen_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # The lines of the sheets that are out, and the newest sheet's number.
    "muster_line": (
        """
        CREATE TABLE muster_line (
            seq INTEGER PRIMARY KEY,
            muster INTEGER NOT NULL,
            post TEXT NOT NULL
        ) STRICT
        """,
    ),
    "musters": (
        "CREATE TABLE musters (one INTEGER PRIMARY KEY CHECK (one = 1), newest INTEGER) STRICT",
    ),
    "muster_unseen": (
        "CREATE TABLE muster_unseen (weapon TEXT PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT",
    ),
    "muster_told": (
        "CREATE TABLE muster_told (post TEXT PRIMARY KEY, due_ms INTEGER NOT NULL) STRICT",
    ),
}
"""They follow from the entries like all tables (`registry.schema`)."""
