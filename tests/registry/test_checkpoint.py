"""A cut while the database's own file is written: the next start looks at all of it."""

import sqlite3
from pathlib import Path

import pytest

from kiosk.registry.checkpoint import Mark
from kiosk.registry.opening import DATABASE
from kiosk.rules.broken import BookUnwritable
from tests.registry.closed_book import assert_repaired, sql
from tests.registry.samples import open_here


def test_a_cut_in_a_checkpoint_makes_the_next_start_look_at_the_whole_database(
    folder: Path,
) -> None:
    Mark(folder / "checkpoint.mark").say_checkpoint(40)
    assert_repaired(folder)
    assert Mark(folder / "checkpoint.mark").clean


def test_a_database_behind_an_announced_checkpoint_is_made_again(folder: Path) -> None:
    """The WAL lost commits whose pages the checkpoint had moved already: half old, half new."""
    Mark(folder / "checkpoint.mark").say_checkpoint(41)
    assert_repaired(
        folder,
        "The database could not be read (the power went while its own file was written); it was"
        " made again from the line file up to entry 40.",
    )


def test_a_block_destroyed_by_a_checkpoint_is_found_and_the_database_made_again(
    folder: Path,
) -> None:
    text = bytearray((folder / DATABASE).read_bytes())
    text[8192:12288] = bytes(4096)
    (folder / DATABASE).write_bytes(text)
    Mark(folder / "checkpoint.mark").say_checkpoint(40)
    book = open_here(folder)
    assert "it was made again from the line file up to entry 40" in book.repairs[0].sentence
    book.close()
    assert_repaired(folder)


def test_an_entry_that_a_checkpoint_mangled_is_not_taken_for_an_edit(folder: Path) -> None:
    sql(folder, "UPDATE journal SET hash = zeroblob(32) WHERE seq = 3")
    Mark(folder / "checkpoint.mark").say_checkpoint(40)
    book = open_here(folder)
    assert "Entry 3 of the database does not follow" in book.repairs[0].sentence
    book.close()
    assert_repaired(folder)


@pytest.mark.parametrize("content", [None, b"", b"\xff" * 32, b"checkpoint x".ljust(32)])
def test_a_mark_that_cannot_be_read_counts_as_a_checkpoint(
    folder: Path, content: bytes | None
) -> None:
    mark = folder / "checkpoint.mark"
    mark.unlink()
    if content is not None:
        mark.write_bytes(content)
    assert_repaired(folder)
    assert Mark(mark).clean


def test_a_rebuild_that_was_cut_short_is_begun_again(folder: Path) -> None:
    Mark(folder / "checkpoint.mark").say_rebuild()
    (folder / (DATABASE + ".new")).write_bytes(b"half")
    assert_repaired(
        folder,
        "The database was being made when the power went; it was made again from the line file up"
        " to entry 40.",
    )


def test_a_disk_that_does_not_answer_is_no_reason_to_make_a_copy_again(folder: Path) -> None:
    """EIO may be over at the next start; a good copy moved aside would be lost for nothing."""
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("DELETE FROM fault")
    with pytest.raises(BookUnwritable, match=r"cannot be opened now \(another program holds"):
        open_here(folder)
    connection.close()
    assert not (folder / "aside" / DATABASE).exists()
    assert_repaired(folder)
