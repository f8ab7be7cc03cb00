"""What runs in a guest and nowhere else: outside, `make hil` has to be called (docs/hil.md)."""

import os
from collections.abc import Iterator

import pytest

from tests.hil.gpio_sim import GpioSim

collect_ignore_glob = [] if "HIL_RIG" in os.environ else ["*"]


@pytest.fixture(scope="session")
def chip() -> Iterator[GpioSim]:
    """The chip behind the pin header, made once. Programs that tests start find it too."""
    made = GpioSim()
    yield made
    made.close()
