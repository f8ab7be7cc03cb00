"""Opens both copies of a book so that they agree, or says why nobody may write into it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.registry.checkpoint import Checkpoints, Mark
from kiosk.registry.database import (
    Row,
    connect,
    is_damaged,
    is_sound,
    last_row,
    let_go,
    refuse_stray_journal,
)
from kiosk.registry.keys import HeadKey
from kiosk.registry.line_file import LineFile
from kiosk.registry.mending import Repair, check_whole, mend
from kiosk.registry.migrations import migrate
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Tell
from kiosk.registry.rebuild import database_from_lines
from kiosk.rules.broken import BookBroken, BookUnwritable
from kiosk.rules.entries import BookPart

LINES = "journal.lines"
DATABASE = "registry.db"
MARK = "checkpoint.mark"


class Unreadable(BookUnwritable):
    """The database's file is damaged, or is no database of ours; the line file can replace it."""


@dataclass(slots=True)
class Copies:
    """Both copies, open and alike. `head` is where they ended when they were opened."""

    path: Path
    connection: sqlite3.Connection
    lines: LineFile
    checkpoints: Checkpoints
    head: Row
    repairs: list[Repair] = field(default_factory=list)

    def close(self) -> None:
        """Let go of both as they are."""
        let_go(self.path, self.connection)
        self.lines.close()


def refuse_lost(folder: Path) -> None:
    """Refuse a book of which neither copy is left.

    Raises:
        BookBroken: says what can still be done.
    """
    if not (folder / DATABASE).exists() and not (folder / LINES).exists():
        raise BookBroken(
            f"Both copies of the book in {folder} are lost, database and line file. Restore one of"
            " them from a backup or from the hub. Nothing was changed."
        )


def open_copies(folder: Path, key: HeadKey, tell: Tell, *, fresh: bool) -> Copies:
    """Open both copies and make them agree. `fresh`: there was no book in this folder before.

    Raises:
        BookBroken: they contradict themselves or each other, or both are lost.
        OSError, sqlite3.Error: storage failed; another start may do better.
    """
    path = folder / DATABASE
    refuse_stray_journal(path)
    mark = Mark(folder / MARK)
    lines = LineFile(folder / LINES)
    try:
        return _opened(path, lines, key, mark, tell, fresh=fresh)
    except BaseException:
        lines.close()
        raise


def _opened(  # noqa: PLR0913 - the parts of one book
    path: Path, lines: LineFile, key: HeadKey, mark: Mark, tell: Tell, *, fresh: bool
) -> Copies:
    if path.exists() and not mark.rebuild:
        try:
            return _agreed(path, lines, key, mark, tell)
        except Unreadable as wrong:
            why = f"The database could not be read ({wrong})"
    elif mark.rebuild or fresh:
        why = "The database was being made when the power went"
    else:
        why = "The database was gone"
    may_be_empty = fresh or mark.rebuild
    if lines.size == 0 and not may_be_empty:
        raise BookBroken(
            f"{why}, and the line file is empty or gone too: both copies of the book in"
            f" {path.parent} are lost. Restore one of them from a backup or from the hub."
        )
    reader = database_from_lines(path, lines, key, mark, tell)
    if reader.head.seq == 0 and lines.size:
        raise BookBroken(
            f"{why}, and the line file cannot be read from its first line on. Keep both copies in"
            f" {path.parent} as they are."
        )
    copies = _agreed(path, lines, key, mark, tell)
    if not fresh:
        copies.repairs.insert(
            0,
            Repair(
                BookPart.DATABASE,
                1,
                reader.head.seq,
                f"{why}; it was made again from the line file up to entry {reader.head.seq}.",
            ),
        )
    return copies


@contextlib.contextmanager
def _damage_told_apart() -> Iterator[None]:
    """Turn what SQLite says about a damaged file into `Unreadable`."""
    try:
        yield
    except sqlite3.Error as wrong:
        if is_damaged(wrong):
            raise Unreadable(plainly(wrong)) from wrong
        raise


@_damage_told_apart()
def _agreed(path: Path, lines: LineFile, key: HeadKey, mark: Mark, tell: Tell) -> Copies:
    """Open the database that is there and make both copies end alike.

    Raises:
        Unreadable: it has to be made again.
    """
    connection = connect(path)
    try:
        last_row(connection)
        migrate(connection)
        if not (mark.clean or mark.rebuild):
            _refuse_mixed_pages(connection, lines, mark)
        repairs = mend(connection, lines, key, tell)
        head = last_row(connection)
        checkpoints = Checkpoints(connection, mark)
        if not mark.clean:
            checkpoints.take(head.seq)
        return Copies(path, connection, lines, checkpoints, head, repairs)
    except BaseException:
        let_go(path, connection)
        raise


def _refuse_mixed_pages(connection: sqlite3.Connection, lines: LineFile, mark: Mark) -> None:
    """Look at the whole database after a cut in the middle of a checkpoint.

    Pages of an entry that the WAL lost again, or whole destroyed blocks, make it unreadable.
    """
    head = last_row(connection)
    lost = lines.size > head.line_end if mark.begun_at is None else head.seq < mark.begun_at
    if lost or not is_sound(connection):
        raise Unreadable("the power went while its own file was written")
    try:
        check_whole(connection)
    except BookBroken as wrong:
        raise Unreadable(str(wrong)) from wrong
