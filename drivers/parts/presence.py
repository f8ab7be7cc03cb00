"""What is told of the cards before a reader: each once, however long it rests there.

A look at the field comes in, a reading goes out or none. Knows no chip and no time: looks count.
"""

from typing import Final

from drivers.protocols.aliases import UID
from drivers.readings import CardScan, ScanRejected

AWAY_LOOKS: Final = 5
"""Looks in a row without a card, until the same card is a new one: half a second. Ours."""

TROUBLE_LOOKS: Final = 3
"""Looks in a row with trouble, until it is told: a card that comes or goes gives one or two."""


BITS_A_DIGIT: Final = 4
"""Of hexadecimal."""


class Presence:
    """Remembers what was told, until the field was empty for a while."""

    def __init__(self, reader: str) -> None:
        """Begin with an empty field.

        Args:
            reader: the name that readings carry.
        """
        self._reader = reader
        self._card = ""
        self._complaint = ""
        self._away = 0
        self._troubles = 0

    def empty(self) -> None:
        """Take note of a look that met nothing."""
        self._troubles = 0
        self._away += 1
        if self._away == AWAY_LOOKS:
            self._card = self._complaint = ""

    def is_new(self, card: str) -> bool:
        """Take note of a whole card, and say whether it has to be told."""
        self._away = 0
        if card != self._card:
            return True
        self._settle(card)
        return False

    def accept(self, card: str, *, proved: bool = False) -> CardScan:
        """Tell a new card by its whole UID."""
        self._settle(card)
        return CardScan(self._reader, card, UID, BITS_A_DIGIT * len(card), proved)

    def refuse(self, card: str, reason: str) -> ScanRejected:
        """Tell that a new card is none that can be believed."""
        self._settle(card)
        return ScanRejected(self._reader, reason)

    def disturbed(self, reason: str) -> ScanRejected | None:
        """Take note of a look that met something and could not read it; tell it if that lasts."""
        self._away = 0
        self._troubles += 1
        if self._troubles < TROUBLE_LOOKS or self._complaint == reason:
            return None
        self._complaint = reason
        return ScanRejected(self._reader, reason)

    def _settle(self, card: str) -> None:
        self._card, self._complaint, self._troubles = card, "", 0
