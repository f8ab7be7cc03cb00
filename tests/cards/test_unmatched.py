"""What has no match in the register, and cards whose weapons are looked for, as a page asks."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cards.unmatched import Unmatched
from kiosk.registry.book import open_book
from kiosk.registry.opening import DATABASE
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import Moment
from kiosk.service.cards import views as v
from tests.cards import desk
from tests.cards.desk import HEAD, listed
from tests.cards.page_desk import FIRST, PageDesk, sitting
from tests.commands.test_losses import report

AT = Moment(1_457_900_000_000, 1)
STACK = e.CardStack(
    "60303ae22b99b0c4", "kaat.csv", "60", "utf-8", ("No", "Gravure"), ("card", "serial"), 9, "R1"
)
MANY = 2 * v.PAGE + 5


@pytest.fixture
def at(tmp_path: Path) -> Iterator[PageDesk]:
    with sitting(tmp_path) as sat:
        yield sat


def write(at: PageDesk, *entries: e.Entry) -> None:
    """Write into the book, as the keeper would."""
    settings = at.settings
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append(entries)


def came_in(at: PageDesk, cards: Sequence[tuple[str, str, e.Fate, str]]) -> None:
    """Let cards in by number, serial, fate and weapon."""
    imported = (
        e.CardImported(AT, STACK.stack, row, card, serial, fate, weapon, f"{card}\t{serial}")
        for row, (card, serial, fate, weapon) in enumerate(cards, 2)
    )
    write(at, e.CardsBegun(AT, STACK, ("R1", "C1")), *imported)


def every_page(at: PageDesk, what: str, text: str = "") -> list[v.UnmatchedPage]:
    pages = [at.pages.unmatched(FIRST, what, text)]
    while pages[-1].after:
        pages.append(at.pages.unmatched(FIRST, what, text, pages[-1].after))
    return pages


def weapon(place: int) -> str:
    return number(Kind.WEAPON, 7, place)


@pytest.mark.promise("P12")
def test_cards_without_a_weapon_stand_there_with_the_weapon_that_came_since(at: PageDesk) -> None:
    desk.armed(at.settings, (weapon(1), "0012"), (weapon(2), "77"), (weapon(3), "77"))
    desk.armed(at.settings, (weapon(4), "None"))
    came_in(at, [
        ("C1", "0099", e.Fate.MATCHED, weapon(9)),
        ("C2", "0012", e.Fate.CARD_ONLY, ""),
        ("C3", "12", e.Fate.CARD_ONLY, ""),
        ("C4", "77", e.Fate.CARD_ONLY, ""),
        ("C5", "None", e.Fate.CARD_ONLY, ""),
        ("C2", "0012", e.Fate.DUPLICATE, ""),
        ("C6", "", e.Fate.CARD_ONLY, ""),
        ("", "", e.Fate.UNREADABLE, ""),
    ])  # fmt: skip
    page = at.pages.unmatched(FIRST, "card_only")
    assert [(one.number, one.serial, one.row, one.file, one.now) for one in page.cards] == [
        ("C2", "0012", 3, "kaat.csv", weapon(1)), ("C3", "12", 4, "kaat.csv", ""),
        ("C4", "77", 5, "kaat.csv", ""), ("C5", "None", 6, "kaat.csv", ""),
        ("C6", "", 8, "kaat.csv", ""),
    ]  # fmt: skip
    assert (page.weapons, page.after) == ((), "")


def test_weapons_without_a_card_are_those_that_no_card_of_any_list_matched(at: PageDesk) -> None:
    desk.armed(at.settings, *((weapon(place), f"00{place}") for place in (1, 2, 3)))
    came_in(at, [("C1", "002", e.Fate.MATCHED, weapon(2)), ("C2", "001", e.Fate.CARD_ONLY, "")])
    page = at.pages.unmatched(FIRST, "weapon_only")
    assert [(one.number, one.serial) for one in page.weapons] == [
        (weapon(1), "001"), (weapon(3), "003"),
    ]  # fmt: skip
    assert (page.cards, page.after) == ((), "")


@pytest.mark.parametrize("text", ["", "77"])
def test_every_one_is_on_one_page_and_in_its_order(at: PageDesk, text: str) -> None:
    """Between them stand so many with a match that a page of what is called so is none of them."""
    desk.armed(at.settings, *((weapon(place), f"77{place:04}") for place in range(2 * MANY)))
    alone = [(f"C{n}", f"77{n:04}", e.Fate.CARD_ONLY, "") for n in range(MANY)]
    paired = [(f"D{n}", f"77{n:04}", e.Fate.MATCHED, weapon(n)) for n in range(MANY, MANY + MANY)]
    came_in(at, [*paired[:60], *alone, *paired[60:]])
    cards = [one.number for page in every_page(at, "card_only", text) for one in page.cards]
    assert cards == [card for card, *_ in alone]
    pages = every_page(at, "weapon_only", text)
    weapons = [one.number for page in pages for one in page.weapons]
    assert weapons == sorted(weapon(place) for place in range(MANY))
    assert len(pages) > 2


def test_what_is_looked_for_is_found_by_any_part_and_nothing_else_is(at: PageDesk) -> None:
    desk.armed(at.settings, (weapon(1), "AB-0012"), (weapon(2), "XY-99"))
    came_in(at, [
        ("C000201", "KT 0012", e.Fate.CARD_ONLY, ""), ("C000301", "55", e.Fate.CARD_ONLY, ""),
        ("C000401", "0012", e.Fate.MATCHED, weapon(2)),
    ])  # fmt: skip

    def found(what: str, text: str) -> list[str]:
        page = at.pages.unmatched(FIRST, what, text)
        cards, weapons = page.cards, page.weapons
        return [*(one.number for one in cards), *(one.number for one in weapons)]

    assert found("card_only", "0012") == ["C000201"]
    assert found("card_only", "c0003") == ["C000301"]
    assert found("card_only", "  ") == ["C000201", "C000301"]
    assert found("weapon_only", "0012") == [weapon(1)]
    assert found("weapon_only", "99") == [], "it has a card"


def test_where_nearly_all_have_a_match_so_many_are_looked_at_for_a_page(at: PageDesk) -> None:
    """A page may have none, and a next one; the last one has none behind it."""
    desk.armed(at.settings, *((weapon(place), f"77{place:04}") for place in range(60)))
    lone = {7, 29, 30, 59}
    came_in(at, [
        (f"C{n}", f"9{n}", e.Fate.CARD_ONLY, "") if n in lone
        else (f"C{n}", f"9{n}", e.Fate.MATCHED, weapon(n))
        for n in range(60)
    ])  # fmt: skip
    seeker = Unmatched(at.settings.folder / DATABASE, looked=15)
    for ask, expected in (
        (seeker.cards, [["C7"], ["C29"], ["C30"], ["C59"]]),
        (seeker.weapons, [[weapon(7)], [weapon(29)], [weapon(30)], [weapon(59)]]),
    ):
        pages = [ask("", "")]
        while pages[-1].after:
            pages.append(ask("", pages[-1].after))
        told = [
            [*(one.number for one in page.cards), *(one.number for one in page.weapons)]
            for page in pages
        ]
        assert told == expected
    wide = Unmatched(at.settings.folder / DATABASE, looked=29)
    assert [one.number for one in wide.cards("", "").cards] == ["C7"]
    nothing = Unmatched(at.settings.folder / DATABASE, looked=7).weapons("", "")
    assert (nothing.weapons, nothing.after) == ((), weapon(6))


@pytest.mark.parametrize("after", ["x", "[]", "9" * 40, '[7, "card", "1"]', "-1"])
def test_a_place_that_no_page_named_begins_again(at: PageDesk, after: str) -> None:
    came_in(at, [("C1", "0012", e.Fate.CARD_ONLY, "")])
    for text in ("", "0012"):
        assert len(at.pages.unmatched(FIRST, "card_only", text, after).cards) == 1


# ------------------------------------------------------------------------- looked for
def test_cards_of_a_list_whose_weapon_was_reported_lost_are_told(
    at: PageDesk, tmp_path: Path
) -> None:
    write(at, report(1, "0012"), report(2, "77"))
    rows = [("C1", "0012", *desk.GOOD[2:]), ("C2", "OO12", *desk.GOOD[2:]), desk.GOOD]
    name = at.judged(listed(tmp_path / "l.csv", [HEAD, *rows]).read_bytes()).name
    number_ = report(1, "0012").weapon
    assert at.pages.sought(FIRST, name) == v.SoughtPage((
        v.SoughtLine(2, "C1", "0012", "reported_lost", exact=True, found=number_),
        v.SoughtLine(3, "C2", "OO12", "reported_lost", exact=False, found=number_),
    ))  # fmt: skip
    write(at, e.LossClosed(AT, number_, report(1, "").loss.circumstances, (FIRST, "C1")))  # type: ignore[arg-type]  # officers by number
    assert at.pages.sought(FIRST, name) == v.SoughtPage(), "it was found"
    assert at.pages.sought(FIRST, "0" * 16) == v.SoughtPage()


def test_a_long_list_is_looked_through_some_thousand_cards_at_a_time(
    at: PageDesk, tmp_path: Path
) -> None:
    rows = desk.cards(10_200)
    name = at.judged(listed(tmp_path / "long.csv", rows).read_bytes()).name
    assert at.pages.sought(FIRST, name) == v.SoughtPage(), "nothing is sought: no card is read"
    write(at, report(1, "0010150"))
    first = at.pages.sought(FIRST, name)
    assert first == v.SoughtPage((), 10_001)
    rest = at.pages.sought(FIRST, name, first.after)
    assert [(one.row, one.serial) for one in rest.lines] == [(10_151, "0010150")]
    assert rest.after == 0
    assert at.pages.sought(FIRST, name, 201).after == 0, "ten thousand, and nothing behind them"
