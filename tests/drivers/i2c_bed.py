"""Emulated chips under a real /dev/i2c-1 of a program in a bed of its own.

The program is unmodified and finds a device node; the chips are here, in the test. What lies
between stands in `i2c_bed_program`.
"""

import json
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from drivers.emulators.i2c import EmulatedI2c, Message
from tests.drivers import i2c_bed_program
from tests.drivers.i2c_bed_program import PACKET
from tests.drivers.inbox import PATIENCE_S

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("umockdev", "gir1.2-umockdev-1.0", "python3-gi")


class I2cBed:
    """The bed, the bus under it, and the program that talks to it."""

    def __init__(self, path: Path) -> None:
        """Start `tests.drivers.i2c_child`."""
        self.bus = EmulatedI2c()
        self.settings: list[int] = []
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(str(path))
            listener.listen()
            listener.settimeout(PATIENCE_S)
            self.process = subprocess.Popen(
                [
                    "/usr/bin/python3", i2c_bed_program.__file__, str(path),
                    sys.executable, "-m", "tests.drivers.i2c_child",
                ],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
            )  # fmt: skip
            try:
                self._chips = listener.accept()[0]
            except TimeoutError:
                raise RuntimeError(f"the bed needs {' '.join(PACKAGES)}") from None
        self._thread = threading.Thread(target=self._answer)
        self._thread.start()

    def order(self, *words: object) -> Any:  # noqa: ANN401 - whatever the program answers
        """Tell the program something, and return its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> int:
        """Let the program end, and return its status."""
        self.process.communicate(timeout=PATIENCE_S)
        self._chips.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE_S)
        self._chips.close()
        return self.process.returncode

    def _answer(self) -> None:
        while packet := self._chips.recv(PACKET):
            asked = json.loads(packet)
            if "setting" in asked:
                self.settings.append(asked["setting"])
                self._say(0, [])
                continue
            messages = [
                Message(address, reading=True, length=what)
                if reads
                else Message(address, reading=False, sent=bytes.fromhex(what))
                for address, reads, what in asked["messages"]
            ]
            error = self.bus.perform(messages)
            self._say(error, [each.got.hex() for each in messages if each.reading])

    def _say(self, error: int, heard: list[str]) -> None:
        self._chips.send(json.dumps([error, heard]).encode())
