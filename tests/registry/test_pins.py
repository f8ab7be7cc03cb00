"""PINs: what is written down gives none of them away."""

from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber
from tests.registry.samples import AT, open_here

SOK = OfficerNumber("1042")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return open_here(tmp_path)


def test_the_right_pin_matches_and_no_other_does(book: Book) -> None:
    book.journal.append((e.PinSet(AT, SOK, book.pins.seal("482913")),))
    assert book.pins.matches(SOK, "482913")
    assert not book.pins.matches(SOK, "482914")
    assert not book.pins.matches(SOK, "")
    assert not book.pins.matches(OfficerNumber("7"), "482913")
    book.close()


def test_a_sealed_pin_says_its_form_and_never_looks_the_same_twice(book: Book) -> None:
    one, two = book.pins.seal("482913"), book.pins.seal("482913")
    assert one.startswith("s1$")
    assert one != two
    assert "482913" not in one
    book.close()


def test_without_the_pepper_a_sealed_pin_matches_nothing(book: Book, tmp_path: Path) -> None:
    """Ten thousand PINs are tried in minutes by whoever has the tables: the pepper is not there."""
    book.journal.append((e.PinSet(AT, SOK, book.pins.seal("482913")),))
    book.close()
    (tmp_path / "pepper").write_bytes(bytes(32))
    book = open_here(tmp_path)
    assert not book.pins.matches(SOK, "482913")
    book.close()


def test_a_form_that_is_too_new_matches_nothing(book: Book) -> None:
    book.journal.append((e.PinSet(AT, SOK, "s2$abc"),))
    assert not book.pins.matches(SOK, "482913")
    book.close()
