"""The far end of a bed: starts it, answers for its devices, and pulls their plugs."""

import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from drivers.emulators.bed.node import PACKET
from drivers.emulators.bed.program import HAND, PACKAGES_MISSING

SYSTEM_PYTHON: Final = "/usr/bin/python3"
"""Debian's own: python3-gi is for it alone."""

PACKAGES: Final = ("umockdev", "gir1.2-umockdev-1.0", "python3-gi")
"""Of Debian; 0.17.16 in Debian 12."""

_PROGRAM: Final = Path(__file__).with_name("program.py")
_PATIENCE_S: Final = 20.0
_TICK_S: Final = 0.05

Answers = Callable[[bytes], bytes]
"""Takes a packet of a node, and returns the answer. Called in one thread for each node."""


def nobody(_: bytes) -> bytes:
    """Answer for a device that the bed itself is the whole of."""
    raise AssertionError("the bed's own devices ask nobody")


class BedMissing(RuntimeError):
    """A bed can not be made here; the text says which packages to install."""


class OrderRefused(RuntimeError):
    """A bed did not carry out an order; the text says why."""


class Bed:
    """One program in a bed of its own. `order` and `leave` are for one thread."""

    def __init__(
        self,
        nodes: Mapping[str, Answers],
        command: Sequence[str],
        *,
        system_python: str = SYSTEM_PYTHON,
        **popen: Any,  # noqa: ANN401 - whatever subprocess.Popen takes
    ) -> None:
        """Start a program that finds these nodes, all plugged in.

        Args:
            nodes: names below /dev, as `program` knows them, and who answers for each.
            command: the program and its arguments.
            system_python: a Python that has python3-gi.
            popen: further arguments of subprocess.Popen: stdin, stdout, env, cwd.

        Raises:
            BedMissing: Debian's packages are not there.
        """
        self._connections: dict[str, socket.socket] = {}
        self._threads: list[threading.Thread] = []
        place = Path(tempfile.mkdtemp(prefix="bed-"))
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
                listener.bind(str(place / "bed"))
                listener.listen(len(nodes) + 1)
                listener.settimeout(_TICK_S)
                words = [str(_PROGRAM), str(place / "bed"), *nodes, "--", *command]
                try:
                    self.process: subprocess.Popen[Any] = subprocess.Popen(  # noqa: S603 - our own program
                        [system_python, *words],
                        start_new_session=True,  # a terminal's Ctrl-C is for us, who end it
                        **popen,
                    )
                except OSError as wrong:
                    raise BedMissing(_wanted()) from wrong
                while len(self._connections) <= len(nodes):
                    self._accept(listener)
        finally:
            shutil.rmtree(place)
        for name, answers in nodes.items():
            self._threads.append(
                threading.Thread(
                    target=self._answer, args=(self._connections[name], answers), name=name
                )
            )
        for thread in self._threads:
            thread.daemon = True
            thread.start()

    def _accept(self, listener: socket.socket) -> None:
        try:
            connection = listener.accept()[0]
        except TimeoutError:
            if self.process.poll() is None:
                return
            if self.process.returncode == PACKAGES_MISSING:
                raise BedMissing(_wanted()) from None
            raise BedMissing(f"the bed ended with {self.process.returncode}") from None
        self._connections[connection.recv(PACKET).decode()] = connection

    def order(self, node: str, order: str) -> None:
        """Have an order carried out; see `program` for what there is.

        Raises:
            OrderRefused: says why; or the program has ended.
        """
        try:
            self._connections[HAND].send(f"{node} {order}".encode())
            answer = self._connections[HAND].recv(PACKET).decode()
        except OSError as gone:
            raise OrderRefused("the program has ended") from gone
        if answer != "ok":
            raise OrderRefused(answer or "the program has ended")

    def end(self) -> int:
        """Tell the program to end, wait until it has, and return its status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.left()

    def left(self) -> int:
        """Wait until the program has ended, let everything go, and return its status."""
        status = self.process.wait(_PATIENCE_S)
        for thread in self._threads:
            thread.join(_PATIENCE_S)
        for connection in self._connections.values():
            connection.close()
        return status

    def _answer(self, connection: socket.socket, answers: Answers) -> None:
        while packet := _received(connection):
            connection.send(answers(packet))


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(PACKET)
    except OSError:
        return b""  # the other end went in the middle


def _wanted() -> str:
    return f"device nodes need Debian's packages: apt-get install {' '.join(PACKAGES)}"
