"""The reports of a USB keyboard in boot protocol: eight bytes, modifiers and six keys held down.

HID 1.11, appendix B. The keys are looked up in `key_presses`, the project's one map of keys; the
way by Alt and three digits of the keypad, which Linux cannot see, is followed here.
"""

from collections import Counter
from typing import Final

from drivers.protocols.card_reasons import HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Frame, Rejected
from drivers.protocols.key_presses import LAYOUTS
from drivers.protocols.reasons import CONTROL_KEY, OVERRUN
from drivers.protocols.typed_text import ENDS, TypedText

REPORT: Final = 8

_KEYS_FROM: Final = 2
_RESERVED: Final = 1
_FIRST_USAGE: Final = 0x04
_ROLL_OVER: Final = 1  # usage ErrorRollOver, in all six places: more keys than can be told
_USAGE_MAX: Final = 0xA4  # the last usage of a key before the modifiers (HID Usage Tables, 10)
_ALTS: Final = 0x44  # left and right
_SHIFTS: Final = 0x22
_LEFT_SHIFT: Final = 42

# Usages 04 onwards -> Linux key numbers: `hid_keyboard` in the kernel's drivers/hid/hid-input.c.
_USAGES: Final = dict(
    enumerate(
        (
            30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22,
            47, 17, 45, 21, 44, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26,
            27, 43, 43, 39, 40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 87,
            88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106, 105, 108, 103, 69, 98, 55, 74, 78,
            96, 79, 80, 81, 75, 76, 77, 71, 72, 73, 82, 83,
        ),
        start=_FIRST_USAGE,
    )
)  # fmt: skip
_MODIFIERS: Final = (29, 42, 56, 125, 97, 54, 100, 126)
"""Bits of the first byte from the lowest: left Ctrl, Shift, Alt, GUI, then the right ones."""

_ALT_BITS: Final = (2, 6)
_UNKNOWN_KEY: Final = 240  # KEY_UNKNOWN: no map has it, so that a scan with it is refused
_KEYPAD: Final = {0x62: 0} | {usage: usage - 0x58 for usage in range(0x59, 0x62)}
_PRESSES: Final = {
    character: (code, shifted)
    for code, pair in LAYOUTS["us"].items()
    for shifted, character in reversed(tuple(enumerate(pair)))
}
"""Character -> the key that types it, and whether with Shift."""


