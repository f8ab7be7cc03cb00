"""A start after the power went: either copy mends the other, and says so."""

import os
import shutil
from pathlib import Path

import pytest

from kiosk.registry.book import Progress
from kiosk.registry.opening import DATABASE, LINES
from kiosk.rules.broken import BookBroken
from tests.registry.closed_book import assert_repaired, edit, sql
from tests.registry.samples import fill, open_here, registered

pytestmark = pytest.mark.promise("P2")


def test_a_missing_line_file_is_written_again_from_the_database(folder: Path) -> None:
    (folder / LINES).unlink()
    assert_repaired(
        folder,
        "Lines 1 to 40 of the line file were lost or destroyed; they were written again from the"
        " database.",
    )


@pytest.mark.parametrize("lost", [1, 700, 3000])
def test_a_line_file_that_is_shorter_is_written_to_its_end(folder: Path, lost: int) -> None:
    size = (folder / LINES).stat().st_size
    os.truncate(folder / LINES, size - lost)
    first = (folder / LINES).read_bytes().count(b"\n") + 1
    assert_repaired(
        folder,
        f"Lines {first} to 40 of the line file were lost or destroyed; they were written again from"
        " the database.",
    )


@pytest.mark.parametrize("lost", [0, 100 << 10, 700 << 10])
def test_only_the_end_of_a_long_line_file_is_compared_and_any_length_is_put_back(
    tmp_path: Path, lost: int
) -> None:
    book = open_here(tmp_path)
    for first in range(1, 4051, 90):
        book.journal.append([registered(number) for number in range(first, first + 90)])
    head = book.head
    book.close()
    whole = (tmp_path / LINES).read_bytes()
    os.truncate(tmp_path / LINES, len(whole) - lost)
    book = open_here(tmp_path)
    assert book.head == head
    assert len(book.repairs) == (1 if lost else 0)
    book.close()
    assert (tmp_path / LINES).read_bytes() == whole


@pytest.mark.parametrize("fill_with", [b"\0", b"\xff", b"garbage\n"])
def test_a_destroyed_block_of_the_line_file_is_written_again(
    folder: Path, fill_with: bytes
) -> None:
    text = bytearray((folder / LINES).read_bytes())
    text[8192:12288] = (fill_with * 4096)[:4096]
    (folder / LINES).write_bytes(text)
    first = bytes(text[:8192]).count(b"\n") + 1
    assert_repaired(
        folder,
        f"Lines {first} to 40 of the line file were lost or destroyed; they were written again from"
        " the database.",
    )


@pytest.mark.parametrize("tail", [b"{", b'{"v":1,"seq":41,', b"\0" * 700, b"garbage\n"])
def test_a_line_that_was_not_finished_is_cut_off(folder: Path, tail: bytes) -> None:
    with (folder / LINES).open("ab") as lines:
        lines.write(tail)
    assert_repaired(
        folder,
        "An unfinished line after line 40 was cut off: the power went while it was written, and"
        " nothing was done on it.",
    )


def test_lines_of_a_commit_whose_last_line_is_lost_are_cut_off(folder: Path) -> None:
    """A commit is whole or it never was: the signature at its end says so."""
    book = open_here(folder)
    book.journal.append([registered(41), registered(42)])
    book.close()
    back = folder.parent / "back"
    shutil.copytree(folder, back)
    edit(back, lambda lines: lines[:-1])
    sql(back, "DELETE FROM journal WHERE seq > 40")
    shutil.rmtree(folder)
    shutil.copytree(back, folder)
    assert_repaired(
        folder,
        "An unfinished line after line 40 was cut off: the power went while it was written, and"
        " nothing was done on it.",
    )


def test_a_missing_database_is_made_again_from_the_line_file_and_says_how_far_it_is(
    folder: Path,
) -> None:
    told: list[Progress] = []
    (folder / DATABASE).unlink()
    book = open_here(folder, tell=told.append)
    assert told[-1].done == told[-1].total == (folder / LINES).stat().st_size
    assert [repair.sentence for repair in book.repairs] == [
        "The database was gone; it was made again from the line file up to entry 40."
    ]
    assert book.facts.weapon(registered(7).weapon.number) == registered(7).weapon
    book.close()
    assert_repaired(folder)


