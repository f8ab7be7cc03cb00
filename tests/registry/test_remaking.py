"""One part of the book made again from the rest: verified, put aside, told at the next start."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.registry import remaking
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.progress import Progress
from kiosk.registry.remaking import remake
from kiosk.registry.verify import unfinished, whole
from kiosk.rules.broken import BookBroken, BookUnwritable, ConfigWrong
from kiosk.rules.entries import BookPart
from kiosk.rules.observations import Mended
from tests.registry.closed_book import edit, sql
from tests.registry.samples import KIOSK, fill, open_here, registered

FORGED = b'"serial":"s17"', b'"serial":"s71"'


def forge_the_lines(folder: Path) -> None:
    edit(folder, lambda lines: [line.replace(*FORGED) for line in lines])


def forge_the_rows(folder: Path) -> None:
    sql(
        folder,
        "UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), 's17', 's71') AS BLOB)"
        " WHERE seq = 17",
    )


def destroy_the_lines(folder: Path) -> None:
    (folder / LINES).write_bytes(b"\0" * 9000)


def destroy_the_rows(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"\0" * 9000)


@pytest.mark.parametrize("part", BookPart)
def test_each_part_is_made_again_and_stays_untold_until_a_start(
    folder: Path, part: BookPart
) -> None:
    before = whole(folder)
    assert remake(folder, KIOSK, part) == 40
    assert whole(folder) == before
    book = open_here(folder)
    assert book.untold == (Mended(part, 1, 40),)
    assert book.facts.weapon(registered(7).weapon.number) == registered(7).weapon
    book.close()


@pytest.mark.parametrize(
    ("part", "spoil"),
    [
        (BookPart.LINES, forge_the_lines),
        (BookPart.LINES, destroy_the_lines),
        (BookPart.DATABASE, forge_the_rows),
        (BookPart.DATABASE, destroy_the_rows),
    ],
)
def test_a_copy_that_was_forged_or_destroyed_is_replaced_from_the_good_one(
    folder: Path, part: BookPart, spoil: Callable[[Path], None]
) -> None:
    """A forged copy keeps the book shut until then: it is what this command is for."""
    head = whole(folder).head_hash
    spoil(folder)
    assert remake(folder, KIOSK, part) == 40
    verdict = whole(folder)
    assert (verdict.good, verdict.head_hash) == (True, head)
    open_here(folder).close()


def test_a_forged_copy_is_put_aside_as_it_was_found(folder: Path) -> None:
    """Somebody will ask what was changed in it."""
    forge_the_lines(folder)
    forged = (folder / LINES).read_bytes()
    remake(folder, KIOSK, BookPart.LINES)
    assert (folder / "aside" / LINES).read_bytes() == forged
    forge_the_rows(folder)
    remake(folder, KIOSK, BookPart.DATABASE)
    with closing(sqlite3.connect(folder / "aside" / DATABASE)) as aside:
        (body,) = aside.execute("SELECT body FROM journal WHERE seq = 17").fetchone()
    assert b"s71" in body


@pytest.mark.parametrize(
    ("part", "spoil"),
    [
        (BookPart.LINES, forge_the_rows),
        (BookPart.TABLES, forge_the_rows),
        (BookPart.DATABASE, forge_the_lines),
    ],
)
def test_nothing_is_made_from_a_copy_that_was_forged(
    folder: Path, part: BookPart, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    files = {name: (folder / name).read_bytes() for name in (LINES, DATABASE)}
    with pytest.raises(BookBroken, match="Nothing was made from it"):
        remake(folder, KIOSK, part)
    assert {name: (folder / name).read_bytes() for name in files} == files


@pytest.mark.parametrize("part", [BookPart.LINES, BookPart.DATABASE])
def test_p2_a_copy_that_has_more_than_the_other_is_not_replaced_by_it(
    folder: Path, part: BookPart
) -> None:
    """Both are spoilt, and cannot be made alike: the shorter one must not win."""
    short = shutil.copytree(folder, folder.parent / "short")
    book = open_here(folder)
    fill(book, 3, first=41)
    book.close()
    if part is BookPart.LINES:
        edit(folder, lambda lines: [*lines[:39], lines[39].replace(b"s40", b"s04"), *lines[40:]])
        shutil.copy(short / DATABASE, folder / DATABASE)
    else:
        sql(folder, "UPDATE journal SET hash = x'00' WHERE seq = 41")
        shutil.copy(short / LINES, folder / LINES)
    with pytest.raises(BookBroken, match=r"goes on to entry 43.* ends at entry 40.*would be lost"):
        remake(folder, KIOSK, part)


def test_a_book_that_another_program_writes_is_left_alone(folder: Path) -> None:
    book = open_here(folder)
    with pytest.raises(BookUnwritable, match="Another program"):
        remake(folder, KIOSK, BookPart.LINES)
    book.close()
    with pytest.raises(ConfigWrong, match="is that of"):
        remake(folder, "kpt-2", BookPart.LINES)


@pytest.mark.parametrize("part", BookPart)
def test_no_kiosk_can_start_in_the_middle(folder: Path, part: BookPart) -> None:
    """Between two steps the book is in pieces: the lock is held from the first to the last."""
    tried = []

    def start(_: Progress) -> None:
        with pytest.raises(BookUnwritable, match="Another program"):
            open_here(folder)
        tried.append(part)

    remake(folder, KIOSK, part, start)
    assert tried


def test_a_disk_that_fails_is_a_sentence_and_the_next_try_ends_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(remaking, "rebuild_tables", fails)
    with pytest.raises(BookUnwritable, match=r"tables of the book .* cannot be made again now"):
        remake(folder, KIOSK, BookPart.TABLES)
    monkeypatch.undo()
    assert remake(folder, KIOSK, BookPart.TABLES) == 40


def test_a_disk_that_does_not_answer_is_not_taken_for_a_shorter_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(remaking, "last_row", fails)
    with pytest.raises(BookUnwritable, match="disk I/O error"):
        remake(folder, KIOSK, BookPart.DATABASE)


def test_a_source_that_cannot_be_verified_now_is_not_called_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another try may do better: nobody is accused, and nothing is put aside."""
    monkeypatch.setattr(remaking, "whole", lambda *_, **__: unfinished(OSError(5, "I/O")))
    with pytest.raises(BookUnwritable, match="could not be checked to its end"):
        remake(folder, KIOSK, BookPart.DATABASE)
    assert whole(folder).good, "nothing was put aside"


def test_an_empty_database_is_not_made_where_both_copies_are_lost(folder: Path) -> None:
    """It was, and its kiosk went on as if nothing had ever been issued."""
    for name in (DATABASE, LINES):
        (folder / name).unlink()
    for part in BookPart:
        with pytest.raises(BookBroken, match="Both copies of the book"):
            remake(folder, KIOSK, part)
    (folder / LINES).touch()
    with pytest.raises(BookBroken, match="holds no entry that can be read"):
        remake(folder, KIOSK, BookPart.DATABASE)
    assert not (folder / DATABASE).exists()
