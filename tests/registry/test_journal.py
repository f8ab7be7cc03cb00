"""The one writer: durable on two copies, or it raises and never writes again."""

import os
import resource
import signal
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.chain import GENESIS, Head, read_line, seal
from kiosk.registry.checkpoint import Mark
from kiosk.registry.database import connect_reader, rows_after
from kiosk.registry.opening import DATABASE, LINES
from kiosk.rules import entries as e
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.encoding import decode
from tests.registry.samples import AT, SOK, a_visit, fill, open_here, registered


def lines_of(folder: Path) -> list[bytes]:
    return (folder / LINES).read_bytes().splitlines(keepends=True)


def rows_of(folder: Path) -> list[bytes]:
    reader = connect_reader(folder / DATABASE)
    rows = [row.line for row in rows_after(reader, 0)]
    reader.close()
    return rows


@pytest.mark.promise("P1")
def test_both_copies_hold_the_same_bytes_and_each_line_seals_all_before_it(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    fill(book, 3)
    assert lines_of(tmp_path) == rows_of(tmp_path)
    digest = GENESIS
    for raw in lines_of(tmp_path):
        line = read_line(raw)
        assert line is not None
        digest = seal(digest, line.body)
        assert line.hash == digest
    assert book.head == Head(15, digest)
    book.close()


def test_entries_come_back_as_they_were_written(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    kept = [read_line(raw) for raw in lines_of(tmp_path)]
    assert tuple(decode(line.body)[1] for line in kept if line) == a_visit()
    book.close()


def test_only_the_last_line_of_a_commit_is_signed_and_the_signature_is_good(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append([registered(number) for number in range(5000)])
    kept = [read_line(raw) for raw in lines_of(tmp_path)]
    signed = [line for line in kept if line and line.signature]
    assert [line.seq for line in signed] == [5000]
    assert book.key.vouches(book.head, signed[0].signature or b"")
    book.close()


def test_writing_nothing_writes_nothing(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    fill(book, 1)
    before = (tmp_path / LINES).stat().st_size
    assert book.journal.append(()) == 1
    assert (tmp_path / LINES).stat().st_size == before
    book.close()


def refuses_for_good(book: Book, because: str) -> None:
    """The first failure is told; after it nothing is even tried."""
    with pytest.raises(BookUnwritable, match=because) as first:
        book.journal.append((registered(7), registered(8)))
    assert "Entries 2 to 3 may not be durable" in str(first.value)
    assert "must end and start again" in str(first.value)
    size = (book.folder / LINES).stat().st_size
    with pytest.raises(BookUnwritable, match=because):
        book.journal.append((registered(9),))
    assert (book.folder / LINES).stat().st_size == size
    assert book.head.seq == 1


def test_a_full_disk_under_the_line_file_stops_the_journal(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    fill(book, 1)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, book.journal._copies.lines._handle)
    os.close(full)
    refuses_for_good(book, "the disk is full, ENOSPC")
    book.close()
    book = open_here(tmp_path)
    assert book.head.seq == 1, "nothing reached the line file"
    book.close()


def test_a_line_file_that_may_not_grow_leaves_an_unfinished_line_that_is_cut(
    tmp_path: Path,
) -> None:
    """RLIMIT_FSIZE lets the kernel take half a line, as a disk does that runs full in it."""
    book = open_here(tmp_path)
    fill(book, 1)
    size = (tmp_path / LINES).stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, limits[1]))
    try:
        refuses_for_good(book, "the file may not grow any more, EFBIG")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert (tmp_path / LINES).stat().st_size == size + 100
    book.close()
    book = open_here(tmp_path)
    assert book.head.seq == 1
    assert [repair.sentence for repair in book.repairs] == [
        (
            "An unfinished line after line 1 was cut off: the power went while it was written, and"
            " nothing was done on it."
        )
    ]
    assert (tmp_path / LINES).stat().st_size == size
    fill(book, 1)
    book.close()


@pytest.mark.promise("P1")
def test_a_commit_that_fails_after_its_line_is_taken_in_by_the_next_start(tmp_path: Path) -> None:
    """The line file had it already: it happened, and nothing was done on it (P1)."""
    book = open_here(tmp_path)
    fill(book, 30)
    size = (tmp_path / (DATABASE + "-wal")).stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 5000, limits[1]))
    try:
        with pytest.raises(BookUnwritable, match="Entries 31 to 31 may not be durable"):
            fill(book, 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    book.close()
    book = open_here(tmp_path)
    assert book.head.seq == 31
    assert [repair.sentence for repair in book.repairs] == [
        "Entries 31 to 31 were missing in the database; they were taken from the line file."
    ]
    assert lines_of(tmp_path) == rows_of(tmp_path)
    book.close()


@pytest.mark.promise("P2")
def test_a_full_database_leaves_no_line_behind(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    fill(book, 1)
    connection = book.journal._copies.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(BookUnwritable, match="the disk is full, SQLITE_FULL"):
        book.journal.append((e.Refused(AT, "not_now", "x" * 9000),))
    assert not connection.in_transaction
    book.close()
    book = open_here(tmp_path)
    assert (book.head.seq, book.repairs) == (1, ())
    book.close()


def test_a_line_that_no_table_can_follow_is_not_written(tmp_path: Path) -> None:
    """Written, it would keep every later start from opening the book."""
    book = open_here(tmp_path)
    nobody = replace(SOK, name=None)  # type: ignore[arg-type]  # a mistake that mypy would find
    with pytest.raises(BookUnwritable, match="NOT NULL constraint failed"):
        book.journal.append((e.OfficerRegistered(AT, nobody, "x"),))
    book.close()
    assert (tmp_path / LINES).read_bytes() == b""
    book = open_here(tmp_path)
    fill(book, 1)
    book.close()


@pytest.mark.promise("P2")
def test_an_interrupt_in_the_middle_of_a_commit_is_passed_on_and_stops_the_journal(
    tmp_path: Path,
) -> None:
    book = open_here(tmp_path)
    copies = book.journal._copies

    class Interrupted:
        def append(self, _: bytes) -> None:
            raise KeyboardInterrupt

        size = 0

    lines, copies.lines = copies.lines, Interrupted()  # type: ignore[assignment]  # a fake by hand
    with pytest.raises(KeyboardInterrupt):
        fill(book, 1)
    copies.lines = lines
    with pytest.raises(BookUnwritable, match="Entries 1 to 1 may not be durable"):
        fill(book, 1)
    book.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET body = x'00' WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal",
        "REPLACE INTO journal SELECT 1, segment, body, hash, signature, 0, 0 FROM journal LIMIT 1",
        "INSERT INTO journal SELECT 9, segment, body, hash, signature, 0, 0 FROM journal LIMIT 1",
    ],
)
def test_sql_cannot_change_the_journal_by_mistake(tmp_path: Path, statement: str) -> None:
    book = open_here(tmp_path)
    fill(book, 3)
    with pytest.raises(sqlite3.IntegrityError, match="the journal"):
        book.journal._copies.connection.execute(statement)
    book.close()


