"""Makes the two copies agree at a start, looking at state and not at history (P15).

The database says how many bytes the line file must have and what they are, so its last stretch is
compared byte for byte. One copy may lack the end or have a destroyed block: the other one mends it.
Well-formed lines that contradict the chain are nobody's power cut: the book stays shut.
"""

import sqlite3
from dataclasses import dataclass

from kiosk.registry.chain import Head, read_line, seal
from kiosk.registry.database import (
    BEFORE_ALL,
    Row,
    last_row,
    row_at,
    row_before,
    rows_after,
    trusted_row,
)
from kiosk.registry.keys import HeadKey
from kiosk.registry.line_file import LineFile
from kiosk.registry.progress import Tell
from kiosk.registry.reader import CommitReader
from kiosk.registry.rebuild import apply_commits, put_back
from kiosk.rules.broken import BookBroken
from kiosk.rules.encoding import prefix
from kiosk.rules.entries import BookPart
from kiosk.rules.observations import Mended

STRETCH = 256 << 10
"""How much of the line file's end is compared: twice the largest erase block we stand up to."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was put right, and a sentence for a technician.

    `last_seq` is before `first_seq` when only an unfinished line was cut off.
    """

    part: BookPart
    first_seq: int
    last_seq: int
    sentence: str

    @property
    def mended(self) -> tuple[Mended, ...]:
        """What an entry must say of it: nothing of a line on which nothing was done."""
        if self.last_seq < self.first_seq:
            return ()
        return (Mended(self.part, self.first_seq, self.last_seq),)


def mend(connection: sqlite3.Connection, lines: LineFile, key: HeadKey, tell: Tell) -> list[Repair]:
    """Make both copies end alike and return what had to be mended.

    Raises:
        BookBroken: somebody changed one of them.
        OSError, sqlite3.Error: storage failed; the next start does the same again.
    """
    head = last_row(connection)
    shared = min(lines.size, head.line_end)
    start = row_before(connection, shared - STRETCH, head)
    _check_chain(connection, key, start, head)
    good = _last_agreed(connection, lines, start, shared)
    if good.seq < head.seq:
        _refuse_two_losses(lines, key, head)
        put_back(connection, lines, good, tell)
        return [
            Repair(
                BookPart.LINES,
                good.seq + 1,
                head.seq,
                f"Lines {good.seq + 1} to {head.seq} of the line file were lost or destroyed;"
                " they were written again from the database.",
            )
        ]
    if lines.size > head.line_end:
        return _go_on(connection, lines, key, head, tell)
    return []


def _check_chain(connection: sqlite3.Connection, key: HeadKey, start: Row, head: Row) -> None:
    """Check the database from the trusted head on, or from farther back if the stretch is."""
    trusted = trusted_row(connection)
    at = start
    if trusted.seq < start.seq:
        at = row_at(connection, trusted.seq)
    if row_at(connection, trusted.seq).hash != trusted.hash:
        raise _changed(trusted.seq)
    for row in rows_after(connection, at.seq):
        if not _follows(row, at):
            raise _changed(at.seq + 1)
        at = row
    if head.seq and (head.signature is None or not key.vouches(head.head, head.signature)):
        raise BookBroken(
            f"The signature of entry {head.seq} in the database is not this kiosk's: somebody wrote"
            " the database anew. Keep both copies as they are."
        )


def _follows(row: Row, before: Row) -> bool:
    return (
        row.seq == before.seq + 1
        and row.body.startswith(prefix(row.seq))
        and seal(before.hash, row.body) == row.hash
        and row.line_end == before.line_end + len(row.line)
    )


def _changed(seq: int) -> BookBroken:
    return BookBroken(
        f"Entry {seq} of the database does not follow from the entry before: somebody changed the"
        " database. Keep both copies as they are."
    )


def _last_agreed(connection: sqlite3.Connection, lines: LineFile, start: Row, shared: int) -> Row:
    """Return the last row whose line the line file has, comparing from `start` on."""
    stretch = lines.read(start.line_end, shared + STRETCH)
    good = start
    for row in rows_after(connection, start.seq):
        if good.line_end >= shared:
            break
        offset = good.line_end - start.line_end
        line = row.line
        if not stretch.startswith(line, offset):
            found = stretch[offset : stretch.find(b"\n", offset) + 1]
            if read_line(found) is not None:
                raise BookBroken(
                    f"Line {row.seq} of the line file is not what the database has for it:"
                    " somebody changed the line file. Keep both copies as they are."
                )
            break
        good = row
    return good


def _refuse_two_losses(lines: LineFile, key: HeadKey, head: Row) -> None:
    """Make sure that mending the line file throws no commit away that the database lacks."""
    beyond = CommitReader(lines, key, head.head, head.line_end)
    for _ in beyond.commits():
        raise BookBroken(
            f"The line file is damaged before line {head.seq} and goes on after it, where the"
            " database ends: both copies lost something. Keep them as they are."
        )


def _go_on(
    connection: sqlite3.Connection, lines: LineFile, key: HeadKey, head: Row, tell: Tell
) -> list[Repair]:
    """Bring the database up to the line file, and cut off a commit that was not finished."""
    repairs = []
    reader = CommitReader(lines, key, head.head, head.line_end)
    apply_commits(connection, reader, tell)
    last = reader.head.seq
    if last > head.seq:
        repairs.append(
            Repair(
                BookPart.DATABASE,
                head.seq + 1,
                last,
                f"Entries {head.seq + 1} to {last} were missing in the database; they were taken"
                " from the line file.",
            )
        )
    if reader.end < lines.size:
        lines.cut(reader.end)
        repairs.append(
            Repair(
                BookPart.LINES,
                last + 1,
                last,
                f"An unfinished line after line {last} was cut off: the power went while it was"
                " written, and nothing was done on it.",
            )
        )
    return repairs


def check_whole(connection: sqlite3.Connection) -> Head:
    """Check the database's whole chain; takes as long as the book is long.

    Raises:
        BookBroken: an entry does not follow from the one before.
        sqlite3.Error: it cannot be read.
    """
    at = BEFORE_ALL
    for row in rows_after(connection, 0):
        if not _follows(row, at):
            raise _changed(at.seq + 1)
        at = row
    return at.head
