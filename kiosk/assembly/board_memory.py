"""The small memory on the board as a witness: whether the book is the one that was here before.

A memory card can be taken out, copied, and put back as it was last month: both copies of the book
go back together, and no check of the book alone can see it. This chip stays behind, and knows.
"""

from collections.abc import Callable
from typing import Final

from drivers.lines.i2c_bus import I2c, why_silent
from drivers.lines.polled import PolledSense
from drivers.lines.witness_memory import WitnessMemory
from drivers.readings import Put
from kiosk.registry.chain import Head

NAME: Final = "board memory"
"""What it is called in Lost and Found."""

EVERY_S: Final = 10.0
"""Between two heads that are remembered: what is written within it can still be put back unseen.
Ours: the chip takes 64 million of them, 20 years at this rate."""

HashAt = Callable[[int], bytes | None]
"""Returns the hash of an entry by its number, or None when the book does not have it."""


class BoardMemory(PolledSense):
    """Remembers how far the book had come, and compares at the start."""

    def __init__(self, bus: I2c, address: int, head: Callable[[], Head]) -> None:
        """Do nothing yet; `head` returns the last durable entry, for any thread."""
        super().__init__(NAME, EVERY_S)
        self._bus, self._address, self._head = bus, address, head
        self._chip = WitnessMemory(bus, address)

    def objection(self, hash_at: HashAt) -> str | None:
        """Return why this book is not the one that was here before, or None.

        A chip that does not answer objects to nothing: it is told as lost as soon as it is started,
        and then nothing is issued either.
        """
        try:
            known = self._chip.newest()
        except OSError:
            return None
        if known is None or hash_at(known.number) == known.sealed:
            return None
        return (
            f"The memory on the board knows entry {known.number} of a book that went on from there,"
            f" and this book ends at {self._head().seq} or says something else there: it was put"
            " back or made again. Compare it with heads that left the kiosk (kiosk verify --head)."
        )

    def look(self, put: Put, at_ms: int) -> None:
        """Remember the last entry, if it is a new one."""
        del at_ms
        head = self._head()
        try:
            known = self._chip.newest()
            if known is None or head.seq > known.number:
                self._chip.remember(head.seq, head.hash)
        except OSError as error:
            self._told.lost(put, NAME, why_silent(error, self._bus, self._address))
        else:
            self._told.found(put, NAME)

    def stop(self) -> None:
        """Look no more, after a last look."""
        super().stop()
        self.look(lambda _: None, 0)
