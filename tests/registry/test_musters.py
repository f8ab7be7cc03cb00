"""What is kept at posts, and the sheets that are out, stand in the book and outlive a start."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.things import OfficerNumber, Rounds
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, open_here

pytestmark = pytest.mark.promise("P3")

NARY, CHIEF = OfficerNumber("1043"), OfficerNumber("1044")
LATER = replace(AT, wall_ms=AT.wall_ms + 9_000)
ISSUED = e.WeaponIssued(AT, AKM.number, SOK.number, PLACE.id, "M-7", 7, Rounds(1, 30))
ASSIGNED = e.StandingAssigned(AT, AKM.number, SOK.number, "ក្តុល", "SA-7", 99, 30, CHIEF)
ROWS = (e.MusterRow(AKM.number, SOK.number),)
DRAWN = e.MusterDrawn(AT, 3, "ក្តុល", ROWS, 55, NARY)
SEEN = e.MusterAnswered(LATER, 3, AKM.number, e.MusterAnswer.SEEN, "", CHIEF, NARY)
MISSED = replace(SEEN, answer=e.MusterAnswer.NOT_SEEN)
CLOSED = e.MusterClosed(LATER, 3, "ក្តុល", (CHIEF,), 1, 0, 0, 0, NARY)
LATE = e.MusterLate(LATER, "ក្តុល", 3, 55, 1)


def kept(folder: Path, *entries: e.Entry) -> Bay:
    """Write entries, and return the bay as the tables have it; it must be the fold of them."""
    whole = (*a_visit(), ISSUED, *entries)
    book = open_here(folder)
    book.journal.append(whole)
    found = book.bay()
    book.close()
    assert found == replace(fold(Bay(POLICY), whole), session=None)
    assert differing_tables(folder / DATABASE) == ()
    return found


def test_what_is_left_at_a_post_is_due_when_its_order_ends(tmp_path: Path) -> None:
    found = kept(tmp_path, ASSIGNED)
    custody = found.out[AKM.number]
    assert (custody.due_ms, custody.mission, custody.rounds) == (99, "SA-7", Rounds(1, 30))
    assert found.musters.standing[AKM.number].post == "ក្តុល"


def test_a_sheet_that_is_out_is_the_fold_of_its_lines(tmp_path: Path) -> None:
    found = kept(tmp_path, ASSIGNED, DRAWN, SEEN)
    assert found.musters.open["ក្តុល"].answers == {AKM.number: SEEN}
    assert found.musters.standing[AKM.number].seen_ms == LATER.wall_ms
    assert found.musters.newest == 3


def test_a_sheet_that_is_drawn_again_begins_without_answers(tmp_path: Path) -> None:
    found = kept(tmp_path, ASSIGNED, DRAWN, SEEN, replace(DRAWN, muster=4))
    assert found.musters.open["ក្តុល"].answers == {}
    assert found.musters.newest == 4


def test_what_a_sheet_did_not_find_stays_known_when_it_is_closed(tmp_path: Path) -> None:
    found = kept(tmp_path, ASSIGNED, DRAWN, MISSED, CLOSED, LATE)
    assert found.musters.open == {}
    assert found.musters.unseen == {AKM.number: AT.wall_ms}
    assert found.musters.told == {"ក្តុល": 55}


def test_a_void_sheet_does_not_come_back_when_the_new_one_is_closed(tmp_path: Path) -> None:
    again = replace(DRAWN, muster=4)
    assert kept(tmp_path, ASSIGNED, DRAWN, again, replace(CLOSED, muster=4)).musters.open == {}


def test_an_older_book_gets_the_tables_of_the_musters(tmp_path: Path) -> None:
    open_here(tmp_path).close()
    tables = sqlite3.connect(tmp_path / DATABASE)
    older = ("standing", "muster_line", "musters", "muster_unseen", "muster_told", "mark")
    for name in older:
        tables.execute(f"DROP TABLE {name}")
    tables.execute("DELETE FROM _sqlite_migrations WHERE name = '0007 posts and racking'")
    migrate(tables)
    assert tables.execute("SELECT * FROM standing").fetchall() == []
    tables.close()
