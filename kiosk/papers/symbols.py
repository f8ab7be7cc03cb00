"""Data Matrix, QR code and Code 128 as modules, dark or light, drawn by zxing-cpp.

The library that draws them here is the one that reads them back in the tests. How large a module is
printed is not said here (`papers.faces`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

MATRIX_MODULES: Final = 14
"""Modules along a side of the Data Matrix. Ten digits would fit into 12, of whose twelve codewords
any three may be lost; of the eighteen in 14, any five (ISO/IEC 16022, table 7). With a tenth of its
area painted over as one spot, 60 % of the smaller ones were read and 91 % of these (zxing-cpp 3.1,
2026; a spot on the finder's solid edges is what hurts)."""

_MATRIX_VERSION = (MATRIX_MODULES - 8) // 2
"""As the library counts sizes: 10 x 10 is the first."""

MATRIX_QUIET: Final = 1
"""Modules that stay white on all four sides of a Data Matrix (ISO/IEC 16022)."""

BARS_MODULES: Final = 90
"""Modules of the Code 128 of ten digits: start, five pairs and the check value of 11 modules each,
and an end of 13 (ISO/IEC 15417)."""

BARS_QUIET: Final = 10
"""Modules that stay white before and behind a Code 128 (ISO/IEC 15417)."""

QR_MODULES: Final = 21
"""Modules along a side of the smallest QR code, version 1 (ISO/IEC 18004)."""

QR_QUIET: Final = 4
"""Modules that stay white on all four sides of a QR code (ISO/IEC 18004)."""

_KEPT = 512
"""Symbols that are kept drawn: a number stands on each sheet twice at most. Ours."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Rows of modules from the top left, without quiet zones; True is dark."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def width(self) -> int:
        """Modules in a row."""
        return len(self.rows[0])

    def rectangles(self) -> Iterator[tuple[int, int, int, int]]:
        """Return x, y, width and height of dark rectangles that cover each dark module once.

        As few as a simple walk finds: where two meet, some renderers leave a hair of white.
        """
        done: set[tuple[int, int]] = set()
        for y, row in enumerate(self.rows):
            for x, dark in enumerate(row):
                if dark and (x, y) not in done:
                    wide = self._run(x, y, done)
                    high = self._depth(x, y, wide)
                    done |= {(x + i, y + j) for i in range(wide) for j in range(high)}
                    yield x, y, wide, high

    def _run(self, x: int, y: int, done: set[tuple[int, int]]) -> int:
        end = x
        while end < self.width and self.rows[y][end] and (end, y) not in done:
            end += 1
        return end - x

    def _depth(self, x: int, y: int, wide: int) -> int:
        end = y
        while end < len(self.rows) and all(self.rows[end][x : x + wide]):
            end += 1
        return end - y


@lru_cache(maxsize=_KEPT)
def matrix_of(text: str) -> Symbol:
    """Return a text as a square Data Matrix ECC 200.

    Raises:
        ValueError: it has a character that no Data Matrix holds, or too many.
    """
    return _drawn(text, "DataMatrix", version=_MATRIX_VERSION)


@lru_cache(maxsize=_KEPT)
def qr_of(digits: str) -> Symbol:
    """Return digits as a QR code with the most error correction: a third of it may be lost.

    Raises:
        ValueError: they do not fit into the smallest one, of 21 modules.
    """
    symbol = _drawn(digits, "QRCode", ec_level="H")
    if symbol.width != QR_MODULES:
        raise ValueError(f"{len(digits)} characters need a larger QR code than ours")
    return symbol


@lru_cache(maxsize=_KEPT)
def bars_of(text: str) -> Symbol:
    """Return a text as a Code 128, one row high.

    Raises:
        ValueError: it has a character that Code 128 does not hold.
    """
    return Symbol(_drawn(text, "Code128").rows[:1])


def _drawn(text: str, kind: str, **wanted: Any) -> Symbol:  # noqa: ANN401 - as the library's own
    import zxingcpp  # noqa: PLC0415 - 2 MB of a kiosk that draws a paper a day

    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat[kind], **wanted)
    image = symbol.to_image(scale=1, add_quiet_zones=False)
    height, width = image.shape
    # An Image is a buffer of one byte a pixel, 0 is dark; the library's stub does not say so.
    pixels = bytes(memoryview(cast("bytes", image)).cast("B"))
    starts = range(0, height * width, width)
    return Symbol(tuple(tuple(not one for one in pixels[at : at + width]) for at in starts))
