"""Scans that a keyboard typed as records, with a hole: bytes lost or spoiled, or records dropped.

Whatever a decoder makes of one, it is no other text than the one that was typed.
"""

import random
from collections.abc import Mapping
from struct import Struct
from typing import Final

from tests.fuzz.card_encoding import CHARACTERS

SIZES: Final[Mapping[str, Struct]] = {"evdev64": Struct("<qqHHi"), "evdev32": Struct("<iiHHi")}
"""Format of records -> the layout of one."""

_SYN, _DROPPED, _SHIFT, _ENTER = (0, 0, 0), (0, 3, 0), 42, 28
_SECOND = 1_700_000_000
_KEYS = [(code, shifted) for code, pair in CHARACTERS.items() for shifted in range(len(pair))]


def spoiled_scan(name: str, chance: random.Random) -> tuple[str, bytes]:
    """Return what was typed, and its records with a hole.

    The hole leaves something of every character before it or behind it: one that takes away the
    first characters to the last byte is noise before a shorter scan.
    """
    layout = SIZES[name]
    keys = chance.choices(_KEYS, k=chance.randint(1, 12))
    typed = [record for code, shifted in keys for record in _typed(code, shifted)]
    first = 2 * keys[0][1] + 3  # records before the end of the first release
    typed += [(1, _ENTER, 1), _SYN, (1, _ENTER, 0), _SYN]
    text = "".join(CHARACTERS[code][shifted] for code, shifted in keys)
    if chance.random() < 1 / 4:
        at = chance.randrange(1, len(typed))
        typed[at : at + chance.randint(1, 8)] = [_DROPPED, (1, chance.choice(keys)[0], 1), _SYN]
        return text, _records(layout, typed)
    raw = _records(layout, typed)
    begin = chance.randrange(len(raw))
    last = first * layout.size if begin < layout.size else len(raw)
    end = chance.randint(begin, min(last, begin + chance.choice((1, 5, layout.size, 200))))
    noise = b"\xff" * chance.choice((end - begin, layout.size, 3))
    if (end - begin) % layout.size and chance.random() < 1 / 2:
        noise = b""  # whole records that are lost, and nothing in their place, leave no trace
    return text, raw[:begin] + noise + raw[end:]


def _typed(code: int, shifted: int) -> list[tuple[int, int, int]]:
    press = [(1, code, 1), _SYN, (1, code, 0), _SYN]
    return [(1, _SHIFT, 1), _SYN, *press, (1, _SHIFT, 0), _SYN] if shifted else press


def _records(layout: Struct, typed: list[tuple[int, int, int]]) -> bytes:
    return b"".join(layout.pack(_SECOND, 1000 * at, *one) for at, one in enumerate(typed))
