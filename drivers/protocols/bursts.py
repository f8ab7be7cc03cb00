"""Bytes that only a pause divides: kept until the pause, then read as a whole.

Cards and Wiegand bridges send no mark of where a frame begins. Nothing here knows a format.
"""

from collections.abc import Callable, Sequence
from typing import Final

from drivers.protocols.frames import HELD_MAX, Found, Rejected
from drivers.protocols.reasons import TOO_LONG

BURST_MAX: Final = HELD_MAX
"""Bytes of one burst: all that may be held. A trace of proxmark3's with one card that is woken
again and again (hf_14a_mfu-sim) has 2,092; one activation of them has some 120."""


class BurstDecoder:
    """Keeps bytes until a pause, and has them read as a whole; too many are rejected at once."""

    def __init__(self, read: Callable[[bytes], Sequence[Found]], *, limit: int = BURST_MAX) -> None:
        """Begin between two bursts.

        Args:
            read: finds the frames in one whole burst; never called with no bytes.
            limit: the most bytes that one burst may have.
        """
        assert 0 < limit <= HELD_MAX, "a burst must fit in what a decoder may hold"
        self._read = read
        self._limit = limit
        self._burst = bytearray()
        self._swallowing = False

    @property
    def held(self) -> int:
        """How many bytes wait for the pause."""
        return len(self._burst)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes. Only a burst that is too long is told before its pause."""
        if self._swallowing:
            return []
        if len(self._burst) + len(received) > self._limit:
            self._burst.clear()
            self._swallowing = True
            return [Rejected(TOO_LONG)]
        self._burst += received
        return []

    def pause(self) -> list[Found]:
        """Say that nothing more came, and return what the burst holds."""
        burst = bytes(self._burst)
        self._burst.clear()
        self._swallowing = False
        return list(self._read(burst)) if burst else []
