"""A whole shift with real programs: visits, pauses, somebody who walks away, and the book after."""

import json
import time
from pathlib import Path

from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CUSTODIAN, OTHER, RIFLE, Program, member, typed_apart
from tests.hil.bay import LOCK, OWN_DURATIONS, Bay
from tests.hil.gpio_sim import GpioSim
from tests.hil.line_trace import Deed, LineTrace
from tests.hil.waiting import until

SHIFT_H = 8
HOUR_S = 3600


def test_a_shift_of_8_hours_with_a_visit_each_hour_ends_with_a_good_book(
    tmp_path: Path, chip: GpioSim
) -> None:
    """What only time brings: deadlines that come long after, and clocks that go on."""
    bay = Bay(tmp_path, chip, OWN_DURATIONS)
    with LineTrace(chip) as trace, bay.kiosk() as kiosk:
        begun_s = time.monotonic()
        for hour in range(SHIFT_H):
            weapon = (RIFLE, OTHER)[hour // 2 % 2]
            if hour % 2:
                _returns(kiosk, bay, weapon)
            else:
                _draws(kiosk, bay, weapon)
            _waits_until(begun_s + HOUR_S * (hour + 1))
            assert kiosk.face.view().stage is Stage.IDLE, "who walked away was logged out"
        view = kiosk.face.view()
        assert (view.in_rack, view.alarms, view.faults) == (24, (), ())
        assert kiosk.ends() == 0
        raised = [one.at_s for one in trace.of(LOCK) if one.deed is Deed.HIGH]
    assert len(raised) == SHIFT_H, "the bolt moved once a visit"
    assert raised[-1] - raised[0] > (SHIFT_H - 2) * HOUR_S
    verdict = json.loads(typed_apart(bay.config, "verify", "--json").stdout)
    assert verdict["good"] is True


def _draws(kiosk: Program, bay: Bay, weapon: str) -> None:
    """Draw a weapon, and walk away without a word."""
    kiosk.enters()
    kiosk.face.tap(p.Choose(weapon))
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.COUNTER_SIGN_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.until(Stage.OPEN_NOW)
    bay.pull_out()
    kiosk.until(Stage.CABLE_OPEN)
    kiosk.bench.scan("weapon", weapon)
    kiosk.until(Stage.SHUT_NOW)
    bay.push_in()
    kiosk.until(Stage.COUNT)
    assert kiosk.face.tap(p.Count(5)).in_rack == 23


def _returns(kiosk: Program, bay: Bay, weapon: str) -> None:
    """Bring it back without a badge."""
    kiosk.bench.scan("weapon", weapon)
    kiosk.until(Stage.RETURN_CLEAR)
    kiosk.face.tap(p.ShowClear())
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.RETURN_WITNESS_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.face.tap(p.Report(3, 90))
    kiosk.until(Stage.OPEN_NOW)
    bay.pull_out()
    kiosk.until(Stage.CABLE_OPEN)
    bay.push_in()
    kiosk.until(Stage.COUNT)
    assert kiosk.face.tap(p.Count(6)).in_rack == 24


def _waits_until(at_s: float) -> None:
    until(lambda: time.monotonic() >= at_s, "the hour", patience_s=2 * HOUR_S, look_s=60)
