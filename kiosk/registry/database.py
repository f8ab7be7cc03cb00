"""Copy 2 of the journal: the SQLite database, how it is opened and how its journal is read.

WAL with synchronous=FULL loses nothing that was committed; Python's default and WAL with NORMAL do
(measured). The database's own file is written by checkpoints alone, and those are ours
(`registry.checkpoint`): no connection may take one by itself.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from kiosk.registry.chain import GENESIS, Head, spelled
from kiosk.rules.broken import BookBroken

BUSY_S = 2.0
"""How long a technician's SQL may hold the database before a commit gives up. Ours."""


class Row(NamedTuple):
    """One row of the journal table."""

    seq: int
    body: bytes
    hash: bytes
    signature: bytes | None
    line_end: int

    @property
    def head(self) -> Head:
        """The head of a journal that ends here."""
        return Head(self.seq, self.hash)

    @property
    def line(self) -> bytes:
        """The line that the line file must hold for this row."""
        return spelled(self.body, self.hash, self.signature)


BEFORE_ALL = Row(0, b"", GENESIS, None, 0)
"""Where an empty journal ends."""

_COLUMNS = "seq, body, hash, signature, line_end"
_ROW = f"SELECT {_COLUMNS} FROM journal"  # noqa: S608 - constants only
_AT_ONCE = 512
"""Rows in one read: a quarter faster than 2,048, whose bodies leave the processor's cache."""


def refuse_stray_journal(path: Path) -> None:
    """Refuse a rollback journal beside the WAL database: SQLite would roll the book back with it.

    Raises:
        BookBroken: there is one.
    """
    stray = path.with_name(path.name + "-journal")
    if stray.exists():
        raise BookBroken(
            f"{stray.name} lies beside the database and is not ours: opening the book would roll"
            " it back, so nothing was read or changed. Find out who put it there, then move it out"
            f" of {path.parent}."
        )


def connect(path: Path) -> sqlite3.Connection:
    """Open the database for its one writer, or make an empty one.

    Raises:
        sqlite3.Error: it cannot be opened; `is_damaged` says whether it ever can.
    """
    uri = f"file:{quote(str(path))}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open the database for questions; a reader can neither write nor take a checkpoint.

    A closed book on a medium that cannot be written is read without the files SQLite would make
    beside it; a live one never is, for that would show it damaged.

    Raises:
        BookBroken: a rollback journal lies beside it.
        sqlite3.Error: it cannot be opened.
    """
    return sqlite3.connect(
        reading(path), uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )


def connect_beside(path: Path) -> sqlite3.Connection:
    """Open an empty temporary database with the one at `path` attached as `found`, for reading.

    A table that only `found` has needs no prefix. What does not fit into 2 MB of memory (SQLite's
    own default) goes to a temporary file without a name, which is gone when the program is.

    Raises:
        BookBroken: a rollback journal lies beside it.
        sqlite3.Error: the database cannot be opened.
    """
    connection = sqlite3.connect("", uri=True, timeout=BUSY_S, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("ATTACH ? AS found", (reading(path),))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def reading(path: Path) -> str:
    """Return how SQLite is asked for a database that it must not write.

    Raises:
        BookBroken: a rollback journal lies beside it, which not even a reader would leave alone.
    """
    refuse_stray_journal(path)
    sealed = not os.access(path.parent, os.W_OK) and not _log_of(path)
    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' if sealed else ''}"


@contextlib.contextmanager
def committing(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what is done inside, or nothing of it.

    Raises:
        sqlite3.Error: nothing was committed, or, if the very commit failed, perhaps everything.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def others_wrote(connection: sqlite3.Connection) -> int:
    """Return a number that changes when anybody else commits to this database.

    What this connection commits itself does not change it (SQLite, PRAGMA data_version).

    Raises:
        sqlite3.Error: it cannot be read.
    """
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def let_go(path: Path, connection: sqlite3.Connection) -> None:
    """Close the writer's connection and leave the database's own file as it is.

    The last connection to close takes a checkpoint nobody announced, unless it only reads.
    """
    with (
        contextlib.suppress(sqlite3.Error, BookBroken),
        contextlib.closing(connect_reader(path)) as reader,
    ):
        reader.execute("SELECT 1 FROM sqlite_schema").fetchall()
        connection.close()
    connection.close()


def _log_of(path: Path) -> bool:
    """Return whether a log with something in it lies beside a database."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def last_row(connection: sqlite3.Connection) -> Row:
    """Return the last row of the journal.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    found = connection.execute(f"{_ROW} ORDER BY seq DESC LIMIT 1").fetchone()
    return BEFORE_ALL if found is None else Row(*found)


def row_at(connection: sqlite3.Connection, seq: int) -> Row:
    """Return one row of the journal; number 0 stands before all.

    Raises:
        BookBroken: it is not there.
        sqlite3.Error: it cannot be read.
    """
    if seq == 0:
        return BEFORE_ALL
    found = connection.execute(f"{_ROW} WHERE seq = ?", (seq,)).fetchone()
    if found is None:
        raise BookBroken(
            f"Entry {seq} is gone from the database: somebody took it out. Keep both copies as"
            " they are and ask for the heads that left this kiosk."
        )
    return Row(*found)


def rows_after(connection: sqlite3.Connection, seq: int) -> Iterator[Row]:
    """Return the rows after number `seq`, in order.

    Raises:
        sqlite3.Error: they cannot be read.
    """
    for run in runs_after(connection, seq, _COLUMNS):
        yield from map(Row._make, run)


def runs_after(connection: sqlite3.Connection, seq: int, columns: str) -> Iterator[list[Any]]:
    """Return the rows after number `seq` as SQLite gives them, many at a time; `seq` comes first.

    Reads in short bites, so that no long read keeps a checkpoint from finishing.

    Raises:
        sqlite3.Error: they cannot be read.
    """
    question = f"SELECT {columns} FROM journal WHERE seq > ? ORDER BY seq LIMIT {_AT_ONCE}"  # noqa: S608 - columns are named by us
    while True:
        run = connection.execute(question, (seq,)).fetchall()
        if run:
            yield run
            seq = run[-1][0]
        if len(run) < _AT_ONCE:
            return


def row_before(connection: sqlite3.Connection, offset: int, head: Row) -> Row:
    """Return the last row whose line ends at or before a byte of the line file."""
    low, high = 0, head.seq
    while low < high:
        middle = (low + high + 1) // 2
        if row_at(connection, middle).line_end <= offset:
            low = middle
        else:
            high = middle - 1
    return row_at(connection, low)


def trusted_row(connection: sqlite3.Connection) -> Head:
    """Return the head up to which the chain was checked before.

    Raises:
        BookBroken: nobody knows.
        sqlite3.Error: it cannot be read.
    """
    found = connection.execute("SELECT seq, hash FROM trusted").fetchone()
    if found is None:
        raise BookBroken("The database has lost its trusted head: somebody took it out.")
    return Head(found[0], found[1] if found[0] else GENESIS)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Return whether SQLite finds every page and index whole; takes as long as the book is long.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def is_damaged(wrong: sqlite3.Error) -> bool:
    """Tell a damaged file, which can be made again, from a disk that does not answer now."""
    name = getattr(wrong, "sqlite_errorname", "")
    return name.startswith("SQLITE_CORRUPT") or name in {"SQLITE_NOTADB", "SQLITE_ERROR"}
