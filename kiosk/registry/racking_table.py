"""The tables of weapons that come in: how each came, its marks, how far its racking is.

All of them follow from the entries (`registry.moves_racking`). Photos are no table: they lie beside
the book, and `mark.photo` names them (`registry.photos`).
"""

TABLES: dict[str, tuple[str, ...]] = {
    "intake": (
        """
        CREATE TABLE intake (
            weapon TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            collected TEXT NOT NULL,
            place TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # `seq`: the entry that wrote it down.
    "mark": (
        """
        CREATE TABLE mark (
            seq INTEGER PRIMARY KEY,
            weapon TEXT NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            status TEXT NOT NULL,
            place TEXT NOT NULL,
            photo TEXT NOT NULL,
            by TEXT NOT NULL,
            at_ms INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX mark_by_weapon ON mark (weapon)",
        "CREATE INDEX mark_by_photo ON mark (photo) WHERE photo <> ''",
    ),
    # One row a weapon that somebody checked, cleaned or corrected. `differing`: what differed when
    # it was checked last; empty since it agreed. `corrected`: the entry of the newest correction.
    "readied": (
        """
        CREATE TABLE readied (
            weapon TEXT PRIMARY KEY,
            differing TEXT NOT NULL DEFAULT '',
            checked_ms INTEGER,
            cleaned_ms INTEGER,
            cleaner TEXT NOT NULL DEFAULT '',
            corrected INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID
        """,
    ),
}
"""Each table, and how it begins."""
