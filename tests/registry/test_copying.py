"""Copies of the book: taken while it is written, verified, without keys, the oldest dropped."""

import threading
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest

from kiosk.registry.book import open_book
from kiosk.registry.copying import copy_book
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.verify import whole
from kiosk.rules.broken import BookBroken, BookUnwritable
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import OFFICER, running, warehouse
from tests.commands.typed import typed


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the folder of a founded book that nobody has open."""
    _, settings = warehouse(tmp_path)
    return settings.folder


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder for copies."""
    place = tmp_path / "stick"
    place.mkdir()
    return place


def test_a_copy_verifies_by_itself_and_ends_where_the_book_did(book: Path, stick: Path) -> None:
    copied = copy_book(book, stick, same_disk=True)
    verdict = whole(copied.path)
    assert verdict.good
    assert (verdict.head_seq, verdict.head_hash) == (copied.entries, copied.head)
    assert copied.path.name == f"Angkor-1-{copied.entries:09d}"


def test_neither_key_nor_pepper_leaves_the_kiosk(book: Path, stick: Path) -> None:
    copied = copy_book(book, stick, same_disk=True)
    assert {path.name for path in copied.path.iterdir()} == {DATABASE, LINES, "kiosk.pub"}


def test_a_copy_of_a_kiosk_that_writes_is_of_one_moment(tmp_path: Path, stick: Path) -> None:
    """The line file is written before the database: what the copy has of it belongs to that."""
    config, settings = warehouse(tmp_path)
    ended = threading.Event()
    with running(config, settings) as program:
        program.answered()

        def work() -> None:
            for who in cycle(("0047730", OFFICER)):  # one badge again at once is held too long
                if ended.is_set():
                    return
                program.enters(who)
                program.face.tap(p.Cancel())
                program.until(Stage.IDLE)

        writer = threading.Thread(target=work)
        writer.start()
        try:
            heads = [copy_book(settings.folder, stick, same_disk=True) for _ in range(4)]
        finally:
            ended.set()
            writer.join()
    assert all(whole(head.path).good for head in heads)


def test_the_same_book_is_copied_once(book: Path, stick: Path) -> None:
    assert copy_book(book, stick, same_disk=True) == copy_book(book, stick, same_disk=True)
    assert len(list(stick.iterdir())) == 1


def test_the_oldest_copies_of_this_kiosk_are_dropped_and_nothing_else(
    book: Path, stick: Path
) -> None:
    for number in range(3):
        (stick / f"Angkor-1-{number:09d}").mkdir()
    others = [
        stick / "Angkor-1-notes",
        stick / "Angkor-2-000000001",
        stick / "Angkor-1-1-000000001",
    ]
    for other in others:
        other.mkdir()
    assert copy_book(book, stick, same_disk=True, kept=2).dropped == 2
    assert all(other.is_dir() for other in others)
    assert (stick / "Angkor-1-000000002").is_dir()
    assert not (stick / "Angkor-1-000000001").exists()


def test_a_copy_on_the_same_card_is_refused(book: Path, stick: Path) -> None:
    """A stick that is not plugged in leaves an empty folder on the card behind."""
    with pytest.raises(BookUnwritable, match="is on the disk of the book"):
        copy_book(book, stick)
    assert list(stick.iterdir()) == []


def test_without_a_stick_the_sentence_says_so(book: Path, tmp_path: Path) -> None:
    with pytest.raises(BookUnwritable, match="plug the stick in"):
        copy_book(book, tmp_path / "nowhere")


def test_a_damaged_book_drops_no_older_copy(book: Path, stick: Path) -> None:
    older = copy_book(book, stick, same_disk=True, kept=1)
    lines = (book / LINES).read_bytes()
    (book / LINES).write_bytes(lines.replace(b"0041207", b"0041208", 1))
    with pytest.raises(BookBroken, match="does not verify"):
        copy_book(book, stick, same_disk=True, kept=1)
    assert whole(older.path).good


def test_a_copy_that_was_cut_off_is_in_nobody_s_way(book: Path, stick: Path) -> None:
    (stick / "Angkor-1.new").mkdir()
    (stick / "Angkor-1.new" / DATABASE).write_bytes(b"half")
    copied = copy_book(book, stick, same_disk=True)
    assert list(stick.iterdir()) == [copied.path]


def test_the_command_says_where_and_with_which_head(tmp_path: Path, stick: Path) -> None:
    config, settings = warehouse(tmp_path)
    said = typed("backup", "--same-disk", stick, "--config", config)
    with closing(open_book(settings.folder, "Angkor-1", settings.policy)) as opened:
        head = opened.head
    assert said.exit_code == 0
    assert said.stdout == (
        f"{stick}/Angkor-1-{head.seq:09d}: {head.seq} entries, verified.\n"
        f"Write this head down: {head.seq}:{head.hex}\n"
    )
    verified = typed(
        "verify", f"{stick}/Angkor-1-{head.seq:09d}", "--head", f"{head.seq}:{head.hex}"
    )
    assert verified.exit_code == 0


def test_the_command_without_a_stick_ends_with_75(tmp_path: Path) -> None:
    config, _ = warehouse(tmp_path)
    said = typed("backup", tmp_path / "nowhere", "--config", config, "--json")
    assert (said.exit_code, said.stdout) == (75, "")
