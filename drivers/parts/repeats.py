"""What a reader says again and again while a card is held: told once.

Knows no reader and no card; for readers that tell each look, see `presence`.
"""

from collections.abc import Callable

from drivers.readings import Reading

Clock = Callable[[], float]
"""Seconds that only grow."""


class Repeats:
    """Remembers what was heard a moment ago, and no longer: what it holds is bounded by the wire.

    At 9600 baud and half a second, 60 readings of eight bytes.
    """

    def __init__(self, away_s: float, clock: Clock) -> None:
        """Begin with nothing heard.

        Args:
            away_s: so long unheard, and the same reading is a new one, in seconds.
            clock: what measures that.
        """
        self._away_s = away_s
        self._clock = clock
        self._heard: dict[Reading, float] = {}

    def is_news(self, reading: Reading) -> bool:
        """Take note of a reading, and say whether it has to be told."""
        now = self._clock()
        self._heard = {told: at for told, at in self._heard.items() if now - at < self._away_s}
        again = reading in self._heard
        self._heard[reading] = now
        return not again
