"""A lost book put back: verified, with a new key; the old one is good for nothing after it."""

from pathlib import Path

import pytest

from kiosk.registry.chain import Head
from kiosk.registry.copying import copy_book
from kiosk.registry.keys import HeadKey, KeyBefore, SigningKey, key_from_text
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.remaking import remake
from kiosk.registry.restoring import CopySource, give_new_key, lay_verified, newest_copy
from kiosk.registry.verify import whole
from kiosk.rules.broken import BookBroken, BookUnwritable, ConfigWrong
from kiosk.rules.entries import BookPart
from tests.registry.closed_book import edit, sql
from tests.registry.samples import KIOSK, fill, open_here


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    """Return a book of 40 entries that is about to be lost."""
    folder = tmp_path / "lost"
    book = open_here(folder)
    fill(book, 40)
    book.close()
    return folder


@pytest.fixture
def copy(lost: Path, tmp_path: Path) -> CopySource:
    """Return a copy of it."""
    (tmp_path / "stick").mkdir()
    return CopySource(copy_book(lost, tmp_path / "stick", same_disk=True).path)


def put_back(copy: CopySource, folder: Path, pepper: bytes | None = None) -> SigningKey:
    """Lay a copy into a folder and give it a key."""
    folder.mkdir()
    return give_new_key(folder, lay_verified(copy, folder, KIOSK), pepper)


def test_what_is_put_back_goes_on_in_a_segment_that_names_its_parent(
    lost: Path, copy: CopySource, tmp_path: Path
) -> None:
    key = put_back(copy, tmp_path / "book")
    book = open_here(tmp_path / "book")
    fill(book, 3, first=41)
    old, new = book.office.lines(before_seq=41, limit=1)[0], book.office.lines(limit=1)[0]
    book.close()
    assert old.envelope is not None
    assert new.envelope is not None
    assert new.envelope.segment != old.envelope.segment
    assert whole(tmp_path / "book").good
    assert whole(tmp_path / "book", key=key).good
    lost_key = key_from_text((lost / "kiosk.pub").read_text("utf-8"))
    assert lost_key.text != key.text
    assert not whole(tmp_path / "book", key=lost_key).good


@pytest.mark.parametrize("part", BookPart)
def test_either_copy_is_made_again_over_the_change_of_keys(
    copy: CopySource, tmp_path: Path, part: BookPart
) -> None:
    folder = tmp_path / "book"
    put_back(copy, folder)
    book = open_here(folder)
    fill(book, 3, first=41)
    book.close()
    assert remake(folder, KIOSK, part) == 43
    assert whole(folder).good


def test_a_copy_of_a_book_that_was_put_back_is_put_back_once_more(
    copy: CopySource, tmp_path: Path
) -> None:
    put_back(copy, tmp_path / "one")
    book = open_here(tmp_path / "one")
    fill(book, 2, first=41)
    book.close()
    again = CopySource(copy_book(tmp_path / "one", tmp_path / "stick", same_disk=True).path)
    key = put_back(again, tmp_path / "two")
    assert [one.last_seq for one in key.before] == [42, 40]
    book = open_here(tmp_path / "two")
    fill(book, 1, first=43)
    book.close()
    assert whole(tmp_path / "two").good


def test_the_key_of_a_card_that_was_taken_signs_nothing_after_the_copy() -> None:
    old = SigningKey(KIOSK, bytes(32))
    new = SigningKey(KIOSK, bytes(31) + b"1", (KeyBefore(HeadKey(KIOSK, old.raw), 40),))
    within, after = Head(40, bytes(32)), Head(41, bytes(32))
    read = key_from_text(new.file_text)
    assert read.vouches(within, old.sign(within))
    assert not read.vouches(after, old.sign(after))
    assert read.vouches(after, new.sign(after))


def test_a_chain_without_a_database_is_enough(copy: CopySource, tmp_path: Path) -> None:
    """A hub has lines and no tables."""
    (copy.path / DATABASE).unlink()
    (tmp_path / "book").mkdir()
    laid = lay_verified(copy, tmp_path / "book", KIOSK)
    assert laid.head.seq == 40
    assert whole(tmp_path / "book").tables == ()


def test_heads_after_the_copy_are_the_gap_and_those_before_must_be_in_it(
    copy: CopySource, tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    assert lay_verified(copy, tmp_path / "one", KIOSK, [(99, "ab" * 32)]).head.seq == 40
    (tmp_path / "two").mkdir()
    with pytest.raises(BookBroken, match="not the one whose head was given away"):
        lay_verified(copy, tmp_path / "two", KIOSK, [(7, "ab" * 32)])


def test_a_copy_that_was_changed_is_refused(copy: CopySource, tmp_path: Path) -> None:
    edit(copy.path, lambda lines: [line.replace(b"AKM", b"AKS") for line in lines])
    (tmp_path / "book").mkdir()
    with pytest.raises(BookBroken, match="does not follow"):
        lay_verified(copy, tmp_path / "book", KIOSK)


def test_a_copy_whose_tables_were_changed_is_refused(copy: CopySource, tmp_path: Path) -> None:
    sql(copy.path, "UPDATE weapon SET serial = 'x' WHERE number = '0000000007'")
    (tmp_path / "book").mkdir()
    with pytest.raises(BookBroken, match="The tables weapon"):
        lay_verified(copy, tmp_path / "book", KIOSK)


def test_a_copy_of_another_kiosk_is_refused(copy: CopySource, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    with pytest.raises(ConfigWrong, match=f"is a book of '{KIOSK}', not of 'other'"):
        lay_verified(copy, tmp_path / "book", "other")


def test_a_folder_that_is_no_copy_is_refused(copy: CopySource, tmp_path: Path) -> None:
    (copy.path / "kiosk.pub").unlink()
    (tmp_path / "book").mkdir()
    with pytest.raises(BookBroken, match="There is no copy of a book"):
        lay_verified(copy, tmp_path / "book", KIOSK)


def test_a_disk_without_room_is_said_before_anything_is_laid(
    copy: CopySource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.registry.restoring.HEADROOM_BYTES", 1 << 60)
    (tmp_path / "book").mkdir()
    with pytest.raises(BookUnwritable, match="has room for"):
        lay_verified(copy, tmp_path / "book", KIOSK)
    assert list((tmp_path / "book").iterdir()) == []


def test_the_pepper_of_the_lost_book_goes_on_and_another_one_is_none(
    lost: Path, copy: CopySource, tmp_path: Path
) -> None:
    pepper = (lost / "pepper").read_bytes()
    put_back(copy, tmp_path / "book", pepper)
    assert (tmp_path / "book" / "pepper").read_bytes() == pepper
    with pytest.raises(BookBroken, match="no pepper"):
        put_back(copy, tmp_path / "other", b"short")


def test_the_newest_copy_of_this_kiosk_is_taken(copy: CopySource) -> None:
    stick = copy.path.parent
    (stick / f"{KIOSK}-000000007").mkdir()
    (stick / f"{KIOSK}-2-000000099").mkdir()
    (stick / f"{KIOSK}.new").mkdir()
    assert newest_copy(stick, KIOSK) == copy
    assert newest_copy(copy.path, KIOSK) == copy
    with pytest.raises(BookUnwritable, match="There is no copy of 'other'"):
        newest_copy(stick, "other")


def test_nothing_of_the_copy_is_changed(copy: CopySource, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in copy.path.iterdir()}
    put_back(copy, tmp_path / "book")
    assert {path.name: path.read_bytes() for path in copy.path.iterdir()} == before
    assert LINES in before
