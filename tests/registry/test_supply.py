"""The supply of power outlives a kill: the tables tell it as the fold does (P3)."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.schema import TABLES
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.supply import FROM_MAINS
from kiosk.rules.things import Signal
from tests.registry.samples import AT, PLACE, POLICY, a_visit, open_here

pytestmark = pytest.mark.promise("P3")

VISIT = (*a_visit()[:-2], e.SessionClosed(AT, None, e.Farewell.DONE))
LATER = replace(AT, mono_ms=AT.mono_ms + 9)
MAINS = e.SignalRaised(AT, "mains", Signal.MAINS)
SECOND = e.SignalRaised(LATER, "other mains", Signal.MAINS)
BACK = e.SignalCleared(LATER, "mains", Signal.MAINS)
LOW = e.SignalRaised(LATER, "battery", Signal.BATTERY)
FULL = e.SignalCleared(LATER, "battery", Signal.BATTERY)
SPARED = e.PowerSpared(LATER, 30)
OFF = e.PowerOffAsked(LATER, (PLACE.cable,))
STARTED = e.Started(LATER)


@pytest.mark.parametrize(
    "lines",
    [
        (MAINS,), (MAINS, SECOND), (MAINS, SECOND, BACK), (MAINS, SPARED), (MAINS, SPARED, BACK),
        (MAINS, SPARED, SECOND, BACK), (MAINS, LOW), (MAINS, LOW, OFF), (MAINS, LOW, FULL),
        (MAINS, LOW, OFF, BACK, FULL), (MAINS, LOW, OFF, STARTED),
        (e.SignalRaised(AT, "key", Signal.SERVICE_KEY),),
    ],
)  # fmt: skip
def test_the_supply_is_the_fold_of_its_lines(tmp_path: Path, lines: tuple[e.Entry, ...]) -> None:
    book = open_here(tmp_path)
    book.journal.append((*VISIT, *lines))
    found = book.bay()
    book.close()
    assert found == replace(fold(Bay(POLICY), (*VISIT, *lines)), session=None)
    quiet = lines[0] != MAINS or lines[-1] == STARTED or lines == (MAINS, SPARED, BACK)
    assert (found.supply == FROM_MAINS) is quiet


def test_a_book_that_was_begun_without_it_gets_its_table(tmp_path: Path) -> None:
    open_here(tmp_path).close()
    tables = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    tables.execute("DROP TABLE supply")
    tables.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0018%'")
    migrate(tables)
    made = {name for (name,) in tables.execute("SELECT name FROM sqlite_schema")}
    assert set(TABLES) <= made
    tables.close()
    book = open_here(tmp_path)
    assert book.bay().supply == FROM_MAINS
    book.close()
