"""A weapon that goes from officer to officer, at the hatch: page by page, and told by name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.readings import Scan
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    BadgeText,
    Certificate,
    Mission,
    Officer,
    OfficerNumber,
    Person,
    WeaponType,
)
from kiosk.service import protocol as p
from kiosk.service.views import BayView, Stage
from tests.service.small_bay import BADGES, CUSTODIAN, FAR_MS, PINS, RIFLE, SmallBay

TAKER = OfficerNumber("O-2")
TAKERS_BADGE = BadgeText(number(Kind.BADGE, 1, 42))
TAKERS_PIN = "482913"


@pytest.fixture(params=["local", "remote"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    bay = SmallBay(tmp_path)
    bay.keeper.bay = Bay(replace(bay.settings.policy, passing_on=True))
    with bay.turning(over_socket=request.param == "remote"):
        course = Certificate(WeaponType("rifle"), FAR_MS)
        officer = Officer(TAKER, "Ly Sophea", "លី សុភា", certificates=(course,))
        bay.book.known[TAKER] = Person(officer, missions=(Mission("M-2", 0, FAR_MS),))
        bay.book.sealed[TAKER] = bay.book.seal(TAKERS_PIN)
        bay.book.badges[TAKERS_BADGE] = TAKER
        yield bay


def drawn(bay: SmallBay) -> BayView:
    """Let the officer be out with the rifle, and still stand there."""
    bay.opens()
    bay.until(Stage.CABLE_OPEN)
    bay.shows(RIFLE)
    bay.until(Stage.SHUT_NOW)
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    return bay.face.tap(p.Count(1))


def test_the_pages_follow_each_other_and_the_last_says_who_has_it(bay: SmallBay) -> None:
    assert not bay.enters().visit.may_pass, "who has no weapon is not asked"
    bay.face.tap(p.Cancel())
    assert drawn(bay).visit.may_pass
    assert bay.face.tap(p.WantPassing()).stage is Stage.PASSING_SCAN
    bay.shows(RIFLE)
    view = bay.until(Stage.PASSING_BADGE)
    assert view.visit.weapon is not None
    assert (view.visit.weapon.number, view.visit.rounds) == (RIFLE, 90)
    bay.shows(TAKERS_BADGE)
    view = bay.until(Stage.PASSING_PIN)
    assert view.visit.second is not None
    assert view.visit.second.name == "Ly Sophea"
    view = bay.face.tap(p.Pin(TAKERS_PIN))
    assert view.stage is Stage.PASSING_SIGN
    assert view.visit.taker is not None
    assert view.visit.taker.name_km == "លី សុភា"
    bay.shows(BADGES[CUSTODIAN])
    bay.until(Stage.COUNTER_SIGN_PIN)
    view = bay.face.tap(p.Pin(PINS[CUSTODIAN]))
    assert view.stage is Stage.CHOOSE
    assert not view.visit.may_pass
    assert view.outcome is not None
    assert view.outcome.kind == "weapon.passed"
    assert view.outcome.facts["name"] == "Ly Sophea"
    assert view.outcome.facts["giver"] == "Sok Dara"
    assert view.outcome.facts["due"]
    out = next(one for one in view.positions if one.weapon and one.weapon.number == RIFLE)
    assert out.holder is not None
    assert out.holder.number == TAKER


def test_the_chief_may_be_called_from_every_page_and_cancel_gives_nothing(bay: SmallBay) -> None:
    drawn(bay)
    bay.face.tap(p.WantPassing())
    bay.shows(RIFLE)
    bay.until(Stage.PASSING_BADGE)
    assert bay.face.tap(p.Cancel()).stage is Stage.IDLE
    holder = [one.holder.name for one in bay.face.view().positions if one.holder is not None]
    assert holder == ["Sok Dara"]


def test_a_spoiled_scan_is_refused_and_the_page_stays(bay: SmallBay) -> None:
    drawn(bay)
    bay.face.tap(p.WantPassing())
    before = bay.face.view().seq
    bay.inbox.put(Scan("any", "1010000183"))
    view = bay.wait_for(lambda view: view.seq > before)
    assert view.stage is Stage.PASSING_SCAN
    assert view.outcome is not None
    assert view.outcome.kind == "refused"
