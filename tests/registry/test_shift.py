"""Who is on shift, the keys and a stand-to outlive a start, and follow from the lines (P3)."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.bay_table import read_bay
from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.schema import TABLES
from kiosk.registry.schema_shift import SHIFT_TABLES
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.shifts import Key, Shift
from kiosk.rules.things import BadgeText, Grade, OfficerNumber, Rounds
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, open_here

pytestmark = pytest.mark.promise("P3")

VANN, DARA = OfficerNumber("2001"), OfficerNumber("3001")
VISIT = a_visit()[:-2]
"""A visit in which no cable was opened yet."""

KEYS = (
    e.KeyRegistered(AT, "K1", "rack 1", "", DARA),
    e.KeyRegistered(AT, "second set", "all", "00417", DARA),
    e.KeyRegistered(AT, "K2", "rack 2", "", DARA),
    e.KeyGiven(AT, "K1", SOK.number, VANN),
    e.KeyGiven(AT, "K2", SOK.number, VANN),
    e.KeyBack(AT, "K2", VANN),
)
HANDING = (
    e.SessionOpened(AT, VANN, BadgeText("badge")),
    e.HandoverAsked(AT, VANN, True, ()),
    e.HandoverBegun(AT, VANN, DARA, None),
    e.CableNumbered(AT, PLACE.cable, 1, 1, DARA),
    e.KeySeen(AT, "K2", False, DARA),
    e.SealRead(AT, "second set", "00418", "00417", DARA),
    e.PointAccepted(AT, e.OpenPoint(e.PointKind.KEY_OUT, "K1", SOK.number), DARA),
    e.HandoverSummed(AT, DARA),
    e.ShiftHandedOver(AT, 3, VANN, DARA, None, (PLACE.cable,), 2, 1, "7/ab"),
    e.ShiftSignedByOther(AT, VANN, DARA),
)
ORDER = "stand-to 1"
BEGUN = e.StandToBegun(AT, 1, e.StandToReason.UNREST, ORDER, (VANN, DARA))
STOOD_TO = (
    e.SessionOpened(AT, VANN, BadgeText("badge")),
    e.StandToAsked(AT, VANN, e.StandToReason.UNREST),
    BEGUN,
    e.ReleaseGranted(
        AT, e.Purpose.STAND_TO, PLACE.cable, PLACE.id, AKM.number, VANN, (AKM.number,), by=DARA,
        mission=ORDER,
    ),
    e.CableSeenOpen(AT, PLACE.cable, released=True),
)  # fmt: skip
TAKEN = e.WeaponTaken(AT, AKM.number, PLACE.id, ORDER, 9, VANN, Rounds(2, 30))
NAMED = e.HolderNamed(AT, AKM.number, SOK.number, "Captain")

SHOWN = e.BadgeShown(AT, SOK.number, BadgeText("badge"), Grade.CARD)
ISSUED = e.WeaponIssued(AT, AKM.number, SOK.number, PLACE.id, ORDER, 9, Rounds(2, 30))
AGREED = e.CountAgreed(AT, PLACE.cable, 0, "said")


def kept(folder: Path, *entries: e.Entry) -> tuple[Bay, Bay]:
    """Write entries, and return the bay as the tables have it and as the fold has it."""
    book = open_here(folder)
    book.journal.append((*VISIT, *entries))
    found = book.bay()
    book.close()
    return found, replace(fold(Bay(POLICY), (*VISIT, *entries)), session=None)


def test_keys_stand_where_their_lines_left_them(tmp_path: Path) -> None:
    found, folded = kept(tmp_path, *KEYS)
    assert found == folded
    assert found.keys["K1"].holder == SOK.number
    assert found.keys["second set"] == Key("second set", "all", "00417", None, AT.wall_ms)


def test_a_shift_is_the_fold_of_its_lines(tmp_path: Path) -> None:
    found, folded = kept(tmp_path, *KEYS, *HANDING)
    assert found == folded
    assert found.shift == Shift(3, DARA, AT.wall_ms)
    assert [name for name, key in sorted(found.keys.items()) if key.amiss] == ["K2", "second set"]
    assert found.counted == {(e.CountKind.HANDOVER, PLACE.cable): AT.wall_ms}


def test_a_hand_over_under_way_leaves_the_shift_where_it_was(tmp_path: Path) -> None:
    found, folded = kept(tmp_path, *KEYS, *HANDING[:-2])
    assert found == folded
    assert found.shift is None


@pytest.mark.parametrize(
    "more",
    [
        (),
        (TAKEN,),
        (TAKEN, replace(TAKEN, at=replace(AT, wall_ms=AT.wall_ms + 5))),
        (TAKEN, NAMED),
        (replace(TAKEN, rounds=Rounds()), replace(NAMED, rank="")),
        (SHOWN, ISSUED),
        (SHOWN, ISSUED, e.CableSeenShut(AT, PLACE.cable, 9), AGREED),
        (TAKEN, e.StandToEnded(AT, 1, (VANN, DARA), 0, (AKM.number,), ())),
        (TAKEN, e.StandToEnded(AT, 1, (VANN, DARA), 0, (), ())),
    ],
)
def test_a_stand_to_is_the_fold_of_its_lines(tmp_path: Path, more: tuple[e.Entry, ...]) -> None:
    found, folded = kept(tmp_path, *STOOD_TO, *more)
    assert found == folded
    assert found.stand_to is not None
    assert found.stand_to.begun == BEGUN


@pytest.mark.parametrize(
    ("before", "cables"),
    [((), {PLACE.cable}), ((e.StandToEnded(AT, 1, (VANN, DARA), 0, (AKM.number,), ()),), set())],
)
def test_one_that_begins_again_has_the_cables_of_one_that_nobody_ended(
    tmp_path: Path, before: tuple[e.Entry, ...], cables: set[str]
) -> None:
    again = replace(BEGUN, stand_to=2, order="stand-to 2", by=(DARA, VANN))
    found, folded = kept(tmp_path, *STOOD_TO, TAKEN, *before, again)
    assert found == folded
    assert found.stand_to is not None
    assert found.stand_to.begun == again
    assert found.stand_to.cables == cables
    assert found.unknown_holders == (AKM.number,)


def test_a_table_that_points_at_another_line_is_not_read_as_a_stand_to(tmp_path: Path) -> None:
    kept(tmp_path, *STOOD_TO)
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    connection.execute("UPDATE stand_to SET begun = 1")
    with pytest.raises(TypeError):
        read_bay(connection, POLICY)
    connection.close()


def test_a_book_that_was_begun_without_shifts_gets_their_tables(tmp_path: Path) -> None:
    kept(tmp_path)
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    for name in SHIFT_TABLES:
        connection.execute(f"DROP TABLE {name}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0005%'")
    migrate(connection)
    made = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert set(TABLES) <= made
    connection.close()
    book = open_here(tmp_path)
    assert book.bay().shift is None
    book.close()
