"""A kiosk that is killed while its bolt has power: what the line does, and what the book knows."""

import signal
import threading
from typing import Final

from drivers.lines.bolts import PUMP_HOLDS_S
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CUSTODIAN, RIFLE, Program, member
from tests.hil.bay import ARMING, LOCK, Bay, doubts
from tests.hil.line_trace import Deed, LineTrace
from tests.hil.waiting import until

OFF: Final = {Deed.INPUT, Deed.LOW}


def energised(kiosk: Program) -> None:
    """Go from badge to a bolt that has power, the custodian signing."""
    # On a slow machine a contact speaks late and is given up for a moment: then nothing is issued.
    kiosk.once(lambda view: view.stage is Stage.IDLE and not view.faults)
    kiosk.enters()
    kiosk.face.tap(p.Choose(RIFLE))
    kiosk.until(Stage.COUNTER_SIGN)
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.COUNTER_SIGN_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.until(Stage.OPEN_NOW)


def killed_with_power_on_the_bolt(bay: Bay, *, stays: bool) -> None:
    """Kill a kiosk whose bolt has power, begin it again, and look at the line at every instant.

    Args:
        bay: a bay that was not used yet.
        stays: whether the line keeps its level when its program dies, as on a Pi, or falls.
    """
    chip = bay.chip
    chip.pull(LOCK, up=False)
    with LineTrace(chip) as trace:
        with bay.kiosk() as kiosk:
            assert {one.deed for one in trace.of(LOCK)} <= OFF
            assert (chip.level(LOCK), kiosk.face.view().stage) == (0, Stage.IDLE)
            energised(kiosk)
            assert chip.level(LOCK) == 1
            assert [one.deed for one in trace.of(LOCK)].count(Deed.HIGH) == 1
            pulses = len(trace.of(ARMING))
            until(lambda: len(trace.of(ARMING)) > pulses + 10, "arming pulses")
            chip.pull(LOCK, up=stays)
            assert kiosk.ends(signal.SIGKILL) == -signal.SIGKILL
        assert chip.level(LOCK) == int(stays)
        before, pulses = len(trace.of(LOCK)), len(trace.of(ARMING))
        threading.Event().wait(2 * PUMP_HOLDS_S)
        assert len(trace.of(ARMING)) == pulses, "who is dead makes no pulses: the bolt drops"
        with bay.kiosk() as kiosk:
            assert chip.level(LOCK) == 0
            view = kiosk.face.view()
            assert doubts(view) == dict.fromkeys(
                (f"R1-0{place}" for place in range(1, 7)), "interrupted"
            )
            assert kiosk.ends() == 0
        after = [one.deed for one in trace.of(LOCK)[before:]]
        assert {one.deed for one in trace.of(ARMING)[pulses:]} == OFF, "and no pulse either"
    assert set(after) == OFF, "never high again"
    assert after[-1] is Deed.INPUT
    chip.pull(LOCK, up=False)
