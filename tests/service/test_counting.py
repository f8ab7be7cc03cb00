"""A count through the hatch: ordered, counted blind, signed; what a screen is told and what not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.things import CableId, OfficerNumber
from kiosk.service import protocol as p
from kiosk.service.picture_counts import due
from kiosk.service.views import BayView, Stage
from kiosk.service.works import OrderCountAfar
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    OFFICER,
    PINS,
    RIFLE,
    SmallBay,
    small_settings,
)


@pytest.fixture(params=["inside", "over the socket"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "over the socket") as turning:
        yield turning


def drawn(view: BayView) -> OfficerNumber:
    """Return whose turn it is."""
    assert view.count is not None
    assert view.count.counter is not None
    return OfficerNumber(view.count.counter.number)


def ordered(bay: SmallBay, what: str = "monthly", scope: str = "A") -> BayView:
    """Let the custodian order a count, and leave."""
    bay.enters(CUSTODIAN)
    bay.face.tap(p.OrderCount(what, scope))
    return bay.face.tap(p.Cancel())


def begun(bay: SmallBay, view: BayView) -> BayView:
    """Let whoever was drawn begin."""
    bay.enters(drawn(view))
    return bay.face.tap(p.StartCount())


def scans(bay: SmallBay, weapon: str, done: int) -> BayView:
    """Scan a weapon and wait until so many places were seen."""
    bay.clock.pass_s(4)
    bay.shows(weapon)
    return bay.wait_for(lambda view: view.count is not None and view.count.done == done)


def test_a_count_is_ordered_counted_and_signed(bay: SmallBay) -> None:
    view = ordered(bay)
    assert view.count is not None
    assert (view.count.state, view.count.of) == ("waits", 2)
    view = begun(bay, view)
    assert (view.stage, view.visit.position, view.visit.cable) == (Stage.COUNT_SCAN, "A1", "A")
    view = scans(bay, RIFLE, 1)
    assert view.visit.position == "A2"
    view = bay.face.tap(p.SayNoMark())
    assert view.stage is Stage.COUNT_STEEL
    view = bay.face.tap(p.Engraving("2"))
    assert view.count is not None
    assert view.count.state == "sign"
    assert view.outcome is not None
    assert view.outcome.kind == "count.passed"
    bay.enters(CUSTODIAN)
    view = bay.face.tap(p.SignCount())
    assert view.count is None
    assert view.last_count is not None
    assert (view.last_count.places, view.last_count.differences) == (2, 0)
    assert [person.number for person in view.last_count.people][-1] == CUSTODIAN


def test_a_screen_is_told_nothing_of_the_book_while_somebody_counts(bay: SmallBay) -> None:
    view = begun(bay, ordered(bay))
    assert view.visit.weapon is None
    agreed, differed = bay.face.tap(p.SayEmpty()), None
    assert agreed.count is not None
    assert agreed.count.differences == ()
    differed = bay.face.tap(p.SayEmpty())
    assert differed.outcome is not None
    assert differed.outcome.kind == "count.passed"
    assert differed.count is not None
    assert differed.count.differences == ()


def test_what_two_people_saw_is_told_to_whoever_signs(bay: SmallBay) -> None:
    view = begun(bay, ordered(bay))
    for _ in range(2):
        bay.face.tap(p.SayEmpty())
        view = bay.face.tap(p.SayEmpty())
        if view.count is not None and view.count.counter is not None:
            view = begun(bay, view)
    assert view.count is not None
    assert [(one.place, one.difference) for one in view.count.differences] == [
        ("A1", "missing"), ("A2", "missing"),
    ]  # fmt: skip
    assert not any(one.adjustable for one in view.count.differences)
    missing = [alarm for alarm in view.alarms if alarm.cause == "missing"]
    assert [len(alarm.steps) for alarm in missing] == [3, 3]
    assert not any(step.late for alarm in missing for step in alarm.steps)


def test_nobody_adjusts_what_two_people_have_not_seen_yet(bay: SmallBay) -> None:
    view = begun(bay, ordered(bay, scope=""))
    bay.face.tap(p.SayEmpty())
    view = scans(bay, RIFLE, 2)
    assert view.count is not None
    view = bay.face.tap(p.AdjustCount("A2"))
    assert view.outcome is not None
    assert view.outcome.reason == "not_adjustable"


def test_quantities_are_asked_cable_by_cable(bay: SmallBay) -> None:
    view = begun(bay, ordered(bay, "daily", ""))
    assert (view.stage, view.visit.cable, view.visit.position) == (Stage.COUNT_CABLE, "A", "")
    view = bay.face.tap(p.Count(2))
    assert view.visit.cable == "B"


def test_the_chief_orders_from_the_office(bay: SmallBay) -> None:
    done = bay.face.sign(CHIEF, PINS[CHIEF], OrderCountAfar("ordered", "B"))
    assert (done.reason, done.seq > 0) == ("", True)
    assert bay.face.view().count is not None


@pytest.mark.parametrize(
    ("who", "pin", "scope", "reason"),
    [
        (CHIEF, "000000", "B", "pin_wrong"),
        (OFFICER, PINS[OFFICER], "B", "wrong_role"),
        (CHIEF, PINS[CHIEF], "Z", "nothing_to_count"),
        ("nobody", "000000", "B", "unknown_officer"),
    ],
)
def test_nobody_else_does(bay: SmallBay, who: str, pin: str, scope: str, reason: str) -> None:
    assert bay.face.sign(who, pin, OrderCountAfar("a kind of tomorrow", scope)).reason == reason
    assert bay.face.view().count is None


def test_a_page_names_the_place_it_asks_for(bay: SmallBay) -> None:
    """A tap meant for one place must not be a word about the next."""
    view = begun(bay, ordered(bay))
    bay.face.tap(p.SayEmpty(), view.page)
    after = bay.face.tap(p.SayEmpty(), view.page)
    assert after.count is not None
    assert after.count.done == 1


def test_a_badge_of_somebody_else_pauses_the_count(bay: SmallBay) -> None:
    begun(bay, ordered(bay))
    bay.shows(BADGES[CUSTODIAN])
    view = bay.until(Stage.PIN)
    assert view.count is not None
    assert view.count.state == "first"


def test_a_count_is_overdue_from_the_moment_it_was_due() -> None:
    bay = Bay(
        small_settings().policy,
        cables={CableId("A"): ()},
        counted={(e.CountKind.ORDERED, CableId("A")): 1},
    )
    told = due(bay, 24 * 3_600_000 + 1)
    assert [(each.what, each.overdue) for each in told] == [
        ("daily", True), ("weekly", False), ("monthly", False), ("half_yearly", True),
    ]  # fmt: skip
