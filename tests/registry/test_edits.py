"""A book that somebody changed is not mended: it stays shut, and stays as it is."""

import shutil
from pathlib import Path

import pytest

from kiosk.registry.chain import GENESIS, Head, seal, spelled
from kiosk.registry.opening import DATABASE, LINES
from kiosk.rules.broken import BookBroken
from kiosk.rules.encoding import Envelope, encode
from tests.registry.closed_book import Change, edit, sql
from tests.registry.samples import KIOSK, fill, open_here, registered

pytestmark = pytest.mark.promise("P4")

EDITS: dict[str, tuple[Change, str]] = {
    "edited": (
        lambda lines: [*lines[:20], lines[20].replace(b"AKM", b"AKS"), *lines[21:]],
        "Line 21 of the line file is not what the database has for it",
    ),
    "deleted": (
        lambda lines: [*lines[:20], *lines[21:]],
        "Line 21 of the line file is not what the database has for it",
    ),
    "swapped": (
        lambda lines: [*lines[:20], lines[21], lines[20], *lines[22:]],
        "Line 21 of the line file is not what the database has for it",
    ),
    "put in": (
        lambda lines: [*lines[:20], lines[19], *lines[20:]],
        "Line 21 of the line file is not what the database has for it",
    ),
    "added": (
        lambda lines: [*lines, lines[-1].replace(b'"seq":40', b'"seq":41')],
        "Line 41 of the line file does not follow from the line before",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_line_file_that_somebody_changed_keeps_the_book_shut(folder: Path, name: str) -> None:
    change, sentence = EDITS[name]
    edit(folder, change)
    before = (folder / LINES).read_bytes()
    with pytest.raises(BookBroken, match=sentence + r".*: somebody changed"):
        open_here(folder)
    assert (folder / LINES).read_bytes() == before, "evidence is left as it is"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE journal SET body = CAST(replace(body, 'AKM', 'AKS') AS BLOB) WHERE seq = 30",
            "Entry 30 of the database does not follow",
        ),
        ("DELETE FROM journal WHERE seq = 30", "Entry 30 .* database"),
        ("UPDATE journal SET signature = zeroblob(68) WHERE seq = 40", "signature of entry 40"),
        ("UPDATE journal SET signature = NULL WHERE seq = 40", "Entry 40 of the database"),
        ("UPDATE journal SET line_end = 0 WHERE seq = 40", "Entry 40 of the database"),
        ("DELETE FROM trusted", "lost its trusted head"),
        ("UPDATE trusted SET seq = 9, hash = zeroblob(32)", "Entry 9 of the database"),
        ("UPDATE trusted SET seq = 99", "Entry 99 is gone from the database"),
    ],
)
def test_a_database_that_somebody_changed_keeps_the_book_shut(
    folder: Path, statement: str, sentence: str
) -> None:
    sql(folder, statement)
    with pytest.raises(BookBroken, match=sentence):
        open_here(folder)


def test_a_line_file_written_anew_without_the_key_is_refused(folder: Path) -> None:
    """Its chain is good; only the signature shows that this kiosk never wrote it."""
    other = folder.parent / "other"
    book = open_here(other)
    fill(book, 50)
    book.close()
    (folder / DATABASE).unlink()
    shutil.copy(other / LINES, folder / LINES)
    with pytest.raises(BookBroken, match="signature of line 50 is not this kiosk's"):
        open_here(folder)


def test_an_entry_of_a_newer_program_is_named_and_not_guessed(folder: Path) -> None:
    (folder / DATABASE).unlink()
    (folder / LINES).write_bytes(b"")
    (folder / "kiosk.key").unlink()
    book = open_here(folder)
    envelope = Envelope(1, KIOSK, "s")
    newer = encode(registered(1), envelope).replace(b"weapon.registered", b"weapon.blessed")
    digest = seal(GENESIS, newer)
    book.journal._copies.lines.append(spelled(newer, digest, book.key.sign(Head(1, digest))))
    book.close()
    with pytest.raises(BookBroken, match="Entry 1 cannot be read by this program"):
        open_here(folder)
