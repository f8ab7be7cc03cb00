"""Digits, days and years as people write them, in Khmer and in Latin letters.

A Cambodian date stands day first. A Buddhist year is 543 more than ours, and 544 from Visak Bochea
on (nkdnews.com/archives/412113: 19 November 2020 is B.E. 2564), which the moon puts into April or
May: in those two months nobody can tell which.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("មករា", "january", "jan"),
            ("កុម្ភៈ", "កុម្ភះ", "february", "feb"),
            ("មីនា", "march", "mar"),
            ("មេសា", "april", "apr"),
            ("ឧសភា", "may"),
            ("មិថុនា", "june", "jun"),
            ("កក្កដា", "july", "jul"),
            ("សីហា", "august", "aug"),
            ("កញ្ញា", "september", "sep", "sept"),
            ("តុលា", "october", "oct"),
            ("វិច្ឆិកា", "november", "nov"),
            ("ធ្នូ", "december", "dec"),
        ),
        1,
    )
    for name in names
}
"""The months (Unicode CLDR, km and en), and one spelling that is often seen."""

OLDEST_YEAR = 1850
"""No rifle of the registers is older. Ours."""

_BUDDHIST = range(2450, 2700)
_VISAK_MONTHS = (4, 5)
_FIRST_OF_CARDS = 1975
"""Nobody dated a card before. Ours: the registers begin after the war they ended."""

_WORDS = re.compile(r"ថ្ងៃទី|ថ្ងៃ|ខែ|ឆ្នាំ|ព\.?ស\.?|គ\.?ស\.?|\b(?:b\.?e|a\.?d)\b\.?", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_PARTS = re.compile(r"[\s,./\-]+")
_MONTHS_A_YEAR = 12
_SHORT_YEAR, _LONG_YEAR = 2, 4
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read: as YYYY-MM-DD, and whether another reading is possible or likely."""

    iso: str
    sure: bool = True


def latin_digits(text: str) -> str:
    """Return a text with Latin digits in place of Khmer ones."""
    return text.translate(KHMER_DIGITS)


def folded(text: str) -> str:
    """Return a text as it is compared: case, spaces, signs and Khmer look-alikes do not matter.

    Coeng DA and coeng TA are one picture; Limon knows only one of them.
    """
    plain = unicodedata.normalize("NFKC", latin_digits(_INVISIBLE.sub("", text))).casefold()
    plain = plain.replace("្ដ", "្ត").replace("េា", "ោ").replace("អោ", "ឱ").replace("ឲ", "ឱ")
    return "".join(char for char in plain if not (char.isspace() or char in "._-/'’(),:#°"))


def year(written: str, this_year: int) -> int | None:
    """Return the year of making that is written, or None when no weapon was made then."""
    text = latin_digits(written).strip()
    if not (text.isascii() and text.isdigit() and len(text) == _LONG_YEAR):
        return None
    found = int(text)
    return found if OLDEST_YEAR <= found <= this_year else None


def day(written: str, today: date) -> Day | None:
    """Return the day that is written, or None when there is none or it is still to come."""
    text = latin_digits(_INVISIBLE.sub("", written)).strip().casefold()
    text = _MIDNIGHT.sub("", text)
    parts = [part for part in _PARTS.split(_WORDS.sub(" ", text)) if part]
    if len(parts) != 3:  # noqa: PLR2004 - day, month, year
        return None
    try:
        day_text, month, year_text, sure = _ordered(*parts)
        full_year, year_sure = _year_of(year_text, month, today)
        meant = date(full_year, month, int(day_text))
    except ValueError:
        return None
    if meant > today or meant.year < _FIRST_OF_CARDS:
        return None
    return Day(meant.isoformat(), sure and year_sure)


def _ordered(first: str, second: str, third: str) -> tuple[str, int, str, bool]:
    """Return day, month, year and whether their order is sure.

    Raises:
        ValueError: they are no numbers.
    """
    if second in MONTHS:
        return first, MONTHS[second], third, True
    if first in MONTHS:
        return second, MONTHS[first], third, True
    if len(first) == _LONG_YEAR:
        return third, int(second), first, True
    if int(second) > _MONTHS_A_YEAR >= int(first):
        return second, int(first), third, False  # month first, as elsewhere: a person must look
    return first, int(second), third, True


def _year_of(written: str, month: int, today: date) -> tuple[int, bool]:
    """Return the year of our era and whether it is sure.

    Raises:
        ValueError: it is no year.
    """
    number = int(written)
    if len(written) == _SHORT_YEAR:
        century = today.year // 100 * 100
        return (century + number if number <= today.year % 100 else century - 100 + number), True
    if number in _BUDDHIST:
        return number - (543 if month <= _VISAK_MONTHS[0] else 544), month not in _VISAK_MONTHS
    return number, True
