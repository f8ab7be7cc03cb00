"""What somebody with a shell can do to a book: lines changed, rows changed, triggers dropped."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kiosk.registry.opening import DATABASE, LINES

Change = Callable[[list[bytes]], list[bytes]]


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
