"""The tables held against the entries: what a seal does not cover is folded again (P3, P4)."""

import random
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.registry import tables_check, verify
from kiosk.registry.opening import DATABASE
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Progress
from kiosk.registry.remaking import remake
from kiosk.registry.schema import TABLES
from kiosk.registry.tables_check import differing_tables
from kiosk.registry.verify import whole
from kiosk.registry.walk import Stopped
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookBroken
from kiosk.rules.entries import BookPart, Fault
from kiosk.rules.things import Rounds
from tests.registry.closed_book import sql
from tests.registry.samples import (
    AKM,
    AT,
    KIOSK,
    PLACE,
    POLICY,
    SOK,
    a_visit,
    fill,
    made_up,
    open_here,
    registered,
)


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """The closed book of a visit; its weapon is out."""
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    issued = e.WeaponIssued(AT, AKM.number, SOK.number, PLACE.id, "", 0, Rounds())
    book.journal.append((issued,))
    book.close()
    return tmp_path


PAST_THE_BOOK = {
    "UPDATE badge SET officer = '666'": "badge",
    "INSERT INTO pin VALUES ('666', 's1$')": "pin",
    "DELETE FROM custody": "custody",
    "UPDATE officer SET hold = 1": "officer",
    "UPDATE weapon SET serial = 'k 7'": "weapon",
    "DROP TABLE mission": "mission",
    "ALTER TABLE alarm ADD COLUMN more TEXT": "alarm",
    "CREATE TRIGGER later AFTER INSERT ON custody BEGIN DELETE FROM custody; END": "custody",
    "DROP INDEX badge_by_officer": "badge",
    "UPDATE journal SET segment = 's' WHERE seq = 2": "journal",
    "UPDATE journal SET line_end = line_end + 1 WHERE seq = 13": "journal",
    "UPDATE journal SET latest_wall_ms = 0 WHERE seq = 13": "journal",
}
"""What somebody types into SQL while the kiosk is off, and the table it is about."""


@pytest.mark.parametrize("statement", PAST_THE_BOOK)
def test_p3_what_was_changed_past_the_book_is_named_and_the_chain_is_whole(
    drawn: Path, statement: str
) -> None:
    """No seal covers the tables: whoever gives a badge away in SQL leaves the chain as it was."""
    table = PAST_THE_BOOK[statement]
    part = BookPart.DATABASE if table == "journal" else BookPart.TABLES
    assert differing_tables(drawn / DATABASE) == ()
    sql(drawn, statement)
    assert differing_tables(drawn / DATABASE) == (table,)
    assert whole(drawn, chain_only=True).good
    for place in (drawn, drawn / DATABASE):
        verdict = whole(place)
        assert verdict.fault is Fault.TABLES_DIFFER
        assert verdict.tables == (table,)
        assert verdict.sentence.startswith(f"The tables {table} are not what the entries make")
        assert f"make them again: kiosk rebuild {part}." in verdict.sentence
        assert "The book itself is whole: 13 entries" in verdict.sentence
    remake(drawn, KIOSK, part)
    assert whole(drawn).good, "what the sentence says to do helps"


@pytest.mark.parametrize("seed", range(4))
def test_any_book_agrees_with_itself(tmp_path: Path, seed: int) -> None:
    """300 made-up entries of every kind are some bites, and no false alarm."""
    book = open_here(tmp_path)
    for entry in made_up(random.Random(seed), 300, Bay(POLICY)):
        book.journal.append((entry,))
    book.close()
    assert differing_tables(tmp_path / DATABASE) == ()


def test_a_book_of_whole_bites_agrees_with_itself(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    assert differing_tables(tmp_path / DATABASE) == ()
    book.journal.append([registered(number) for number in range(128)])
    assert differing_tables(tmp_path / DATABASE) == ()
    book.close()


def test_a_book_that_is_being_written_agrees_with_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is committed between two bites counts; what comes between two tables does not."""
    book = open_here(tmp_path)
    book.journal.append([registered(number) for number in range(1, 200)])
    written = [200]

    def write(*_: object) -> None:
        fill(book, 1, first=written[0])
        written[0] += 1

    def compared(name: str, both: sqlite3.Connection, stop: threading.Event) -> bool:
        write()
        return alike(name, both, stop)

    alike: Callable[[str, sqlite3.Connection, threading.Event], bool] = tables_check._alike
    monkeypatch.setattr(tables_check, "_alike", compared)
    assert differing_tables(tmp_path / DATABASE, tell=write) == ()
    assert written[0] == 200 + 3 + len(TABLES), "between three bites, and before each table"
    book.close()


def test_a_checkpoint_can_finish_between_two_bites(tmp_path: Path) -> None:
    """A long read would keep every one of them from finishing, and the log would grow."""
    book = open_here(tmp_path)
    book.journal.append([registered(number) for number in range(1, 200)])
    finished: list[bool] = []

    def take(_: Progress) -> None:
        fill(book, 1, first=200 + len(finished))
        finished.append(book.journal._copies.checkpoints.take(book.head.seq))

    assert differing_tables(tmp_path / DATABASE, tell=take) == ()
    assert finished == [True] * 3
    book.close()


def test_nothing_is_written_beside_the_book_or_into_it(drawn: Path) -> None:
    def files() -> dict[str, bytes]:
        found = (path for path in drawn.rglob("*") if path.is_file())
        return {path.name: path.read_bytes() for path in found if path.suffix != ".db-shm"}

    before = files()
    assert DATABASE in before
    assert differing_tables(drawn / DATABASE) == ()
    assert files() == before


def test_it_can_be_stopped_between_bites_and_inside_a_long_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_here(tmp_path)
    book.journal.append([registered(number) for number in range(200)])
    book.close()
    stop, told = threading.Event(), list[Progress]()

    def stop_soon(now: Progress) -> None:
        told.append(now)
        stop.set()

    with pytest.raises(Stopped):
        differing_tables(tmp_path / DATABASE, tell=stop_soon, stop=stop)
    assert len(told) == 1, "of three bites"
    compare: Callable[[str, sqlite3.Connection, threading.Event], bool] = tables_check._alike

    def stopped_in(name: str, both: sqlite3.Connection, stop: threading.Event) -> bool:
        stop.set()
        return compare(name, both, stop)

    monkeypatch.setattr(tables_check, "_alike", stopped_in)
    with pytest.raises(Stopped):
        differing_tables(tmp_path / DATABASE)


@pytest.mark.parametrize(
    "wrong",
    [
        OSError(5, "Input/output error"),
        sqlite3.OperationalError("database or disk is full"),
        BookBroken("Entry 7 cannot be read by this program: no such kind"),
    ],
)
def test_tables_that_cannot_be_compared_are_not_called_good(
    drawn: Path, monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    """P8: no room for a second set of tables, a newer program's entry: nobody knows."""

    def fails(*_: object, **__: object) -> tuple[str, ...]:
        raise wrong

    monkeypatch.setattr(verify, "differing_tables", fails)
    verdict = whole(drawn)
    assert (verdict.fault, verdict.tables) == (Fault.BOOK_UNCHECKED, None)
    assert plainly(wrong) in verdict.sentence
    assert "The chain is whole: 13 entries" in verdict.sentence
