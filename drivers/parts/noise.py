"""Bytes that answer nothing, from a reader that is asked: told, so that jamming leaves a trace.

Knows no bytes: the driver says that there were some, here stands how often that is told.
"""

import time
from typing import Final

from drivers.parts.repeats import Clock
from drivers.protocols.reasons import NOISE
from drivers.readings import Put, ScanRejected

NOISE_S: Final = 10.0
"""Between two rejections for noise, at least. Ours: each becomes an entry of the book, and a port
that somebody jams for a night must not fill it."""


class Noise:
    """The noise of one reader or line. One thread uses it."""

    def __init__(self, reader: str, clock: Clock = time.monotonic) -> None:
        """Begin with nothing told.

        Args:
            reader: the name in rejections.
            clock: seconds that only grow.
        """
        self._reader = reader
        self._clock = clock
        self._told_s = float("-inf")

    def tell(self, put: Put) -> None:
        """Say that there was noise. What comes within NOISE_S of a rejection counts with it."""
        now = self._clock()
        if now - self._told_s >= NOISE_S:
            self._told_s = now
            put(ScanRejected(self._reader, NOISE))