@pytest.mark.parametrize(("commits", "lines"), [(650, 1), (5, 2500)])
def test_a_checkpoint_comes_often_enough_and_the_log_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commits: int, lines: int
) -> None:
    """A log that grew with every commit would cost each of them a write to the disk more."""
    announced: list[int] = []
    say = Mark.say_checkpoint

    def heard(mark: Mark, seq: int) -> None:
        announced.append(seq)
        say(mark, seq)

    monkeypatch.setattr(Mark, "say_checkpoint", heard)
    book = open_here(tmp_path)
    before = len(announced)
    wal = tmp_path / (DATABASE + "-wal")
    sizes = []
    for first in range(0, commits * lines, lines):
        book.journal.append([registered(number) for number in range(first, first + lines)])
        sizes.append(wal.stat().st_size)
    assert len(announced) - before == (commits // 200 if lines == 1 else commits)
    assert max(sizes) < 8 << 20
    assert sizes[-1] <= 1.1 * max(sizes[: len(sizes) // 2])
    assert (tmp_path / "checkpoint.mark").read_bytes().strip() == b"clean"
    book.close()


def test_a_reader_that_holds_an_old_state_delays_the_checkpoint_and_not_the_commit(
    tmp_path: Path,
) -> None:
    book = open_here(tmp_path)
    fill(book, 1)
    reader = connect_reader(tmp_path / DATABASE)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM journal").fetchone()
    book.journal.append([registered(number) for number in range(10_000)])
    assert (tmp_path / "checkpoint.mark").read_bytes().strip() == b"checkpoint 10001"
    reader.close()
    fill(book, 1)
    assert (tmp_path / "checkpoint.mark").read_bytes().strip() == b"clean"
    book.close()
