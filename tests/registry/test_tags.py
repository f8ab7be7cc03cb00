"""Tags in the tables: whose each is, in what order they were given, found, and byte for byte."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.leaves import Sort
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.manifests import Receipt, TransferNumber
from kiosk.rules.things import Changed, OfficerNumber, WeaponNumber
from tests.registry.samples import AT, SOK, open_here
from tests.registry.test_racking import BLANK, FIRST, NARY, SECOND, TWIN, found

EPC, OTHER, SHORT = "30751feb705c5904e3d50d70", "E28068900000500E88C6A4A7", "E200471BB0006013"
BY = (SOK.number, NARY)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_here(tmp_path)
    opened.journal.append(
        (e.WeaponRegistered(AT, replace(BLANK, tags=(EPC, SHORT)), NARY),
         e.WeaponRegistered(AT, TWIN, NARY))
    )  # fmt: skip
    yield opened
    assert differing_tables(tmp_path / DATABASE) == ()
    opened.close()


def tags(book: Book, weapon: WeaponNumber = FIRST) -> tuple[str, ...]:
    known = book.facts.weapon(weapon)
    assert known is not None
    return known.tags


def corrected(book: Book, *left: str) -> None:
    changed = (Changed("tags", f"{EPC} {SHORT}", " ".join(left)),)
    one = replace(BLANK, tags=left)
    book.journal.append((e.WeaponCorrected(AT, one, changed, "fell off", BY),))


@pytest.mark.promise("P12")
def test_tags_come_back_as_they_were_written_in_the_order_they_were_given(book: Book) -> None:
    assert tags(book) == (EPC, SHORT)
    book.journal.append((e.WeaponTagged(AT, FIRST, OTHER, NARY),))
    assert tags(book) == (EPC, SHORT, OTHER)
    assert tags(book, SECOND) == ()
    office = Office.at(book.folder / DATABASE)
    with closing(office):
        assert [one.tags for one in office.weapons()] == [(EPC, SHORT, OTHER), ()]


def test_whose_a_tag_is_is_known_however_it_is_spelled(book: Book) -> None:
    assert book.facts.claims([EPC.upper(), OTHER]) == {EPC.upper(): FIRST}
    assert book.facts.claims([]) == {}
    assert book.facts.tagged([FIRST, SECOND]) == {FIRST}


def test_a_tag_that_was_taken_off_is_nobodys_and_may_be_anothers(book: Book) -> None:
    corrected(book, SHORT)
    assert (tags(book), book.facts.claims([EPC])) == ((SHORT,), {})
    book.journal.append((e.WeaponTagged(AT, SECOND, EPC, NARY),))
    assert book.facts.claims([EPC]) == {EPC.upper(): SECOND}


def test_a_tag_stays_the_first_ones_whatever_an_entry_says(book: Book) -> None:
    """The rules refuse a second claim; this is what stands behind them."""
    book.journal.append((e.WeaponTagged(AT, SECOND, EPC, NARY),))
    assert book.facts.claims([EPC]) == {EPC.upper(): FIRST}
    assert tags(book, SECOND) == ()


def test_a_weapon_is_found_by_any_of_its_tags_and_by_a_part_of_one(book: Book) -> None:
    assert found(book, EPC.upper()) == [(FIRST, Sort.EXACT)]
    assert found(book, "471BB") == [(FIRST, Sort.PART)]
    book.journal.append((e.WeaponTagged(AT, SECOND, OTHER, NARY),))
    assert found(book, OTHER) == [(SECOND, Sort.EXACT)]
    book.journal.append((e.WeaponTagged(AT, WeaponNumber("1010000182"), "AB" * 12, NARY),))
    assert found(book, "AB" * 12) == [], "nobody registered that weapon"


def test_what_it_was_called_by_before_a_tag_fell_off_is_a_suggestion(book: Book) -> None:
    corrected(book, SHORT)
    assert found(book, EPC) == [(FIRST, Sort.ALIKE)]
    assert found(book, SHORT) == [(FIRST, Sort.EXACT)]


def test_the_register_shows_the_tags_of_a_weapon(book: Book) -> None:
    placed = book.search.weapon(FIRST)
    assert placed is not None
    assert placed.tags == (EPC, SHORT)


def test_what_another_store_took_over_is_remembered_and_a_transfer_called_back_is_not(
    book: Book,
) -> None:
    def sent(number: str, running: int, weapon: WeaponNumber) -> e.TransferSent:
        one = replace(BLANK, number=weapon)
        return e.TransferSent(
            AT, TransferNumber(number), running, "pnh-01", (one,), SOK.number, "Sok", "", "", "",
            9, "why", BY,
        )  # fmt: skip

    taken = Receipt(TransferNumber("T1"), "pnh-01", "btb-1", 5, (FIRST,))
    book.journal.append((sent("T1", 1, FIRST), sent("T2", 2, SECOND)))
    assert book.facts.sent([FIRST, SECOND]) == frozenset()
    book.journal.append(
        (e.TransferClosed(AT, TransferNumber("T1"), taken, (FIRST,), (), OfficerNumber("1")),
         e.TransferRecalled(AT, TransferNumber("T2"), "flood", BY))
    )  # fmt: skip
    assert book.facts.sent([FIRST, SECOND]) == {FIRST}
    assert tags(book) == (EPC, SHORT), "its tags are no other weapon's all the same"
