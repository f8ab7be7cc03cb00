"""What the plots are drawn from: one row a day, whatever the clock does, made again alike."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.days import Day
from kiosk.registry.migrations import migrate
from kiosk.registry.moves_days import BEGINS_MS, DAY_MS
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.watch_table import WATCH
from kiosk.rules import entries as e
from kiosk.rules.rungs import Tells
from kiosk.rules.things import Moment, PositionId, Rounds, WeaponNumber
from tests.registry.samples import AKM, AT, PLACE, SOK, a_visit, fill, open_here

NOON_MS = 20_000 * DAY_MS + 12 * 3_600_000 - BEGINS_MS


def at(day: int, minute: int = 0) -> Moment:
    return Moment(NOON_MS + day * DAY_MS + minute * 60_000, 5_000, "b")


def moved(entries: Iterable[e.Entry], moment: Moment) -> tuple[e.Entry, ...]:
    """Return entries as if all were written at one moment."""
    return tuple(replace(entry, at=moment) for entry in entries)


def issued(day: int) -> tuple[e.Entry, ...]:
    """Return the rest of the visit of the samples: taken, shut after a minute and a half."""
    return (
        e.WeaponIssued(at(day), AKM.number, SOK.number, PLACE.id, "M-7", 9, Rounds()),
        e.CableSeenShut(at(day), PLACE.cable, 90_000),
        e.CountAgreed(at(day), PLACE.cable, 0, "said"),
    )


def book_of_days(folder: Path) -> Book:
    """Return a book of three days: an issue, an overdue weapon, a count that differs."""
    book = open_here(folder)
    book.journal.append((*moved(a_visit(), at(0)), *issued(0)))
    book.journal.append((
        e.OverdueStep(at(1), AKM.number, SOK.number, Tells.CUSTODIAN, 0, 9, "M-7"),
        e.Refused(at(1), "not_now", ""),
    ))  # fmt: skip
    differs = e.PlaceDifference("1-1", e.Difference.MISSING, WeaponNumber("0000000244"))
    order = e.CountOrdered(
        at(3), 1, e.CountKind.MONTHLY, "", ("1-1",), (PLACE.cable,), SOK.number, SOK.number,
        SOK.number, 1, 2,
    )  # fmt: skip
    signed = e.CountCertified(
        at(3), 1, e.CountKind.MONTHLY, "", (PLACE.cable,), (SOK.number,), SOK.number, 5, 1,
        (differs,), 0, 1, 0, 0, "",
    )  # fmt: skip
    book.journal.append((order, signed))
    return book


def plain(days: Iterable[Day]) -> list[tuple[int, ...]]:
    return [
        ((day.began_ms + BEGINS_MS) // DAY_MS - 20_000, day.issued, day.openings, day.weapon_ms,
         day.counts, day.counted, day.differing, day.steps, day.refused, day.inside, day.out,
         day.late)
        for day in days
    ]  # fmt: skip


def test_each_day_has_what_happened_and_how_it_stood_when_it_had_ended(tmp_path: Path) -> None:
    book = book_of_days(tmp_path)
    assert plain(book.days.newest(9)) == [
        (0, 1, 1, 90_000, 0, 0, 0, 0, 0, 0, 1, 0),
        (1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1),
        (3, 0, 0, 0, 1, 5, 1, 0, 0, 0, 1, 1),
    ]
    assert len(book.days.newest(2)) == 2
    book.close()


def test_the_day_that_runs_stands_as_it_stands_now(tmp_path: Path) -> None:
    book = book_of_days(tmp_path)
    book.journal.append((
        e.WeaponReturned(at(3, 5), AKM.number, SOK.number, SOK.number, PositionId("1-1")),
    ))  # fmt: skip
    newest = book.days.newest(1)[0]
    assert (newest.returned, newest.inside, newest.out, newest.late) == (1, 1, 0, 0)
    book.close()


@pytest.mark.promise("P13")
def test_what_a_clock_behind_writes_belongs_to_the_newest_day(tmp_path: Path) -> None:
    book = book_of_days(tmp_path)
    book.journal.append((e.Refused(at(1), "not_now", ""), e.Refused(at(3), "not_now", "")))
    assert [(day[0], day[8]) for day in plain(book.days.newest(9))] == [(0, 0), (1, 1), (3, 2)]
    book.close()


@pytest.mark.promise("P3")
def test_the_days_are_the_same_when_they_are_made_again(tmp_path: Path) -> None:
    book = book_of_days(tmp_path)
    before = book.days.newest(9)
    book.close()
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    rebuild_tables(connection, silent)
    connection.close()
    book = open_here(tmp_path)
    assert book.days.newest(9) == before
    book.close()


def test_a_book_that_was_begun_without_days_gets_them(tmp_path: Path) -> None:
    book = book_of_days(tmp_path)
    before = book.days.newest(9)
    book.close()
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    for name in WATCH:
        connection.execute(f"DROP TABLE {name}")
    connection.execute("ALTER TABLE custody DROP COLUMN rank")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0005%'")
    migrate(connection)
    connection.close()
    book = open_here(tmp_path)
    assert book.days.newest(9) == before
    assert book.bay().late == {AKM.number: frozenset({Tells.CUSTODIAN})}
    book.close()


@pytest.mark.promise("P15")
def test_the_days_are_read_without_reading_the_book(tmp_path: Path) -> None:
    """A plot of a quarter must not cost what the book is long."""
    book = open_here(tmp_path)
    fill(book, 300)
    book.close()
    connection = sqlite3.connect(tmp_path / DATABASE)
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM days ORDER BY day DESC LIMIT 90"
    ).fetchall()
    (rows,) = connection.execute("SELECT count(*) FROM days").fetchone()
    connection.close()
    assert "journal" not in str(plan)
    assert rows == 1
    assert AT.wall_ms
