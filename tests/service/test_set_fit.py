"""A weapon that came back damaged is issued to nobody until two people set it fit, from a desk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.rules.things import Condition
from kiosk.service import rack_works as rw
from kiosk.service.views import Stage
from tests.service.small_bay import CHIEF, CUSTODIAN, PINS, REGISTRAR, RIFLE, SmallBay

MENDED = rw.SetFit(RIFLE, "quarantined", "spring is new")


@pytest.fixture
def bay(tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=True) as bay:
        rifle = bay.book.weapons[RIFLE]
        bay.book.weapons[RIFLE] = replace(rifle, condition=Condition.QUARANTINED)
        yield bay


def sign(bay: SmallBay, work: rw.SetFit = MENDED) -> str:
    """Sign as the registrar; return why it was refused."""
    return bay.face.sign(REGISTRAR, PINS[REGISTRAR], work).reason


def test_it_is_fit_again_once_two_people_stood_by_it(bay: SmallBay) -> None:
    assert sign(bay) == ""
    visit = bay.until(Stage.VOUCH).visit
    assert [(one.field, one.was, one.becomes) for one in visit.changes] == [
        ("condition", "quarantined", "fit")
    ]
    assert visit.why == "spring is new"
    bay.vouch(CUSTODIAN, CHIEF)
    assert bay.book.weapons[RIFLE].condition is Condition.FIT
    assert sign(bay) == "changed_meanwhile", "the page showed it as it was"


@pytest.mark.parametrize("stands", ["inspect", "fit", "<b>", ""])
def test_a_page_that_showed_another_condition_sets_nothing_fit(bay: SmallBay, stands: str) -> None:
    """Somebody brought it back worse meanwhile; whoever signed has not seen that."""
    assert sign(bay, replace(MENDED, stands=stands)) == "changed_meanwhile"
    assert bay.face.view().stage is Stage.IDLE


def test_nobody_is_asked_without_a_reason_or_for_a_weapon_that_is_none(bay: SmallBay) -> None:
    assert sign(bay, replace(MENDED, why=" ")) == "no_reason_given"
    assert sign(bay, replace(MENDED, number="9")) == "unknown_weapon"
    assert bay.face.sign(REGISTRAR, "000000", MENDED).reason
    assert bay.face.view().stage is Stage.IDLE
