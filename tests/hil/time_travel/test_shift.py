"""A whole shift with real programs: visits, pauses, somebody who walks away, and the book after."""

import json
import time
from pathlib import Path

import pytest

from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CUSTODIAN, OTHER, RIFLE, Program, member, typed_apart
from tests.hil.bay import TRUE_DURATIONS, Bay
from tests.hil.gpio_sim import GpioSim
from tests.hil.waiting import until

pytestmark = pytest.mark.timeout(0)  # those would be the guest's seconds: the rig has a limit

SHIFT_H = 8
HOUR_S = 3600


def test_a_shift_of_8_hours_with_a_visit_each_hour_ends_with_a_good_book(
    tmp_path: Path, chip: GpioSim
) -> None:
    """What only time brings: deadlines that come long after, and clocks that go on."""
    bay = Bay(tmp_path, chip, TRUE_DURATIONS)
    with bay.kiosk() as kiosk:
        begun_s = time.monotonic()
        for hour in range(SHIFT_H):
            weapon = (RIFLE, OTHER)[hour // 2 % 2]
            if hour % 2:
                _returns(kiosk, weapon)
            else:
                _draws(kiosk, weapon)
            _waits_until(begun_s + HOUR_S * (hour + 1))
            assert kiosk.face.view().stage is Stage.IDLE, "who walked away was logged out"
        view = kiosk.face.view()
        assert (view.in_rack, view.faults) == (24, ())
        # The book was founded with the demonstration's durations: that they changed is told.
        assert {alarm.cause for alarm in view.alarms} <= {"policy"}
        granted = [line for line in kiosk.face.lines(0, 500) if line.kind == "release.granted"]
        assert len(granted) == SHIFT_H
        assert kiosk.bolts_up() == []
        assert kiosk.ends() == 0
    verdict = json.loads(typed_apart(bay.config, "verify", "--json").stdout)
    assert verdict["good"] is True


def _draws(kiosk: Program, weapon: str) -> None:
    """Draw a weapon, and walk away without a word."""
    kiosk.enters()
    kiosk.face.tap(p.Choose(weapon))
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.COUNTER_SIGN_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.until(Stage.OPEN_NOW)
    kiosk.bench.cable("R1-A", opened=True)
    kiosk.until(Stage.CABLE_OPEN)
    kiosk.bench.scan("weapon", weapon)
    kiosk.until(Stage.SHUT_NOW)
    kiosk.bench.cable("R1-A", opened=False)
    kiosk.until(Stage.COUNT)
    assert kiosk.face.tap(p.Count(5)).in_rack == 23


def _returns(kiosk: Program, weapon: str) -> None:
    """Bring it back without a badge."""
    kiosk.bench.scan("weapon", weapon)
    kiosk.until(Stage.RETURN_CLEAR)
    kiosk.face.tap(p.ShowClear())
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.RETURN_WITNESS_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.face.tap(p.Report(3, 90))
    kiosk.until(Stage.OPEN_NOW)
    kiosk.bench.cable("R1-A", opened=True)
    kiosk.until(Stage.CABLE_OPEN)
    kiosk.bench.cable("R1-A", opened=False)
    kiosk.until(Stage.COUNT)
    assert kiosk.face.tap(p.Count(6)).in_rack == 24


def _waits_until(at_s: float) -> None:
    until(lambda: time.monotonic() >= at_s, "the hour", patience_s=2 * HOUR_S, look_s=60)
