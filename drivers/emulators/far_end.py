"""The far end of a serial cable: a pseudo-terminal with a stable name, and whoever answers there.

Plugging it in gives the name a new terminal, as udev does with a USB adapter.
"""

import fcntl
import os
import select
import struct
import termios
import threading
import tty
from collections.abc import Callable
from errno import EEXIST
from pathlib import Path
from typing import Final

_PIECE: Final = 1024

_ROOM: Final = 4096
"""What a terminal holds for whoever reads it (Linux, N_TTY_BUF_SIZE)."""

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

        Raises:
            OSError: there is something at the link already.
        """
        self.link = link
        self.answer = answer
        self.noise: Answer = bytes
        """What becomes of an answer on its way; by default nothing."""
        self.still = threading.Lock()
        """Held while the device answers; whoever changes the device meanwhile holds it."""
        self._hand = threading.Lock()
        self._wire = self._device = self._stop = -1
        self._thread = threading.Thread()
        self.plug()

    @property
    def url(self) -> str:
        """Where a driver finds it."""
        return str(self.link)

    @property
    def plugged(self) -> bool:
        """Whether it is plugged in."""
        return self._wire >= 0

    def plug(self) -> None:
        """Plug it in, at a place of its own. The device remembers what it remembered.

        Raises:
            OSError: there is something at the link already.
        """
        with self._hand:
            if self._wire >= 0:
                return
            if self.link.exists():  # a link that leads nowhere was left by somebody who died
                raise FileExistsError(
                    EEXIST, "is there already: play elsewhere, or remove it", str(self.link)
                )
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
        with self._hand:
            if self._wire < 0:
                return
            if self.link.is_symlink() and str(self.link.readlink()) == os.ttyname(self._device):
                self.link.unlink()  # one that somebody else has made meanwhile stays
            os.close(self._stop)
            self._thread.join()
            os.close(self._device)
            os.close(self._wire)
            self._wire = self._device = self._stop = -1

    def send(self, sent: bytes) -> None:
        """Say something that nobody asked for; wait while more than 4 KiB are not read.

        It is there for whoever reads when this returns: a write to a terminal is handed on by
        the kernel in its own time, and to ask whether there is something waits for that
        (Linux, n_tty_poll).
        """
        view = memoryview(sent)
        while view:
            view = view[os.write(self._wire, view) :]
        select.select([self._device], [], [], 0)

    def offer(self, sent: bytes) -> bool:
        """Say something that nobody asked for, as a wire does: nobody waits for who reads it.

        Returns:
            Whether it went out; if not, it is lost: pulled out, or 4 KiB wait for a reader.
        """
        with self._hand:
            if self._wire < 0:
                return False
            unread = fcntl.ioctl(self._device, termios.FIONREAD, bytes(4))
            if struct.unpack("i", unread)[0] + len(sent) > _ROOM:
                return False
            os.write(self._wire, sent)
            return True

    def spoil_next(self, how: Answer) -> None:
        """Do this to the next answer on its way, and to no other."""

        def once(said: bytes) -> bytes:
            if not said:
                return said
            self.noise = bytes
            return how(said)

        self.noise = once

    def _listen(self, wire: int, stopped: int) -> None:
        try:
            while True:
                ready, _, _ = select.select([wire, stopped], [], [])
                if stopped in ready:
                    return
                heard = os.read(wire, _PIECE)
                with self.still:
                    said = self.noise(self.answer(heard))
                if said:
                    os.write(wire, said)
        finally:
            os.close(stopped)
