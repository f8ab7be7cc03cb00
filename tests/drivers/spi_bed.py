"""Two emulated chips under /dev/spidev0.0 and 0.1 of a program in a bed of its own.

The program is unmodified and finds real device nodes; the chips and their cards are here, in the
test. What lies between stands in `spi_bed_program`.
"""

import errno
import json
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from drivers.emulators.mfrc522 import EmulatedMfrc522
from tests.drivers import spi_bed_program
from tests.drivers.inbox import PATIENCE_S
from tests.drivers.spi_bed_program import MESSAGE, PACKET, SELECTS

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("umockdev", "gir1.2-umockdev-1.0", "python3-gi")


class SpiBed:
    """The bed, the chips under it, and the program that talks to them."""

    def __init__(self, path: Path, *arguments: str) -> None:
        """Start `tests.drivers.mfrc522_child` with arguments of its own, at both chip selects."""
        self.chips = [EmulatedMfrc522(time.monotonic) for _ in SELECTS]
        self.settings: list[dict[int, bytes]] = [{} for _ in SELECTS]
        self.removed = [False for _ in SELECTS]
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(str(path))
            listener.listen()
            listener.settimeout(PATIENCE_S)
            self.process = subprocess.Popen(
                [
                    "/usr/bin/python3", spi_bed_program.__file__, str(path),
                    sys.executable, "-m", "tests.drivers.mfrc522_child", *arguments,
                ],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
            )  # fmt: skip
            try:
                self._sockets = [listener.accept()[0] for _ in (*SELECTS, "hand")]
            except TimeoutError:
                raise RuntimeError(f"the bed needs {' '.join(PACKAGES)}") from None
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._answer, args=(one,)) for one in self._sockets[:-1]
        ]
        self._threads.append(threading.Thread(target=self._listen))
        for thread in self._threads:
            thread.start()

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
        self.removed[select] = not there
        self._sockets[-1].send(bytes([select]) + (b"+" if there else b"-"))
        self._sockets[-1].recv(2)

    def end(self) -> int:
        """Let the program end, and return its status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.process.wait(PATIENCE_S)
        for one in self._sockets:
            one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE_S)
        for one in self._sockets:
            one.close()
        return status

    def _answer(self, connection: socket.socket) -> None:
        while packet := connection.recv(PACKET):
            select, kind, sent = packet[0], packet[1], packet[2:]
            if self.removed[select]:
                connection.send(bytes([errno.ENODEV]))
            elif kind == MESSAGE:
                connection.send(b"\0" + self.chips[select].transfer(sent))
            else:
                self.settings[select][kind] = sent
                connection.send(b"\0")

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._said.put(line)
