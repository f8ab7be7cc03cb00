"""What tests do to a closed book of 40 commits, and how it must look after the next start."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kiosk.registry.database import connect_reader, rows_after
from kiosk.registry.opening import DATABASE, LINES
from tests.registry.samples import open_here

Change = Callable[[list[bytes]], list[bytes]]


def assert_repaired(folder: Path, *sentences: str) -> None:
    """Open the book: it says these sentences once, and both copies are alike again."""
    for expected in (sentences, ()):
        book = open_here(folder)
        assert tuple(repair.sentence for repair in book.repairs) == expected
        assert book.head.seq == 40
        book.close()
    reader = connect_reader(folder / DATABASE)
    assert b"".join(row.line for row in rows_after(reader, 0)) == (folder / LINES).read_bytes()
    reader.close()


def edit(folder: Path, change: Change) -> None:
    lines = (folder / LINES).read_bytes().splitlines(keepends=True)
    (folder / LINES).write_bytes(b"".join(change(lines)))


def sql(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    for trigger in ("journal_keeps_its_words", "journal_keeps_its_lines", "journal_leaves_no_gap"):
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.close()
