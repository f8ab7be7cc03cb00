"""The field before a reader's antenna: the cards in it, and what a reader hears of them.

Every card hears every frame, and all answer at once: where two say different bits, they collide.
Which chip listens is not known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

BIT_S: Final = 128 / 13.56e6
"""One bit at 106 kbit/s (ISO/IEC 14443-2)."""

READY_S: Final = 0.005
"""A card may need so long after the field came on (ISO/IEC 14443-3, 5): these always do."""

FORGETS_S: Final = 0.0051
"""A card may live so long without a field (ISO/IEC 14443-3, 5): these always do."""


def crc_a(message: bytes) -> bytes:
    """Return CRC_A as it is sent, bit by bit as ISO/IEC 14443-3, annex B draws it."""
    return crc_16(message, 0x6363).to_bytes(2, "little")


def crc_16(message: bytes, preset: int) -> int:
    """Return the register of CRC-16/CCITT, low bit first, after a message."""
    for byte in message:
        preset ^= byte
        for _ in range(8):
            preset = preset >> 1 ^ (0x8408 if preset & 1 else 0)
    return preset


@dataclass(frozen=True, slots=True)
class Said:
    """What a card says, and how long after the reader's last bit it begins."""

    frame: bytes
    after_s: float = 86e-6
    bits: int = 0
    """Bits of the last byte, or 0 for all eight: an acknowledgement has four in all."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reader hears of all that is said at once."""

    frame: bytes
    after_s: float
    bits: int = 0
    collision: int | None = None
    """The first bit on which the cards differ, counted from 1."""


class Card(Protocol):
    """A card of type A."""

    def hear(self, frame: bytes, bits: int) -> Said | None:
        """Take a frame of so many bits, and return the answer, or None for silence."""
        ...

    def lose_power(self) -> None:
        """Forget everything but the memory."""
        ...


class Field:
    """The cards before one antenna."""

    def __init__(self) -> None:
        self.cards: list[Card] = []
        self.noise: Callable[[bytes], bytes] = bytes
        """What becomes of an answer on its way; by default nothing."""
        self._on_since: float | None = None
        self._off_since = float("-inf")

    def put(self, card: Card) -> None:
        """Hold a card to the antenna."""
        self.cards.append(card)

    def take(self, card: Card) -> None:
        """Take a card away."""
        self.cards.remove(card)
        card.lose_power()

    def switch(self, now: float, *, on: bool) -> None:
        """Switch the reader's field."""
        if on and self._on_since is None:
            self._on_since = now
            if now - self._off_since >= FORGETS_S:
                for card in self.cards:
                    card.lose_power()
        elif not on and self._on_since is not None:
            self._on_since, self._off_since = None, now

    def send(self, now: float, frame: bytes, bits: int) -> Heard | None:
        """Let every card hear a frame, and return what comes back."""
        if self._on_since is None or now - self._on_since < READY_S:
            return None
        said = [told for card in list(self.cards) if (told := card.hear(frame, bits))]
        if not said:
            return None
        heard = together(said)
        return Heard(self.noise(heard.frame), heard.after_s, heard.bits, heard.collision)


def together(said: list[Said]) -> Heard:
    """Return what a reader hears of cards that speak at once; after a collision only zeros."""
    longest = max(said, key=lambda one: len(one.frame))
    after_s = max(one.after_s for one in said)
    bits = [
        [byte >> place & 1 for byte in one.frame for place in range(8)]
        for one in said
    ]  # fmt: skip
    shortest = min(map(len, bits))
    at = next((at for at in range(shortest) if len({one[at] for one in bits}) > 1), None)
    if at is None and len({one.frame for one in said}) > 1:
        at = shortest  # one goes on where the other has ended
    if at is None:
        return Heard(longest.frame, after_s, longest.bits)
    kept = int.from_bytes(longest.frame, "little") & ((1 << at) - 1)
    return Heard(kept.to_bytes(len(longest.frame), "little"), after_s, 0, at + 1)
