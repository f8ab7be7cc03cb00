"""When a sense looked last: one that hangs is told from one that has nothing to say.

A thread that waits for ever in a driver's call is alive, and its lines keep their last level.
"""

import time
from collections.abc import Callable
from typing import Final

STALE_S: Final = 3.0
"""So long without a look, and a sense hangs. Ours: the slowest looks a second apart, while its pin
cannot be had; a bus that does not move costs 50 ms a chip."""


class LastLook:
    """Taken note of by the thread that looks, asked by any other."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count from now on. `clock`: seconds that only grow."""
        self._clock = clock
        self._at = clock()

    def now(self) -> None:
        """Take note that a look begins or has ended."""
        self._at = self._clock()

    @property
    def is_recent(self) -> bool:
        """Whether the last one was less than `STALE_S` ago."""
        return self._clock() - self._at < STALE_S
