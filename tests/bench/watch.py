"""How fast the chief's watch answers on a long book: the page of plots, and all lenses.

A book of a year and more of visits, opened and read as a running kiosk does; the page is drawn by
the face's own app and asked for as a browser would.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from flask.testing import FlaskClient

from kiosk.assembly.clock import SystemClock
from kiosk.registry.book import Book, open_book
from kiosk.rules import entries as e
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Moment,
    Officer,
    OfficerNumber,
    PositionId,
    Role,
    Rounds,
    WeaponNumber,
)
from kiosk.service.protocol import OfficePass
from kiosk.service.watch.desk import LocalWatch
from tests.bench import warehouse
from tests.bench.rows import Row, p50, p95
from tests.web_ui.fakes import FakeService, view_of
from web_ui.office import create_office
from web_ui.watch import WatchDesk

ROWS = ("page_days", "lens_look")
METHOD = (
    "a book of visits over 400 days, the page of ninety of them through the office's own app; the"
    " lenses over the newest ninety, as they are looked through at most once an hour"
)
PAGE_MS = 10
_DAYS = 400
_ASKED = 60
_PORTION = 5_000
_VISIT = 6
_BEGAN_MS = 1_735_689_600_000
_DAY_MS = 86_400_000
_CHIEF = OfficerNumber("H-1")


def watch_rows(folder: Path, entries: int) -> Iterator[Row]:
    """Measure the page of plots and the lenses.

    Args:
        folder: where the book may be made.
        entries: how long the book shall be.
    """
    _, settings = warehouse.found(folder, warehouse.Layout(), 200)
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        _fill(book, entries)
        clock = SystemClock()
        watch = LocalWatch(book.facts, book.days, book.lenses, settings.policy, clock.now)
        page = _seated(watch)
        took = [_ms(lambda: _days(page)) for _ in range(_ASKED)]
        value = p95(took)
        yield Row(
            "page_days", value, "ms p95", bar=f"<= {PAGE_MS} ms", met=value <= PAGE_MS,
            note=f"four plots on {entries:,} entries; p50 {p50(took):.1f} ms",
        )  # fmt: skip
        looks = [_ms(lambda: book.lenses.look(settings.policy)) for _ in range(3)]
        seen = book.lenses.look(settings.policy)
        yield Row(
            "lens_look", p50(looks), "ms p50", note=f"eight lenses over {seen.entries:,} entries"
        )


def _fill(book: Book, entries: int) -> None:
    """Write visits, evenly over the days."""
    at = Moment(_BEGAN_MS, 1)
    people = [Officer(_CHIEF, "Chief", role=Role.CHIEF)]
    people += [Officer(OfficerNumber(f"K-{n}"), f"K {n}", role=Role.CUSTODIAN) for n in range(4)]
    people += [Officer(OfficerNumber(f"O-{n}"), f"O {n}") for n in range(100)]
    book.journal.append([e.OfficerRegistered(at, one, "bench") for one in people])
    visits = max(entries // _VISIT, 1)
    waiting: list[e.Entry] = []
    for number in range(visits):
        waiting += _visit(number, visits)
        if len(waiting) >= _PORTION or number == visits - 1:
            book.journal.append(waiting)
            waiting = []


def _visit(number: int, of: int) -> list[e.Entry]:
    """Return the lines of one issue or return."""
    wall_ms = _BEGAN_MS + _DAYS * _DAY_MS * number // of
    at = Moment(wall_ms, number * 1_000)
    officer, by = OfficerNumber(f"O-{number % 97}"), OfficerNumber(f"K-{number % 4}")
    weapon = WeaponNumber(f"{number % 89:010}")
    cable, place = CableId("R1-C1"), PositionId(f"P{number % 89}")
    issue = number // 89 % 2 == 0
    purpose = e.Purpose.ISSUE if issue else e.Purpose.RETURN
    exposed = tuple(WeaponNumber(f"{n:010}") for n in range(8))
    taken: e.Entry = (
        e.WeaponIssued(at, weapon, officer, place, "M", wall_ms + _DAY_MS, Rounds())
        if issue
        else e.WeaponReturned(at, weapon, officer, officer, place)
    )
    return [
        e.SessionOpened(at, officer, BadgeText("1")),
        e.ReleaseGranted(at, purpose, cable, place, weapon, officer, exposed, by=by),
        e.CableSeenOpen(at, cable, released=True),
        taken,
        e.CableSeenShut(at, cable, 21_000),
        e.CountAgreed(at, cable, 8, "said"),
    ]


def _seated(watch: LocalWatch) -> FlaskClient:
    """Return a browser whose owner is logged in as the chief."""
    service = FakeService(view_of())
    service.passes[_CHIEF, "1"] = OfficePass(
        granted=True, number=_CHIEF, name="Chief", role="chief", desks=("watch",)
    )
    browser = create_office(service, desks=(WatchDesk(watch),), tls=False).test_client()
    (token,) = re.findall(r'name="token" value="(.*?)"', browser.get("/").text)[:1]
    browser.post("/enter", data={"token": token, "number": _CHIEF, "pin": "1"})
    return browser


def _days(browser: FlaskClient) -> None:
    page = browser.get("/watch/days")
    assert page.status_code == 200, page.status_code
    assert page.text.count('<svg class="plot"') == 4, "the plots are drawn"


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
