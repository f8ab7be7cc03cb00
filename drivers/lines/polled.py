"""A sense that looks by itself, a few dozen times a second, and what it has said so far.

Nothing here waits for an interrupt: a lost one would be a deaf contact.
"""

import logging
import threading
import time
from abc import ABC, abstractmethod
from typing import Final

from drivers.parts.last_look import LastLook
from drivers.readings import Edge, Found, Lost, Put

_JOIN_S: Final = 1.0

_log = logging.getLogger(__name__)


class Told:
    """What was last said of each line, so that everything is said once."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._lost: dict[str, str | None] = {}
        self._levels: dict[str, bool] = {}

    def nothing_of(self, line: str) -> bool:
        """Return whether nothing was said of a line yet."""
        return line not in self._lost

    def found(self, put: Put, line: str) -> None:
        """Say that a line is there, if that is new."""
        if self._lost.get(line, "") is not None:
            self._lost[line] = None
            self._levels.pop(line, None)
            put(Found(line))

    def level(self, put: Put, line: str, *, closed: bool) -> None:
        """Say a line's level, if it is new or the line was away."""
        self.found(put, line)
        if self._levels.get(line) is not closed:
            self._levels[line] = closed
            put(Edge(line, closed))

    def lost(self, put: Put, line: str, why: str) -> None:
        """Say that a line is away, and why, if that is new."""
        if self._lost.get(line) != why:
            self._lost[line] = why
            put(Lost(line, why))

    def all_lost(self, put: Put, why: str) -> None:
        """Say that every line that was there is away; of those nothing is said then."""
        for line in [line for line, lost in self._lost.items() if lost is None]:
            self.lost(put, line, why)
            del self._lost[line]


class PolledSense(ABC):
    """A thread that looks, and lives on whatever the look finds.

    A look that fails by itself says so of every line: a level that nobody sees any more must not
    pass for one that is seen.
    """

    def __init__(self, device: str, every_s: float) -> None:
        """Do nothing yet.

        Args:
            device: the name of the whole sense, in Lost beside its lines' when it fails by itself.
            every_s: seconds between two looks.
        """
        self.device = device
        self._every_s = every_s
        self._told = Told()
        self.looked = LastLook()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._broken = False

    @property
    def alive(self) -> bool:
        """Whether it looks: its thread lives, and hangs in no call. For the watchdog."""
        return self._thread is not None and self._thread.is_alive() and self.looked.is_recent

    def start(self, put: Put) -> None:
        """Begin to look, in a thread of its own; return at once.

        Raises:
            RuntimeError: it was started already.
        """
        if self._thread is not None:
            raise RuntimeError(f"{self.device} was started twice")
        self._stopping.clear()
        self.looked.now()
        self._thread = threading.Thread(
            target=self._run, args=(put,), name=self.device, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Look no more; return when that is done, within a second."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None

    @abstractmethod
    def look(self, put: Put, at_ms: int) -> None:
        """Look once, and say what is new. Called by the thread, or by a test in its place.

        Args:
            put: takes the readings.
            at_ms: monotonic milliseconds.
        """

    def _run(self, put: Put) -> None:
        while True:
            try:
                self.look(put, time.monotonic_ns() // 1_000_000)
            except Exception as error:  # noqa: BLE001 - a thread that dies is a deaf contact
                if not self._broken:
                    self._broken = True
                    _log.exception("%s failed", self.device)
                    why = f"the driver itself failed, which is a fault to report: {error!r}"
                    self._told.lost(put, self.device, why)
                    self._told.all_lost(put, why)
            else:
                if self._broken:
                    self._broken = False
                    self._told.found(put, self.device)
            self.looked.now()
            if self._stopping.wait(self._every_s):
                return
