"""The check values of the wire formats: each says which bytes belong together.

All of them are computed by C code of the standard library, so that looking for a frame at every
byte of a noisy line costs nothing. `binascii.crc_hqx` is the CRC of polynomial 0x1021, high bit
first; the other formats' CRCs are the same division with other ends.
"""

from binascii import crc_hqx
from functools import reduce
from operator import xor
from typing import Final

_MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))

_MERCURY_BEGIN: Final = 0x1D0F  # what 0xFFFF becomes when the CRC of two zero bytes is taken


def xor_of(body: bytes) -> int:
    """Return the exclusive or of all bytes. Blind to a bit that is wrong in two bytes."""
    return reduce(xor, body, 0)


def sum_of(body: bytes) -> int:
    """Return the sum of all bytes, modulo 256. Blind to two errors that cancel."""
    return sum(body) & 0xFF


def crc_xmodem(body: bytes) -> int:
    """Return CRC-16/XMODEM: begins with 0 (GM65, manual section 8, "CRC_CCITT")."""
    return crc_hqx(body, 0)


def crc_gen2(body: bytes) -> int:
    """Return the CRC-16 that a UHF tag sends over its PC and EPC (EPC Gen2, annex F)."""
    return crc_hqx(body, 0xFFFF) ^ 0xFFFF


def crc_chafon(body: bytes) -> int:
    """Return CRC-16/MCRF4XX: polynomial 0x8408, low bit first, begins with 0xFFFF."""
    mirrored = crc_hqx(body.translate(_MIRRORED), 0xFFFF)
    return _MIRRORED[mirrored & 0xFF] << 8 | _MIRRORED[mirrored >> 8]


def crc_mercury(body: bytes) -> int:
    """Return ThingMagic's CRC: 0xFFFF, then the message shifted in from below, nothing behind.

    The usual CRC appends 16 zero bits. Here the last two bytes of the message stand in their
    place, so they are added at the end and not divided.
    """
    return crc_hqx(body[:-2], _MERCURY_BEGIN) ^ int.from_bytes(body[-2:], "big")


def gs1_digit_holds(digits: str) -> bool:
    """Return whether the last of some digits is GS1's check digit (EAN-8, EAN-13, GTIN, SSCC)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    threes, ones = digits[-2::-2], digits[-1::-2]
    return (3 * sum(map(int, threes)) + sum(map(int, ones))) % 10 == 0
