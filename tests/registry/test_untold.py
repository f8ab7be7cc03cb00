"""What was mended is told by an entry, whoever opened the book first and whatever came between."""

import os
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.untold import FILE, Untold
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.entries import BookPart
from kiosk.rules.observations import Mended
from tests.registry.samples import open_here

WHOLE_LINES = Mended(BookPart.LINES, 1, 40)


def mended_at_a_start(folder: Path) -> tuple[Mended, ...]:
    book = open_here(folder)
    found = book.untold
    book.close()
    return found


def test_p2_what_was_mended_is_untold_at_every_start_until_it_was_told(folder: Path) -> None:
    """The first one to open the book after the cut may be a technician's command."""
    (folder / LINES).unlink()
    assert mended_at_a_start(folder) == (WHOLE_LINES,)
    book = open_here(folder)
    assert (book.repairs, book.untold) == ((), (WHOLE_LINES,))
    book.told()
    assert book.untold == ()
    book.close()
    assert mended_at_a_start(folder) == ()
    assert not (folder / FILE).exists()


def test_two_mendings_before_anybody_is_told_are_two(folder: Path) -> None:
    (folder / LINES).unlink()
    mended_at_a_start(folder)
    (folder / DATABASE).unlink()
    both = (WHOLE_LINES, Mended(BookPart.DATABASE, 1, 40))
    assert mended_at_a_start(folder) == both
    (folder / LINES).unlink()
    assert mended_at_a_start(folder) == both, "the same once more is the same"


def test_of_an_unfinished_line_nobody_was_told_and_nobody_is(folder: Path) -> None:
    with (folder / LINES).open("ab") as lines:
        lines.write(b"{")
    book = open_here(folder)
    assert (len(book.repairs), book.untold) == (1, ())
    book.close()
    assert not (folder / FILE).exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 4096,
        b"{}",
        b"7",
        b"[7]",
        b'[{"part":"roof","first_seq":1,"last_seq":2}]',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_file_that_a_cut_destroyed_says_nothing_and_keeps_nothing_shut(
    folder: Path, content: bytes
) -> None:
    (folder / FILE).write_bytes(content)
    assert mended_at_a_start(folder) == ()


def test_a_disk_that_does_not_forget_stops_the_kiosk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing disk is not written on; what is told twice harms nobody."""

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    (folder / LINES).unlink()
    book: Book = open_here(folder)
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(BookUnwritable, match="does not forget"):
        book.told()
    assert book.untold == (WHOLE_LINES,)
    monkeypatch.undo()
    book.close()


def test_it_is_kept_whole_in_its_file(tmp_path: Path) -> None:
    Untold(tmp_path).add(iter((WHOLE_LINES,)))
    assert Untold(tmp_path).mended == (WHOLE_LINES,)
