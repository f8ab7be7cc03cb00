"""Where one text of a reader begins and ends: lines (CR, LF, TAB) and frames (STX..ETX).

What a text means is for others: `lines` makes scans of it, `barcodes` and `tags` frames. A rejected
text is told once, at its first wrong byte; the rest of it is swallowed up to its end or to a pause.
There is no looking again inside: the end of a label would be read as another label. Only where
lines come too, a line end inside a frame ends it: its ETX was lost, or its STX was none.
"""

from dataclasses import dataclass
from typing import Final, Literal

from drivers.protocols.frames import Rejected
from drivers.protocols.reasons import HALF_SCAN, NOT_TEXT, TOO_LONG

TextFraming = Literal["line", "stx-etx", "auto"]
"""How a reader marks a text: an end behind it, STX and ETX around it, or each either way."""

End = Literal["CR", "LF", "TAB", "CRLF", "STX..ETX", "pause"]
"""What ended a text."""

PRINTABLE: Final = frozenset(range(0x20, 0x7F))

_STX: Final = 0x02
_ETX: Final = 0x03
_CR: Final = 0x0D
_LF: Final = 0x0A
_LINE_ENDS: Final[dict[int, End]] = {_CR: "CR", _LF: "LF", 0x09: "TAB"}
_FRAME_TAIL: Final = frozenset(b"\r\n")  # ID-12LA and ID-20LA send CR LF before the ETX


@dataclass(frozen=True, slots=True)
class Text:
    """One whole text, and what ended it."""

    text: str
    end: End


class TextFramer:
    """Cuts the bytes of one reader into texts. Holds one text of `limit` bytes at most."""

    def __init__(
        self,
        framing: TextFraming,
        limit: int,
        *,
        allowed: frozenset[int] = PRINTABLE,
        tell_crlf: bool = False,
        pause_ends: bool = False,
    ) -> None:
        """Begin between two texts.

        Args:
            framing: how texts begin and end.
            limit: the longest text, in bytes.
            allowed: the bytes that a text may hold.
            tell_crlf: hold a text that CR ended until it is known whether LF follows. A reader
                that opens doors does not wait; a technician wants to know.
            pause_ends: a silence ends a line too: some scanners send no end at all.
        """
        self._framing = framing
        self._limit = limit
        self._allowed = allowed
        self._tell_crlf = tell_crlf
        self._pause_ends = pause_ends
        self._text = bytearray()
        self._framed = False  # inside STX..ETX
        self._tail = False  # behind a CR or LF inside STX..ETX
        self._after_cr = False
        self._swallowing = False
        self._broken = False  # in the first line behind a frame without its ETX
        self._doubted: End | None = None  # what ended that line

    @property
    def held(self) -> int:
        """How many bytes wait for the end of their text."""
        return len(self._text) + self._framed + self._after_cr

    @property
    def busy(self) -> bool:
        """Whether a text has begun and not ended, so that a silence would mean something."""
        return bool(self._text) or self._framed or self._swallowing

    @property
    def swallowing(self) -> bool:
        """Whether a text was rejected and its end has not come."""
        return self._swallowing

    def feed(self, received: bytes) -> list[Text | Rejected]:
        """Take some bytes, and return what they complete."""
        return [found for byte in received for found in self._take(byte)]

    def pause(self) -> list[Text | Rejected]:
        """Say that nothing came for the gap, or that the port went: what has begun is over."""
        if self._after_cr:
            return self._end("CR")
        if self._doubted is not None:
            return self._end(self._doubted)
        if self._pause_ends and self._text and not self._framed:
            return self._end("pause")
        half = self._reject(HALF_SCAN) if self.busy else []
        self._begin()
        return half

    def swallow(self) -> None:
        """Give up what has begun, up to its end, without a word."""
        self._begin()
        self._swallowing = True

    def _take(self, byte: int) -> list[Text | Rejected]:  # noqa: PLR0911 - one return a case
        if self._after_cr:
            if byte == _LF:
                return self._end("CRLF")
            return [*self._end("CR"), *self._take(byte)]
        if self._doubted is not None:
            return self._take_doubted(byte, self._doubted)
        if self._framing != "line" and byte == _STX:
            return self._begin_frame()
        if self._framing != "line" and byte == _ETX:
            return self._end_frame()
        if self._framed:
            return self._take_framed(byte)
        if self._framing in {"line", "auto"}:
            return self._end_line(byte) if byte in _LINE_ENDS else self._keep(byte)
        if not self._swallowing and byte in _LINE_ENDS:
            return []
        return self._reject(HALF_SCAN)  # a byte outside a frame: its STX was lost

    def _take_framed(self, byte: int) -> list[Text | Rejected]:
        if byte in _FRAME_TAIL:
            self._tail = True
            return []
        if not self._tail:
            return self._keep(byte)
        broken = self._reject(NOT_TEXT)
        if self._framing == "auto":
            self._begin()
            self._broken = True
            return broken + self._take(byte)
        return broken

    def _take_doubted(self, byte: int, end: End) -> list[Text | Rejected]:
        """Tell the line behind a broken frame, unless ETX shows that it was the frame's rest."""
        if byte == _ETX:
            return self._end_frame()
        if byte in _FRAME_TAIL:
            self._doubted = "CRLF" if (end, byte) == ("CR", _LF) else end
            return []
        return [*self._end(end), *self._take(byte)]

    def _keep(self, byte: int) -> list[Text | Rejected]:
        if byte not in self._allowed:
            return self._reject(NOT_TEXT)
        if len(self._text) == self._limit:
            return self._reject(TOO_LONG)
        if not self._swallowing:
            self._text.append(byte)
        return []

    def _begin_frame(self) -> list[Text | Rejected]:
        half = self.pause()
        self._framed = True
        return half

    def _end_frame(self) -> list[Text | Rejected]:
        if self._framed:
            return self._end("STX..ETX")
        half = self._reject(HALF_SCAN)
        self._begin()
        return half

    def _end_line(self, byte: int) -> list[Text | Rejected]:
        if self._broken and self._text:
            self._doubted = _LINE_ENDS[byte]
            return []
        if byte == _CR and self._tell_crlf and self._text:
            self._after_cr = True
            return []
        return self._end(_LINE_ENDS[byte])

    def _end(self, end: End) -> list[Text | Rejected]:
        """End the text. An empty line is half of CR LF: it says nothing."""
        text, framed, told = self._text.decode("ascii"), self._framed, self._swallowing
        self._begin()
        return [] if told or not (text or framed) else [Text(text, end)]

    def _reject(self, reason: str) -> list[Text | Rejected]:
        told = self._swallowing
        self._text.clear()
        self._swallowing = True
        return [] if told else [Rejected(reason)]

    def _begin(self) -> None:
        self._text.clear()
        self._framed = self._tail = self._after_cr = self._swallowing = self._broken = False
        self._doubted = None
