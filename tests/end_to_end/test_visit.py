"""A weapon goes out and comes back, by badge, finger, scanner and cable, in both languages."""

import json
import subprocess

import pytest
from playwright.sync_api import Browser

from kiosk.service.views import Stage
from tests.bench import warehouse
from tests.end_to_end.browser import SIZES, touch_screen
from tests.end_to_end.finger import Finger
from tests.end_to_end.programs import ROOT, python
from tests.end_to_end.rack import FIRST_LOCK, Moved, Rack

ISSUE = [
    "session.opened", "pin.accepted", "issue.asked", "second.seen", "pin.accepted",
    "counter.signed", "release.granted", "cable.opened", "weapon.issued", "cable.shut",
    "count.agreed", "session.closed",
]  # fmt: skip
RETURN = [
    "return.begun", "return.shown_clear", "second.seen", "pin.accepted", "return.shown_clear",
    "return.told", "release.granted", "cable.opened", "cable.shut", "weapon.returned",
    "count.agreed", "session.closed",
]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["800x480", "800x450"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_weapon_goes_out_and_comes_back(
    rack: Rack, browser: Browser, language: str, size: tuple[int, int]
) -> None:
    turn = 2 * SIZES.index(size) + ["km", "en"].index(language)
    officer = warehouse.OFFICERS[turn]
    with touch_screen(browser, size) as page:
        finger = Finger(page, language, size)
        finger.come(rack.address)
        finger.sees("idle")
        before, moved = rack.rest(), len(rack.pins.bolts())

        weapon, cable = _drawn(rack, finger, officer, chosen_on_screen=language == "km")
        assert [line.kind for line in rack.since(before)] == ISSUE
        _opened_once(rack.pins.bolts()[moved:], cable, ISSUE)

        before, moved = rack.rest(), len(rack.pins.bolts())
        _given_back(rack, finger, weapon, cable)
        assert [line.kind for line in rack.since(before)] == RETURN
        _opened_once(rack.pins.bolts()[moved:], cable, RETURN)
    assert _verified(rack)["good"] is True


def _drawn(
    rack: Rack, finger: Finger, officer: warehouse.Holder, *, chosen_on_screen: bool
) -> tuple[str, int]:
    """Draw a weapon; return its number, and the number of its cable."""
    rack.badge(officer)
    finger.sees("pin")
    finger.types(warehouse.PIN)
    finger.sees("choose")
    if chosen_on_screen:
        finger.tap('a[href="/?show=weapons"]')
        finger.sees("weapons")
        finger.tap("button.tile >> nth=1")
    else:
        rack.weapon(warehouse.weapon(8).number)
    finger.sees("counter_sign")
    rack.badge(warehouse.CUSTODIAN)
    finger.sees("counter_sign_pin")
    finger.types(warehouse.PIN)
    finger.sees("open_now")
    visit = rack.service.view().visit
    assert visit.weapon is not None, "a released cable is for one weapon"
    weapon, cable = visit.weapon.number, int(visit.cable.rpartition("C")[2]) - 1
    rack.pins.cable(cable, opened=True)
    finger.sees("cable_open")
    rack.weapon(weapon)
    finger.sees("shut_now")
    _shut_and_counted(rack, finger, cable)
    finger.sees("issued")
    finger.tap('a[href^="/?seen="]')
    finger.sees("choose")
    finger.tap('button[form="form-cancel"]')
    finger.sees("idle")
    return weapon, cable


def _given_back(rack: Rack, finger: Finger, weapon: str, cable: int) -> None:
    """Bring a weapon back without a badge."""
    rack.weapon(weapon)
    finger.sees("return_clear")
    finger.tap('form[action="/tap/show_clear"] button')
    finger.sees("return_witness")
    rack.badge(warehouse.CHIEF)
    finger.sees("return_witness_pin")
    finger.types(warehouse.PIN)
    finger.sees("return_report")
    finger.tap('button[form="form-condition"]')
    finger.sees("rounds_back")
    for told in ("2", "60", "0", "0"):  # as it went out: tests/bench/warehouse.py
        finger.types(told)
    finger.sees("open_now")
    rack.pins.cable(cable, opened=True)
    rack.stage(Stage.CABLE_OPEN)
    finger.sees("cable_open")
    _shut_and_counted(rack, finger, cable)
    finger.sees("returned")


def _shut_and_counted(rack: Rack, finger: Finger, cable: int) -> None:
    rack.pins.cable(cable, opened=False)
    finger.sees("count")
    name = warehouse.cable_id(cable)
    places = rack.service.view().positions
    finger.types(str(sum(place.cable == name and place.state == "in" for place in places)))


def _opened_once(moved: list[Moved], cable: int, kinds: list[str]) -> None:
    """One grant moved one bolt once, and both copies of the book said so before it moved (P1)."""
    assert kinds.count("release.granted") == 1
    assert [(one.gpio, one.on) for one in moved] == [
        (FIRST_LOCK + cable, True),
        (FIRST_LOCK + cable, False),
    ]
    driven = moved[0]
    assert driven.kinds[-1] == "release.granted", driven
    assert driven.lines == driven.tables, driven


def _verified(rack: Rack) -> dict[str, object]:
    """Return what `kiosk verify` finds, beside the running kiosk."""
    ran = subprocess.run(
        python("kiosk", "verify", "--json", "--config", str(rack.config)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    verdict: dict[str, object] = json.loads(ran.stdout)
    return verdict
