"""Where a manifest is outlives a start, and follows from the lines (P3)."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.bay_table import read_bay
from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.schema import TABLES
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.manifests import Receipt, TransferNumber
from kiosk.rules.things import OfficerNumber, Rounds
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, open_here

pytestmark = pytest.mark.promise("P3")

VANN, DARA = OfficerNumber("2001"), OfficerNumber("3001")
BOTH = (VANN, DARA)
ONE = TransferNumber("T0001-pnh-01")
SENT = e.TransferSent(AT, ONE, 1, "far", (AKM,), SOK.number, "Sok", "", "", "", 9, "why", BOTH)
DRAWN = e.WeaponIssued(AT, AKM.number, SOK.number, PLACE.id, ONE, 9, Rounds())
LEFT = e.TransferLeft(AT, ONE)
HOME = e.WeaponReturned(AT, AKM.number, SOK.number, SOK.number, PLACE.id)
BACK = e.TransferRecalled(AT, ONE, "flood", BOTH)
RECEIPT = Receipt(ONE, "far", "here", 9, (AKM.number,))
OPENED = e.ReleaseGranted(
    AT, e.Purpose.ISSUE, PLACE.cable, PLACE.id, AKM.number, SOK.number, (AKM.number,), by=VANN
)
VISIT = (*a_visit()[:-2], SENT, OPENED, e.CableSeenOpen(AT, PLACE.cable, released=True), DRAWN)


def closed(*here: str) -> e.TransferClosed:
    """Return the line that closes it; of what arrived some weapons are here."""
    named = tuple(one for one in (AKM.number,) if one in here)
    return e.TransferClosed(AT, ONE, RECEIPT, (AKM.number,), (), VANN, named)


def kept(folder: Path, *entries: e.Entry) -> tuple[Bay, Bay]:
    """Write entries, and return the bay as the tables have it and as the fold has it."""
    book = open_here(folder)
    book.journal.append((*VISIT, *entries))
    found = book.bay()
    book.close()
    return found, replace(fold(Bay(POLICY), (*VISIT, *entries)), session=None)


@pytest.mark.parametrize(
    ("lines", "left", "loose", "recalled"),
    [
        ((), set(), set(), set()),
        ((LEFT,), {ONE}, set(), set()),
        ((LEFT, HOME), {ONE}, set(), set()),
        ((HOME, BACK), set(), set(), {ONE}),
        ((LEFT, HOME, BACK), set(), {ONE}, {ONE}),
        ((LEFT, HOME, BACK, e.TransferVoided(AT, ONE, "torn", BOTH)), set(), set(), {ONE}),
        (
            (LEFT, HOME, BACK, e.TransferContested(AT, ONE, RECEIPT, RECEIPT.taken, VANN)),
            set(), set(), set(),
        ),
        ((LEFT, closed()), set(), set(), set()),
        ((LEFT, HOME, closed(AKM.number)), set(), set(), set()),
    ],
)  # fmt: skip
def test_where_its_manifest_is_follows_from_the_lines(
    tmp_path: Path,
    lines: tuple[e.Entry, ...],
    left: set[TransferNumber],
    loose: set[TransferNumber],
    recalled: set[TransferNumber],
) -> None:
    found, folded = kept(tmp_path, *lines)
    assert found.transfers == folded.transfers
    assert found == folded
    transfers = found.transfers
    assert transfers.left == left
    assert {*transfers.loose} == loose
    assert transfers.recalled == recalled


def test_what_arrived_there_and_is_here_keeps_its_home(tmp_path: Path) -> None:
    found, _ = kept(tmp_path, LEFT, HOME, closed(AKM.number))
    assert found.inside == {PLACE.id: AKM.number}
    assert found.homes == {AKM.number: PLACE.id}


@pytest.mark.parametrize(
    ("lines", "away"),
    [
        ((LEFT,), ""),
        ((LEFT, closed()), ONE),
        ((LEFT, HOME, closed(AKM.number)), ""),
        ((LEFT, closed(), e.WeaponReceived(AT, AKM.number, AKM.number, None, VANN)), ""),
        ((LEFT, closed(), HOME), ""),
        ((LEFT, closed(), e.WeaponRacked(AT, AKM.number, PLACE.id, "x")), ""),
    ],
)
def test_what_another_store_took_over_is_away_until_it_is_here_again(
    tmp_path: Path, lines: tuple[e.Entry, ...], away: str
) -> None:
    book = open_here(tmp_path)
    book.journal.append((*VISIT, *lines))
    assert book.facts.away(AKM.number) == away
    book.close()
    assert differing_tables(tmp_path / DATABASE) == ()


def test_an_older_book_remembers_what_went_away(tmp_path: Path) -> None:
    kept(tmp_path, LEFT, closed())
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    connection.execute("DROP TABLE away")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0016%'")
    migrate(connection)
    assert connection.execute("SELECT * FROM away").fetchall() == [(AKM.number, ONE)]
    connection.close()


def test_a_book_that_knew_nothing_of_manifests_is_read_again_from_its_lines(tmp_path: Path) -> None:
    found, _ = kept(tmp_path, LEFT, HOME, BACK)
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    connection.execute("ALTER TABLE transfer DROP COLUMN paper")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0012%'")
    migrate(connection)
    made = {
        sql.strip()
        for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")
    }
    assert {one.strip() for one in TABLES["transfer"]} <= made
    assert read_bay(connection, POLICY) == found
    connection.close()
