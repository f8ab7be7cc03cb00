"""Finding a thing by any number or name and any part of one, page by page."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.leaves import CARD, KINDS, OFFICER, WEAPON, Sort
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.schema import TABLES
from kiosk.registry.search import Hits, Search, WrongCursor
from kiosk.rules import entries as e
from kiosk.rules.folding import folded, look_alike
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    BadgeText,
    Officer,
    OfficerNumber,
    PositionId,
    Rounds,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.registry.samples import AKM, AT, SOK, a_visit, open_here

BADGE = "9000000001"
HOME = PositionId("1-1")


def weapon(sequence: int, serial: str, name: str = "AKM") -> Weapon:
    return Weapon(WeaponNumber(number(Kind.WEAPON, 1, sequence)), name, WeaponType("rifle"), serial)


def registered(*weapons: Weapon) -> list[e.Entry]:
    return [e.WeaponRegistered(AT, one, "x") for one in weapons]


def officer(name: str, km: str, of: str) -> e.Entry:
    return e.OfficerRegistered(AT, Officer(OfficerNumber(of), name, name_km=km), "x")


def corrected(one: Weapon) -> e.WeaponCorrected:
    return e.WeaponCorrected(AT, one, (), "read again", (OfficerNumber("1"), OfficerNumber("2")))


def card(text: str, serial: str) -> e.Entry:
    return e.CardImported(AT, "s", 2, text, serial, e.Fate.CARD_ONLY, "", "")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_here(tmp_path)) as book:
        yield book


@pytest.fixture
def search(book: Book) -> Iterator[Search]:
    with closing(Search.at(book.folder / DATABASE)) as search:
        yield search


def ids(hits: Hits) -> list[tuple[str, str]]:
    return [(hit.of, hit.id) for hit in hits.found]


def every_page(search: Search, text: str, limit: int, kind: str = "") -> list[Hits]:
    pages = [search.find(text, limit=limit, kind=kind)]
    while pages[-1].after:
        assert len(pages) < 1_000, "the pages go round in circles"
        pages.append(search.find(text, pages[-1].after, limit, kind))
    return pages


def test_a_weapon_is_found_by_any_of_its_numbers_and_any_part_of_one(
    book: Book, search: Search
) -> None:
    one = weapon(7, "56-1 ២៣៧៤០៥១", "Norinco Type 56")
    book.journal.append(registered(one, weapon(8, "9999999")))
    for text in (
        one.number,
        one.number[2:9],
        "56-1 2374051",
        "23740",
        "៧៤០៥",
        "type 56",
        "NORINCO",
    ):
        assert ids(search.find(text)) == [(WEAPON, one.number)], text
    assert ids(search.find("2374052")) == []


def test_an_officer_is_found_by_number_and_by_name_in_either_script(
    book: Book, search: Search
) -> None:
    book.journal.append([officer("Sok Vanna", "សុខ វណ្ណា", "12-0417")])
    for text in ("12-0417", "0417", "sokv", "VANNA", "សុខវណ្ណា", "សុខ\u200b វណ្ណា", "វណ្ណា"):
        assert ids(search.find(text)) == [(OFFICER, "12-0417")], text


def test_a_card_is_found_by_number_and_serial(book: Book, search: Search) -> None:
    book.journal.append([card("C 000182", "២៣៧៤០៥១"), card("C000183", "")])
    for text in ("C000182", "000182", "2374051", "37405"):
        assert ids(search.find(text)) == [(CARD, "1")], text
    found = search.card(1)
    assert found is not None
    assert (found.number, found.serial, found.seq) == ("C 000182", "២៣៧៤០៥១", 1)
    assert search.card(9) is None


def test_a_whole_badge_leads_to_its_officer_and_a_part_of_it_to_nobody(
    book: Book, search: Search
) -> None:
    """A badge is what somebody shows: who types half of one must not be told the rest."""
    book.journal.append(a_visit())
    assert ids(search.find(BADGE)) == [(OFFICER, SOK.number)]
    assert ids(search.find(BADGE[:-1])) == []


def test_a_whole_position_leads_to_its_weapon(book: Book, search: Search) -> None:
    book.journal.append(a_visit())
    assert (WEAPON, AKM.number) in ids(search.find("1-1"))
    assert (WEAPON, AKM.number) in ids(search.find("១១"))


def test_what_only_looks_like_it_is_a_suggestion_and_comes_last(book: Book, search: Search) -> None:
    book.journal.append(
        registered(weapon(1, "2374O51"), weapon(2, "2374051"), weapon(3, "\u0410\u041a123"))
    )
    found = search.find("2374051").found
    assert [(hit.id, hit.sort) for hit in found] == [
        (weapon(2, "").number, Sort.EXACT),
        (weapon(1, "").number, Sort.ALIKE),
    ]
    assert [hit.sort for hit in search.find("AK12").found] == [Sort.ALIKE]
    assert [hit.sort for hit in search.find("\u0410\u041a12").found] == [Sort.PART]


def test_another_spelling_of_a_place_is_a_suggestion(book: Book, search: Search) -> None:
    book.journal.append([officer("Post Kampong Thom", "", "P-1"), officer("Kompong", "", "P-2")])
    found = search.find("Kompong").found
    assert [(hit.id, hit.sort) for hit in found] == [("P-2", Sort.EXACT), ("P-1", Sort.ALIKE)]


def test_the_exact_one_stands_first_however_many_have_it_as_a_part(
    book: Book, search: Search
) -> None:
    book.journal.append(registered(*(weapon(place, f"7{place:04}1") for place in range(300))))
    book.journal.append(registered(weapon(500, "7")))
    first = search.find("7", limit=5)
    assert first.found[0].id == weapon(500, "").number
    assert first.found[0].sort is Sort.EXACT


def test_a_weapon_registered_again_is_found_by_what_it_is_now(book: Book, search: Search) -> None:
    book.journal.append(registered(weapon(1, "1111111")))
    book.journal.append(registered(weapon(1, "2222222")))
    assert ids(search.find("1111111")) == []
    assert ids(search.find("2222222")) == [(WEAPON, weapon(1, "").number)]


def test_what_a_thing_was_called_before_it_was_corrected_is_a_suggestion(
    book: Book, search: Search
) -> None:
    """The paper in a registrar's hand still says what the register once said."""
    book.journal.append(registered(weapon(1, "1111O22")))
    for serial in ("3333333", "4444444"):
        book.journal.append([corrected(weapon(1, serial))])
    for text, sort in (("4444444", Sort.EXACT), ("3333", Sort.ALIKE), ("1111O22", Sort.ALIKE),
                       ("1111022", Sort.ALIKE)):  # fmt: skip
        assert [hit.sort for hit in search.find(text).found] == [sort], text
    assert ids(search.find("1111O23")) == []


