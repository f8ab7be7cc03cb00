"""The whole bay at the durations of its policy: real programs, threads and lines, no fake clock.

The machine's clock skips what nobody works in, so three minutes take seconds. What is measured is
what a stop-watch beside the rack would show.
"""

import time
from pathlib import Path

import pytest

from kiosk.service import protocol as p
from kiosk.service.views import BayView, Stage
from tests.assembly.program import CUSTODIAN, OFFICER, RIFLE, Program, member
from tests.hil.bay import BUZZER, LOCK, SIREN, TRUE_DURATIONS_ON_LINES, Bay
from tests.hil.gpio_sim import GpioSim
from tests.hil.line_trace import Deed, LineTrace
from tests.hil.waiting import until

pytestmark = pytest.mark.timeout(0)  # those would be the guest's seconds: the rig has a limit

TURN_S = 1.5
"""The kiosk looks at its deadlines once a second, and a busy machine is late."""

SESSION_S, RELEASE_S, HELD_OPEN_S, LEFT_OPEN_S = 30, 5, 90, 180
PIN_TRIES, PIN_WAIT_S = 5, 60
"""As in kiosk/rules/profiles/cambodia.toml, each with its source there."""

WRONG = "000000"


@pytest.fixture
def bay(tmp_path: Path, chip: GpioSim) -> Bay:
    return Bay(tmp_path, chip, TRUE_DURATIONS_ON_LINES)


def first_high(trace: LineTrace, line: int, after_s: float) -> float:
    """Wait until a line rises, and return when it did."""

    def risen() -> float | None:
        rises = (one.at_s for one in trace.of(line) if one.deed is Deed.HIGH)
        return next((at_s for at_s in rises if at_s > after_s), None)

    return until(risen, f"line {line} to rise", patience_s=2 * LEFT_OPEN_S, look_s=0.5)


def granted(kiosk: Program) -> None:
    """Go from badge to a bolt that has power."""
    kiosk.enters()
    kiosk.face.tap(p.Choose(RIFLE))
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.COUNTER_SIGN_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.until(Stage.OPEN_NOW)


def idle_after(kiosk: Program, patience_s: float) -> float:
    """Return how long it takes until nobody stands at the bay."""
    begun_s = time.monotonic()
    until(
        lambda: kiosk.face.view().stage is Stage.IDLE,
        "an empty bay",
        patience_s=patience_s,
        look_s=0.5,
    )
    return time.monotonic() - begun_s


def test_a_cable_left_open_buzzes_after_90_seconds_and_calls_after_180(
    bay: Bay, chip: GpioSim
) -> None:
    with LineTrace(chip) as trace, bay.kiosk() as kiosk:
        granted(kiosk)
        opened_s = time.monotonic()
        kiosk.bench.cable("R1-A", opened=True)
        kiosk.until(Stage.CABLE_OPEN)
        assert chip.level(LOCK) == 0, "the bolt falls as soon as the cable is out"
        buzzed_s = first_high(trace, BUZZER, after_s=opened_s + SESSION_S)
        assert buzzed_s - opened_s == pytest.approx(HELD_OPEN_S, abs=TURN_S)
        called_s = first_high(trace, SIREN, after_s=opened_s)
        assert called_s - opened_s == pytest.approx(LEFT_OPEN_S, abs=TURN_S)
        assert "left_open" in {alarm.cause for alarm in kiosk.face.view().alarms}, kiosk.face.view()
        assert kiosk.face.view().stage is Stage.CABLE_OPEN, "nobody is logged out of an open cable"


def test_a_release_that_nobody_uses_drops_the_bolt_after_5_seconds(bay: Bay, chip: GpioSim) -> None:
    with LineTrace(chip) as trace, bay.kiosk() as kiosk:
        granted(kiosk)
        kiosk.until(Stage.CHOOSE)
        moved = [one for one in trace.of(LOCK) if one.deed is not Deed.INPUT]
    raised_s = next(one.at_s for one in moved if one.deed is Deed.HIGH)
    fallen_s = next(one.at_s for one in moved if one.deed is Deed.LOW and one.at_s > raised_s)
    assert fallen_s - raised_s == pytest.approx(RELEASE_S, abs=TURN_S)


def test_a_session_ends_30_seconds_after_the_last_touch(bay: Bay) -> None:
    with bay.kiosk() as kiosk:
        kiosk.bench.scan("badge", member(OFFICER).badge_text)
        kiosk.until(Stage.PIN)
        assert idle_after(kiosk, 2 * SESSION_S) == pytest.approx(SESSION_S, abs=TURN_S)
        kiosk.enters()
        assert idle_after(kiosk, 2 * SESSION_S) == pytest.approx(SESSION_S, abs=TURN_S)


def test_five_wrong_pins_lock_a_badge_for_a_minute_and_five_more_for_five(bay: Bay) -> None:
    with bay.kiosk() as kiosk:
        for wait_s in (PIN_WAIT_S, 5 * PIN_WAIT_S):
            _fumbles(kiosk)
            locked_s = time.monotonic()
            _waits_until(locked_s + wait_s - TURN_S)
            kiosk.bench.scan("badge", member(OFFICER).badge_text)
            refused = kiosk.once(lambda view: view.outcome is not None and _locked(view))
            assert refused.stage is Stage.IDLE
            _waits_until(locked_s + wait_s + TURN_S)
        assert kiosk.enters().stage is Stage.CHOOSE


def _fumbles(kiosk: Program) -> None:
    kiosk.bench.scan("badge", member(OFFICER).badge_text)
    kiosk.until(Stage.PIN)
    for _ in range(PIN_TRIES):
        kiosk.face.tap(p.Pin(WRONG))
    kiosk.until(Stage.IDLE)


def _locked(view: BayView) -> bool:
    return view.outcome is not None and view.outcome.reason == "pin_locked"


def _waits_until(at_s: float) -> None:
    until(lambda: time.monotonic() >= at_s, "the time", patience_s=2 * at_s, look_s=0.5)
