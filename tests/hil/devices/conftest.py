"""The pin header as our drivers open it: once in a process, as on a Pi."""

from collections.abc import Iterator

import pytest

from drivers.lines.gpio_output import lgpio_factory
from tests.hil.gpio_sim import GpioSim


@pytest.fixture(scope="session")
def pins(chip: GpioSim) -> Iterator[object]:
    """The chip, found by its label."""
    factory = lgpio_factory()
    assert factory.chip == chip.number
    yield factory
    factory.close()