def test_a_badge_that_was_withdrawn_leads_to_nobody(book: Book, search: Search) -> None:
    book.journal.append(a_visit())
    book.journal.append([e.BadgeWithdrawn(AT, BadgeText(BADGE), SOK.number, "lost", "x")])
    assert ids(search.find(BADGE)) == []


def test_what_was_not_asked_for_is_not_found(book: Book, search: Search) -> None:
    """A name must not be taken for a serial across the border of two cells, nor a sign for all."""
    book.journal.append(registered(weapon(1, "12", "34")))
    for text in ("1234", "", " ", "-", "\u200b", "%", "_", "\x1f", "*", "A" * 500):
        assert ids(search.find(text)) == [], repr(text)


def test_a_search_keeps_to_its_kind(book: Book, search: Search) -> None:
    book.journal.append([*registered(weapon(1, "777")), card("777", ""), officer("777", "", "777")])
    assert [of for of, _ in ids(search.find("777"))] == list(KINDS)
    for kind in KINDS:
        assert [of for of, _ in ids(search.find("777", kind=kind))] == [kind]
    assert ids(search.find("777", kind="other")) == []


def test_a_place_to_go_on_from_that_we_never_named_is_refused(search: Search) -> None:
    for after in ("x", "[]", "[0]", '[9, "weapon", "1"]', '[0, "x", "1"]', '[0, "card", "x"]',
                  '[0, "weapon", 1]', "null", '{"a": 1}'):  # fmt: skip
        with pytest.raises(WrongCursor):
            search.find("7", after)


def fits(text: str, cells: Sequence[str]) -> Sort | None:
    """Say without any catalogue how well a thing fits: the specification."""
    key, keys = folded(text), [folded(cell) for cell in cells]
    if key in keys:
        return Sort.EXACT
    if any(key in one for one in keys):
        return Sort.PART
    if any(look_alike(key) in look_alike(one) for one in keys):
        return Sort.ALIKE
    return None


