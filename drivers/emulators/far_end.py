"""The far end of a serial cable: a pseudo-terminal with a stable name, and whoever answers there.

Plugging it in gives the name a new terminal, as udev does with a USB adapter.
"""

import os
import select
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PIECE: Final = 1024

Answer = Callable[[bytes], bytes]
"""Takes what was heard, in any pieces, and returns what to say to it. Called in one thread."""


def silent(_: bytes) -> bytes:
    """Answer nothing."""
    return b""


class FarEnd:
    """A device on a cable, plugged in at first. Its methods may be called from any thread."""

    def __init__(self, link: Path, answer: Answer = silent) -> None:
        """Plug it in.

        Args:
            link: the stable name; a symbolic link is made there and removed with the plug.
            answer: what the device says to what it hears.
        """
        self.link = link
        self.answer = answer
        self.noise: Answer = bytes
        """What becomes of an answer on its way; by default nothing."""
        self._wire = self._device = self._stop = -1
        self._thread = threading.Thread()
        self.plug()

    @property
    def url(self) -> str:
        """Where a driver finds it."""
        return str(self.link)

    def plug(self) -> None:
        """Plug it in, at a place of its own. The device remembers what it remembered."""
        self._wire, self._device = os.openpty()
        tty.setraw(self._wire)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(self._device))
        stopped, self._stop = os.pipe()
        self._thread = threading.Thread(
            target=self._listen, args=(self._wire, stopped), name="far end", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Pull it out. A second time it does nothing."""
        if self._wire < 0:
            return
        self.link.unlink(missing_ok=True)
        os.close(self._stop)
        self._thread.join()
        os.close(self._device)
        os.close(self._wire)
        self._wire = self._device = self._stop = -1

    def send(self, sent: bytes) -> None:
        """Say something that nobody asked for; wait while more than 4 KiB are not read."""
        view = memoryview(sent)
        while view:
            view = view[os.write(self._wire, view) :]

    def _listen(self, wire: int, stopped: int) -> None:
        try:
            while True:
                ready, _, _ = select.select([wire, stopped], [], [])
                if stopped in ready:
                    return
                said = self.noise(self.answer(os.read(wire, _PIECE)))
                if said:
                    os.write(wire, said)
        finally:
            os.close(stopped)
