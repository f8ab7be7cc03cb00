"""How fast a thing is found in the largest register, by whole numbers and by parts of them.

The register has all weapons and as many paper cards; each question is asked of a program that has
just begun to ask, as the kiosk's own connections do.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.config import Settings
from kiosk.registry.book import open_book
from kiosk.registry.opening import DATABASE
from kiosk.registry.search import Search
from kiosk.rules import entries as e
from kiosk.rules.card_text import joined
from kiosk.rules.things import Moment
from tests.bench import warehouse
from tests.bench.rows import Row, p50, p95

ROWS = ("page_200k", "search", "search_part", "search_nothing")
METHOD = (
    "a register of weapons and as many paper cards, read through a connection of its own; the"
    " file lies in the cache of the system, as it does while a kiosk runs"
)
PAGE_MS, SEARCH_MS = 10, 50
_FAR_ROW = 200_000
_ASKED = 40
_PORTION = 5_000
_STACK = "bench"


def search_rows(folder: Path, weapons: int) -> Iterator[Row]:
    """Measure a page far into the register and searches by every kind of number.

    Args:
        folder: where the book may be made.
        weapons: how many weapons it shall have, and how many cards.
    """
    _, settings = warehouse.found(folder, warehouse.Layout(), weapons)
    _import(settings, weapons)
    dice = random.Random(warehouse.SEED)
    chosen = [warehouse.weapon(dice.randrange(weapons)) for _ in range(_ASKED)]
    cards = [dice.randrange(weapons) for _ in range(_ASKED)]
    with closing(Search.at(settings.folder / DATABASE)) as search:
        far = warehouse.weapon(min(_FAR_ROW, weapons - 60)).number
        assert len(search.weapons_after(far)) == 50, "the page stands far inside"
        pages = [_ms(lambda: search.weapons_after(far)) for _ in range(_ASKED)]
        whole = [w.number for w in chosen] + [w.serial for w in chosen] + [_card(c) for c in cards]
        whole += [warehouse.OFFICERS[0].number, warehouse.OFFICERS[0].badge]
        yield _row("page_200k", pages, PAGE_MS, f"50 weapons behind number {far}, as they stand")
        yield _row(
            "search",
            _asked(search, whole),
            SEARCH_MS,
            f"{len(whole)} whole numbers: registration, serial, card, officer, badge",
        )
        parts = [w.serial[1:6] for w in chosen] + [w.number[3:8] for w in chosen]
        yield _row("search_part", _asked(search, parts), None, "five digits from inside a number")
        absent = [f"{w.serial}00" for w in chosen]
        took = [_ms(lambda: search.find(text)) for text in absent]  # noqa: B023 - called at once
        yield _row("search_nothing", took, None, "what is nowhere: every leaf is looked through")


def _import(settings: Settings, cards: int) -> None:
    """Write so many cards as an import does."""
    at = SystemClock().now()
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        stack = e.CardStack(_STACK, "bench.csv", "", "utf-8", (), (), cards, "bench")
        book.journal.append((e.CardsBegun(at, stack, ("P0101", "P0102")),))
        for begin in range(0, cards, _PORTION):
            book.journal.append(
                [_imported(at, row) for row in range(begin, min(begin + _PORTION, cards))]
            )


def _imported(at: Moment, row: int) -> e.CardImported:
    weapon = warehouse.weapon(row)
    cells = joined((_card(row), weapon.serial, weapon.name, "កំពង់ធំ"))
    return e.CardImported(
        at, _STACK, row, _card(row), weapon.serial, e.Fate.MATCHED, weapon.number, cells
    )


def _card(row: int) -> str:
    return f"C{row:06}"


def _asked(search: Search, texts: list[str]) -> list[float]:
    """Ask for each text; it must be found, or the time says nothing."""

    def find(text: str) -> Callable[[], None]:
        def asked() -> None:
            assert search.find(text).found, text

        return asked

    return [_ms(find(text)) for text in texts]


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def _row(name: str, took: list[float], bar_ms: float | None, note: str) -> Row:
    value = p95(took)
    bar = "" if bar_ms is None else f"<= {bar_ms:g} ms"
    return Row(
        name, value, "ms p95", bar=bar, met=None if bar_ms is None else value <= bar_ms,
        note=f"{note}; {len(took)} asked, p50 {p50(took):.1f} ms",
    )  # fmt: skip
