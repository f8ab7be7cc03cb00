"""Badges of 125 kHz readers: RDM6300 and ID-12LA, ID-20LA.

STX, ten hexadecimal digits of number, two of checksum, ETX; the ID readers send CR LF before the
ETX. 9600 baud, repeated every 50 to 65 ms while the badge is held (module's data sheet, Seeed
wiki). The checksum is the exclusive or of the number's five bytes; it can't see one bit that is
wrong in two bytes.
"""

import re
from typing import Final

from drivers.protocols.checks import xor_of
from drivers.protocols.frames import Found, Frame, Rejected
from drivers.protocols.reasons import BAD_CHECKSUM, HALF_SCAN, NOT_TEXT
from drivers.protocols.texts import Text, TextFramer

TAG_LENGTH: Final = 12
"""Hexadecimal digits between STX and ETX."""

_TAG: Final = re.compile(r"[0-9A-Fa-f]{12}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]*")


def tag_of(text: str) -> Found:
    """Read what stands between STX and ETX.

    Three ways to print the number on a card are told, so that a card can be found by what is
    printed on it; its identity is `tag_id` alone.
    """
    if not _TAG.fullmatch(text):
        return Rejected(HALF_SCAN if _HEX.fullmatch(text) else NOT_TEXT)
    *number, checksum = bytes.fromhex(text)
    if xor_of(bytes(number)) != checksum:
        return Rejected(BAD_CHECKSUM)
    version, low_32 = number[0], int.from_bytes(number[1:], "big")
    return Frame(
        {
            "tag_id": text[:-2].upper(),
            "version": version,
            "number": low_32,
            "printed_10d": f"{low_32:010}",
            "wiegand26_fc": number[2],
            "wiegand26_cn": low_32 & 0xFFFF,
            "checksum": text[-2:].upper(),
            "checksum_ok": True,
        }
    )


class TagDecoder:
    """Turns the bytes of a badge reader into tags."""

    def __init__(self) -> None:
        self._framer = TextFramer("stx-etx", TAG_LENGTH)

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their frame."""
        return self._framer.held

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        return _tags(self._framer.feed(received))

    def pause(self) -> list[Found]:
        """Say that nothing more came."""
        return _tags(self._framer.pause())


def _tags(found: list[Text | Rejected]) -> list[Found]:
    return [tag_of(each.text) if isinstance(each, Text) else each for each in found]
