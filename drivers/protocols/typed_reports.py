"""Whole reports of a keyboard, gathered into scans: which records belong to which text.

Takes records that were cut from a stream already (`input_records`), and knows no bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from drivers.protocols.card_reasons import NO_FRAME
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.key_presses import EV_KEY, EV_SYN
from drivers.protocols.typed_text import (
    CHARACTERS,
    ENDS,
    MODIFIERS,
    PRESSED,
    REPEATED,
    TypedText,
)

Record = tuple[int, int, int]
"""Type, code, value, by include/uapi/linux/input-event-codes.h."""

Report = list[Record]
"""What a keyboard said at once."""

RECORDS_MAX: Final = 64
"""Records that are told one by one; a longer stream is told by its text alone."""

_EV_MSC: Final = 0x04
_MSC_SCAN: Final = 4
_KEYBOARD_PAGE: Final = range(0x70000, 0x80000)  # HID usage page 7, as MSC_SCAN tells it


@dataclass(slots=True)
class _Scan:
    """What has begun and was not told yet."""

    reports: list[Report] = field(default_factory=list)
    characters: int = 0
    """Keys pressed that type one."""
    typing: bool = False
    """Whether more than modifiers was pressed."""
    many: bool = False
    """Whether it has more records than are told one by one; the first are forgotten."""
    refused: Rejected | None = None
    spoiled: bool = False
    """Whether a part of it is lost, which was told already: the rest of it is no text."""
    ended: dict[str, Plain] | None = None
    """Its text, once its suffix was pressed."""

    @property
    def records(self) -> Report:
        return [record for report in self.reports for record in report]


class Typist:
    """Turns reports into frames: a scan up to its suffix, or one report that typed nothing.

    A modifier that goes down waits for what follows: it belongs to a scan that begins with a
    capital, or it stands alone. One key and then silence is no scan either: somebody tried a key,
    or recorded one, and every report is told as it came.
    """

    def __init__(self) -> None:
        """Begin between two scans, with no key held."""
        self._scan = _Scan()
        self._downs: set[int] = set()
        self._typed = TypedText()
        self._after_loss = False

    @property
    def records(self) -> int:
        """How many records wait."""
        return len(self._scan.records)

    @property
    def characters(self) -> int:
        """How many characters wait."""
        return self._typed.length

    def take(self, report: Report) -> list[Found]:
        """Take a whole report, and return what it completes."""
        return [one for part in _divided(report) for one in self._take(part)]

    def lose(self, *, begun: bool) -> list[Found]:
        """Believe nothing of a scan with a hole in it, up to its suffix or to `finish`.

        Args:
            begun: whether a scan may have begun of which no report tells.

        Returns:
            The scan whose suffix was pressed before the hole: it is whole.
        """
        found = [] if self._scan.ended is None else self._finish()
        begun |= self._scan.typing or bool(self._scan.reports)
        self._forget()
        self._scan = _Scan(typing=begun, spoiled=begun)
        self._after_loss = True
        return found

    def _forget(self) -> None:
        """Begin between two scans again, with no key held: what was said is not true any more."""
        self._scan = _Scan()
        self._downs.clear()
        self._typed.forget(())
        self._after_loss = False

    def finish(self, half: Report) -> list[Found]:
        """Return what was typed up to now, when nothing more comes; begin again.

        Args:
            half: a report that was begun and not ended.
        """
        if half:
            self._scan.reports.append(half)
        found = self._finish()
        self._forget()
        return found

    def _take(self, report: Report) -> list[Found]:
        keys = [(code, value) for kind, code, value in report if kind == EV_KEY]
        pressed = {code for code, value in keys if value == PRESSED}
        found: list[Found] = []
        if self._scan.ended is not None and pressed:
            found += self._finish()
        alone = not self._scan.typing and not pressed - MODIFIERS
        found += self._alone() if alone else []
        if self._after_loss and self._lacks_its_press(report):
            told: list[Found] = [Frame(_records(report))] if alone else []
            return found + told + self.lose(begun=True)
        proved = self._scan.typing and self._scan.refused is None
        if proved and self._lacks_its_press(report, but=MODIFIERS):
            # Whole records were lost, or one was altered; what was pressed there nobody knows.
            self._scan.refused = Rejected(NO_FRAME)
            self._downs &= MODIFIERS | ENDS.keys()
        if alone:
            self._let_go_of_strays(keys)
        self._scan.typing |= bool(pressed - MODIFIERS)
        self._scan.characters += len(pressed & CHARACTERS)
        self._scan.reports.append(report)
        for code, value in keys:
            self._key(code, value)
        if self._scan.typing:
            return found + self._typed_on()
        return found if pressed else found + self._alone()

    def _key(self, code: int, value: int) -> None:
        if value == PRESSED:
            self._downs.add(code)
        elif value != REPEATED:
            self._downs.discard(code)
        told = self._typed.press(code, value)
        if isinstance(told, Rejected):
            self._scan.refused = told
        elif told is not None:
            self._scan.ended = told

    def _lacks_its_press(self, report: Report, but: frozenset[int] = frozenset()) -> bool:
        """Say whether a report shows that a press is lost: its key is let go of, or only its end.

        Within a scan any key shows it; before one, only that of a character does.

        Args:
            report: a whole one.
            but: keys that may have been held since before the first record.
        """
        downs, strays = set(self._downs | but), set[int]()
        for kind, code, value in report:
            if kind == EV_KEY and value == PRESSED:
                downs.add(code)
            elif kind == EV_KEY and not value and code not in downs:
                strays.add(code)
        strays &= strays if self._scan.typing else CHARACTERS
        return bool(strays) or all(kind == EV_SYN for kind, _, _ in report)

    def _let_go_of_strays(self, keys: list[tuple[int, int]]) -> None:
        """Believe no modifier held after a release that had no press: other records begin here."""
        if any(not value and code not in self._downs | MODIFIERS for code, value in keys):
            self._downs.clear()
            self._scan.refused = self._typed.forget(())

    def _typed_on(self) -> list[Found]:
        """Tell a scan whose suffix was let go of; forget records that are too many to tell."""
        if self.records > RECORDS_MAX:
            self._scan.reports.clear()
            self._scan.many = True
        return self._finish() if self._scan.ended is not None and not self._downs else []

    def _alone(self) -> list[Found]:
        """Tell the waiting reports that typed nothing, each as a frame of its own."""
        found: list[Found] = [Frame(_records(report)) for report in self._scan.reports]
        self._scan.reports.clear()
        # Only a modifier that is still down when something is typed can refuse it.
        self._scan.refused = self._typed.forget(self._downs & MODIFIERS)
        return found

    def _finish(self) -> list[Found]:
        """Tell the scan, or what there was of one when the records stopped."""
        if not self._scan.typing:
            found = self._alone()
            self._scan = _Scan()
            return found
        scan, self._scan = self._scan, _Scan()
        self._after_loss = False
        if scan.spoiled:
            return []
        text = self._typed.cut_off() if scan.ended is None else scan.ended
        tries = scan.characters + (scan.refused is not None)
        if scan.ended is None and not scan.many and tries <= 1:
            return _tried(scan.reports, text)
        if scan.refused is not None:
            return [scan.refused]
        return [Frame(text if scan.many else _records(scan.records) | text)]


def _records(records: Report) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "events": [{"type": kind, "code": code, "value": value} for kind, code, value in records]
    }
    for kind, code, value in records:
        if (kind, code) == (_EV_MSC, _MSC_SCAN) and value in _KEYBOARD_PAGE:
            told["msc_scan_hid_usage"] = f"{value:#x}"
    return told


def _divided(report: Report) -> Iterator[Report]:
    """Divide a report behind each suffix that another press follows: that one is another scan's."""
    begin, ended = 0, False
    for at, (kind, code, value) in enumerate(report):
        if (kind, value) != (EV_KEY, PRESSED):
            continue
        if ended and code not in ENDS:
            yield report[begin:at]
            begin = at
        ended = code in ENDS
    yield report[begin:]


def _tried(reports: list[Report], text: dict[str, Plain]) -> list[Found]:
    """Tell each report of a key that was tried alone; what it typed stands beside its press."""
    found: list[Found] = []
    for report in reports:
        presses = {code for kind, code, value in report if (kind, value) == (EV_KEY, PRESSED)}
        typed, text = (text, {}) if presses & CHARACTERS else ({}, text)
        found.append(Frame(_records(report) | typed))
    return found
