"""A clock that was set outlives a kill: the tables tell it as the fold does (P3, P8)."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.things import OfficerNumber
from tests.registry.samples import AT, POLICY, a_visit, open_here

pytestmark = [pytest.mark.promise("P3"), pytest.mark.promise("P8")]

YEAR_MS = 365 * 86_400_000
AHEAD = replace(AT, wall_ms=AT.wall_ms + 4 * YEAR_MS)
VISIT = (*a_visit()[:-2], e.SessionClosed(AT, None, e.Farewell.DONE))
FAR = (e.CountFellDue(AHEAD, e.CountKind.DAILY, 7), e.HelpCalled(AHEAD, None))
BY = (OfficerNumber("1"), OfficerNumber("2"))
SET = e.ClockSet(AHEAD, AHEAD.wall_ms, AT.wall_ms + 60_000, why="battery", by=BY)
AFTER = e.HelpCalled(replace(AT, wall_ms=AT.wall_ms + 90_000), None)


@pytest.mark.parametrize("lines", [(*FAR, SET), (*FAR, SET, AFTER), (SET, *FAR)])
def test_the_newest_time_is_the_fold_of_the_lines(
    tmp_path: Path, lines: tuple[e.Entry, ...]
) -> None:
    book = open_here(tmp_path)
    book.journal.append((*VISIT, *lines[:2]))
    book.journal.append(lines[2:])
    found = book.bay()
    book.close()
    told = fold(Bay(POLICY), (*VISIT, *lines))
    assert found == replace(told, session=None)
    office = Office.at(tmp_path / DATABASE)
    assert office.newest_ms() == told.latest_wall_ms
    office.close()
    ahead = lines[0] is SET
    assert (told.latest_wall_ms == AHEAD.wall_ms) is ahead
    assert differing_tables(tmp_path / DATABASE) == ()
