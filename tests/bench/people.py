"""How fast the desk of people is in a register that has as many people as the country has weapons.

Nobody has so many; a list that pages by key must not care.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.config import Settings
from kiosk.registry.book import open_book
from kiosk.registry.opening import DATABASE
from kiosk.registry.people import Narrowed, People, Show
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    BadgeText,
    Certificate,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    WeaponType,
)
from tests.bench import warehouse
from tests.bench.rows import Row, p50, p95

ROWS = ("people_page_200k", "people_narrowed", "people_untrained")
METHOD = (
    "a register of people, each with a certificate and a badge, one of a hundred with an order and"
    " no certificate that counts; read through a connection of its own"
)
PAGE_MS = 10
_FAR_ROW = 200_000
_ASKED = 40
_PORTION = 5_000
_ODD = 100
_DAY_MS = 86_400_000


def people_rows(folder: Path, people: int) -> Iterator[Row]:
    """Measure a page far into the list of people, and lists that are narrowed down.

    Args:
        folder: where the book may be made.
        people: how many there shall be.
    """
    _, settings = warehouse.found(folder, warehouse.Layout(), 10)
    at = SystemClock().now()
    _register(settings, people, at)
    far = _number(min(_FAR_ROW, people - 60))
    with closing(People.at(settings.folder / DATABASE)) as asked:

        def page(narrowed: Narrowed, after: str) -> Callable[[], None]:
            def ask() -> None:
                assert asked.after(after, narrowed, at.wall_ms, 51), narrowed

            return ask

        whole = page(Narrowed(), far)
        yield _row("people_page_200k", whole, PAGE_MS, f"51 people behind number {far}")
        one = people // 2
        unit = page(Narrowed(unit=_unit(one), post=_post(one)), "")
        yield _row("people_narrowed", unit, None, "those of one unit at one post, the first 51")
        untrained = page(Narrowed(Show.UNTRAINED), "")
        yield _row("people_untrained", untrained, None, f"one of {_ODD} is: the first 51")


def _register(settings: Settings, people: int, at: Moment) -> None:
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        for begin in range(0, people, _PORTION):
            lines: list[e.Entry] = []
            for place in range(begin, min(begin + _PORTION, people)):
                lines += _person(place, at)
            book.journal.append(lines)


def _person(place: int, at: Moment) -> list[e.Entry]:
    odd = place % _ODD == 0
    who = OfficerNumber(_number(place))
    paper = Certificate(WeaponType("rifle"), at.wall_ms + (-1 if odd else 1) * _DAY_MS)
    officer = Officer(
        who, f"Officer {place}", "មន្ត្រី", unit=_unit(place), certificates=(paper,),
        post=_post(place),
    )  # fmt: skip
    lines: list[e.Entry] = [
        e.OfficerRegistered(at, officer, "bench"),
        e.BadgeEnrolled(at, BadgeText(_badge(place)), who, ("bench",)),
    ]
    if odd:
        order = Mission(f"M{place}", at.wall_ms, at.wall_ms + _DAY_MS)
        lines.append(e.MissionOrdered(at, who, order, "bench"))
    return lines


def _number(place: int) -> str:
    return f"N{place:06}"


def _unit(place: int) -> str:
    return f"Unit {place % 60}"


def _post(place: int) -> str:
    return f"Post {place % 7}"


def _badge(place: int) -> str:
    site, sequence = divmod(place, 90_000)
    return number(Kind.BADGE, 10 + site, sequence + 1)


def _row(name: str, ask: Callable[[], None], bar_ms: float | None, note: str) -> Row:
    took = []
    for _ in range(_ASKED):
        begun = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - begun))
    value = p95(took)
    bar = "" if bar_ms is None else f"<= {bar_ms:g} ms"
    return Row(
        name, value, "ms p95", bar=bar, met=None if bar_ms is None else value <= bar_ms,
        note=f"{note}; {len(took)} asked, p50 {p50(took):.1f} ms",
    )  # fmt: skip
