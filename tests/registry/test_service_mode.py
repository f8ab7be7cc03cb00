"""Service mode outlives a kill, so that the next start can say that it ended (P3)."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.bay_table import read_bay
from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.schema import TABLES
from kiosk.registry.story import Stories
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.things import OfficerNumber
from tests.registry.samples import AKM, AT, PLACE, POLICY, a_visit, open_here

pytestmark = pytest.mark.promise("P3")

TECH, CHAN = OfficerNumber("5001"), OfficerNumber("1001")
GONE = e.SessionClosed(AT, None, e.Farewell.DONE)
ASKED = (
    e.ServiceAsked(AT, "pi", "a new reader"),
    e.SecondSeen(AT, TECH),
    e.ServiceVouched(AT, TECH),
    e.SecondSeen(AT, CHAN),
    e.ServiceVouched(AT, CHAN),
)
BEGUN = (*ASKED, e.ServiceBegun(AT, "pi", "a new reader", (TECH, CHAN), 9), GONE)
LOCK = (
    e.TrialBegun(AT, e.TrialOf.LOCK, PLACE.cable, "pi"),
    e.TrialVouched(AT, TECH),
    e.TrialVouched(AT, CHAN),
    e.ReleaseGranted(
        AT, e.Purpose.TEST, PLACE.cable, PLACE.id, AKM.number, TECH, (AKM.number,), by=CHAN
    ),
    e.CableSeenOpen(AT, PLACE.cable, released=True),
)
COUNTED = (
    e.CableSeenShut(AT, PLACE.cable, 9),
    e.CountAgreed(AT, PLACE.cable, 1, "said"),
    GONE,
    e.TrialEnded(AT, e.TrialOf.LOCK, PLACE.cable, ("opened", "shut")),
)
READER = e.TrialBegun(AT, e.TrialOf.READER, "badge", "pi")
HEARD = e.TrialEnded(AT, e.TrialOf.READER, "badge", ("text", "10", "0148"))
ENDED = e.ServiceEnded(AT, e.ServiceEnd.ASKED, "pi")
VISIT = (*a_visit()[:-2], GONE)


def kept(folder: Path, *entries: e.Entry) -> tuple[Bay, Bay]:
    """Write entries, and return the bay as the tables have it and as the fold has it."""
    book = open_here(folder)
    book.journal.append((*VISIT, *entries))
    found = book.bay()
    book.close()
    return found, replace(fold(Bay(POLICY), (*VISIT, *entries)), session=None)


@pytest.mark.parametrize(
    "more",
    [
        ASKED,
        BEGUN,
        (*BEGUN, *LOCK),
        (*BEGUN, *LOCK, *COUNTED),
        (*BEGUN, READER),
        (*BEGUN, READER, HEARD),
        (*BEGUN, e.TrialBegun(AT, e.TrialOf.BUZZER, "", "pi")),
        (*BEGUN, READER, ENDED),
        (*BEGUN, ENDED, *BEGUN),
    ],
)
def test_service_mode_is_the_fold_of_its_lines(tmp_path: Path, more: tuple[e.Entry, ...]) -> None:
    found, folded = kept(tmp_path, *more)
    assert found == folded
    assert (found.service is None) is (more == ASKED or more[-1] == ENDED)


def test_a_table_that_points_at_another_line_is_not_read(tmp_path: Path) -> None:
    kept(tmp_path, *BEGUN, READER)
    tables = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    for pointing in ("trial = 1", "begun = 1", "begun = 9999"):
        tables.execute(f"UPDATE service_mode SET {pointing}")  # noqa: S608 - the lines above
        with pytest.raises(TypeError):
            read_bay(tables, POLICY)
    tables.close()


def test_a_book_that_was_begun_without_it_gets_its_table(tmp_path: Path) -> None:
    kept(tmp_path)
    tables = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    tables.execute("DROP TABLE service_mode")
    tables.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0014%'")
    migrate(tables)
    made = {name for (name,) in tables.execute("SELECT name FROM sqlite_schema")}
    assert set(TABLES) <= made
    tables.close()
    book = open_here(tmp_path)
    assert book.bay().service is None
    book.close()


def test_a_lock_that_is_tried_stands_in_no_weapon_s_story_and_in_that_of_both_people(
    tmp_path: Path,
) -> None:
    """Every weapon of the cable was exposed, and none was meant."""
    kept(tmp_path, *BEGUN, *LOCK, *COUNTED, ENDED)
    with closing(Stories.at(tmp_path / DATABASE)) as stories:
        told = [type(one.entry) for one in stories.of_weapon(AKM.number).told]
        assert not {e.ReleaseGranted, e.CableSeenShut, e.TrialEnded} & set(told)
        for who in (TECH, CHAN):
            kinds = [type(one.entry) for one in stories.of_officer(who).told]
            assert e.ServiceBegun in kinds
            assert e.ReleaseGranted in kinds
