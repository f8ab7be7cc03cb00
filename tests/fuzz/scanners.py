"""The decoders that the drivers use, dressed as those of the formats, for the same campaign."""

from collections.abc import Mapping, Sequence

from drivers.protocols.frames import Found, Frame, MakeDecoder, Rejected
from drivers.protocols.key_presses import EV_KEY, EV_LED, EV_SYN, KeyDecoder
from drivers.protocols.lines import Framing, LineDecoder
from drivers.readings import Reading, Scan, ScanRejected

LONGEST = 64
"""Characters of a scan, at most: what the decoders are built with."""

_KINDS = (EV_KEY, EV_KEY, EV_KEY, EV_LED, EV_SYN, 4)
_RECORD = 4


def _found(readings: Sequence[Reading]) -> list[Found]:
    found: list[Found] = []
    for reading in readings:
        match reading:
            case Scan(text=text):
                assert 0 < len(text) <= LONGEST, "a scan longer than it may be"
                found.append(Frame({"scan": text}))
            case ScanRejected(reason=reason):
                found.append(Rejected(reason))
            case _:
                raise AssertionError(f"a decoder said {reading}")
    return found


class LineScans:
    """A serial scanner's decoder."""

    def __init__(self, framing: Framing, *, aim: bool = False) -> None:
        self._decoder = LineDecoder("fuzzed", framing=framing, aim=aim, max_length=LONGEST)

    @property
    def held(self) -> int:
        return self._decoder.held

    def feed(self, received: bytes) -> list[Found]:
        return _found(self._decoder.feed(received))

    def pause(self) -> list[Found]:
        return _found(self._decoder.pause())


class KeyScans:
    """A keyboard scanner's decoder: four bytes are a record's kind, code (two) and value."""

    def __init__(self) -> None:
        self._decoder = KeyDecoder("fuzzed", max_length=LONGEST)
        self._waiting = b""

    @property
    def held(self) -> int:
        return len(self._waiting)

    def feed(self, received: bytes) -> list[Found]:
        self._waiting += received
        found: list[Found] = []
        while len(self._waiting) >= _RECORD:
            kind, high, low, value = self._waiting[:_RECORD]
            self._waiting = self._waiting[_RECORD:]
            code = low if high % 2 else high << 8 | low
            found += _found(self._decoder.feed(_KINDS[kind % len(_KINDS)], code, value % 4))
        return found

    def pause(self) -> list[Found]:
        self._waiting = b""
        return _found(self._decoder.pause())


SCANNERS: Mapping[str, MakeDecoder] = {
    "scan-line": lambda: LineScans("line"),
    "scan-stx-etx": lambda: LineScans("stx-etx"),
    "scan-auto": lambda: LineScans("auto"),
    "scan-aim": lambda: LineScans("line", aim=True),
    "scan-rdm6300": lambda: LineScans("rdm6300"),
    "scan-keys": KeyScans,
}
"""Name in the campaign's table -> what makes the decoder."""

FRAMES_OF: Mapping[str, str] = {
    "scan-line": "line",
    "scan-stx-etx": "line",
    "scan-auto": "line",
    "scan-aim": "aim",
    "scan-rdm6300": "rdm6300",
}
"""Whose known frames are changed and shuffled for it."""
