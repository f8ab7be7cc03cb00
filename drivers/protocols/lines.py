"""Bytes of a serial reader, turned into readings.

Knows how a driver's settings name a framing, and the AIM prefix that is taken off; what a text or
a tag is stands in `texts` and `tags`.
"""

import re
from typing import Final, Literal, get_args

from drivers.protocols.frames import Frame, Rejected
from drivers.protocols.reasons import HALF_SCAN, NO_AIM_PREFIX
from drivers.protocols.tags import TAG_LENGTH, tag_of
from drivers.protocols.texts import Text, TextFramer
from drivers.readings import Reading, Scan, ScanRejected

Framing = Literal["line", "stx-etx", "auto", "rdm6300"]
"""How a reader marks where a scan begins and ends.

"line": CR, LF or TAB after it. "stx-etx": STX before and ETX after it. "auto": each scan either
way. "rdm6300": STX, 10 hexadecimal digits, 2 of checksum, ETX.
"""

_LENGTH_LIMIT: Final = 4096

AIM_PREFIX: Final = re.compile(r"\][A-Za-z][0-9A-Fa-f]")
"""ISO/IEC 15424: "]", a letter for the symbology, a hexadecimal digit for its options."""

AIM_LENGTH: Final = 3


class LineDecoder:
    """Turns the bytes of one reader into scans and rejections.

    The readings do not depend on how the bytes are cut into pieces. Memory is bounded by the
    longest allowed text, 4 KiB at most, whatever comes in; no input raises.
    """

    def __init__(
        self,
        reader: str,
        *,
        framing: Framing = "line",
        aim: bool = False,
        max_length: int = 64,
    ) -> None:
        """Begin between two scans.

        Args:
            reader: the name that the readings carry.
            framing: how scans begin and end.
            aim: whether the reader names the symbology (`]C1`) before each code. It is then
                demanded and taken off. Never guessed: "]C1" may also be the text of a label.
            max_length: the longest text that is still a scan, in characters.

        Raises:
            ValueError: an unknown framing, a length outside 1..4096, or `aim` for tags.
        """
        if framing not in get_args(Framing):
            raise ValueError(f"framing {framing!r}: known are {list(get_args(Framing))}")
        if not 1 <= max_length <= _LENGTH_LIMIT:
            raise ValueError(f"max_length {max_length}: from 1 to {_LENGTH_LIMIT}")
        if aim and framing == "rdm6300":
            raise ValueError("a tag has no AIM prefix: aim goes with barcodes only")
        self._reader = reader
        self._aim = aim
        self._tags = framing == "rdm6300"
        self._framer = (
            TextFramer("stx-etx", TAG_LENGTH)
            if framing == "rdm6300"
            else TextFramer(framing, max_length + (AIM_LENGTH if aim else 0))
        )

    @property
    def held(self) -> int:
        """How many bytes wait for the end of their scan."""
        return self._framer.held

    @property
    def busy(self) -> bool:
        """Whether a scan has begun and not ended, so that a silence would mean something."""
        return self._framer.busy

    @property
    def swallowing(self) -> bool:
        """Whether a scan was rejected and its end has not come."""
        return self._framer.swallowing

    def feed(self, received: bytes) -> list[Reading]:
        """Take some bytes, and return what they complete."""
        return [self._reading(found) for found in self._framer.feed(received)]

    def pause(self) -> list[Reading]:
        """Say that nothing came for the gap, or that the port went: what has begun is over."""
        return [self._reading(found) for found in self._framer.pause()]

    def _reading(self, found: Text | Rejected) -> Reading:
        if isinstance(found, Rejected):
            return ScanRejected(self._reader, found.reason)
        text = found.text
        if self._tags:
            tag = tag_of(text)
            if isinstance(tag, Rejected):
                return ScanRejected(self._reader, tag.reason)
            return Scan(self._reader, _identity(tag))
        if self._aim:
            if not AIM_PREFIX.match(text):
                return ScanRejected(self._reader, NO_AIM_PREFIX)
            text = text[AIM_LENGTH:]
        if not text:
            return ScanRejected(self._reader, HALF_SCAN)
        return Scan(self._reader, text)


def _identity(tag: Frame) -> str:
    return str(tag.decoded["tag_id"])
