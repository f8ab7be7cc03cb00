"""The pin header of the guest: made once, opened once, as on a Pi."""

from collections.abc import Iterator

import pytest

from drivers.lines.gpio_output import lgpio_factory
from tests.hil.gpio_sim import GpioSim


@pytest.fixture(scope="session")
def chip() -> Iterator[GpioSim]:
    """The chip behind the header. Programs that tests start find it too."""
    made = GpioSim()
    yield made
    made.close()


@pytest.fixture(scope="session")
def pins(chip: GpioSim) -> Iterator[object]:
    """The chip as our drivers open it: once in a process, by its label."""
    factory = lgpio_factory()
    assert factory.chip == chip.number
    yield factory
    factory.close()
