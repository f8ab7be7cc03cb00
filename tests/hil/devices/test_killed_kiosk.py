"""`kiosk run` on lines of the kernel, and what becomes of them when it is killed or half deaf."""

import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CUSTODIAN, RIFLE, Program, member
from tests.hil.bay import LOCK, SIREN, SPARE, Bay, doubts
from tests.hil.gpio_sim import GpioSim
from tests.hil.line_trace import Deed, LineTrace
from tests.hil.waiting import until

OFF = {Deed.INPUT, Deed.LOW}


def energised(kiosk: Program) -> None:
    """Go from badge to a bolt that has power, the custodian signing."""
    kiosk.enters()
    kiosk.face.tap(p.Choose(RIFLE))
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    kiosk.until(Stage.COUNTER_SIGN_PIN)
    kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    kiosk.until(Stage.OPEN_NOW)


@pytest.mark.promise("P1")
@pytest.mark.parametrize("stays", [False, True], ids=["line falls", "line stays as on a Pi"])
def test_a_kiosk_killed_with_power_on_the_bolt_comes_back_with_the_bolt_off_and_in_doubt(
    tmp_path: Path, chip: GpioSim, *, stays: bool
) -> None:
    """P1: recovery moves nothing, and the book has a grant of which nobody knows the end.

    gpio-sim gives a line whose program died to whatever pulls it. A Raspberry Pi's kernel goes on
    driving it, so here it is pulled up too: the bolt keeps power until the next kiosk begins, and
    on a real bay only the missing pulses end that (hardware_docs/bolts.md).
    """
    chip.pull(LOCK, up=False)
    bay = Bay(tmp_path, chip)
    with LineTrace(chip) as trace:
        with bay.kiosk() as kiosk:
            assert {one.deed for one in trace.of(LOCK)} <= OFF
            assert (chip.level(LOCK), kiosk.face.view().stage) == (0, Stage.IDLE)
            energised(kiosk)
            assert chip.level(LOCK) == 1
            assert [one.deed for one in trace.of(LOCK)].count(Deed.HIGH) == 1
            chip.pull(LOCK, up=stays)
            assert kiosk.ends(signal.SIGKILL) == -signal.SIGKILL
        assert chip.level(LOCK) == int(stays)
        before = len(trace.of(LOCK))
        with bay.kiosk() as kiosk:
            assert chip.level(LOCK) == 0
            view = kiosk.face.view()
            assert set(doubts(view).values()) == {"interrupted"}
            assert set(doubts(view)) == {f"R1-0{place}" for place in range(1, 7)}
            assert kiosk.ends() == 0
        assert {one.deed for one in trace.of(LOCK)[before:]} == OFF, "never high again"
        assert [one.deed for one in trace.of(LOCK)[before:]][-1] is Deed.INPUT
    chip.pull(LOCK, up=False)


def test_a_kiosk_that_is_told_to_end_drops_the_bolt_itself(tmp_path: Path, chip: GpioSim) -> None:
    chip.pull(LOCK, up=False)
    with LineTrace(chip) as trace, Bay(tmp_path, chip).kiosk() as kiosk:
        energised(kiosk)
        assert chip.level(LOCK) == 1
        assert kiosk.ends() == 0
        deeds = [one.deed for one in trace.of(LOCK)]
    after = deeds[deeds.index(Deed.HIGH) + 1 :]
    assert after[0] is Deed.LOW
    assert Deed.HIGH not in after


def test_a_kiosk_whose_pin_library_has_died_sees_a_forced_cable_and_is_fed_for(
    tmp_path: Path, chip: GpioSim
) -> None:
    """Its contacts poll, so it still guards; if it did not, it should not be fed for."""
    chip.pull(SPARE, up=False)
    bay = Bay(tmp_path, chip)
    instead = (sys.executable, "-m", "tests.hil.programs.mistaken_kiosk", str(bay.config))
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(10)
        with bay.kiosk(*instead, str(SPARE), env={"NOTIFY_SOCKET": address}) as kiosk:
            chip.pull(SPARE, up=True)  # the callback raises, and with it goes lgpio's thread
            bay.pull_out()
            until(lambda: chip.level(SIREN) == 1, "the siren")
            assert kiosk.once(lambda view: bool(view.alarms)).alarms
            systemd.setblocking(False)
            with suppress(BlockingIOError):
                while systemd.recv(100):
                    """What it said so far."""
            systemd.settimeout(10)
            assert [systemd.recv(100) for _ in range(3)] == [b"WATCHDOG=1"] * 3
            assert kiosk.ends() == 0
            assert kiosk.child.stdout is not None
            assert "ZeroDivisionError: somebody else's callback" in kiosk.child.stdout.read()
    assert chip.level(SIREN) == 0
    bay.push_in()
