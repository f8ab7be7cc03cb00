"""The records that Linux gives out for a keyboard, as bytes: struct input_event, 64 and 32 bits.

Divides the bytes and asks `key_presses` what was typed; it opens no device. For a technician's
eye: the keyboard scanner's driver reads the same records through its library.
"""

from collections.abc import Iterable, Iterator, Mapping
from struct import Struct
from typing import Final

from drivers.protocols.card_reasons import HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.key_presses import (
    EV_KEY,
    EV_SYN,
    LAYOUTS,
    SYN_DROPPED,
    SYN_REPORT,
    KeyDecoder,
)
from drivers.protocols.reasons import OVERRUN, TOO_LONG
from drivers.readings import Reading, Scan, ScanRejected

# include/uapi/linux/input.h: seconds, microseconds, type, code, value, all little-endian here.
RECORD_64: Final = Struct("<qqHHi")
RECORD_32: Final = Struct("<iiHHi")

Record = tuple[int, int, int]
"""Type, code, value."""

TEXT_MAX: Final = 512
"""Characters of one scan. Ours: a GS1 label of the longest kind has some 100."""

RECORDS_MAX: Final = 64
"""Records that are told one by one; a longer stream is told by its text alone."""

ENDS: Final[Mapping[int, str]] = {28: "Enter", 15: "Tab", 96: "KPEnter"}
"""Keys that end a scan, by their number in include/uapi/linux/input-event-codes.h."""

REPORT_MAX: Final = 32
"""Records of one report. Ours: a keyboard's has three, and the kernel packs eight."""

_EV_MSC: Final = 0x04
_MSC_SCAN: Final = 4
_TYPES: Final = frozenset({*range(6), 0x11, 0x12, 0x14, 0x15, 0x16, 0x17})
_SYN_MAX: Final = 0x0F
_CODE_MAX: Final = 0x2FF  # KEY_MAX, the largest of all types
_MICROSECONDS: Final = 1_000_000
_YEAR_2242: Final = 2**33  # a time beyond it is no time: the bytes are out of step
_PRESSED: Final = 1
_REPEATED: Final = 2
_MODIFIERS: Final = frozenset({29, 42, 54, 56, 97, 100, 125, 126})
_CHARACTERS: Final = frozenset(LAYOUTS["us"])
_KEYBOARD_PAGE: Final = range(0x70000, 0x80000)  # HID usage page 7, as MSC_SCAN tells it


class TypedText:
    """What presses of keys typed: `key_presses`, with its suffix told and a text cut off shown."""

    def __init__(self) -> None:
        """Begin between two scans, with no key held."""
        self._keys = KeyDecoder("", max_length=TEXT_MAX)
        self.length = 0

    def press(self, code: int, value: int = _PRESSED) -> dict[str, Plain] | Rejected | None:
        """Take a key, and return the text that it ends, or why there is none.

        A suffix with no text before it is told too; whoever asked knows what came before.
        """
        ends = code in ENDS and value == _PRESSED
        self.length = 0 if ends else min(self.length + (value == _PRESSED), TEXT_MAX)
        told = self._told(self._keys.feed(EV_KEY, code, value))
        if not ends or isinstance(told, Rejected):
            return told
        return (told or {}) | {"suffix": ENDS[code]}

    def cut_off(self) -> dict[str, Plain]:
        """Return the text that was typed and not ended, as if it were, and forget it."""
        # The suffix is pressed on our behalf: only so does the decoder give out what it holds.
        told = self._told(self._keys.feed(EV_KEY, next(iter(ENDS)), _PRESSED))
        self.forget(())
        return told if isinstance(told, dict) else {}

    def forget(self, held: Iterable[int]) -> Rejected | None:
        """Begin between two scans again, with these modifiers held; return what they refuse."""
        self._keys = KeyDecoder("", max_length=TEXT_MAX)
        self.length = 0
        told = [self._told(self._keys.feed(EV_KEY, code, _PRESSED)) for code in held]
        return next((one for one in told if isinstance(one, Rejected)), None)

    @staticmethod
    def _told(readings: list[Reading]) -> dict[str, Plain] | Rejected | None:
        match readings:
            case [Scan() as scan]:
                return {"text": scan.text}
            case [ScanRejected() as rejected]:
                return Rejected(rejected.reason)
            case _:
                return None


