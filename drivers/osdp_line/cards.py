"""What the card is that an OSDP reader tells: its number in hexadecimal, its kind, its bits.

Only numbers are known here; which officer has one is not.
"""

from typing import Final

from drivers.protocols.aliases import UID, WIEGAND26, WIEGAND34
from drivers.protocols.card_reasons import BAD_LENGTH, BAD_PARITY
from drivers.protocols.iso14443a import badge_refusal
from drivers.protocols.osdp_payloads import fields
from drivers.protocols.reasons import HALF_SCAN, NOT_TEXT, TOO_LONG
from drivers.readings import CardScan, Scan, ScanRejected

BITS_MAX: Final = 256
"""Ours: the longest number in use has 200 bits (PIV)."""

TEXT_MAX: Final = 64
"""Ours, as for barcodes."""

RAW: Final = "raw"
"""A number whose parts we do not know, or that has no parity."""

_WIEGAND: Final = {26: WIEGAND26, 34: WIEGAND34}
_UIDS: Final = frozenset({32, 56, 80})


def card_of(reader: str, payload: bytes) -> Scan | ScanRejected:
    """Read a RAW reply: bits.

    26 and 34 bits have parities: they are checked, and the number is what stands between them. 32,
    56 and 80 bits are the UID of a card, byte for byte. All others are told as they stand, filled
    up with zeros from the left to whole digits.
    """
    told = fields("RAW", payload)
    bits = str(told.get("bits", ""))
    if not bits:
        return ScanRejected(reader, BAD_LENGTH)
    if len(bits) > BITS_MAX:
        return ScanRejected(reader, TOO_LONG)
    if len(bits) in _WIEGAND:
        if "identity" not in told:
            return ScanRejected(reader, BAD_PARITY)
        return CardScan(reader, str(told["identity"]), _WIEGAND[len(bits)], len(bits))
    digits = -(-len(bits) // 4)
    number = f"{int(bits, 2):0{digits}X}"
    if len(bits) not in _UIDS:
        return CardScan(reader, number, RAW, len(bits))
    refusal = badge_refusal(number)
    return ScanRejected(reader, refusal) if refusal else CardScan(reader, number, UID, len(bits))


def text_of(reader: str, payload: bytes) -> Scan | ScanRejected:
    """Read a FMT reply: characters."""
    text = str(fields("FMT", payload).get("text", ""))
    if not text:
        return ScanRejected(reader, HALF_SCAN)
    if len(text) > TEXT_MAX:
        return ScanRejected(reader, TOO_LONG)
    if not (text.isascii() and text.isprintable()):
        return ScanRejected(reader, NOT_TEXT)
    return Scan(reader, text)
