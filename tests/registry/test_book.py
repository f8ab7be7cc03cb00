"""The front door: who may come in, and what a person is told who may not."""

import os
import queue
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.registry.book import open_book
from kiosk.registry.keys import SigningKey, key_from_text
from kiosk.registry.plainly import plainly
from kiosk.registry.verify import Verdict
from kiosk.rules import entries as e
from kiosk.rules.broken import BookBroken, BookUnwritable, ConfigWrong
from kiosk.rules.entries import Fault
from tests.registry.closed_book import sql
from tests.registry.samples import AT, PLACE, POLICY, a_visit, fill, open_here


class Odd(Exception):
    """Something nobody thought of."""


def test_a_new_book_is_empty_and_has_its_secrets_to_itself(tmp_path: Path) -> None:
    book = open_here(tmp_path / "new")
    assert book.head.seq == 0
    assert book.repairs == ()
    assert not book.bay().founded
    for name in ("kiosk.key", "pepper"):
        assert stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) == 0o600
        assert len((tmp_path / "new" / name).read_bytes()) == 32
    book.close()


def test_what_was_written_is_there_at_the_next_start(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    assert book.journal.append(a_visit()) == 12
    head, bay = book.head, book.bay()
    book.close()
    book = open_here(tmp_path)
    assert book.head == head
    assert book.bay() == bay
    assert book.repairs == ()
    book.close()


def test_the_line_file_can_be_read_with_less(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    book.close()
    lines = (tmp_path / "journal.lines").read_text(encoding="utf-8").splitlines()
    body, digest, signature = lines[11].split("\t")
    assert body.startswith('{"v":1,"seq":12,"kiosk":"btb-1","segment":"')
    assert digest == book.head.hex
    assert len(signature) == 92
    assert [line.split("\t")[2] for line in lines[:11]] == ["-"] * 11


def test_a_folder_without_a_book_is_left_alone_if_none_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(BookBroken, match="There is no book in"):
        open_here(tmp_path / "typo", create=False)
    assert not (tmp_path / "typo").exists()


def test_a_second_writer_is_told_to_stop_the_first(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    with pytest.raises(BookUnwritable, match=r"Another program has the book .* stop the kiosk"):
        open_here(tmp_path)
    book.close()
    open_here(tmp_path).close()


def test_the_book_of_another_kiosk_is_refused_by_name(tmp_path: Path) -> None:
    open_here(tmp_path).close()
    with pytest.raises(ConfigWrong, match="is that of 'btb-1', not of 'kpt-2'"):
        open_book(tmp_path, "kpt-2", POLICY)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "-a", "ក", "a\n"])
def test_a_name_that_no_signed_note_can_carry_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigWrong, match="cannot be a kiosk's name"):
        open_book(tmp_path, name, POLICY)


