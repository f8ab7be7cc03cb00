"""PINs: what is written down gives none of them away."""

import hmac
from hashlib import scrypt
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.registry import pins
from kiosk.registry.book import Book
from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber, PinFit
from tests.registry.samples import AT, open_here

SOK = OfficerNumber("1042")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return open_here(tmp_path)


def test_the_right_pin_matches_and_no_other_does(book: Book) -> None:
    book.journal.append((e.PinSet(AT, SOK, book.pins.seal("482913")),))
    assert book.pins.fit(SOK, "482913") is PinFit.RIGHT
    assert book.pins.fit(SOK, "482914") is PinFit.WRONG
    assert book.pins.fit(SOK, "") is PinFit.WRONG
    assert book.pins.fit(OfficerNumber("7"), "482913") is PinFit.WRONG
    book.close()


def test_a_sealed_pin_says_its_form_and_never_looks_the_same_twice(book: Book) -> None:
    one, two = book.pins.seal("482913"), book.pins.seal("482913")
    assert one.startswith("s2$")
    assert one != two
    assert "482913" not in one
    book.close()


def test_without_the_pepper_a_sealed_pin_matches_nothing(book: Book, tmp_path: Path) -> None:
    """Ten thousand PINs are tried in minutes by whoever has the tables: the pepper is not there."""
    book.journal.append((e.PinSet(AT, SOK, book.pins.seal("482913")),))
    book.close()
    (tmp_path / "pepper").write_bytes(bytes(32))
    book = open_here(tmp_path)
    assert book.pins.fit(SOK, "482913") is PinFit.WRONG
    book.close()


def test_a_form_that_is_too_new_matches_nothing(book: Book) -> None:
    book.journal.append((e.PinSet(AT, SOK, "s3$abc"),))
    assert book.pins.fit(SOK, "482913") is PinFit.WRONG
    book.close()


def test_the_second_pin_is_told_from_the_first(book: Book) -> None:
    book.journal.append((e.PinSet(AT, SOK, book.pins.seal("482913", "706158")),))
    assert book.pins.fit(SOK, "482913") is PinFit.RIGHT
    assert book.pins.fit(SOK, "706158") is PinFit.DURESS
    assert book.pins.fit(SOK, "706159") is PinFit.WRONG
    book.close()


def test_nothing_that_is_written_tells_who_has_a_second_pin(book: Book) -> None:
    """Whoever reads the tables may be who threatens: without one there stands as much."""
    without, having = book.pins.seal("482913"), book.pins.seal("482913", "706158")
    assert [len(part) for part in without.split("$")] == [len(part) for part in having.split("$")]
    book.journal.append((e.PinSet(AT, SOK, without),))
    assert book.pins.fit(SOK, "") is PinFit.WRONG
    book.close()


def test_a_pin_sealed_before_there_were_two_is_right_still(book: Book) -> None:
    form, salt, first, _ = book.pins.seal("482913").split("$")
    assert form == "s2"
    book.journal.append((e.PinSet(AT, SOK, f"s1${salt}${first}"),))
    assert book.pins.fit(SOK, "482913") is PinFit.RIGHT
    assert book.pins.fit(SOK, "706158") is PinFit.WRONG
    book.close()


def test_whichever_pin_is_typed_it_is_stirred_once_and_held_against_both(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stirring takes 57 ms and comparing microseconds: no clock at the bay tells them apart."""
    book.journal.append((e.PinSet(AT, SOK, book.pins.seal("482913", "706158")),))
    worked: list[str] = []

    def stirring(*given: object, **more: int) -> bytes:
        worked.append("stirred")
        return scrypt(*given, **more)  # type: ignore[arg-type]  # what the room gives it

    def comparing(one: bytes, other: bytes) -> bool:
        worked.append("compared")
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(pins, "scrypt", stirring)
    monkeypatch.setattr(pins, "hmac", SimpleNamespace(digest=hmac.digest, compare_digest=comparing))
    for typed in ("482913", "706158", "000000"):
        worked.clear()
        book.pins.fit(SOK, typed)
        assert worked == ["stirred", "compared", "compared"]
    book.close()
