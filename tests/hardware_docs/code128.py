"""Code 128 (ISO/IEC 15417): a text, with FNC3 and carriage return in it, as bars and gaps.

Scanners take a symbol with FNC3 in it as an order to themselves. The reverse, reading a symbol, is
not done here: a foreign decoder did that once for every sheet (readers.md says which).
"""

import re
from typing import Final

FNC3: Final = "{FNC3}"
CR: Final = "{CR}"
QUIET: Final = 10
"""Modules that stay white before and behind a symbol."""

_PATTERNS: Final = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
]  # fmt: skip
"""Value -> widths of bar, gap, bar ... in modules; the last is the end of every symbol."""

_START: Final = {"A": 103, "B": 104, "C": 105}
_SWITCH: Final = {"A": 101, "B": 100, "C": 99}
_FNC3_VALUE: Final = 96
_END: Final = 106
_PRIME: Final = 103
_DIGITS_WORTH_A_SWITCH: Final = 6


class NotWritable(Exception):
    """A text has a character that this encoder does not write; the text of the error names it."""


def values(text: str) -> list[int]:
    """Return the values of a symbol from its start to its check value, without its end."""
    rows: list[int] = []
    current = ""
    for piece in _pieces(text):
        needed = _set_for(piece, current)
        if needed != current:
            rows.append(_SWITCH[needed] if current else _START[needed])
            current = needed
        rows += _written(piece, current)
    check = rows[0] + sum(place * value for place, value in enumerate(rows))
    return [*rows, check % _PRIME]


def widths(text: str) -> list[int]:
    """Return the widths of bar, gap, bar ... of a whole symbol, in modules."""
    return [int(width) for value in [*values(text), _END] for width in _PATTERNS[value]]


def _pieces(text: str) -> list[str]:
    """Cut a text into FNC3, even runs of digits that are worth a switch, and single characters."""
    runs = f"(?:\\d\\d){{{_DIGITS_WORTH_A_SWITCH // 2},}}"
    return re.findall(rf"\{{FNC3\}}|{runs}|.", text.replace(CR, "\r"), flags=re.DOTALL)


def _set_for(piece: str, current: str) -> str:
    """Return the code set in which a piece is written; the current one if that will do."""
    if piece == FNC3:
        return current if current in {"A", "B"} else "B"
    if len(piece) > 1:
        return "C"
    if ord(piece) > 0x7E:
        raise NotWritable(f"{piece!r} is not in Code 128 as it is written here")
    able = {"A"} if piece < " " else {"B"} if piece > "_" else {"A", "B"}
    return current if current in able else "B" if "B" in able else "A"


def _written(piece: str, current: str) -> list[int]:
    if piece == FNC3:
        return [_FNC3_VALUE]
    if current == "C":
        return [int(piece[at : at + 2]) for at in range(0, len(piece), 2)]
    return [ord(piece) + 64 if piece < " " else ord(piece) - 32]
