"""The tables of transfers and losses: where each begins and ends in the journal; what is away."""

TRANSFER_TABLES: dict[str, tuple[str, ...]] = {
    # A loss is the journal's entry `seq`; `ended`: the entry that says it is found.
    "loss": (
        """
        CREATE TABLE loss (
            seq INTEGER PRIMARY KEY,
            weapon TEXT NOT NULL,
            ended INTEGER
        ) STRICT
        """,
    ),
    # What was said of a loss after its report: the journal's entry `seq`, of the loss `loss`.
    "loss_line": (
        """
        CREATE TABLE loss_line (
            seq INTEGER PRIMARY KEY,
            loss INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX loss_line_by_loss ON loss_line (loss)",
    ),
    # A transfer is the journal's entry `seq`, and its end, if it came, the entry `ended`. `side`:
    # sent or announced; `running` counts what this store sent. `paper`: of its manifest, about;
    # of one that was called back, loose or recalled.
    "transfer": (
        """
        CREATE TABLE transfer (
            number TEXT NOT NULL,
            side TEXT NOT NULL,
            running INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            ended INTEGER,
            paper TEXT NOT NULL,
            PRIMARY KEY (number, side)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # A weapon that another store took over with a transfer, until it is here again.
    "away": (
        """
        CREATE TABLE away (
            weapon TEXT PRIMARY KEY,
            transfer TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
}
"""Every one of them, and how it begins."""