class KeyboardDecoder:
    """Turns reports into typed texts: up to a suffix, or to the pause that cuts one off.

    Nothing marks a report's beginning. When a scan was refused, the next report with a suffix is
    looked for at every byte: it ends that scan, and shows where the reports begin.
    """

    def __init__(self) -> None:
        """Begin with no key held."""
        self._waiting = b""
        self._last = b""  # the report before
        self._lost = False
        self._begin()

    def _begin(self) -> None:
        self._typed = TypedText()
        self._modifiers = 0
        self._keys: Counter[int] = Counter()
        self._alt_digits = ""
        self._bad = False
        self._warning = ""

    @property
    def held(self) -> int:
        """How many bytes and characters wait for the rest of their text."""
        return len(self._waiting) + self._typed.length + len(self._alt_digits)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return the texts they end."""
        waiting, at = self._waiting + received, 0
        found: list[Found] = []
        while at + REPORT <= len(waiting):
            report = waiting[at : at + REPORT]
            if not self._lost:
                told = self._report(report)
                found += told
                self._lost = any(isinstance(one, Rejected) for one in told)
                before, self._last = self._last, report
                if self._lost:  # its suffix may have begun inside the report before
                    waiting, at = before[1:] + waiting[at:], 0
                else:
                    at += REPORT
            elif _ends(report):
                self._begin()
                self._report(report)
                self._lost, self._last = False, report
                at += REPORT
            else:
                at += 1
        self._waiting = waiting[at:]
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came: the text so far is told without a suffix."""
        half, lost = bool(self._waiting), self._lost
        self._waiting = self._last = b""
        self._lost = False
        text = self._typed.cut_off()
        self._begin()
        if lost:
            return []
        if half:  # bytes were lost or added, and what they spoiled was perhaps typed
            return [Rejected(HALF_FRAME)]
        return [Frame(text)] if text else []

    def _report(self, report: bytes) -> list[Found]:
        usages = report[_KEYS_FROM:]
        if set(usages) == {_ROLL_OVER}:
            return self._refuse(OVERRUN)
        if report[_RESERVED] or any(usage > _USAGE_MAX for usage in usages):
            return self._refuse(NO_FRAME)
        keys = Counter(usage for usage in usages if usage)
        new = [usage for usage in dict.fromkeys(usages) if usage and usage not in self._keys]
        if set(new) & set(usages.partition(b"\0")[2]):
            return self._refuse(NO_FRAME)  # a place before it was free: the bytes are out of step
        found = self._modify(report[0])
        if report[0] & _ALTS:
            self._alt(usages, keys)
            self._warning = self._warning or _hidden_from_linux(report)
        else:
            for usage in new:
                found += self._press(_USAGES.get(usage, _UNKNOWN_KEY))
        self._keys = keys
        return found

    def _modify(self, modifiers: int) -> list[Found]:
        """Follow the modifiers; Alt let go of ends a character that the keypad spelled."""
        changed, self._modifiers = modifiers ^ self._modifiers, modifiers
        found: list[Found] = []
        for bit, code in enumerate(_MODIFIERS):
            if changed & 1 << bit and bit not in _ALT_BITS:
                found += self._press(code, modifiers >> bit & 1)
        if changed & _ALTS and not modifiers & _ALTS:
            found += self._spelled()
        return found

    def _alt(self, usages: bytes, keys: Counter[int]) -> None:
        """Take the digits of a report with Alt, in order; one digit may stand in it twice."""
        known = Counter({usage: count for usage, count in self._keys.items() if keys[usage]})
        for usage in usages:
            if not usage:
                continue
            if known[usage]:
                known[usage] -= 1
            elif usage in _KEYPAD and len(self._alt_digits) < len("0000"):
                self._alt_digits += str(_KEYPAD[usage])
            else:
                self._bad = True

    def _spelled(self) -> list[Found]:
        digits, bad = self._alt_digits, self._bad
        self._alt_digits, self._bad = "", False
        if not digits and not bad:
            return []
        character = chr(int(digits)) if digits and not bad else ""
        if character not in _PRESSES:
            return self._press(_UNKNOWN_KEY)
        code, shifted = _PRESSES[character]
        found = self._press(_LEFT_SHIFT, shifted)
        found += self._press(code) + self._press(code, 0)
        return found + self._press(_LEFT_SHIFT, self._modifiers >> 1 & 1)

    def _press(self, code: int, value: int = 1) -> list[Found]:
        told = self._typed.press(code, value)
        if isinstance(told, Rejected):
            return [told]
        if told is None or "text" not in told:
            return []
        warning, self._warning = self._warning, ""
        return [Frame({**told, "evdev_warning": warning} if warning else told)]

    def _refuse(self, reason: str) -> list[Found]:
        """Refuse the scan that lost keys, and swallow the rest of it up to its suffix."""
        refused = [one for one in self._press(_UNKNOWN_KEY) if isinstance(one, Rejected)]
        self._alt_digits, self._bad = "", False
        return [Rejected(reason) for one in refused if one.reason == CONTROL_KEY]


def _ends(report: bytes) -> bool:
    """Say whether eight bytes are a report with a suffix; out of step none of them looks so."""
    usages = report[_KEYS_FROM:].rstrip(b"\0")
    return (
        not report[0] & ~_SHIFTS
        and not report[_RESERVED]
        and all(_FIRST_USAGE <= usage <= _USAGE_MAX for usage in usages)
        and any(_USAGES.get(usage) in ENDS for usage in usages)
    )


def _hidden_from_linux(report: bytes) -> str:
    """Say what Linux can not see of a report with Alt: a digit of the keypad that stands in twice.

    An input device has one state for each key, so its records can not hold what was typed here.
    """
    digits = [str(_KEYPAD[usage]) for usage in report[_KEYS_FROM:] if usage in _KEYPAD]
    twice = next((digit for digit in digits if digits.count(digit) > 1), "")
    if not twice:
        return ""
    seen = "".join(dict.fromkeys(digits))
    return (
        f"report {report.rstrip(bytes(1)).hex(' ')} repeats KP{twice}: evdev shows only one"
        f" KP{twice} press, so {''.join(digits)} cannot be told from {seen}"
    )


def hid_keyboard() -> KeyboardDecoder:
    """Make a decoder of a keyboard's reports."""
    return KeyboardDecoder()


assert set(ENDS) <= set(_USAGES.values()), "a suffix is a key of a keyboard"
