"""Where the tests let drivers put their readings, and wait for them without sleeping."""

import queue
from typing import Final

from drivers.readings import Reading

PATIENCE_S: Final = 10.0
"""Far more than any reading needs here; only a broken driver waits it out."""


class Inbox:
    """A queue with the signature of `Put`, which fails loudly when nothing comes."""

    def __init__(self) -> None:
        self._readings: queue.SimpleQueue[Reading] = queue.SimpleQueue()

    def __call__(self, reading: Reading) -> None:
        self._readings.put(reading)

    def next(self) -> Reading:
        """Return the oldest reading not yet taken, waiting for it."""
        return self._readings.get(timeout=PATIENCE_S)

    def all(self) -> list[Reading]:
        """Return what is here now, without waiting."""
        return [self._readings.get() for _ in range(self._readings.qsize())]
