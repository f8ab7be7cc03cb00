"""A correction is taken back over the socket and at both desks: by its line, by two, once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.service import people_works as pw
from kiosk.service import rack_works as rw
from kiosk.service.views import Stage
from tests.service.small_bay import CHIEF, CUSTODIAN, OFFICER, PINS, REGISTRAR, RIFLE, SmallBay


@pytest.fixture
def bay(tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=True) as bay:
        yield bay


def newest(bay: SmallBay) -> int:
    """Return the number of the newest correction."""
    kinds = e.OfficerCorrected | e.WeaponCorrected
    return max(seq for seq, one in enumerate(bay.book.lines, 1) if isinstance(one, kinds))


def restamped(bay: SmallBay) -> int:
    """Let two people correct the serial of the rifle; return the line of it."""
    rifle = bay.book.weapon(RIFLE)
    assert rifle is not None
    assert bay.office is not None
    assert bay.office.correct("read again", replace(rifle, serial="4711"), rifle).reason == ""
    bay.vouch(CHIEF, REGISTRAR)
    return newest(bay)


def moved(bay: SmallBay) -> int:
    """Let two people correct the unit of the officer; return the line of it."""
    person = bay.book.person(OFFICER)
    assert person is not None
    assert bay.office is not None
    wanted = replace(person.officer, unit="Depot 2")
    assert bay.office.correct("moved", wanted, person.officer).reason == ""
    bay.vouch(CHIEF, CUSTODIAN)
    return newest(bay)


def serial(bay: SmallBay) -> str:
    rifle = bay.book.weapon(RIFLE)
    assert rifle is not None
    return rifle.serial


@pytest.mark.promise("P10")
def test_a_technician_begins_it_by_its_line_and_two_people_see_which_it_is(bay: SmallBay) -> None:
    assert bay.office is not None
    line = restamped(bay)
    assert bay.office.reverse(line, "it was right").reason == ""
    visit = bay.until(Stage.VOUCH).visit
    assert (visit.matter, visit.reverses, visit.why) == ("correction", line, "it was right")
    assert [(one.was, one.becomes) for one in visit.changes] == [("4711", "S-1")]
    bay.vouch(CUSTODIAN, REGISTRAR)
    assert serial(bay) == "S-1"
    again = bay.office.reverse(line, "once more")
    assert (again.reason, again.about) == ("taken_back_already", str(newest(bay)))
    assert bay.office.reverse(newest(bay), "it was wrong after all").reason == ""
    bay.vouch(CUSTODIAN, REGISTRAR)
    assert serial(bay) == "4711"


def test_a_person_stands_as_before_too(bay: SmallBay) -> None:
    assert bay.office is not None
    assert bay.office.reverse(moved(bay), "stays here").reason == ""
    bay.vouch(CHIEF, REGISTRAR)
    person = bay.book.person(OFFICER)
    assert person is not None
    assert person.officer.unit == ""


def test_what_changed_since_is_named(bay: SmallBay) -> None:
    assert bay.office is not None
    line = restamped(bay)
    rifle = bay.book.weapon(RIFLE)
    assert rifle is not None
    assert bay.office.correct("x", replace(rifle, serial="4712"), rifle).reason == ""
    bay.vouch(CHIEF, REGISTRAR)
    refused = bay.office.reverse(line, "it was right")
    assert (refused.reason, refused.about) == (
        "changed_since",
        f"{newest(bay)} (serial: 4711 → 4712)",
    )


def test_a_hold_that_was_put_on_again_does_not_fall_with_the_first_one(bay: SmallBay) -> None:
    """Values agree and lines do not: the second hold has a reason of its own."""
    assert bay.office is not None
    free = bay.book.person(OFFICER)
    assert free is not None
    held = replace(free.officer, hold=True)
    assert bay.office.correct("an inquiry", held, free.officer).reason == ""
    bay.vouch(CHIEF, CUSTODIAN)
    first = newest(bay)
    assert bay.office.correct("it ended", free.officer, held).reason == ""
    bay.vouch(CHIEF, CUSTODIAN)
    assert bay.office.hold(OFFICER, "another inquiry").reason == ""
    held_by = [seq for seq, one in enumerate(bay.book.lines, 1) if isinstance(one, e.OfficerHeld)]
    refused = bay.office.reverse(first, "it was another officer")
    assert (refused.reason, refused.about) == ("changed_since", f"{held_by[-1]} (hold: yes)")


def test_at_each_desk_only_a_line_of_who_or_what_is_on_the_page_counts(bay: SmallBay) -> None:
    """An officer's number may be a weapon's too; and a line of another kind is no correction."""
    of_weapon, of_person = restamped(bay), moved(bay)
    for work in (
        rw.ReverseWeapon(RIFLE, of_person, "x"),
        rw.ReverseWeapon(OFFICER, of_person, "x"),
        rw.ReverseWeapon("1", of_weapon, "x"),
        rw.ReverseWeapon(RIFLE, 1, "x"),
        pw.ReverseOfficer(OFFICER, of_weapon, "x"),
        pw.ReverseOfficer(CHIEF, of_person, "x"),
        pw.ReverseOfficer(OFFICER, 10**6, "x"),
    ):
        done = bay.face.sign(REGISTRAR, PINS[REGISTRAR], work)
        assert (done.reason, done.about) == ("no_correction", str(work.line))
    for right in (
        rw.ReverseWeapon(RIFLE, of_weapon, "x"),
        pw.ReverseOfficer(OFFICER, of_person, "x"),
    ):
        assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], right).reason == ""
        assert bay.until(Stage.VOUCH).visit.reverses == right.line
        bay.vouch(CHIEF, CUSTODIAN)
    assert serial(bay) == "S-1"
