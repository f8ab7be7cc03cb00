"""What GS1 data says of itself: element strings, check digits, Digital Link addresses.

The identifiers, lengths and character sets are those of the GS1 Barcode Syntax Dictionary of
2026-01-27. Looked at: length, character set, check digit, date. Not looked at: which identifiers
belong together, since a scanner sees one barcode and the rules speak of all on an item.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from drivers.protocols.checks import gs1_digit_holds

GS: Final = "\x1d"
"""The separator (FNC1) as scanners send it."""

_TABLE: Final = """
00 N18c* ; 0[123] N14c* ; 10 X..20 ; 1[123567] N6d* ; 20 N2* ; 2[12] X..20 ; 235 X..28
24[01] X..30 ; 242 N..6 ; 243 X..20 ; 25[01] X..30 ; 253 N13c X..17? ; 254 X..20 ; 255 N13c N..12?
3[07] N..8 ; 31[0-6][0-5] N6* ; 3[2-6][0-9][0-5] N6* ; 390[0-9] N..15 ; 391[0-9] N3 N..15
392[0-9] N..15 ; 393[0-9] N3 N..15 ; 394[0-3] N4 ; 395[0-5] N6
40[013] X..30 ; 402 N17c ; 41[0-7] N13c* ; 420 X..20 ; 421 N3 X..9 ; 42[246] N3
42[35] N3 N3? N3? N3? N3? ; 427 X..3 ; 43(0[01]|10|11|20) X..35 ; 430[2-6] X..70 ; 43[01]7 X2
431[2-6] X..70 ; 43(08|19) X..30 ; 4309 N20 ; 4318 X..20 ; 432[123] N1 ; 432[45] N6d N4
4326 N6d ; 433[0-3] N6 X1?
7001 N13 ; 7002 X..30 ; 7003 N6d N4 ; 7004 N..4 ; 7005 X..12 ; 7006 N6d ; 7007 N6d N6?
7008 X..3 ; 7009 X..10 ; 7010 X..2 ; 7011 N6d N4? ; 702[012] X..20 ; 7023 X..30 ; 703[0-9] N3 X..27
7040 N1 X3 ; 7041 X..4 ; 71[0-7] X..20 ; 723[0-9] X2 X..28 ; 7240 X..20 ; 7241 N2 ; 7242 X..25
7250 N8 ; 7251 N12 ; 7252 N1 ; 725[349] X..40 ; 7255 X..10 ; 7256 X..90 ; 7257 X..70 ; 7258 X3
8001 N14 ; 8002 X..20 ; 8003 N14c X..16? ; 8004 X..30 ; 8005 N6 ; 80(06|26) N14c N4 ; 8007 X..34
8008 N8 N2? N2? ; 8009 X..50 ; 8010 Y..30 ; 8011 N..12 ; 8012 X..20 ; 801[34] X..25
801[78] N18c ; 8019 N..10 ; 8020 X..25 ; 8030 Z..90 ; 804[01] N15 ; 8042 N32 ; 8043 N18 N..2?
811[02] X..70 ; 8111 N4 ; 8200 X..70 ; 90 X..30 ; 9[1-9] X..90
"""
"""Identifier (a pattern), then its parts: N digits, X, Y, Z the sets of characters; `..` up to;
`?` may be missing; c ends in a check digit; d begins with a date; * needs no separator behind."""

_SETS: Final = {"N": "[0-9]", "X": r"[!-\"%-?A-Z_a-z]", "Y": "[#\\-/0-9A-Z]", "Z": "[-0-9A-Z_a-z=]"}
_PART: Final = re.compile(r"(?P<set>[NXYZ])(?P<up_to>\.\.)?(?P<count>\d+)(?P<flags>[cd*?]*)")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_LINK: Final = re.compile(r"(?:https?|HTTPS?)://")
_KEY: Final = re.compile("00|01|25[35]|40[12]|41[457]|800[346]|801[0378]")
"""The identifiers that may lead a Digital Link (`dlpkey` in the dictionary)."""


@dataclass(frozen=True, slots=True)
class _Element:
    """One row of the table."""

    identifier: re.Pattern[str]
    value: re.Pattern[str]
    fixed: int  # characters of the value, when nothing separates it from the next; else 0
    checked: int  # digits that the check digit closes, or 0
    dated: bool

    def fits(self, value: str) -> bool:
        """Return whether a value is one of this element."""
        return (
            self.value.fullmatch(value) is not None
            and (not self.checked or gs1_digit_holds(value[: self.checked]))
            and (not self.dated or _is_date(value))
        )


@cache
def _elements() -> tuple[_Element, ...]:
    rows = [row.split() for row in _TABLE.replace("\n", ";").split(";") if row.strip()]
    return tuple(_element(identifier, parts) for identifier, *parts in rows)


def _element(identifier: str, parts: list[str]) -> _Element:
    pattern, first, flags = "", 0, ""
    for part in parts:
        found = _PART.fullmatch(part)
        assert found, part
        first = first or int(found["count"])
        flags += found["flags"]
        count = f"{{1,{found['count']}}}" if found["up_to"] else f"{{{found['count']}}}"
        maybe = "?" if "?" in found["flags"] else ""
        pattern += f"(?:{_SETS[found['set']]}{count}){maybe}"
    return _Element(
        re.compile(identifier),
        re.compile(pattern),
        first if "*" in flags else 0,
        first if "c" in flags else 0,
        "d" in flags,
    )


def _is_date(value: str) -> bool:
    """Return whether YYMMDD is a day; day 00 means the whole month."""
    month, day = int(value[2:4]), int(value[4:6])
    return 1 <= month <= len(_DAYS) and day <= _DAYS[month - 1]


def prepare() -> None:
    """Build the table now: some ten milliseconds that no scan shall wait for."""
    _elements()


def elements_hold(content: str) -> bool:
    """Return whether a text is GS1 element strings from its first to its last character.

    A separator behind the last element is superfluous and is borne, as GS1's own engine does.
    """
    segments = content.removesuffix(GS).split(GS)
    return all(_segment_holds(segment) for segment in segments)


def _segment_holds(segment: str) -> bool:
    while True:
        row = next(
            ((row, found) for row in _elements() if (found := row.identifier.match(segment))), None
        )
        if row is None:
            return False
        element, found = row
        value = segment[found.end() :]
        rest = value[element.fixed :] if element.fixed else ""
        if not element.fits(value[: element.fixed] if element.fixed else value):
            return False
        if not rest:
            return True
        segment = rest


def is_link(content: str) -> bool:
    """Return whether a text is an address of the web; schemes in mixed case are none."""
    return _LINK.match(content) is not None


def link_holds(content: str) -> bool:
    """Return whether an address is a GS1 Digital Link: a key and its value in the path."""
    path = content.partition("://")[2].partition("?")[0].partition("#")[0].split("/")[1:]
    return any(
        _KEY.fullmatch(key) is not None and elements_hold(key + unquote(value))
        for key, value in pairwise(path)
    )
