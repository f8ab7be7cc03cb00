"""Key presses of a scanner that types like a keyboard, turned into readings.

Takes the numbers of Linux input records (type, code, value) and knows no device. A rejected scan
is told once, at its first wrong key; the rest of it is swallowed up to its suffix or to a pause.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from drivers.protocols.reasons import CONTROL_KEY, HALF_SCAN, OVERRUN, TOO_LONG
from drivers.readings import Reading, Scan, ScanRejected

# Numbers from the kernel's include/uapi/linux/input-event-codes.h.
EV_SYN: Final = 0x00
EV_KEY: Final = 0x01
EV_LED: Final = 0x11
SYN_REPORT: Final = 0
SYN_DROPPED: Final = 3
LED_CAPSL: Final = 1

_RELEASED: Final = 0
_PRESSED: Final = 1  # 2 is the kernel's own repetition of a held key: no scanner typed it

_CAPS_LOCK: Final = 58
_NUM_LOCK: Final = 69  # the keypad always means digits here, whatever this key says
_SHIFTS: Final = frozenset({42, 54})
_CONTROLS: Final = frozenset({29, 97, 56, 100, 125, 126})  # Ctrl, Alt and Meta, left and right
_SUFFIXES: Final = {"enter": 28, "tab": 15, "kpenter": 96}

_US_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
"""First key code of a run of neighbouring keys, their plain and their shifted characters."""

_KEYPAD: Final = {
    71: "7", 72: "8", 73: "9", 74: "-",
    75: "4", 76: "5", 77: "6", 78: "+",
    79: "1", 80: "2", 81: "3",
    82: "0", 83: ".", 55: "*", 98: "/",
}  # fmt: skip


def _us_keys() -> dict[int, tuple[str, str]]:
    keys = {
        first + place: pair
        for first, plain, shifted in _US_ROWS
        for place, pair in enumerate(zip(plain, shifted, strict=True))
    }
    return keys | {code: (digit, digit) for code, digit in _KEYPAD.items()}


LAYOUTS: Final[Mapping[str, Mapping[int, tuple[str, str]]]] = {"us": _us_keys()}
"""Key code -> (plain, shifted) character. Program every scanner for the US layout."""


class KeyDecoder:
    """Turns the key presses of one reader into scans and rejections.

    Memory is bounded by `max_length` characters, whatever comes in; no input raises.
    """

    def __init__(  # noqa: PLR0913 - one keyword per setting of the reader
        self,
        reader: str,
        *,
        layout: str = "us",
        suffixes: Iterable[str] = ("enter", "tab", "kpenter"),
        max_length: int = 64,
        gap_ms: int = 500,
        caps: bool = False,
    ) -> None:
        """Begin between two scans.

        Args:
            reader: the name that the readings carry.
            layout: a key of `LAYOUTS`.
            suffixes: the keys that end a scan: any of "enter", "tab", "kpenter".
            max_length: the longest text that is still a scan, in characters.
            gap_ms: a longer silence inside a scan, by the records' own times, makes it a half scan.
            caps: whether the caps lock light is on now.

        Raises:
            ValueError: an unknown layout or suffix.
        """
        suffixes = tuple(suffixes)
        if layout not in LAYOUTS:
            raise ValueError(f"keyboard layout {layout!r}: known are {sorted(LAYOUTS)}")
        if not suffixes or not set(suffixes) <= set(_SUFFIXES):
            raise ValueError(f"suffixes {suffixes!r}: at least one of {sorted(_SUFFIXES)}")
        self._reader = reader
        self._keys = LAYOUTS[layout]
        self._ends = frozenset(_SUFFIXES[suffix] for suffix in suffixes)
        self._max_length = max_length
        self._gap_ms = gap_ms
        self._caps_light = caps
        self._caps = caps
        self._held: set[int] = set()
        self._text: list[str] = []
        self._swallowing = False
        self._dropping = False
        self._last_ms: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a scan has begun and not ended, so that a silence would mean something."""
        return bool(self._text) or self._swallowing or self._dropping

    def feed(self, kind: int, code: int, value: int, at_ms: int | None = None) -> list[Reading]:
        """Take one input record, and return what it completes (mostly nothing).

        Args:
            kind: the record's type.
            code: the record's code.
            value: the record's value.
            at_ms: the record's own time. It shows a pause that a stalled program slept through.
        """
        if self._dropping:
            # The kernel's rule after SYN_DROPPED: nothing is true up to the next SYN_REPORT.
            self._dropping = (kind, code) != (EV_SYN, SYN_REPORT)
            return []
        if (kind, code) == (EV_SYN, SYN_DROPPED):
            return self._overrun()
        if (kind, code) == (EV_LED, LED_CAPSL):
            # Scanners that watch this light shift letters the other way while it is on.
            self._caps = self._caps_light = value != 0
            return []
        if kind != EV_KEY:
            return []
        return self._late(at_ms) + self._key(code, value)

    def pause(self) -> list[Reading]:
        """Say that nothing came for the gap, or that the device went: what has begun is over."""
        half: list[Reading] = self._reject(HALF_SCAN) if self._text else []
        self._dropping = False
        self._begin()
        return half

    def _overrun(self) -> list[Reading]:
        """Forget keys whose release may be among the lost records, and the scan with holes."""
        self._dropping = True
        self._held.clear()
        self._caps = self._caps_light
        return self._reject(OVERRUN)

    def _late(self, at_ms: int | None) -> list[Reading]:
        last, self._last_ms = self._last_ms, at_ms
        if at_ms is None or last is None or not self.busy or at_ms - last <= self._gap_ms:
            return []
        return self.pause()

    def _key(self, code: int, value: int) -> list[Reading]:
        if code in _SHIFTS or code in _CONTROLS:
            return self._modifier(code, value)
        if value != _PRESSED or code == _NUM_LOCK:
            return []
        if code == _CAPS_LOCK:
            self._caps = not self._caps
            return []
        return self._end() if code in self._ends else self._keep(code)

    def _keep(self, code: int) -> list[Reading]:
        if code not in self._keys or self._held & _CONTROLS:
            return self._reject(CONTROL_KEY)
        if len(self._text) == self._max_length:
            return self._reject(TOO_LONG)
        if not self._swallowing:
            self._text.append(self._character(code))
        return []

    def _modifier(self, code: int, value: int) -> list[Reading]:
        if value == _RELEASED:
            self._held.discard(code)
        elif value == _PRESSED:
            self._held.add(code)
            if code in _CONTROLS:
                return self._reject(CONTROL_KEY)
        return []

    def _character(self, code: int) -> str:
        plain, shifted = self._keys[code]
        shift = bool(self._held & _SHIFTS)
        if plain.isalpha():
            shift ^= self._caps
        return shifted if shift else plain

    def _end(self) -> list[Reading]:
        """End the scan. A suffix with nothing before it is half of CR LF: it says nothing."""
        text = "".join(self._text)
        self._begin()
        return [Scan(self._reader, text)] if text else []

    def _reject(self, reason: str) -> list[Reading]:
        told = self._swallowing
        self._text.clear()
        self._swallowing = True
        return [] if told else [ScanRejected(self._reader, reason)]

    def _begin(self) -> None:
        self._text.clear()
        self._swallowing = False
