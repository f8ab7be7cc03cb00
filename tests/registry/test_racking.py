"""Weapons that come in, in the tables: found by their marks, held against their cards, waiting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.leaves import Sort
from kiosk.registry.opening import DATABASE
from kiosk.registry.racking_queries import Readied, TakenIn
from kiosk.registry.search import Search
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    Changed,
    Mark,
    MarkKind,
    OfficerNumber,
    PositionId,
    RackId,
    SerialStatus,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.registry.samples import AT, PLACE, SOK, open_here

FIRST, SECOND, THIRD = (WeaponNumber(number(Kind.WEAPON, 7, place)) for place in (1, 2, 41))
BLANK = Weapon(
    FIRST, "AK", WeaponType("rifle"), "", "7.62 x 39", serial_status=SerialStatus.ILLEGIBLE
)
TWIN = replace(BLANK, number=SECOND, serial="ក-12", serial_status=SerialStatus.CLEAR)
NARY = OfficerNumber("1044")
PHOTO = "ab" * 32
STAR = Mark(MarkKind.PROOF, "ត្រា 66 in a star", SerialStatus.PARTIAL, "receiver", PHOTO)
STACK = e.CardStack(
    "s1", "x.csv", "ff", "utf-8", ("no", "sn", "cal"), ("card", "serial", "calibre"), 2, "nary"
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_here(tmp_path)
    opened.journal.append(
        (
            e.BayLaid(AT, (PLACE,)),
            e.WeaponRegistered(AT, BLANK, NARY),
            e.WeaponTakenIn(AT, FIRST, e.Source.CACHE, "2016-03-10", "សំឡូត", "r 7", NARY),
            e.WeaponRegistered(AT, TWIN, NARY),
        )
    )
    yield opened
    assert differing_tables(tmp_path / DATABASE) == ()
    opened.close()


def found(book: Book, text: str) -> list[tuple[str, Sort]]:
    return [(hit.id, hit.sort) for hit in book.search.find(text).found]


def card(row: int, serial: str, weapon: str, calibre: str = "7,62") -> e.CardImported:
    return e.CardImported(
        AT, "s1", row, f"C-{row}", serial, e.Fate.MATCHED, weapon, f"C-{row}\t{serial}\t{calibre}"
    )


def test_a_weapon_without_a_serial_is_found_by_its_other_marks(book: Book) -> None:
    assert found(book, "ត្រា 66") == []
    book.journal.append((e.WeaponMarked(AT, FIRST, STAR, NARY),))
    assert found(book, "ត្រា 66 in a star") == [(FIRST, Sort.EXACT)]
    assert found(book, "66 IN A") == [(FIRST, Sort.PART)]
    assert found(book, FIRST)[0] == (FIRST, Sort.EXACT)


def test_marks_stay_keys_when_more_come_and_when_the_weapon_is_corrected(book: Book) -> None:
    other = replace(STAR, text="KBI 1951", photo="")
    book.journal.append((e.WeaponMarked(AT, FIRST, STAR, NARY),))
    book.journal.append((e.WeaponMarked(AT, FIRST, other, NARY),))
    changed = (Changed("name", "AK", "AKM"),)
    corrected = replace(BLANK, name="AKM")
    book.journal.append((e.WeaponCorrected(AT, corrected, changed, "seen", (SOK.number, NARY)),))
    assert found(book, "KBI 1951") == [(FIRST, Sort.EXACT)]
    assert found(book, "in a star") == [(FIRST, Sort.PART)]
    assert (SECOND, Sort.EXACT) in found(book, "AK")
    assert found(book, "AKM") == [(FIRST, Sort.EXACT)]


@pytest.mark.promise("P12")
def test_a_mark_comes_back_as_it_was_written_with_who_read_it(book: Book) -> None:
    book.journal.append((e.WeaponMarked(AT, FIRST, STAR, NARY),))
    (mark,) = book.incoming.marks_of(FIRST)
    assert (mark.mark, mark.by, mark.at_ms) == (STAR, NARY, AT.wall_ms)
    assert book.incoming.photos_of(FIRST) == 1
    assert book.incoming.names_photo(PHOTO)
    assert not book.incoming.names_photo("")
    assert book.incoming.marks_of(SECOND) == ()


def test_how_a_weapon_came_and_how_far_its_serial_can_be_read(book: Book) -> None:
    assert book.incoming.taken_in(FIRST) == TakenIn("cache", "2016-03-10", "សំឡូត", "r 7")
    assert book.incoming.taken_in(SECOND) is None
    assert book.facts.weapon(FIRST) == BLANK
    placed = book.search.weapon(FIRST)
    assert placed is not None
    assert placed.serial_status == "illegible"


def test_the_cards_a_weapon_is_held_against_are_those_since_two_people_corrected_it(
    book: Book,
) -> None:
    book.journal.append((e.CardsBegun(AT, STACK, ("a", "b")), card(2, "17", FIRST)))
    facts = book.incoming.facts(FIRST, WeaponType("rifle"))
    assert facts.cards == (e.CardSays("C-2", "17", "7,62"),)
    corrected = e.WeaponCorrected(
        AT, replace(BLANK, name="AKM"), (Changed("name", "AK", "AKM"),), "x", (SOK.number, NARY)
    )
    book.journal.append((corrected, card(3, "18", FIRST)))
    facts = book.incoming.facts(FIRST, WeaponType("rifle"))
    assert [one.card for one in facts.cards] == ["C-3"]
    assert book.incoming.facts(SECOND, WeaponType("rifle")).cards == ()


def test_a_weapon_is_proposed_a_rack_where_its_like_stand(book: Book) -> None:
    assert book.incoming.facts(FIRST, WeaponType("rifle")).racks == ()
    book.journal.append((e.WeaponRacked(AT, SECOND, PositionId("1-1"), "x"),))
    assert book.incoming.facts(FIRST, WeaponType("rifle")).racks == (RackId("1"),)
    assert book.incoming.facts(FIRST, WeaponType("pistol")).racks == ()


def test_what_has_no_place_and_what_was_not_readied_waits_page_by_page(book: Book) -> None:
    def waiting(*, unready: bool, after: str = "", limit: int = 9) -> tuple[str, ...]:
        return book.incoming.waiting(unready=unready, after=after, limit=limit)

    assert waiting(unready=False) == (FIRST, SECOND)
    assert waiting(unready=False, limit=1) == (FIRST,)
    assert waiting(unready=False, after=FIRST) == (SECOND,)
    by = SOK.number
    book.journal.append((e.RackingDiffered(AT, FIRST, ("serial", "type"), "17", by),))
    assert book.incoming.readied(FIRST) == Readied(("serial", "type"))
    book.journal.append((e.WeaponCleaned(AT, FIRST, NARY, by), e.RackingAgreed(AT, FIRST, by)))
    book.journal.append((e.WeaponRacked(AT, FIRST, PositionId("1-1"), by),))
    assert book.incoming.readied(FIRST) == Readied((), AT.wall_ms, AT.wall_ms, NARY)
    assert waiting(unready=False) == (SECOND,)
    assert waiting(unready=True) == (SECOND,)


def test_a_correction_by_two_takes_the_difference_away_and_not_the_check(book: Book) -> None:
    book.journal.append((e.RackingDiffered(AT, FIRST, ("serial",), "17", SOK.number),))
    corrected = e.WeaponCorrected(AT, TWIN, (), "x", (SOK.number, NARY))
    book.journal.append((replace(corrected, weapon=replace(BLANK, serial="17")),))
    assert book.incoming.readied(FIRST) == Readied()
    assert FIRST in book.incoming.waiting(unready=True, after="", limit=9)


def test_the_next_number_of_a_site_and_weapons_with_one_serial(book: Book) -> None:
    assert book.incoming.last_sequence(7) == 2
    assert book.incoming.last_sequence(8) == 0
    book.journal.append((e.WeaponRegistered(AT, replace(TWIN, number=THIRD), NARY),))
    assert book.incoming.last_sequence(7) == 41
    assert book.incoming.twins("ក-12", FIRST) == (SECOND, THIRD)
    assert book.incoming.twins("ក-12", SECOND) == (THIRD,)
    assert book.incoming.twins("", FIRST) == ()


@pytest.mark.promise("P3")
def test_all_of_it_is_the_fold_of_the_entries(tmp_path: Path) -> None:
    opened = open_here(tmp_path)
    opened.journal.append((e.WeaponRegistered(AT, BLANK, NARY),))
    opened.journal.append((e.WeaponMarked(AT, FIRST, STAR, NARY),))
    many = (replace(STAR, text=f"mark {one}") for one in range(7))
    opened.journal.append([e.WeaponMarked(AT, FIRST, mark, NARY) for mark in many])
    opened.journal.append((e.WeaponCleaned(AT, FIRST, NARY, NARY),))
    assert differing_tables(tmp_path / DATABASE) == ()
    opened.close()


def test_a_book_from_before_gets_the_tables_and_says_that_it_has_none_until_then(
    tmp_path: Path,
) -> None:
    opened = open_here(tmp_path)
    opened.journal.append((e.WeaponRegistered(AT, BLANK, NARY),))
    opened.close()
    with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as older:
        older.execute("ALTER TABLE weapon DROP COLUMN serial_status")
        for name in ("mark", "readied", "intake"):
            older.execute(f"DROP TABLE {name}")
        older.execute("DELETE FROM _sqlite_migrations WHERE name = '0007 posts and racking'")
    with closing(Search.at(tmp_path / DATABASE)) as search:
        assert not search.ready()
    opened = open_here(tmp_path)
    assert opened.facts.weapon(FIRST) == BLANK
    assert opened.incoming.waiting(unready=True, after="", limit=9) == (FIRST,)
    opened.close()
    with closing(Search.at(tmp_path / DATABASE)) as search:
        assert search.ready()
