"""Every driver without hardware, for drills, demonstrations, training and tests.

These are shipped on purpose: `make run` is built of them, and so is every test that needs a
device. They say exactly what the real drivers say, in the same order, and take time from nobody.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from drivers.parts.bounded_output import BoundedOutput, Countdown, wall_countdown
from drivers.protocols.reasons import TOO_LONG
from drivers.readings import Edge, Found, Lost, Put, Reading, Scan, ScanRejected

_HISTORY: Final = 1000


class _SimulatedSense:
    """What simulated readers and contacts share: they speak only between start() and stop()."""

    def __init__(self, device: str) -> None:
        self.device = device
        self._lock = threading.RLock()
        self._put: Put | None = None

    def stop(self) -> None:
        """Say nothing more."""
        with self._lock:
            self._put = None

    def _say(self, *readings: Reading) -> None:
        if self._put is not None:
            for reading in readings:
                self._put(reading)


class SimulatedReader(_SimulatedSense):
    """A reader in whose place somebody clicks. Stands in for any scanner or badge reader.

    Readings are put in the caller's thread, before the call returns.
    """

    def __init__(self, reader: str, *, max_length: int = 64) -> None:
        """Begin plugged in, and silent until start().

        Args:
            reader: the name that readings carry.
            max_length: the longest text that is still a scan, in characters; as the real readers.
        """
        super().__init__(reader)
        self._max_length = max_length
        self._plugged = True

    def start(self, put: Put) -> None:
        """Say Found, or Lost while it is unplugged, and read from now on."""
        with self._lock:
            self._put = put
            self._say(self._presence())

    def scan(self, text: str) -> None:
        """Read one whole text. An unplugged or stopped reader reads nothing."""
        if len(text) > self._max_length:
            self.reject(TOO_LONG)
            return
        with self._lock:
            if self._plugged:
                self._say(Scan(self.device, text))

    def reject(self, reason: str) -> None:
        """Receive something that is not a scan; `reason` as in `drivers.protocols.reasons`."""
        with self._lock:
            if self._plugged:
                self._say(ScanRejected(self.device, reason))

    def unplug(self) -> None:
        """Go away. A second time it says nothing."""
        self._plug(plugged=False)

    def plug(self) -> None:
        """Come back. A second time it says nothing."""
        self._plug(plugged=True)

    def _plug(self, *, plugged: bool) -> None:
        with self._lock:
            if plugged != self._plugged:
                self._plugged = plugged
                self._say(self._presence())

    def _presence(self) -> Reading:
        return Found(self.device) if self._plugged else Lost(self.device, "unplugged at the bench")


class SimulatedContact(_SimulatedSense):
    """A contact that somebody closes and opens by hand. Stands in for `GpioContact`.

    Readings are put in the caller's thread, before the call returns. There is no bouncing.
    """

    def __init__(self, line: str, *, closed: bool = True) -> None:
        """Begin at a level, and silent until start().

        Args:
            line: the name that readings carry.
            closed: whether the circuit is made at first.
        """
        super().__init__(line)
        self._closed = closed

    def start(self, put: Put) -> None:
        """Say Found and the level, and tell every change from now on."""
        with self._lock:
            self._put = put
            self._say(Found(self.device), Edge(self.device, self._closed))

    def set(self, *, closed: bool) -> None:
        """Close or open the circuit; a level that it has already is no edge."""
        with self._lock:
            if closed != self._closed:
                self._closed = closed
                self._say(Edge(self.device, closed))


class SimulatedOutput(BoundedOutput):
    """An output that moves nothing and remembers. Stands in for `GpioOutput`.

    The bound on its time is the real one, from the same lines of code.
    """

    def __init__(
        self,
        name: str,
        max_on_s: float | None = None,
        *,
        countdown: Countdown = wall_countdown,
        on_change: Callable[[str, bool], None] | None = None,
    ) -> None:
        """Begin off.

        Args:
            name: what the output is called.
            max_on_s: the longest time on, in seconds; None for an output that may stay on.
            countdown: what measures the bound; a drill gives its own clock's.
            on_change: called with the name and the new level at each change, in the thread that
                made it, which may be the countdown's. It must not call the output.
        """
        super().__init__(name, max_on_s=max_on_s, countdown=countdown)
        self.on_change = on_change
        self.history: deque[bool] = deque(maxlen=_HISTORY)
        """The levels it was changed to, oldest first; the last thousand."""

    def _drive(self, *, on: bool) -> None:
        if on == (self.history[-1] if self.history else False):
            return
        self.history.append(on)
        if self.on_change is not None:
            self.on_change(self.name, on)

    def _let_go(self) -> None:
        """Nothing was held."""
