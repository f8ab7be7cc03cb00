"""A reader that people pull out and plug in again: one thread, and what it tells.

The first reading after start() is Found or Lost; after a Lost the device is looked for until it
is there again. No driver falls back to another device or to reading without exclusiveness.
"""

import errno
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from drivers.readings import Found, Lost, Put

RETRY_S: Final = 1.0
"""How often a lost device is looked for: a person who plugs it in waits about that long."""

TICK_S: Final = 0.1
"""The longest a reader thread waits before it looks whether it shall stop."""

_JOIN_S: Final = 1.0


class DeviceGone(Exception):
    """The device is absent, refused or unplugged; the text is a sentence for a technician."""


def why_gone(error: Exception, path: str) -> str:
    """Say in one English sentence why `path` can not be opened or read."""
    number = error.errno if isinstance(error, OSError) else None
    match number:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return f"nothing is plugged in at {path}"
        case errno.EACCES | errno.EPERM:
            return f"this program may not open {path}: look at its group and the udev rule"
        case errno.EBUSY | errno.EAGAIN:
            return f"another program has it: {path}"
        case _:
            return f"{path} can not be read: {error}"


class HotPlugReader(ABC):
    """One thread that reads one device, and tells when it goes and comes."""

    def __init__(self, device: str, *, retry_s: float = RETRY_S) -> None:
        """Do nothing yet.

        Args:
            device: the name in Lost and Found.
            retry_s: seconds between two looks for a lost device.
        """
        self.device = device
        self._retry_s = retry_s
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, put: Put) -> None:
        """Begin to read, in a thread of its own; return at once.

        Raises:
            RuntimeError: it is reading already.
        """
        if self._thread is not None:
            raise RuntimeError(f"reader {self.device} was started twice")
        self._stopping.clear()
        self._thread = threading.Thread(
            target=self._run, args=(put,), name=f"reader {self.device}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Read no more, and let the device go; return when that is done, within a second."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None

    @abstractmethod
    def _read(self, put: Put, found: Callable[[], None]) -> None:
        """Open the device, call `found` once, and read until `self._stopping` is set.

        Raises:
            DeviceGone: it is not there, may not be opened, or went away.
        """

    def _run(self, put: Put) -> None:
        told: str | None = None

        def found() -> None:
            nonlocal told
            told = None
            put(Found(self.device))

        while not self._stopping.is_set():
            try:
                self._read(put, found)
                continue
            except DeviceGone as gone:
                why = str(gone)
            except Exception as broken:  # noqa: BLE001 - a thread that dies is a deaf reader
                why = f"the driver itself failed, which is a fault to report: {broken!r}"
            if why != told:
                told = why
                put(Lost(self.device, why))
            self._stopping.wait(self._retry_s)
