"""Tags through the hatch: given at a desk, registered by command, corrected by two people."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import Weapon, WeaponNumber, WeaponType
from kiosk.service import protocol as p
from kiosk.service import rack_works as rw
from kiosk.service.stories import told
from kiosk.service.views import ChangeView, Stage
from tests.registry.samples import AT
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)
from tests.service.test_racking import NARY, Office, office

__all__ = ["office"]

EPC, OTHER = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7"
SECOND = WeaponNumber(number(Kind.WEAPON, 1, 2))
FRESH = Weapon(WeaponNumber(number(Kind.WEAPON, 1, 77)), "AKM", WeaponType("rifle"), "S-77")


@pytest.fixture(params=["inside", "over the socket"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "over the socket") as turning:
        yield turning


def given(bay: SmallBay, weapon: str, tag: str, seen: int = 0) -> p.WorkDone:
    """Let the registrar give a weapon a tag."""
    return bay.face.sign(REGISTRAR, PINS[REGISTRAR], rw.TagWeapon(weapon, tag, seen))


def described(bay: SmallBay, weapon: WeaponNumber) -> rw.Described:
    """Return a weapon as a desk shows it."""
    one = bay.book.weapons[weapon]
    status, tags = one.serial_status, " ".join(one.tags)
    return rw.Described(one.name, one.type, one.serial, status, one.calibre, tags)


@pytest.mark.promise("P12")
def test_a_tag_is_given_at_a_desk_byte_for_byte_and_a_second_claim_says_whose_it_is(
    bay: SmallBay,
) -> None:
    assert given(bay, RIFLE, EPC.lower()).reason == ""
    assert bay.book.weapons[WeaponNumber(RIFLE)].tags == (EPC.lower(),)
    assert given(bay, SECOND, EPC) == p.WorkDone(reason="tag_taken", about=RIFLE)


@pytest.mark.promise("P12")
def test_a_command_registers_a_weapon_with_its_tags(bay: SmallBay) -> None:
    assert bay.office is not None
    assert given(bay, RIFLE, EPC).reason == ""
    both = replace(FRESH, tags=(OTHER, "0" * 16))
    assert bay.office.register([both]).reason == ""
    assert bay.book.weapons[FRESH.number] == both
    again = replace(FRESH, number=WeaponNumber(number(Kind.WEAPON, 1, 78)), tags=(EPC,))
    assert bay.office.register([again]) == p.WorkDone(reason="tag_taken", about=RIFLE)


@pytest.mark.promise("P10")
def test_two_people_correct_a_tag_and_see_both_before_they_stand_by_it(bay: SmallBay) -> None:
    given(bay, RIFLE, EPC)
    before = described(bay, WeaponNumber(RIFLE))
    work = rw.CorrectWeapon(RIFLE, "fell off", before, replace(before, tags=OTHER))
    assert bay.face.sign(REGISTRAR, PINS[REGISTRAR], work).reason == ""
    assert bay.until(Stage.VOUCH).visit.changes == (ChangeView("tags", EPC, OTHER),)
    for who in (CUSTODIAN, CHIEF):
        bay.until(Stage.VOUCH)
        bay.shows(BADGES[who])
        bay.until(Stage.VOUCH_PIN)
        bay.face.tap(p.Pin(PINS[who]))
    assert bay.book.weapons[WeaponNumber(RIFLE)].tags == (OTHER,)
    assert given(bay, SECOND, EPC).reason == ""


def test_a_command_corrects_no_tag_that_is_anothers(bay: SmallBay) -> None:
    assert bay.office is not None
    given(bay, SECOND, EPC)
    stands = bay.book.weapons[WeaponNumber(RIFLE)]
    done = bay.office.correct("swapped", replace(stands, tags=(EPC,)), stands)
    assert done == p.WorkDone(reason="tag_taken", about=SECOND)


def test_the_desk_and_the_register_show_what_is_claimed_to_hang_on_a_weapon(
    office: Office,
) -> None:
    one = office.registered(1)
    office.book.journal.append((e.WeaponTagged(AT, one, EPC, NARY),))
    assert office.desk.sheet(NARY, one).tags == (EPC,)
    story = office.register.story(NARY, one)
    assert story.weapon is not None
    assert story.weapon.tags == (EPC,)
    (line,) = (line for line in story.lines if line.kind == "weapon.tagged")
    assert EPC in told(line, "en", str)
    assert "Nary" in told(line, "km", str)
    (found,) = office.register.find(NARY, EPC.lower()).found
    assert found.weapon is not None
    assert found.weapon.number == one
