"""A count by finger and scanner: drawn, blind, held against the steel, seen again, signed."""

import pytest
from playwright.sync_api import Browser

from kiosk.service.views import BayView, Stage
from tests.bench import warehouse
from tests.end_to_end.browser import SIZES, touch_screen
from tests.end_to_end.finger import Finger
from tests.end_to_end.rack import Rack


@pytest.mark.browser
def test_a_count_finds_the_weapon_that_is_not_there(rack: Rack, browser: Browser) -> None:
    """One weapon is missed by both who were drawn; the book is not changed, a doubt stands."""
    with touch_screen(browser, SIZES[1]) as page:
        finger = Finger(page, "km", SIZES[1])
        finger.come(rack.address)
        finger.sees("idle")
        before = rack.rest()
        _ordered(rack, finger)
        missed = next(place.id for place in rack.service.view().positions if place.weapon)
        assert _counted(rack, finger, missed) > 3
        _answered(rack, finger)
        assert _counted(rack, finger, missed) == 1
        _signed_and_settled(rack, finger, missed)
    view = rack.service.view()
    assert view.last_count is not None
    assert view.last_count.differences == 1
    kinds = [line.kind for line in rack.since(before)]
    assert kinds[-1] == "session.closed"
    assert "release.granted" not in kinds


def _ordered(rack: Rack, finger: Finger) -> None:
    """Let the chief order a count of everything."""
    rack.badge(warehouse.CHIEF)
    finger.sees("pin")
    finger.types(warehouse.PIN)
    finger.sees("choose")
    finger.tap('a[href="/?show=counts"]')
    finger.sees("counts")
    finger.tap('button[value="monthly|"]')
    finger.sees("counted")
    finger.tap('a[href^="/?seen="]')
    finger.sees("choose")
    finger.tap('button[form="form-cancel"]')
    finger.sees("idle")


def _counted(rack: Rack, finger: Finger, missed: str) -> int:
    """Let whoever was drawn count, by touch and by scanner; return how many places they saw."""
    view = rack.service.view()
    assert view.count is not None
    assert view.count.counter is not None
    drawn = view.count.counter.number
    rack.badge(next(who for who in warehouse.PEOPLE if who.number == drawn))
    finger.sees("pin")
    finger.types(warehouse.PIN)
    finger.sees("choose")
    finger.tap('button[form="form-start_count"]')
    view = rack.stage(Stage.COUNT_SCAN)
    seen = 0
    while view.stage in {Stage.COUNT_SCAN, Stage.COUNT_STEEL}:
        view = _one_place(rack, finger, view, missed)
        seen += view.stage is not Stage.COUNT_STEEL
    finger.page.wait_for_selector('#screen[data-page="counted"], #screen[data-page="alarm"]')
    rack.rest()
    return seen


def _one_place(rack: Rack, finger: Finger, view: BayView, missed: str) -> BayView:
    """Say what stands at the place that is shown; return the bay when the kiosk has heard it."""
    place = next(each for each in view.positions if each.id == view.visit.position)
    if view.stage is Stage.COUNT_STEEL:
        finger.sees("count_steel")
        assert place.weapon is not None
        finger.types("".join(one for one in place.weapon.serial if one.isdigit())[-4:])
    elif place.id == missed or place.weapon is None:
        finger.sees("count_scan")
        finger.tap('button[form="form-say_empty"]')
    else:
        rack.weapon(place.weapon.number)
    return rack.service.wait(view.version, 10.0)


def _answered(rack: Rack, finger: Finger) -> None:
    """Let the custodian come for the alarm: no person scans as quickly as this test."""
    finger.sees("alarm")
    assert "count_hasty" in {alarm.cause for alarm in rack.service.view().alarms}
    rack.badge(warehouse.CUSTODIAN)
    finger.sees("pin")
    finger.types(warehouse.PIN)
    finger.sees("choose")
    rack.rest()


def _signed_and_settled(rack: Rack, finger: Finger, missed: str) -> None:
    """Let the custodian answer the alarm about a missing weapon, sign, and look: it is there."""
    rack.badge(warehouse.CUSTODIAN)
    finger.sees("pin")
    finger.types(warehouse.PIN)
    finger.sees("choose")
    doubts = [place.id for place in rack.service.view().positions if place.state == "doubt"]
    assert doubts == [missed]
    finger.tap('a[href="/?show=counts"]')
    finger.sees("counts")
    finger.tap('button[form="form-sign_count"]')
    finger.sees("counted")
    finger.tap('a[href^="/?seen="]')
    finger.sees("choose")
    finger.tap('a[href="/?show=doubts"]')
    finger.sees("doubts")
    finger.tap('button[value="yes"]')
    finger.sees("settled")
    rack.rest()