class RecordDecoder:
    """Turns records into frames: a scan up to its suffix, or one report that typed nothing.

    A modifier that goes down waits for what follows: it belongs to a scan that begins with a
    capital, or it stands alone. One key and then silence is no scan either: somebody tried a key,
    or recorded one, and every report is told as it came.
    """

    def __init__(self, layout: Struct) -> None:
        """Begin between two records.

        Args:
            layout: of one record, `RECORD_64` or `RECORD_32`.
        """
        self._layout = layout
        self._waiting = bytearray()
        self._noisy = False
        self._dropping = False
        self._report: list[Record] = []  # that no SYN_REPORT has ended
        self._begun: list[list[Record]] = []  # whole reports that no frame has told
        self._characters = 0  # keys pressed that type one
        self._many = False  # the scan has more records than are told one by one
        self._downs: set[int] = set()
        self._typed = TypedText()
        self._typing = False
        self._refused: Rejected | None = None
        self._ended: dict[str, Plain] | None = None

    @property
    def held(self) -> int:
        """How many bytes wait: of half a record, of records and of text that no frame has told."""
        records = len(self._report) + sum(len(report) for report in self._begun)
        return len(self._waiting) + records * self._layout.size + self._typed.length

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        found: list[Found] = []
        for byte in received:
            self._waiting.append(byte)
            if len(self._waiting) < self._layout.size:
                continue
            second, micro, *record = self._layout.unpack(self._waiting)
            kind, code, value = record
            if _plausible(second, micro, (kind, code, value)):
                self._waiting.clear()
                self._noisy = False
                found += self._take((kind, code, value))
                continue
            del self._waiting[0]
            found += [] if self._noisy else [Rejected(NO_FRAME)]
            self._noisy = True
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came, and return what was typed so far."""
        half = bool(self._waiting) and not self._noisy
        self._waiting.clear()
        self._noisy = self._dropping = False
        found = self._finish()
        self._downs.clear()
        self._typed.forget(())
        return [*found, Rejected(HALF_FRAME)] if half else found

    def _take(self, record: Record) -> list[Found]:
        kind, code, _ = record
        if self._dropping:
            # The kernel's rule after SYN_DROPPED: nothing is true up to the next SYN_REPORT.
            self._dropping = (kind, code) != (EV_SYN, SYN_REPORT)
            return []
        if (kind, code) == (EV_SYN, SYN_DROPPED):
            self._dropping = True
            self._begin()
            self._downs.clear()
            self._typed.forget(())
            return [Rejected(OVERRUN)]
        self._report.append(record)
        if (kind, code) == (EV_SYN, SYN_REPORT):
            report, self._report = self._report, []
            return [one for part in _divided(report) for one in self._end_report(part)]
        if len(self._report) < REPORT_MAX:
            return []
        self._report.clear()  # no device says so much at once
        return [Rejected(TOO_LONG)]

    def _end_report(self, report: list[Record]) -> list[Found]:
        keys = [(code, value) for kind, code, value in report if kind == EV_KEY]
        pressed = {code for code, value in keys if value == _PRESSED}
        found: list[Found] = []
        if self._ended is not None and pressed:
            found += self._finish()
        if not self._typing and not pressed - _MODIFIERS:
            found += self._alone()
            self._let_go_of_strays(keys)
        self._typing |= bool(pressed - _MODIFIERS)
        self._characters += len(pressed & _CHARACTERS)
        self._begun.append(report)
        for code, value in keys:
            self._key(code, value)
        if self._typing:
            return found + self._typed_on()
        return found if pressed else found + self._alone()

    def _key(self, code: int, value: int) -> None:
        if value == _PRESSED:
            self._downs.add(code)
        elif value != _REPEATED:
            self._downs.discard(code)
        told = self._typed.press(code, value)
        if isinstance(told, Rejected):
            self._refused = told
        elif told is not None:
            self._ended = told

    def _let_go_of_strays(self, keys: list[tuple[int, int]]) -> None:
        """Believe no modifier held after a release that had no press: other records begin here."""
        if any(not value and code not in self._downs | _MODIFIERS for code, value in keys):
            self._downs.clear()
            self._refused = self._typed.forget(())

    def _typed_on(self) -> list[Found]:
        """Tell a scan whose suffix was let go of; forget records that are too many to tell."""
        if sum(len(report) for report in self._begun) > RECORDS_MAX:
            self._begun.clear()
            self._many = True
        return self._finish() if self._ended is not None and not self._downs else []

    def _alone(self) -> list[Found]:
        """Tell the waiting reports that typed nothing, each as a frame of its own."""
        found: list[Found] = [Frame(_records(report)) for report in self._begun]
        self._begun.clear()
        # Only a modifier that is still down when something is typed can refuse it.
        self._refused = self._typed.forget(self._downs & _MODIFIERS)
        return found

    def _finish(self) -> list[Found]:
        """Tell the scan, or what there was of one when the records stopped."""
        if self._report:
            self._begun.append(self._report)
        if not self._typing:
            found = self._alone()
            self._begin()
            return found
        refused, many, text = self._refused, self._many, self._ended
        tried = text is None and not many and self._characters + (refused is not None) <= 1
        if text is None:
            text = self._typed.cut_off()
        reports = self._begun
        self._begin()
        if tried:
            return _tried(reports, text)
        if refused is not None:
            return [refused]
        records = [record for report in reports for record in report]
        return [Frame(text if many else _records(records) | text)]

    def _begin(self) -> None:
        self._report = []
        self._begun = []
        self._characters = 0
        self._many = self._typing = False
        self._refused = self._ended = None


def _plausible(second: int, micro: int, record: Record) -> bool:
    kind, code, value = record
    if not 0 <= second < _YEAR_2242 or not 0 <= micro < _MICROSECONDS or kind not in _TYPES:
        return False
    if kind == EV_KEY:
        return code <= _CODE_MAX and value in {0, _PRESSED, _REPEATED}
    return code <= (_SYN_MAX if kind == EV_SYN else _CODE_MAX)


def _records(records: list[Record]) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "events": [{"type": kind, "code": code, "value": value} for kind, code, value in records]
    }
    for kind, code, value in records:
        if (kind, code) == (_EV_MSC, _MSC_SCAN) and value in _KEYBOARD_PAGE:
            told["msc_scan_hid_usage"] = f"{value:#x}"
    return told


def _divided(report: list[Record]) -> Iterator[list[Record]]:
    """Divide a report behind each suffix that another press follows: that one is another scan's."""
    begin, ended = 0, False
    for at, (kind, code, value) in enumerate(report):
        if (kind, value) != (EV_KEY, _PRESSED):
            continue
        if ended and code not in ENDS:
            yield report[begin:at]
            begin = at
        ended = code in ENDS
    yield report[begin:]


def _tried(reports: list[list[Record]], text: dict[str, Plain]) -> list[Found]:
    """Tell each report of a key that was tried alone; what it typed stands beside its press."""
    found: list[Found] = []
    for report in reports:
        presses = {code for kind, code, value in report if (kind, value) == (EV_KEY, _PRESSED)}
        typed, text = (text, {}) if presses & _CHARACTERS else ({}, text)
        found.append(Frame(_records(report) | typed))
    return found


def evdev64() -> RecordDecoder:
    """Make a decoder of the records of a 64-bit kernel: 24 bytes each."""
    return RecordDecoder(RECORD_64)


def evdev32() -> RecordDecoder:
    """Make a decoder of the records of a 32-bit kernel: 16 bytes each."""
    return RecordDecoder(RECORD_32)
