"""In which encoding a CSV file is written: found by its bytes, since no file says it.

Every encoding here goes back to the very bytes it came from, broken ones too.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

_HEAD = 4096
_PIECE = 1 << 20
_FIRST_HIGH = 0x80
_MANY = 0.3
"""This part of all even or odd bytes is NUL in UTF-16 with Latin digits and commas. Ours."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text; `errors`: what is done with those that do not."""

    name: str
    errors: str = "strict"
    mixed: bool = False


def _as_it_is(wrong: UnicodeError) -> tuple[str, int]:
    """Read one of the five bytes that Windows-1252 leaves free as the control sign it was."""
    if isinstance(wrong, UnicodeDecodeError):
        return chr(wrong.object[wrong.start]), wrong.start + 1
    raise wrong


codecs.register_error("cards_free_byte", _as_it_is)


def encoding_of(path: Path) -> Encoding:
    """Return how a file is written: UTF-8, UTF-16 with or without BOM, or eight bits a letter.

    A file in which most lines are UTF-8 and some are not is UTF-8 with broken lines.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return Encoding(name, "surrogateescape" if name == "utf-8-sig" else "strict")
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > _MANY * half:
        return Encoding("utf-16-le")
    if head[::2].count(0) > _MANY * half:
        return Encoding("utf-16-be")
    if _is_utf8(path):
        return Encoding("utf-8")
    whole, broken = _lines(path)
    if whole >= broken:
        return Encoding("utf-8", "surrogateescape", mixed=True)
    return Encoding("cp1252", "cards_free_byte", mixed=whole > 0)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _lines(path: Path) -> tuple[int, int]:
    """Return how many lines with other than ASCII are UTF-8, and how many are not."""
    whole = broken = 0
    with path.open("rb") as file:
        while line := file.readline(_PIECE):
            if line.isascii():
                continue
            try:
                line.decode()
                whole += 1
            except UnicodeDecodeError:
                broken += 1
    return whole, broken
