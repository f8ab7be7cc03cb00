"""What the keeper looks up, and what the office asks."""

from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.rules import entries as e
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Condition,
    Grade,
    Mission,
    Officer,
    OfficerNumber,
    Person,
    WeaponNumber,
)
from tests.registry.samples import AKM, AT, SOK, a_visit, open_here, registered

BADGE = BadgeText("9000000001")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    return book


def test_a_person_is_found_by_number_with_everything_the_gates_ask(
    book: Book,
) -> None:
    expected = Person(SOK, has_pin=True, missions=(Mission("M-7", 1, 2),))
    assert book.facts.person(SOK.number) == expected
    assert book.facts.person(OfficerNumber("1")) is None
    book.close()


@pytest.mark.promise("P12")
def test_a_weapon_keeps_every_byte_of_its_serial(book: Book) -> None:
    """P12: `ក 7<TAB>1234567` is what is engraved; nobody normalises it."""
    assert book.facts.weapon(AKM.number) == AKM
    assert book.facts.weapon(WeaponNumber("1")) is None
    book.close()


def test_facts_come_whole_and_replace_what_was_known(book: Book) -> None:
    bare = Officer(SOK.number, "Sok", active=False)
    book.journal.append((e.OfficerRegistered(AT, bare, "x"),))
    found = book.facts.person(SOK.number)
    assert found is not None
    assert found.officer == bare
    book.close()


def test_a_work_order_changes_what_the_weapon_is_fit_for(book: Book) -> None:
    book.journal.append((e.WorkOrdered(AT, AKM.number, ("wet",), Condition.INSPECT),))
    weapon = book.facts.weapon(AKM.number)
    assert weapon is not None
    assert weapon.condition is Condition.INSPECT
    book.close()


def test_a_badge_is_known_with_its_kind_and_its_grade(book: Book) -> None:
    """The same digits printed and in a tag are two badges, and the older row says nothing."""
    tag = e.BadgeEnrolled(AT, BADGE, SOK.number, ("a", "b"), "em4100", Grade.CARD)
    book.journal.append((tag,))
    assert book.facts.badges_with(BADGE) == (
        Badge(BADGE, SOK.number),
        Badge(BADGE, SOK.number, "em4100", Grade.CARD),
    )
    proved = e.BadgeEnrolled(AT, BADGE, SOK.number, ("a", "b"), "em4100", Grade.PROVED)
    book.journal.append((proved,))
    assert [badge.grade for badge in book.facts.badges_with(BADGE)] == ["printed", "proved"]
    assert book.office.cards() == (Badge(BADGE, SOK.number, "em4100", Grade.PROVED),)
    assert book.facts.badges_with(BadgeText("1")) == ()
    book.close()


def test_a_badge_given_to_another_officer_is_theirs_alone(book: Book) -> None:
    other = Officer(OfficerNumber("7"), "Dara")
    book.journal.append(
        (e.OfficerRegistered(AT, other, "x"), e.BadgeEnrolled(AT, BADGE, other.number, ("a", "b")))
    )
    assert book.facts.badges_with(BADGE) == (Badge(BADGE, other.number),)
    assert book.office.badges() == {BADGE: other.number}
    assert book.office.officers() == (SOK, other)
    book.close()


def test_the_register_is_read_in_pages_by_number(book: Book) -> None:
    book.journal.append([registered(number) for number in range(1000, 1120)])
    first = book.office.weapons(limit=50)
    second = book.office.weapons(after=first[-1].number, limit=50)
    assert [weapon.number for weapon in first + second] == sorted(
        weapon.number for weapon in first + second
    )
    assert len({weapon.number for weapon in first + second}) == 100
    assert book.office.count_weapons() == 121
    book.close()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("s1005", 1),
        ("005", 1),
        ("0000001", 120),
        ("0000001005", 1),
        ("1234567", 1),
        ("ក", 1),
        ("%", 0),
    ],
)
def test_a_search_finds_the_beginning_of_a_number_or_any_part_of_a_serial(
    book: Book, search: str, found: int
) -> None:
    book.journal.append([registered(number) for number in range(1000, 1120)])
    assert len(book.office.weapons(search, limit=500)) == found
    assert book.office.weapons(search, after="9", limit=500) == ()
    book.close()


def test_the_journal_is_read_backwards_in_pages(book: Book) -> None:
    newest = book.office.lines(limit=5)
    assert [line.seq for line in newest] == [12, 11, 10, 9, 8]
    older = book.office.lines(before_seq=8, limit=50)
    assert [line.seq for line in older] == [7, 6, 5, 4, 3, 2, 1]
    assert tuple(line.entry for line in reversed(newest + older)) == a_visit()
    assert newest[0].hash == book.head.hex
    book.close()


def test_a_line_of_a_newer_program_is_shown_as_it_stands(book: Book) -> None:
    connection = book.journal._copies.connection
    connection.execute("INSERT INTO journal VALUES (13, 's', x'7b7d', x'00', NULL, 0, 0)")
    (line,) = book.office.lines(limit=1)
    assert (line.seq, line.body, line.envelope, line.entry) == (13, "{}", None, None)
    book.close()


def test_starts_are_found_by_their_segments_newest_first(tmp_path: Path) -> None:
    """A segment of somebody who only wrote into the register is none, whatever its words say."""
    liar = Officer(OfficerNumber("7"), '"kind":"kiosk.started"')
    for entries in (
        (e.Started(AT, (), "aa"), registered(1)),
        (e.OfficerRegistered(AT, liar, "x"),),
        (e.Started(AT, (), "bb"), registered(2)),
    ):
        book = open_here(tmp_path)
        book.journal.append(entries)
        book.close()
    book = open_here(tmp_path)
    starts = book.office.starts
    assert [(line.seq, line.entry) for line in starts()] == [
        (4, e.Started(AT, (), "bb")),
        (1, e.Started(AT, (), "aa")),
    ]
    assert [line.seq for line in starts(limit=1)] == [4]
    assert [line.seq for line in starts(before_seq=4)] == [1]
    book.close()


@pytest.mark.promise("P15")
def test_the_newest_start_is_found_as_quickly_in_a_longer_book(tmp_path: Path) -> None:
    """Counted in steps of SQLite's own machine, which no load of this machine changes."""
    steps = []
    for length in (10, 2_000):
        book = open_here(tmp_path / str(length))
        book.journal.append((e.Started(AT, (), "aa"), *map(registered, range(length))))
        counted = [0]

        def count(counted: list[int] = counted) -> None:
            counted[0] += 1

        book.office._tables.set_progress_handler(count, 1)
        assert len(book.office.starts(limit=1)) == 1
        steps.append(counted[0])
        book.close()
    assert steps[0] == steps[1] > 0