@pytest.mark.parametrize("seed", range(6))
def test_the_pages_together_are_everything_that_fits_once_and_the_best_first(
    book: Book, search: Search, seed: int
) -> None:
    dice = random.Random(seed)
    things: dict[tuple[str, str], tuple[str, ...]] = {}
    entries: list[e.Entry] = []
    for place in range(400):
        serial = "".join(dice.choice("0O1I27") for _ in range(dice.randrange(3, 6)))
        if dice.random() < 0.5:
            one = weapon(dice.randrange(90_000), serial, "")
            entries += registered(one)
            things[WEAPON, one.number] = (one.number, serial)
        else:
            entries.append(card(f"C{place}", serial))
            things[CARD, str(len(entries))] = (f"C{place}", serial)
    while entries:
        many = dice.randrange(1, 60)
        book.journal.append(entries[:many])
        entries = entries[many:]
    for text in ("0", "O1", "12", "27", "C1", "7I", "010"):
        wanted = {
            name: sort for name, cells in things.items() if (sort := fits(text, cells)) is not None
        }
        for limit in (1, 7, 50, 1_000):
            pages = every_page(search, text, limit)
            found = [hit for page in pages for hit in page.found]
            assert all(len(page.found) <= limit for page in pages)
            assert {(hit.of, hit.id): hit.sort for hit in found} == wanted
            assert len(found) == len(wanted), "something is found twice"
            assert [hit.sort for hit in found] == sorted(hit.sort for hit in found)


def test_the_register_is_leafed_through_in_order_of_number(book: Book, search: Search) -> None:
    book.journal.append(registered(*(weapon(place, f"s{place}") for place in range(1, 24))))
    pages, after = [], ""
    while page := search.weapons_after(after, 10):
        pages.append([one.serial for one in page])
        after = page[-1].number
    assert [len(page) for page in pages] == [10, 10, 3]
    assert [serial for page in pages for serial in page] == [f"s{place}" for place in range(1, 24)]


def test_a_weapon_is_shown_where_the_book_has_it(book: Book, search: Search) -> None:
    book.journal.append(a_visit())
    stands = search.weapon(AKM.number)
    assert stands is not None
    assert (stands.state, stands.position, stands.serial) == ("in", "1-1", AKM.serial)
    book.journal.append([e.WeaponIssued(AT, AKM.number, SOK.number, HOME, "M-7", 9, Rounds())])
    out = search.weapon(AKM.number)
    assert out is not None
    assert (out.state, out.holder, out.position, out.due_ms) == ("out", SOK.number, "1-1", 9)
    assert search.held_by(SOK.number) == (AKM.number,)
    book.journal.append([e.DoubtRaised(AT, HOME, e.DoubtCause.FORCED)])
    doubted = search.weapon(AKM.number)
    assert doubted is not None
    assert doubted.state == "doubt"
    assert search.weapon("none") is None


@pytest.mark.promise("P3")
def test_the_catalogue_is_the_same_however_the_entries_came(tmp_path: Path) -> None:
    """One by one, by the thousand, made again from the journal, in a book of an earlier version."""
    entries = [*a_visit()]
    for place in range(350):
        entries += registered(weapon(place * 7 % 350, f"S{place}"))
        entries.append(card(f"C{place}", f"{place}"))
        entries.append(officer(f"N{place % 50}", "សុខ", f"{place % 50}"))
        entries.append(corrected(weapon(place * 3 % 350, f"T{place}", f"n{place % 7}")))
    kept, folder = [], tmp_path
    for many in (1, 97, len(entries)):
        folder = tmp_path / str(many)
        with closing(open_here(folder)) as book:
            for begin in range(0, len(entries), many):
                book.journal.append(entries[begin : begin + many])
        kept.append(found_again(folder))
    assert len(kept[0]["catalogue"]) > 12
    assert len(kept[0]["concern"]) > 350
    assert kept[1] == kept[2] == kept[0]
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as tables:
        rebuild_tables(tables, silent)
    assert found_again(folder) == kept[0]
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as tables:
        tables.execute("DROP TABLE catalogue")
        tables.execute("DROP TABLE concern")
        tables.execute("DELETE FROM _sqlite_migrations WHERE name = '0004 catalogue'")
    with closing(Search.at(folder / DATABASE)) as search:
        assert not search.ready()
    open_here(folder).close()
    assert found_again(folder) == kept[0]
    with closing(Search.at(folder / DATABASE)) as search:
        assert search.ready()


def found_again(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    assert {"catalogue", "concern"} <= set(TABLES)
    with closing(sqlite3.connect(folder / DATABASE)) as tables:
        return {
            name: tables.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608 - two names
            for name in ("catalogue", "concern")
        }


@pytest.mark.promise("P12")
def test_a_number_with_anything_in_it_is_found_and_given_back_byte_for_byte(
    book: Book, search: Search
) -> None:
    """Nobody says that a number of another police has no line end or percent sign in it."""
    names = ["a\nb", "a\x1fb", "a%b", "a%0ab", "ក\u200bខ", "x" * 300, "\ttab"]
    book.journal.append([officer("", "", name) for name in names])
    for name in names:
        assert (OFFICER, name) in ids(search.find(name)), repr(name)
    assert {name for _, name in ids(search.find("b"))} >= {"a\nb", "a\x1fb", "a%b", "a%0ab"}
