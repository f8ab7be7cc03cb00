"""What may leave the kiosk of a free text: words that our own programs can say, and small numbers.

Not a list of what must stay: nobody knows all names. A word that stands nowhere in our programs is
left out, whatever it is, also when the book is broken and nobody can ask it who works here. What
the register does know is left out besides, for there are people with names like words of ours.
"""

import builtins
import errno
import keyword
import os
import re
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LEFT_OUT: Final = "…"

DIGITS_MAX: Final = 3
"""Digits that one word may hold. Ours: a PIN has four at least, a label ten, a telephone eight; the
line of a file, an exit code and a version have three."""

MIXED_MAX: Final = 2
"""How long letters and digits may be together that stand in no program: R1, and no serial."""

PROGRAMS: Final = ("kiosk", "drivers", "web_ui")
INVENTED: Final = ("kiosk/demo", "kiosk/lists", "kiosk/cards")
"""Rooms of our programs whose words are people's or those of paper, and not the programs' own."""

MACHINE: Final = """
active activating automatic boot broken bus by bytes cancelled code condition consumed control
core counter cpu deactivated deactivating dead dependency descriptor deps dev device disk
dumped enabled entering etc exec exit exited failed failure finished firmware for from got group
had id in inactive input invalid is it job journal kernel kill killed lib library line
link linux local log main map mount mounted no not of on oom open out package packages path pi
pipe platform policy power process queued raspberry read reached reading recent ready received
reload repeated request reset restart restarting result return run running scheduled script
sent service set share signal site skipped slice socket spidev start started starting state
status stop stopped stopping success successfully sys system systemd target temporary term time
timed timeout timer to too traceback triggering tty udev unit unmounted up updated usb user usr
var venv version waiting warning watchdog was with write x86 zone
"""
"""What systemd, the kernel and udev say around our own words (systemd's src/core/job.c, unit.c)."""

SHOWN: Final = re.compile(
    r"usb:[0-9a-f]{4}:[0-9a-f]{4}|\b0x[0-9a-f]{2}\b|tty(USB|ACM|AMA|S)\d{1,2}|spidev\d\.\d|127\.0\.0\.1|::1"
)
"""Forms that hold digits, and are the same for everybody who bought such a device."""

_CHUNK: Final = re.compile(r"\S+")
_RUN: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LETTER_MARK: Final = re.compile(r"[A-Z]{1,3}")
"""How many serials begin: letters, a space, a number."""
_NAME: Final = re.compile(r"\W*[A-Z][a-z]+('s)?\W*")
"""How a name is written; a word of ours is written so where a sentence begins."""
_SENTENCE_ENDS: Final = ".:!?;-"


@dataclass(frozen=True, slots=True)
class Clean:
    """Leaves out of a text what no program of ours can have said of itself.

    `words`: what may go. `secret`: what may not, all in small letters.
    """

    words: Collection[str] = frozenset()
    secret: Collection[str] = frozenset()

    def __call__(self, text: str) -> str:
        """Return a text with `…` for everything that stays here."""
        return "\n".join(self._row(line) for line in text.splitlines())

    def _row(self, line: str) -> str:
        """Return one line, word by word; what stands beside a word tells what it may be."""
        chunks = _CHUNK.findall(line)
        told: list[str] = []
        for before, chunk, after in zip(["", *chunks], chunks, [*chunks[1:], ""], strict=False):
            in_pieces = _is_number(before) and _is_number(chunk)
            begins = _LETTER_MARK.fullmatch(chunk) and _is_number(after)
            name = _NAME.fullmatch(chunk) and before and before[-1] not in _SENTENCE_ENDS
            told.append(LEFT_OUT if in_pieces or begins or name else self._chunk(chunk))
        return " ".join(told)

    def _chunk(self, chunk: str) -> str:
        """Return what stands between two spaces."""
        rest = SHOWN.sub("", chunk)
        digits = sum(letter.isdigit() for letter in rest)
        if digits > DIGITS_MAX or not rest.isascii() or self._is_secret(rest):
            return LEFT_OUT
        if all(self._may(run) for run in _RUN.findall(rest)):
            return chunk
        if digits:
            return LEFT_OUT  # half of a serial is half a serial too many
        return _RUN.sub(lambda run: run[0] if self._may(run[0]) else LEFT_OUT, chunk)

    def _is_secret(self, chunk: str) -> bool:
        folded = chunk.casefold()
        whole = folded.strip("\"'`()[]{}<>.,:;!?=")
        return whole in self.secret or any(run in self.secret for run in _RUN.findall(folded))

    def _may(self, run: str) -> bool:
        """Return whether letters and digits without anything between them may go."""
        folded = run.casefold()
        if folded.isdigit() or folded in self.words:
            return True
        return len(folded) <= MIXED_MAX and folded.isascii() and not folded.isalpha()


def _is_number(chunk: str) -> bool:
    return any(letter.isdigit() for letter in chunk) and not SHOWN.search(chunk)


def known(numbers: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """Return what must be left out of a text: each number whole, and of each name every word."""
    whole = {text.casefold().strip() for text in names}
    parts = {word for text in whole for word in _LETTERS.findall(text) if len(word) > 1}
    pieces = {piece for text in numbers for piece in (text, *text.split()) if len(piece) > 1}
    return frozenset({piece.casefold().strip() for piece in pieces} | whole | parts)


@cache
def our_words() -> frozenset[str]:
    """Return every word that stands in our programs, their comments included."""
    found = _words(MACHINE)
    for name in PROGRAMS:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        top = Path(spec.origin).parent
        for path in sorted(top.rglob("*.py")):
            inside = f"{name}/{path.relative_to(top).as_posix()}"
            if not inside.startswith(INVENTED):
                found.update(_words(path.read_text(encoding="utf-8")))
    found.update(_words(" ".join((*dir(builtins), *keyword.kwlist, *sys.stdlib_module_names))))
    found.update(_words(" ".join(os.strerror(number) for number in errno.errorcode)))
    return frozenset(found)


def _words(text: str) -> set[str]:
    """Return words of letters, and such with digits in them: mfrc522."""
    return {
        run.casefold()
        for run in _RUN.findall(text)
        if run.isascii() and run[0].isalpha() and sum(map(str.isdigit, run)) <= DIGITS_MAX
    }
