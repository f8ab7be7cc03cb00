"""`kiosk run` on lines of the kernel: told to end, killed, and with a pin library that has died."""

import socket
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.hil.bay import LOCK, SIREN, SPARE, Bay
from tests.hil.gpio_sim import GpioSim
from tests.hil.killing import energised, killed_with_power_on_the_bolt
from tests.hil.line_trace import Deed, LineTrace
from tests.hil.waiting import until


@pytest.mark.promise("P1")
def test_a_line_that_falls_with_its_program_stays_down_when_the_next_kiosk_begins(
    tmp_path: Path, chip: GpioSim
) -> None:
    """P1: as in devices/, where the line stays up; this is what `strict_gpiod` does on a Pi."""
    killed_with_power_on_the_bolt(Bay(tmp_path, chip), stays=False)


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
