"""Wiegand cards of 26 and 34 bits, as a bridge writes them: the bits from the left, then zeros.

Linux cannot time Wiegand's pulses; a bridge or an OSDP reader does. Knows no custody.
"""

from dataclasses import dataclass
from typing import Final

from drivers.protocols.card_reasons import BAD_PARITY, HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Frame, Rejected

_BYTE: Final = 8
_CARD_BITS: Final = 16


@dataclass(frozen=True, slots=True)
class WiegandCard:
    """One card with right parities; the number between them is `identity`, in hexadecimal."""

    bits: str
    identity: str
    facility: int
    card: int


LENGTHS: Final = (26, 34)
"""Bits of a card: H10301 of HID, and the 34 bits that EM and MIFARE readers send."""


def wiegand_card(bits: str) -> WiegandCard | None:
    """Read the zeros and ones of one card, or return None if their number or a parity is wrong.

    The first bit makes the first half even, the last bit makes the second half odd.
    """
    half = len(bits) // 2
    if len(bits) not in LENGTHS:
        return None
    if bits[:half].count("1") % 2 != 0 or bits[half:].count("1") % 2 != 1:
        return None
    number = int(bits[1:-1], 2)
    digits = (len(bits) - 2) // 4
    facility, card = number >> _CARD_BITS, number & 0xFFFF
    return WiegandCard(bits, f"{number:0{digits}X}", facility, card)


def bits_of(raw: bytes) -> str:
    """Return bytes as zeros and ones, from the left."""
    return f"{int.from_bytes(raw):0{_BYTE * len(raw)}b}" if raw else ""


class WiegandDecoder:
    """Turns a bridge's bytes into cards: every card fills as many bytes, and the last has zeros.

    Nothing marks a card's beginning. A damaged card keeps its place; a pause begins anew.
    """

    def __init__(self, bit_count: int) -> None:
        """Begin before the first byte of a card.

        Args:
            bit_count: 26 or 34.
        """
        assert bit_count in LENGTHS, f"{bit_count} bits: known are {LENGTHS}"
        self._bit_count = bit_count
        self._length = -(-bit_count // _BYTE)
        self._held = b""

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their card."""
        return len(self._held)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return the cards they complete."""
        waiting = self._held + received
        whole = len(waiting) - len(waiting) % self._length
        self._held = waiting[whole:]
        return [
            self._read(waiting[begin : begin + self._length])
            for begin in range(0, whole, self._length)
        ]

    def pause(self) -> list[Found]:
        """Say that nothing more came: half a card is rejected."""
        half = self._held
        self._held = b""
        return [Rejected(HALF_FRAME)] if half else []

    def _read(self, raw: bytes) -> Found:
        bits = bits_of(raw)
        if "1" in bits[self._bit_count :]:
            return Rejected(NO_FRAME)
        card = wiegand_card(bits[: self._bit_count])
        if card is None:
            return Rejected(BAD_PARITY)
        return Frame(
            {
                "bits": card.bits,
                "bit_count": self._bit_count,
                "left_aligned_hex": True,
                "facility": card.facility,
                "card": card.card,
                "parity_ok": True,
                "identity": card.identity,
            }
        )


def wiegand26() -> WiegandDecoder:
    """Make a decoder of 26-bit cards."""
    return WiegandDecoder(26)


def wiegand34() -> WiegandDecoder:
    """Make a decoder of 34-bit cards."""
    return WiegandDecoder(34)
