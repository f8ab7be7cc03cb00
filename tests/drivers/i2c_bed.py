"""Emulated chips under a real /dev/i2c-1 of a program in a bed of its own.

The program is unmodified and finds a device node; the chips are here, in the test. What lies
between stands in `drivers.emulators.bed`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from drivers.emulators.bed.bed import Bed
from drivers.emulators.bed.chips import ChipBus
from drivers.emulators.bed.i2c_node import NAME
from drivers.emulators.i2c import EmulatedI2c

ROOT: Final = Path(__file__).parents[2]


class I2cBed:
    """The bed, the bus under it, and the program that talks to it."""

    def __init__(self) -> None:
        """Start `tests.drivers.i2c_child`."""
        self.bus = EmulatedI2c()
        self._node = ChipBus(self.bus)
        self.settings = self._node.settings
        self._bed = Bed(
            {NAME: self._node.answer},
            [sys.executable, "-m", "tests.drivers.i2c_child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip
        self.process = self._bed.process

    def order(self, *words: object) -> Any:  # noqa: ANN401 - whatever the program answers
        """Tell the program something, and return its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> int:
        """Let the program end, and return its status."""
        self.process.communicate()
        return self._bed.left()
