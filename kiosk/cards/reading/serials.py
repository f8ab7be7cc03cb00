"""What makes a serial or a card number doubtful: what a spreadsheet did to it, and look-alikes.

A doubt changes nothing. A serial that is none, illegible or filed off is a fact, and no doubt.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from kiosk.rules.entries import DoubtKind

_PLAIN = re.compile(r"[A-DF-HJ-NP-Z]{0,4}[0-9]{1,15}")
"""Most numbers: digits, after letters that pass for none."""

_FLOAT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE]\+?-?[0-9]{1,3}|[0-9]+[.,]0+")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"""
      [0-9]{{1,2}}[-/ ]{_MONTH}(?:[-/ ][0-9]{{2,4}})?
    | {_MONTH}[-/ ][0-9]{{2,4}}
    | (?:1[89]|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9](?:[ T].*)?
    | [0-3]?[0-9]/[0-3]?[0-9]/(?:[0-9]{{2}}|[0-9]{{4}})(?:[ T].*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BESIDE_DIGIT = re.compile(r"(?<=[0-9])[OoIl]|[OoIl](?=[0-9])|(?<=[0-9][OoIl])[OoIl]")
_NOT_WRITTEN = frozenset({"", "?", "-", "--", "n/a", "na", "#n/a", "#ref!", "#value!", "null"})
_KHMER = range(0x1780, 0x1800)


def all_plain(written: Iterable[str]) -> bool:
    """Return whether every number is one of those most are: never empty, and never doubtful."""
    return all(map(_PLAIN.fullmatch, written))


def number_doubt(written: str) -> DoubtKind | None:
    """Return why a serial or card number is doubtful on its face, or None."""
    if _PLAIN.fullmatch(written):
        return None
    text = written.strip()
    if text.lower() in _NOT_WRITTEN:
        return DoubtKind.MISSING
    if _FLOAT.fullmatch(text):
        return DoubtKind.SPREADSHEET_FLOAT
    if _DATE.fullmatch(text):
        return DoubtKind.SPREADSHEET_DATE
    if looks_alike(text):
        return DoubtKind.LOOK_ALIKE
    return None


def looks_alike(text: str) -> bool:
    """Return whether a letter stands where a digit is likelier, or a foreign one passes for Latin.

    O beside a digit is 0 or O, I and l are 1 or I; a Cyrillic or Greek letter, or one of double
    width, is found by no search for the Latin one.
    """
    if _BESIDE_DIGIT.search(text):
        return True
    return not text.isascii() and any(map(_passes_for_latin, text))


@cache
def _passes_for_latin(char: str) -> bool:
    if ord(char) < 128 or ord(char) in _KHMER:  # noqa: PLR2004 - ASCII ends there
        return False
    name = unicodedata.name(char, "")
    return name.startswith(("CYRILLIC", "GREEK", "FULLWIDTH", "ARMENIAN", "MATHEMATICAL"))