def test_an_unreadable_database_is_moved_aside_and_made_again(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"no database at all" * 1000)
    assert_repaired(
        folder,
        "The database could not be read (the file is no database, SQLITE_NOTADB); it was made again"
        " from the line file up to entry 40.",
    )
    assert (folder / "aside" / DATABASE).read_bytes().startswith(b"no database")


def test_the_log_of_a_damaged_database_is_not_applied_to_the_new_one(tmp_path: Path) -> None:
    """SQLite would take it for the new one's own: it carries no name."""
    book = open_here(tmp_path / "live")
    fill(book, 40)
    folder = Path(shutil.copytree(tmp_path / "live", tmp_path / "cut"))
    book.close()
    assert (folder / (DATABASE + "-wal")).stat().st_size
    (folder / DATABASE).write_bytes(b"no database at all" * 1000)
    assert_repaired(
        folder,
        "The database could not be read (pages of the database are damaged, SQLITE_CORRUPT); it was"
        " made again from the line file up to entry 40.",
    )


def test_a_database_without_its_tables_is_made_again(folder: Path) -> None:
    sql(folder, "DROP TABLE journal")
    assert_repaired(
        folder,
        "The database could not be read (the database has no table journal, SQLITE_ERROR); it was"
        " made again from the line file up to entry 40.",
    )


def test_both_copies_missing_is_not_a_new_book(folder: Path) -> None:
    (folder / DATABASE).unlink()
    (folder / LINES).unlink()
    with pytest.raises(BookBroken, match=r"database was gone, and the line file is empty or gone"):
        open_here(folder)


def test_a_missing_database_beside_an_unreadable_line_file_is_not_a_new_book(folder: Path) -> None:
    (folder / DATABASE).unlink()
    (folder / LINES).write_bytes(b"\0" * 5000)
    with pytest.raises(BookBroken, match="line file cannot be read from its first line on"):
        open_here(folder)


def test_a_destroyed_block_in_the_middle_of_the_only_copy_keeps_the_book_shut(
    folder: Path,
) -> None:
    """Cutting the line file there would throw away what stands after it."""
    (folder / DATABASE).unlink()
    edit(folder, lambda lines: [*lines[:10], b"\0" * 400, *lines[11:]])
    before = (folder / LINES).read_bytes()
    with pytest.raises(BookBroken, match="destroyed after line 10, goes on up to line 40"):
        open_here(folder)
    assert (folder / LINES).read_bytes() == before


def test_two_losses_in_two_copies_keep_the_book_shut(folder: Path) -> None:
    old = folder.parent / "old.db"
    shutil.copy(folder / DATABASE, old)
    book = open_here(folder)
    fill(book, 2, first=41)
    book.close()
    shutil.copy(old, folder / DATABASE)
    edit(folder, lambda lines: [*lines[:38], b"\0" * len(lines[38]), *lines[39:]])
    with pytest.raises(BookBroken, match="both copies lost something"):
        open_here(folder)


def test_an_older_database_is_brought_up_to_the_line_file(folder: Path) -> None:
    old = folder.parent / "old.db"
    shutil.copy(folder / DATABASE, old)
    book = open_here(folder)
    for first in range(41, 2441, 600):
        book.journal.append([registered(number) for number in range(first, first + 600)])
    head = book.head
    book.close()
    shutil.copy(old, folder / DATABASE)
    book = open_here(folder)
    assert book.head == head
    assert [repair.sentence for repair in book.repairs] == [
        "Entries 41 to 2440 were missing in the database; they were taken from the line file."
    ]
    book.close()


def test_a_stray_rollback_journal_keeps_the_book_shut(folder: Path) -> None:
    """SQLite would roll the whole database back with it."""
    (folder / (DATABASE + "-journal")).write_bytes(b"")
    with pytest.raises(BookBroken, match=r"registry\.db-journal lies beside the database"):
        open_here(folder)
