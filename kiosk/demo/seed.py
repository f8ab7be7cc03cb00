"""What the book of the simulated warehouse is founded with: the same lists a technician loads."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.founding import Row, write_register
from kiosk.assembly.register_files import officers_in, weapons_in
from kiosk.config import Settings
from kiosk.demo.cast import Order, files, read_cast
from kiosk.registry.book import Book
from kiosk.rules import observations as o
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.register import FOUNDING
from kiosk.rules.things import Mission

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


class SeedWrong(ConfigWrong):
    """The demonstration's own lists do not fit the bay that they are for."""


def sow(settings: Settings) -> None:
    """Found the book if it is new, and write today's mission orders.

    Raises:
        BookBroken, BookUnwritable: as `open_book`; also when a demonstration is running on it.
    """
    now_ms = SystemClock().now().wall_ms
    written = write_register(settings, FOUNDING, lambda book: _rows(book, settings, now_ms))
    if written.reason:
        raise SeedWrong(
            f"{settings.file}: the weapons of the demonstration do not fit this bay"
            f" ({written.reason}: {written.about}). Keep the positions of its cables, R1-01 to"
            " R2-12 and R2-Q1, or give all four cables other parts and the same positions."
        )


def _rows(book: Book, settings: Settings, now_ms: int) -> Iterator[Row]:
    if not book.bay().founded:
        yield from _people_and_weapons(settings.policy.utc_offset_min)
        yield from (
            (o.BadgeGift(member.officer, member.badge_text, book.pins.seal(member.pin)),)
            for member in read_cast().members
        )
    for order in read_cast().orders:
        mission = _mission(order, now_ms, settings.policy.utc_offset_min)
        person = book.facts.person(order.officer)
        if person is None or mission not in person.missions:
            yield (o.MissionOrder(order.officer, mission),)


def _people_and_weapons(utc_offset_min: int) -> Iterator[Row]:
    with resources.as_file(files() / "officers.csv") as path:
        yield from (row.facts for row in officers_in(path, utc_offset_min))
    with resources.as_file(files() / "weapons.csv") as path:
        yield from (row.facts for row in weapons_in(Path(path), _unnumbered))


def _unnumbered() -> str:
    raise SeedWrong("every weapon of the demonstration has its number")


def _mission(order: Order, now_ms: int, utc_offset_min: int) -> Mission:
    """Return an order with its days, which begin and end at midnight where the warehouse stands."""
    offset_ms = utc_offset_min * _MINUTE_MS
    today_ms = (now_ms + offset_ms) // _DAY_MS * _DAY_MS - offset_ms
    return Mission(
        order.number,
        today_ms + order.first_day * _DAY_MS,
        today_ms + (order.last_day + 1) * _DAY_MS,
    )
