"""The records that Linux gives out for a keyboard, as bytes: struct input_event, 64 and 32 bits.

Cuts the bytes into records and the records into reports; what was typed, `typed_reports` says. It
opens no device. For a technician's eye: the keyboard scanner's driver reads the same records
through its library.
"""

from struct import Struct
from typing import Final

from drivers.protocols.card_reasons import HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Rejected
from drivers.protocols.key_presses import EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT
from drivers.protocols.reasons import OVERRUN, TOO_LONG
from drivers.protocols.typed_reports import Record, Report, Typist
from drivers.protocols.typed_text import PRESSED, REPEATED

# include/uapi/linux/input.h: seconds, microseconds, type, code, value, all little-endian here.
RECORD_64: Final = Struct("<qqHHi")
RECORD_32: Final = Struct("<iiHHi")

REPORT_MAX: Final = 32
"""Records of one report. Ours: a keyboard's has three, and the kernel packs eight."""

_TYPES: Final = frozenset({*range(6), 0x11, 0x12, 0x14, 0x15, 0x16, 0x17})
_SYN_MAX: Final = 0x0F
_CODE_MAX: Final = 0x2FF  # KEY_MAX, the largest of all types
_MICROSECONDS: Final = 1_000_000
_YEAR_2242: Final = 2**33  # a time beyond it is no time: the bytes are out of step


class _Cutter:
    """Cuts bytes into records. Bytes that are none are told once, up to the next record."""

    def __init__(self, layout: Struct) -> None:
        self._layout = layout
        self._waiting = bytearray()
        self._noisy = False

    @property
    def held(self) -> int:
        return len(self._waiting)

    def take(self, byte: int) -> Record | Rejected | None:
        self._waiting.append(byte)
        if len(self._waiting) < self._layout.size:
            return None
        second, micro, kind, code, value = self._layout.unpack(self._waiting)
        if _plausible(second, micro, (kind, code, value)):
            self._waiting.clear()
            self._noisy = False
            return kind, code, value
        del self._waiting[0]
        told, self._noisy = self._noisy, True
        return None if told else Rejected(NO_FRAME)

    def pause(self) -> Rejected | None:
        half = bool(self._waiting) and not self._noisy
        self._waiting.clear()
        self._noisy = False
        return Rejected(HALF_FRAME) if half else None


class RecordDecoder:
    """Turns records into frames: a scan up to its suffix, or one report that typed nothing."""

    def __init__(self, layout: Struct) -> None:
        """Begin between two records.

        Args:
            layout: of one record, `RECORD_64` or `RECORD_32`.
        """
        self._size = layout.size
        self._cutter = _Cutter(layout)
        self._report: Report = []  # that no SYN_REPORT has ended
        self._dropping = False
        self._typist = Typist()

    @property
    def held(self) -> int:
        """How many bytes wait: of half a record, of records and of text that no frame has told."""
        records = len(self._report) + self._typist.records
        return self._cutter.held + records * self._size + self._typist.characters

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        found: list[Found] = []
        for byte in received:
            cut = self._cutter.take(byte)
            if isinstance(cut, Rejected):
                found += self._lost(cut, begun=bool(self._report))
            elif cut is not None:
                found += self._take(cut)
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came, and return what was typed so far."""
        half = self._cutter.pause()
        found = [] if half is None else self._lost(half, begun=True)
        report, self._report = self._report, []
        self._dropping = False
        return found + self._typist.finish(report)

    def _take(self, record: Record) -> list[Found]:
        kind, code, _ = record
        if self._dropping:
            # The kernel's rule after SYN_DROPPED: nothing is true up to the next SYN_REPORT.
            self._dropping = (kind, code) != (EV_SYN, SYN_REPORT)
            return []
        if (kind, code) == (EV_SYN, SYN_DROPPED):
            self._dropping = True
            return self._lost(Rejected(OVERRUN), begun=True)
        self._report.append(record)
        if (kind, code) == (EV_SYN, SYN_REPORT):
            report, self._report = self._report, []
            return self._typist.take(report)
        if len(self._report) < REPORT_MAX:
            return []
        return self._lost(Rejected(TOO_LONG), begun=True)  # no device says so much at once

    def _lost(self, why: Rejected, *, begun: bool) -> list[Found]:
        """Tell once that records are lost; no text with a hole may come of those around them."""
        self._report.clear()
        return [*self._typist.lose(begun=begun), why]


def _plausible(second: int, micro: int, record: Record) -> bool:
    kind, code, value = record
    if not 0 <= second < _YEAR_2242 or not 0 <= micro < _MICROSECONDS or kind not in _TYPES:
        return False
    if kind == EV_KEY:
        return code <= _CODE_MAX and value in {0, PRESSED, REPEATED}
    if kind == EV_SYN:
        return code <= _SYN_MAX and value in {0, 1}  # 1: the kernel's own repetition of a key
    return code <= _CODE_MAX


def evdev64() -> RecordDecoder:
    """Make a decoder of the records of a 64-bit kernel: 24 bytes each."""
    return RecordDecoder(RECORD_64)


def evdev32() -> RecordDecoder:
    """Make a decoder of the records of a 32-bit kernel: 16 bytes each."""
    return RecordDecoder(RECORD_32)
