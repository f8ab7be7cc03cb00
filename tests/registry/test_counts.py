"""A count that is under way outlives a start, and the newest certificate stands in the book."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.bay_table import read_bay
from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.schema import TABLES
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.things import CableId, OfficerNumber, PositionId, WeaponNumber
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, open_here

pytestmark = pytest.mark.promise("P3")

OTHER = OfficerNumber("1043")
ORDER = e.CountOrdered(
    AT, 4, e.CountKind.MONTHLY, "", (PLACE.id, "1-2"), (PLACE.cable,), SOK.number, OTHER,
    OfficerNumber("1044"), 17, 9,
)  # fmt: skip
SEEN = e.PlaceCounted(
    AT, 4, PLACE.id, e.Finding.EMPTY, SOK.number, expected=AKM.number,
    difference=e.Difference.MISSING,
)  # fmt: skip
CERTIFICATE = e.CountCertified(
    AT, 4, e.CountKind.MONTHLY, "", (PLACE.cable,), (SOK.number, OTHER), OfficerNumber("1044"),
    2, 1, (e.PlaceDifference(PLACE.id, e.Difference.MISSING, AKM.number),), 0, 1, 0, 0, "7/ab",
)  # fmt: skip
UNDER_WAY = (
    ORDER,
    e.EngravingAsked(AT, 4, "1-2", "", None),
    SEEN,
    e.PlaceCounted(AT, 4, "1-2", e.Finding.NO_MARK, SOK.number),
    e.CountPassed(AT, 4, SOK.number, 1),
)
VISIT = (*a_visit()[:-2],)
"""A visit in which no cable was opened yet."""


def kept(folder: Path, *entries: e.Entry) -> tuple[Bay, Bay]:
    """Write entries, and return the bay as the tables have it and as the fold has it."""
    book = open_here(folder)
    book.journal.append((*VISIT, *entries))
    found = book.bay()
    book.close()
    return found, replace(fold(Bay(POLICY), (*VISIT, *entries)), session=None)


def test_a_count_under_way_is_the_fold_of_its_lines(tmp_path: Path) -> None:
    found, folded = kept(tmp_path, *UNDER_WAY)
    assert found == folded
    assert found.count is not None
    assert found.count.places == (PLACE.id,)
    assert found.counts == 4


def test_a_certificate_closes_it_and_says_when_each_cable_was_counted(tmp_path: Path) -> None:
    found, folded = kept(tmp_path, *UNDER_WAY, CERTIFICATE)
    assert found == folded
    assert found.count is None
    assert found.last_count == CERTIFICATE
    assert found.counted == {(e.CountKind.MONTHLY, PLACE.cable): AT.wall_ms}


def test_the_next_count_leaves_the_certificate_where_it_is(tmp_path: Path) -> None:
    dropped = (replace(ORDER, count=5), e.CountDropped(AT, 5, SOK.number))
    found, folded = kept(tmp_path, *UNDER_WAY, CERTIFICATE, *dropped)
    assert found == folded
    assert (found.count, found.counts, found.last_count) == (None, 5, CERTIFICATE)


def test_what_two_people_adjusted_stands_in_the_tables(tmp_path: Path) -> None:
    rest = (
        e.CountBegun(AT, 4, SOK.number),
        e.AdjustmentAsked(
            AT, 4, AKM.number, PositionId("1-2"), e.Difference.WRONG_POSITION, SOK.number
        ),
        e.CountAdjusted(
            AT, 4, AKM.number, PositionId("1-2"), e.Difference.WRONG_POSITION, SOK.number, OTHER
        ),
    )
    found, folded = kept(tmp_path, *UNDER_WAY, *rest)
    assert found == folded
    assert found.inside == {"1-2": AKM.number}
    assert found.homes == {AKM.number: "1-2"}


@pytest.mark.parametrize(
    "spoiling",
    [
        "DELETE FROM count_line WHERE seq = (SELECT min(seq) FROM count_line)",
        "INSERT INTO count_line VALUES (1)",
        "UPDATE counts SET certified = 1",
    ],
)
def test_a_table_that_points_at_other_lines_is_not_read_as_a_count(
    tmp_path: Path, spoiling: str
) -> None:
    kept(tmp_path, *UNDER_WAY)
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    connection.execute(spoiling)
    with pytest.raises(TypeError):
        read_bay(connection, POLICY)
    connection.close()


def test_a_book_that_was_begun_without_counts_gets_their_tables(tmp_path: Path) -> None:
    kept(tmp_path)
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    for name in ("count_line", "counts", "counted"):
        connection.execute(f"DROP TABLE {name}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '%counts'")
    migrate(connection)
    made = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert set(TABLES) <= made
    connection.close()
    book = open_here(tmp_path)
    assert book.bay().count is None
    book.close()


def test_everybody_is_found_at_once_with_whether_they_have_a_pin(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    book.journal.append((e.OfficerRegistered(AT, replace(SOK, number=OTHER), "x"),))
    people = book.facts.people()
    assert [(one.number, one.has_pin) for one in people] == [(SOK.number, True), (OTHER, False)]
    assert people[0].officer == replace(SOK, certificates=())
    book.close()


def test_a_weapon_nobody_adjusted_stands_where_it_stood() -> None:
    """The count's own lines move nothing."""
    bay = fold(Bay(POLICY), (*VISIT, *UNDER_WAY))
    assert bay.inside == {PLACE.id: WeaponNumber(AKM.number)}
    assert bay.cables == {CableId("1"): (PLACE.id,)}