def test_lines_without_the_key_that_signed_them_are_not_gone_on_with(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    fill(book, 1)
    book.close()
    (tmp_path / "kiosk.key").unlink()
    with pytest.raises(BookBroken, match=r"There are lines in .* and no kiosk\.key"):
        open_here(tmp_path)


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_key_that_is_not_32_bytes_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file is what a copy leaves that was cut short; it accuses nobody."""
    open_here(tmp_path).close()
    (tmp_path / "kiosk.key").write_bytes(content)
    with pytest.raises(BookBroken, match="The key of the kiosk is not 32 bytes"):
        open_here(tmp_path)


def test_a_book_without_its_pepper_says_where_it_belongs(tmp_path: Path) -> None:
    open_here(tmp_path).close()
    (tmp_path / "pepper").unlink()
    with pytest.raises(BookBroken, match="The pepper is gone"):
        open_here(tmp_path)


def test_a_folder_that_cannot_be_a_folder_is_a_sentence_and_not_a_traceback(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BookUnwritable, match="cannot be opened now"):
        open_here(tmp_path / "file")


def test_a_making_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    """The key comes last: without it there was no book, whatever else lies there."""
    open_here(tmp_path).close()
    (tmp_path / "kiosk.key").unlink()
    (tmp_path / "pepper").unlink()
    book = open_here(tmp_path)
    fill(book, 1)
    book.close()
    book = open_here(tmp_path)
    assert (book.head.seq, book.repairs) == (1, ())
    matching = book.key.text
    book.close()
    assert (tmp_path / "kiosk.pub").read_text(encoding="utf-8").strip() == matching


def test_a_closed_book_takes_no_more(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.close()
    with pytest.raises(BookUnwritable, match="The book was closed"):
        fill(book, 1)


def test_the_background_verification_tells_what_it_found(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    fill(book, 20)
    told: queue.Queue[Verdict] = queue.Queue()
    book.verify_in_background(told.put)
    verdict = told.get(timeout=10)
    book.close()
    assert verdict.good
    assert (verdict.entries, verdict.signatures_checked, verdict.tables) == (20, 1, ())


@pytest.mark.parametrize(
    "wrong", [OSError(5, "Input/output error"), sqlite3.OperationalError("disk I/O error"), Odd()]
)
def test_a_verification_that_fails_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    """P8: a book that nobody could check is not one on which a weapon is issued."""

    def fails(*_: object, **__: object) -> Verdict:
        raise wrong

    monkeypatch.setattr("kiosk.registry.book.whole", fails)
    book = open_here(tmp_path)
    told: queue.Queue[Verdict] = queue.Queue()
    book.verify_in_background(told.put)
    verdict = told.get(timeout=10)
    book.close()
    assert verdict.fault is Fault.BOOK_UNCHECKED
    assert f"could not be checked to its end ({plainly(wrong)})" in verdict.sentence


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE custody", "UPDATE release SET granted = 1", "UPDATE doubt SET cause = 'whim'"],
)
def test_tables_that_no_entries_make_are_a_sentence_and_not_a_traceback(
    tmp_path: Path, statement: str
) -> None:
    book = open_here(tmp_path)
    doubted = e.DoubtRaised(AT, PLACE.id, e.DoubtCause.FORCED, None)
    book.journal.append((*a_visit(), doubted))
    book.close()
    sql(tmp_path, statement)
    book = open_here(tmp_path)
    with pytest.raises(BookBroken, match=r"changed them past the book.* kiosk rebuild tables"):
        book.bay()
    book.close()


def test_a_disk_that_does_not_give_the_tables_is_not_called_a_changed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    book = open_here(tmp_path)
    monkeypatch.setattr("kiosk.registry.book.read_bay", fails)
    with pytest.raises(BookUnwritable, match="cannot be read now"):
        book.bay()
    book.close()


def test_closing_ends_the_background_verification_early(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    fill(book, 3)
    book._stop.set()
    book.verify_in_background(lambda _: pytest.fail("it was stopped"))
    book.close()


def test_a_head_leaves_the_box_as_a_signed_note_that_its_public_key_vouches_for(
    tmp_path: Path,
) -> None:
    book = open_here(tmp_path)
    fill(book, 2)
    key = key_from_text((tmp_path / "kiosk.pub").read_text())
    signature = book.key.sign(book.head)
    note = key.note(book.head, signature)
    assert note.startswith("armoury-kiosk/btb-1\n2\n")
    assert "\n\n— armoury-kiosk/btb-1 " in note
    assert key.vouches(book.head, signature)
    assert not key.vouches(book.head, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not SigningKey("btb-1", bytes(32)).vouches(book.head, signature)
    book.close()


@pytest.mark.parametrize("text", ["", "x+y+z", "armoury-kiosk/a+00+AAAA", "armoury-kiosk/a+0+AQ=="])
def test_a_text_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BookBroken, match="public key"):
        key_from_text(text)


def test_an_ordinary_start_does_not_load_the_migrations(tmp_path: Path) -> None:
    """It costs 157 ms and 8 MB, and only a pending migration needs it."""
    program = (
        "import sys; from pathlib import Path; from tests.registry.samples import *;"
        "b = open_here(Path(sys.argv[1])); b.bay(); b.close();"
        "print('sqlite_utils' in sys.modules)"
    )
    open_here(tmp_path).close()
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ran.stdout.strip() == "False", "nothing is pending: sqlite-utils stays on the disk"
