"""The tables of lists from the capital: keys of serials, and where in the journal each stands."""

NATIONAL_TABLES: dict[str, tuple[str, ...]] = {
    # A list is begun by the journal's entry `begun`; `taken`: how many of its weapons are in.
    "national_list": (
        """
        CREATE TABLE national_list (
            name TEXT PRIMARY KEY,
            begun INTEGER NOT NULL,
            taken INTEGER NOT NULL,
            closed INTEGER
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # Weapon `place` of the rows of entry `seq` has this key.
    "listed": (
        """
        CREATE TABLE listed (
            key TEXT NOT NULL,
            seq INTEGER NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (key, seq, place)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # What is here and on a list: the journal's entry `seq`.
    "listed_here": (
        """
        CREATE TABLE listed_here (
            about TEXT PRIMARY KEY,
            weapon TEXT NOT NULL,
            seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # A weapon that is another one than that of a list, on the word of two people.
    "listed_settled": (
        """
        CREATE TABLE listed_settled (
            weapon TEXT NOT NULL,
            listed TEXT NOT NULL,
            PRIMARY KEY (weapon, listed)
        ) STRICT, WITHOUT ROWID
        """,
    ),
}
"""Every one of them, and how it begins."""
