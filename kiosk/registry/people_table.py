"""The tables of people beyond their facts: what became of each badge, and who an entry tells of."""

PEOPLE: dict[str, tuple[str, ...]] = {
    # One row a badge that was ever given: `entry` gave it, `ended` is the entry that took it away.
    "badge_life": (
        """
        CREATE TABLE badge_life (
            entry INTEGER PRIMARY KEY,
            badge TEXT NOT NULL,
            kind TEXT NOT NULL,
            officer TEXT NOT NULL,
            grade TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            until_ms INTEGER NOT NULL,
            ended INTEGER
        ) STRICT
        """,
        "CREATE INDEX badge_life_by_officer ON badge_life (officer)",
        "CREATE INDEX badge_life_by_badge ON badge_life (badge) WHERE ended IS NULL",
    ),
    # A person's story, as `concern` is a weapon's: `registry.filing`.
    "officer_concern": (
        """
        CREATE TABLE officer_concern (
            officer TEXT NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (officer, seq)
        ) STRICT, WITHOUT ROWID
        """,
    ),
}
"""As `schema.TABLES`, of which these are a part."""
