"""Bytes of a serial reader, turned into readings.

Knows lines (CR, LF, TAB), frames (STX..ETX), the AIM symbology prefix and the tag frames of
125 kHz badge readers; knows no port and no time. A rejected scan is told once, at its first wrong
byte; the rest of it is swallowed up to its end or to a pause.
"""

import re
from typing import Final, Literal, get_args

from drivers.protocols.reasons import (
    BAD_CHECKSUM,
    HALF_SCAN,
    NO_AIM_PREFIX,
    NOT_TEXT,
    TOO_LONG,
)
from drivers.readings import Reading, Scan, ScanRejected

Framing = Literal["line", "stx-etx", "auto", "rdm6300"]
"""How a reader marks where a scan begins and ends.

"line": CR, LF or TAB after it. "stx-etx": STX before and ETX after it. "auto": each scan either
way. "rdm6300": STX, 10 hexadecimal digits, 2 of checksum, ETX.
"""

_STX: Final = 0x02
_ETX: Final = 0x03
_LINE_ENDS: Final = frozenset(b"\r\n\t")
_FRAME_TAIL: Final = frozenset(b"\r\n")  # ID-12LA and ID-20LA send CR LF before the ETX
_PRINTABLE: Final = range(0x20, 0x7F)
_LENGTH_LIMIT: Final = 4096

# ISO/IEC 15424: "]", a letter for the symbology, a hexadecimal digit for its options.
_AIM_PREFIX: Final = re.compile(r"\][A-Za-z][0-9A-Fa-f]")
_AIM_LENGTH: Final = 3

# RDM6300: ten digits of number and two of checksum (module's data sheet, Seeed wiki).
_TAG: Final = re.compile(r"[0-9A-Fa-f]{12}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]*")
_TAG_LENGTH: Final = 12


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
        self._framing = framing
        self._aim = aim
        self._limit = max_length + (_AIM_LENGTH if aim else 0)
        if framing == "rdm6300":
            self._limit = _TAG_LENGTH
        self._text = bytearray()
        self._framed = False
        self._tail = False
        self._swallowing = False

    @property
    def busy(self) -> bool:
        """Whether a scan has begun and not ended, so that a silence would mean something."""
        return bool(self._text) or self._framed or self._swallowing

    def feed(self, received: bytes) -> list[Reading]:
        """Take some bytes, and return what they complete."""
        return [reading for byte in received for reading in self._take(byte)]

    def pause(self) -> list[Reading]:
        """Say that nothing came for the gap, or that the port went: what has begun is over."""
        half = self._reject(HALF_SCAN) if self.busy else []
        self._begin()
        return half

    def _take(self, byte: int) -> list[Reading]:
        if self._framing != "line" and byte == _STX:
            return self._begin_frame()
        if self._framing != "line" and byte == _ETX:
            return self._end_frame()
        if self._framed:
            return self._take_framed(byte)
        if self._framing in {"line", "auto"}:
            return self._end() if byte in _LINE_ENDS else self._keep(byte)
        if not self._swallowing and byte in _LINE_ENDS:
            return []
        return self._reject(HALF_SCAN)  # a byte outside a frame: its STX was lost

    def _take_framed(self, byte: int) -> list[Reading]:
        if byte in _FRAME_TAIL:
            self._tail = True
            return []
        return self._reject(NOT_TEXT) if self._tail else self._keep(byte)

    def _keep(self, byte: int) -> list[Reading]:
        if byte not in _PRINTABLE:
            return self._reject(NOT_TEXT)
        if len(self._text) == self._limit:
            return self._reject(TOO_LONG)
        if not self._swallowing:
            self._text.append(byte)
        return []

    def _begin_frame(self) -> list[Reading]:
        half = self.pause()
        self._framed = True
        return half

    def _end_frame(self) -> list[Reading]:
        if self._framed:
            return self._end()
        half = self._reject(HALF_SCAN)
        self._begin()
        return half

    def _end(self) -> list[Reading]:
        """End the scan. An empty line is half of CR LF: it says nothing."""
        text, framed, told = self._text.decode("ascii"), self._framed, self._swallowing
        self._begin()
        if told or not (text or framed):
            return []
        return [self._reading(text)]

    def _reading(self, text: str) -> Reading:
        if self._framing == "rdm6300":
            return self._tag(text)
        if self._aim:
            if not _AIM_PREFIX.match(text):
                return ScanRejected(self._reader, NO_AIM_PREFIX)
            text = text[_AIM_LENGTH:]
        if not text:
            return ScanRejected(self._reader, HALF_SCAN)
        return Scan(self._reader, text)

    def _tag(self, text: str) -> Reading:
        """Read a tag; the checksum is the exclusive or of the number's five bytes."""
        if not _TAG.fullmatch(text):
            reason = HALF_SCAN if _HEX.fullmatch(text) else NOT_TEXT
            return ScanRejected(self._reader, reason)
        *number, checksum = bytes.fromhex(text)
        for byte in number:
            checksum ^= byte
        if checksum != 0:
            return ScanRejected(self._reader, BAD_CHECKSUM)
        return Scan(self._reader, text[:-2].upper())

    def _reject(self, reason: str) -> list[Reading]:
        told = self._swallowing
        self._text.clear()
        self._swallowing = True
        return [] if told else [ScanRejected(self._reader, reason)]

    def _begin(self) -> None:
        self._text.clear()
        self._framed = self._tail = self._swallowing = False
