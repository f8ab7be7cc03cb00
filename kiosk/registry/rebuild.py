"""Makes either copy from the other, and the tables from the journal.

The order of every step is such that a power cut in the middle finds the same work to do again.
"""

import sqlite3
from pathlib import Path

from kiosk.registry.chain import GENESIS, Head
from kiosk.registry.checkpoint import Mark
from kiosk.registry.database import Row, committing, connect, rows_after
from kiosk.registry.files import sync_folder
from kiosk.registry.keys import HeadKey
from kiosk.registry.line_file import LineFile
from kiosk.registry.migrations import migrate
from kiosk.registry.progress import Progress, Tell
from kiosk.registry.reader import CommitReader
from kiosk.registry.schema import drop_tables, make_tables
from kiosk.registry.tables import decoded, fold_again, write_down

PIECE = 64 << 10
"""Lines are put back in pieces of this size, each durable before the next: whatever a cut destroys
lies within the stretch that the next start compares."""


def apply_commits(connection: sqlite3.Connection, reader: CommitReader, tell: Tell) -> None:
    """Write the commits of the line file into the database; each run is one transaction.

    Raises:
        BookBroken: the line file contradicts itself.
        OSError, sqlite3.Error: storage failed.
    """
    total = reader.size
    end = reader.end
    for lines in reader.commits():
        with committing(connection):
            write_down(connection, lines, [decoded(line) for line in lines], end)
        end = reader.end
        tell(Progress("writing the database from the line file", end, total))


def put_back(connection: sqlite3.Connection, lines: LineFile, last_good: Row, tell: Tell) -> None:
    """Write the line file from the database, after the last good line.

    Raises:
        OSError, sqlite3.Error: storage failed; the next start goes on.
    """
    lines.cut(last_good.line_end)
    piece: list[bytes] = []
    size = 0
    for row in rows_after(connection, last_good.seq):
        line = row.line
        piece.append(line)
        size += len(line)
        if size >= PIECE:
            lines.append(b"".join(piece))
            tell(Progress("writing the line file from the database", row.seq, row.seq))
            piece, size = [], 0
    lines.append(b"".join(piece))


def database_from_lines(
    path: Path, lines: LineFile, key: HeadKey, mark: Mark, tell: Tell
) -> CommitReader:
    """Put a database in place that is made from the line file alone; what was there moves aside.

    Returns the reader, which stands after the last whole commit. The mark still says `rebuild`.

    Raises:
        BookBroken: the line file contradicts itself.
        OSError, sqlite3.Error: storage failed; the next start begins again.
    """
    mark.say_rebuild()
    # The old WAL goes first: beside a new database it would be applied to that.
    aside = path.parent / "aside"
    aside.mkdir(exist_ok=True)
    for suffix in ("-wal", "-shm", ""):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.replace(aside / old.name)
    sync_folder(aside)
    sync_folder(path.parent)
    fresh = path.with_name(path.name + ".new")
    for suffix in ("", "-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    connection = connect(fresh)
    try:
        migrate(connection)
        reader = CommitReader(lines, key, Head(0, GENESIS), 0)
        apply_commits(connection, reader, tell)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    fresh.chmod(0o640)
    fresh.replace(path)
    sync_folder(path.parent)
    return reader


def rebuild_tables(connection: sqlite3.Connection, tell: Tell) -> None:
    """Drop every table that follows from the entries and make it again from the journal (P3).

    Raises:
        BookBroken: an entry cannot be read.
        sqlite3.Error: nothing changed.
    """
    with committing(connection):
        drop_tables(connection)
        make_tables(connection)
        fold_again(connection, tell)
