"""Two emulated chips under /dev/spidev0.0 and 0.1 of a program in a bed of its own.

The program is unmodified and finds real device nodes; the chips and their cards are here, in the
test. What lies between stands in `drivers.emulators.bed`.
"""

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from drivers.emulators.bed.bed import Bed
from drivers.emulators.bed.chips import ChipSelect
from drivers.emulators.bed.spi_node import SELECTS
from drivers.emulators.mfrc522 import EmulatedMfrc522
from tests.drivers.inbox import PATIENCE_S

ROOT: Final = Path(__file__).parents[2]


class SpiBed:
    """The bed, the chips under it, and the program that talks to them."""

    def __init__(self, *arguments: str) -> None:
        """Start `tests.drivers.mfrc522_child` with arguments of its own, at both chip selects."""
        self.chips = [EmulatedMfrc522(time.monotonic) for _ in SELECTS]
        self._nodes = [ChipSelect(chip) for chip in self.chips]
        self.settings = [node.settings for node in self._nodes]
        self._bed = Bed(
            {f"spidev0.{select}": self._nodes[select].answer for select in SELECTS},
            [sys.executable, "-m", "tests.drivers.mfrc522_child", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip
        self.process = self._bed.process
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def order(self, line: str) -> None:
        """Tell the program something."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        """Return what the program says next."""
        said: dict[str, Any] = json.loads(self._said.get(timeout=PATIENCE_S))
        return said

    def node(self, select: int, *, there: bool) -> None:
        """Take the device node away, with what has it open, or put it back."""
        self._nodes[select].removed = not there
        self._bed.order(f"spidev0.{select}", "plug" if there else "unplug")

    def end(self) -> int:
        """Let the program end, and return its status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self._bed.left()
        self._listener.join(PATIENCE_S)
        return status

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._said.put(line)
