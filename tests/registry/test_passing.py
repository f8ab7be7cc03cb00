"""Custody that goes from officer to officer: the tables follow the fold, and stories have it."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.opening import DATABASE
from kiosk.registry.story import Stories
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Custody
from kiosk.rules.fold import fold
from kiosk.rules.things import OfficerNumber, Rounds
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, open_here

DARA, VANN = OfficerNumber("3001"), OfficerNumber("2001")
LATER = replace(AT, wall_ms=AT.wall_ms + 60_000)
OUT = (
    e.WeaponIssued(AT, AKM.number, SOK.number, PLACE.id, "M-7", 7, Rounds(2, 30)),
    e.CableSeenShut(AT, PLACE.cable, 9),
    e.CountAgreed(AT, PLACE.cable, 0, "said"),
)
PASSED = (
    e.PassingBegun(LATER, SOK.number),
    e.PassingScanned(LATER, AKM.number, SOK.number),
    e.PassingTaken(LATER, AKM.number, DARA, "M-8", 8, True),
    e.WeaponPassed(LATER, AKM.number, SOK.number, DARA, "M-8", 8, Rounds(2, 30), "Sergeant", VANN),
)


@pytest.mark.promise("P3")
@pytest.mark.promise("P5")
def test_the_table_of_custody_is_the_fold_of_the_lines(tmp_path: Path) -> None:
    lines = (*a_visit(), *OUT, *PASSED)
    book = open_here(tmp_path)
    book.journal.append(lines)
    found = book.bay()
    book.close()
    assert found == replace(fold(Bay(POLICY), lines), session=None)
    custody = Custody(DARA, LATER.wall_ms, 8, "M-8", Rounds(2, 30), "Sergeant")
    assert found.out == {AKM.number: custody}


def test_it_stands_in_the_story_of_the_weapon_and_of_both_officers(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append((*a_visit(), *OUT, *PASSED))
    book.close()
    with closing(Stories.at(tmp_path / DATABASE)) as stories:
        of_weapon = stories.of_weapon(AKM.number).told
        assert [type(told.entry) for told in of_weapon][-3:] == [type(line) for line in PASSED[1:]]
        for officer in (SOK.number, DARA):
            newest = stories.of_officer(officer).told[-1].entry
            assert isinstance(newest, e.WeaponPassed)
