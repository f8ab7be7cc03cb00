"""`kiosk run` on lines of the kernel, killed with power on the bolt. More is in kiosk_runs/."""

from pathlib import Path

import pytest

from tests.hil.bay import Bay
from tests.hil.gpio_sim import GpioSim
from tests.hil.killing import killed_with_power_on_the_bolt


@pytest.mark.promise("P1")
def test_a_kiosk_killed_with_power_on_the_bolt_comes_back_with_the_bolt_off_and_in_doubt(
    tmp_path: Path, chip: GpioSim
) -> None:
    """P1: recovery moves nothing, and the book has a grant of which nobody knows the end.

    gpio-sim gives a line whose program died to whatever pulls it. A Raspberry Pi's kernel goes on
    driving it, so here it is pulled up: the bolt keeps power until the next kiosk begins, and on a
    real bay only the missing pulses end that (hardware_docs/bolts.md).
    """
    killed_with_power_on_the_bolt(Bay(tmp_path, chip), stays=True)
