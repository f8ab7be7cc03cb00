"""What a picture is, by its own bytes: JPEG, PNG or WebP, how large, and where it ends.

Names and types that somebody sent are never looked at. Only the frame is read, no pixel: a picture
that is cut short or is none is found, and what hangs behind its end is left off, whatever it is.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

BYTES_MAX = 8 << 20
"""A telephone's picture of 12 megapixels has 3 to 6 MB; one of 50 fits when it is not noise."""

PIXELS_MAX = 50_000_000
"""What the largest sensors of telephones give. A browser keeps four bytes a pixel: 200 MB, and a
picture of a few kilobytes may say that it has a thousand million."""

SIDE_MAX = 16_383
"""Longest side of a WebP (RFC 9649, 2.5); the others have no need to be longer."""

TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
"""The three forms, and the type each is served as."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of frames: SOF0 to SOF15 but for DHT, JPG and DAC (ITU-T T.81, table B.1)."""

_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length: TEM and RST0 to RST7."""

_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""The next marker among coded pixels."""

PARTS_MAX = 20_000
"""Segments or chunks of one picture; a real one has some thousand at most. Ours."""

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA


class NoPicture(ValueError):
    """Bytes that are no picture we keep. `reason`: a name that pages have a sentence for."""

    def __init__(self, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its frame. `size`: bytes of it, up to its end; sides in pixels."""

    kind: str
    width: int
    height: int
    size: int


def recognised(content: bytes) -> Picture:
    """Return what a picture is.

    Raises:
        NoPicture: `not_a_picture`, `picture_cut_short`, `picture_too_large` (bytes) or
            `picture_too_wide` (pixels).
    """
    if len(content) > BYTES_MAX:
        raise NoPicture("picture_too_large")
    try:
        found = _found(content)
    except IndexError:
        raise NoPicture("picture_cut_short") from None
    if not (found.width and found.height):
        raise NoPicture("not_a_picture")
    if max(found.width, found.height) > SIDE_MAX or found.width * found.height > PIXELS_MAX:
        raise NoPicture("picture_too_wide")
    return found


def _found(content: bytes) -> Picture:
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(_PNG):
        return _png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    raise NoPicture("not_a_picture")


def _number(content: bytes, begin: int, length: int, order: str = "big") -> int:
    """Return a number that stands somewhere.

    Raises:
        IndexError: the content ends before it does.
    """
    piece = content[begin : begin + length]
    if len(piece) < length:
        raise IndexError(begin)
    return int.from_bytes(piece, "big" if order == "big" else "little")


# ------------------------------------------------------------------ JPEG (ITU-T T.81, annex B)
def _jpeg(content: bytes) -> Picture:
    width, height, scans, at = 0, 0, 0, 2
    for _ in range(PARTS_MAX):
        marker, at = _marker(content, at)
        if marker == _EOI and scans:
            return Picture("jpeg", width, height, at)
        if marker in {_SOI, _EOI}:
            raise NoPicture("not_a_picture")
        if marker in _JPEG_BARE:
            continue
        length = _number(content, at, 2)
        if length < 2:  # noqa: PLR2004 - the length counts itself
            raise NoPicture("not_a_picture")
        if marker in _JPEG_SIZES:
            height, width = _number(content, at + 3, 2), _number(content, at + 5, 2)
        _number(content, at, length)  # all of the segment is there
        at += length
        if marker == _SOS:
            scans += 1
            at = _after_scan(content, at)
    return _wrong()


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the marker that stands here, and where it ends; FF may fill before it."""
    if _number(content, at, 1) != 0xFF:  # noqa: PLR2004 - how a marker begins
        raise NoPicture("not_a_picture")
    while _number(content, at, 1) == 0xFF:  # noqa: PLR2004 - see above
        at += 1
    return content[at], at + 1


def _after_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands behind the coded pixels: FF 00 and RST belong to them."""
    found = _MARKER.search(content, at)
    if found is None:
        raise NoPicture("picture_cut_short")
    return found.start()


# ------------------------------------------------------------------ PNG (W3C, third edition)
def _png(content: bytes) -> Picture:
    width = height = pixels = 0
    for place, (name, begin, length) in enumerate(_png_chunks(content)):
        if (place == 0) != (name == b"IHDR"):
            raise NoPicture("not_a_picture")
        if name == b"IHDR":
            width, height = _number(content, begin, 4), _number(content, begin + 4, 4)
        pixels += length if name == b"IDAT" else 0
        if name == b"IEND":
            if not pixels:
                raise NoPicture("not_a_picture")
            return Picture("png", width, height, begin + length + 4)
    raise NoPicture("picture_cut_short")


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Return the chunks of a PNG: name, where the content begins, how long it is."""
    at = len(_PNG)
    for _ in range(PARTS_MAX):
        if at >= len(content):
            return
        length, name = _number(content, at, 4), content[at + 4 : at + 8]
        check = _number(content, at + 8 + length, 4)
        if zlib.crc32(content[at + 4 : at + 8 + length]) != check:
            raise NoPicture("picture_cut_short")
        yield name, at + 8, length
        at += 12 + length


# ------------------------------------------------------------------ WebP (RFC 9649)
def _webp(content: bytes) -> Picture:
    size = 8 + _number(content, 4, 4, "little")
    if size > len(content):
        raise NoPicture("picture_cut_short")
    whole, at, width, height, pixels = content[:size], 12, 0, 0, False
    for _ in range(PARTS_MAX):
        if at + 8 > len(whole):
            break
        name, length = whole[at : at + 4], _number(whole, at + 4, 4, "little")
        if at + 8 + length > len(whole):
            _wrong()
        wide, high = _webp_sides(whole, name, at + 8)
        width, height = max(width, wide), max(height, high)
        pixels = pixels or name in {b"VP8 ", b"VP8L", b"ANMF"}
        at += 8 + length + length % 2
    if not pixels or at + 8 <= len(whole):
        _wrong()
    return Picture("webp", width, height, size)


def _webp_sides(content: bytes, name: bytes, at: int) -> tuple[int, int]:
    """Return the sides that a chunk tells of, 0 for one that tells of none."""
    if name == b"VP8X":
        return 1 + _number(content, at + 4, 3, "little"), 1 + _number(content, at + 7, 3, "little")
    if name == b"VP8 ":
        if content[at + 3 : at + 6] != b"\x9d\x01\x2a":
            _wrong()
        wide, high = (_number(content, at + place, 2, "little") for place in (6, 8))
        return wide & 0x3FFF, high & 0x3FFF
    if name == b"VP8L":
        if _number(content, at, 1) != 0x2F:  # noqa: PLR2004 - its signature
            _wrong()
        bits = _number(content, at + 1, 4, "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return 0, 0


def _wrong() -> NoReturn:
    raise NoPicture("not_a_picture")
