"""The pin header of the guest, as in tests/hil/devices."""

from collections.abc import Iterator

import pytest

from tests.hil.gpio_sim import GpioSim


@pytest.fixture(scope="session")
def chip() -> Iterator[GpioSim]:
    """The chip behind the header. Programs that tests start find it."""
    made = GpioSim()
    yield made
    made.close()
