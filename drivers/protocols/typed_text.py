"""What pressed keys typed, for a technician's eye: the text with its suffix, or what was cut off.

Knows keys by their numbers in Linux, and neither records nor reports.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from drivers.protocols.frames import Plain, Rejected
from drivers.protocols.key_presses import EV_KEY, LAYOUTS, KeyDecoder
from drivers.readings import Reading, Scan, ScanRejected

TEXT_MAX: Final = 512
"""Characters of one scan. Ours: a GS1 label of the longest kind has some 100."""

# Keys by their number in include/uapi/linux/input-event-codes.h.
ENDS: Final[Mapping[int, str]] = {28: "Enter", 15: "Tab", 96: "KPEnter"}
"""Keys that end a scan."""

MODIFIERS: Final = frozenset({29, 42, 54, 56, 97, 100, 125, 126})
CHARACTERS: Final = frozenset(LAYOUTS["us"])
"""Keys that type one."""

PRESSED: Final = 1
REPEATED: Final = 2


class TypedText:
    """What presses of keys typed: `key_presses`, with its suffix told and a text cut off shown."""

    def __init__(self) -> None:
        """Begin between two scans, with no key held."""
        self._keys = KeyDecoder("", max_length=TEXT_MAX)
        self.length = 0

    def press(self, code: int, value: int = PRESSED) -> dict[str, Plain] | Rejected | None:
        """Take a key, and return the text that it ends, or why there is none.

        A suffix with no text before it is told too; whoever asked knows what came before.
        """
        ends = code in ENDS and value == PRESSED
        self.length = 0 if ends else min(self.length + (value == PRESSED), TEXT_MAX)
        told = _told(self._keys.feed(EV_KEY, code, value))
        if not ends or isinstance(told, Rejected):
            return told
        return (told or {}) | {"suffix": ENDS[code]}

    def cut_off(self) -> dict[str, Plain]:
        """Return the text that was typed and not ended, as if it were, and forget it."""
        # The suffix is pressed on our behalf: only so does the decoder give out what it holds.
        told = _told(self._keys.feed(EV_KEY, next(iter(ENDS)), PRESSED))
        self.forget(())
        return told if isinstance(told, dict) else {}

    def forget(self, held: Iterable[int]) -> Rejected | None:
        """Begin between two scans again, with these modifiers held; return what they refuse."""
        self._keys = KeyDecoder("", max_length=TEXT_MAX)
        self.length = 0
        told = [_told(self._keys.feed(EV_KEY, code, PRESSED)) for code in held]
        return next((one for one in told if isinstance(one, Rejected)), None)


def _told(readings: list[Reading]) -> dict[str, Plain] | Rejected | None:
    match readings:
        case [Scan() as scan]:
            return {"text": scan.text}
        case [ScanRejected() as rejected]:
            return Rejected(rejected.reason)
        case _:
            return None
