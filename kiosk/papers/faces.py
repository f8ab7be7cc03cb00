"""What stands where on a label, in the dots of who prints it: two symbols, the number, a name.

One geometry for sheets and for label printers. Every module is a whole number of dots, or bars come
out wider than gaps. What is never on a label stands in docs/decisions/0018-labels.md: no serial, no
holder, no place.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.papers.symbols import (
    BARS_MODULES,
    BARS_QUIET,
    MATRIX_MODULES,
    MATRIX_QUIET,
    bars_of,
    matrix_of,
)

MM_PER_INCH: Final = 25.4

BARS_MIN_MM: Final = 0.33
"""Least width of a Code 128 module: 13 mil, what makers of hand-held scanners name as ordinary in
their tables of reading distances (0.33 mm among 0.13 to 0.53 in that of the Metrologic MS1890)."""
BARS_MAX_MM: Final = 0.6
MATRIX_MIN_MM: Final = 0.4
"""Least module of a Data Matrix: 1.5 times what a reader takes for bars, because of how cameras see
(GS1 General Specifications, note "2D X-dimension"); 0.25 mm are the finest bars in common use, and
the rest is ours."""
MATRIX_MAX_MM: Final = 1.0
BARS_HEIGHT_MM: Final = 6.35
"""Least height of bars: a quarter of an inch, or 15 % of their length (Eltron's programming manual,
Code 128); all of ours are shorter than 42 mm."""
_BARS_SHARE = 0.35
"""Of the height of a label, for its bars. Ours."""
EDGE_MM: Final = 1.5
"""No ink nearer to the edge of a label: a printer may feed a millimetre beside. Ours."""
_GAP_MM = 1.5
_LETTER = 0.6
"""Width of a letter of a fixed-width font, of its height (DejaVu Sans Mono: 0.602)."""
_DIGITS_MIN_MM, _DIGITS_MAX_MM = 2.2, 6.0
"""6 points are the least that one reads at arm's length in poor light; more than 17 is not needed.
Ours."""
_NAME_MIN_MM, _NAME_MAX_MM = 1.6, 3.0
_GROUPS = (4, 8)
"""Where the ten digits are parted: two fours that are read aloud, and the check digits."""
LONGEST_NAME: Final = 24
"""Letters of a name that are printed; the rest is cut off. Ours."""


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """What is printed. `number`: ten digits of ours, or "" where only a name stands (a position).

    `name`: the short name of the kiosk, or what a command card asks for.
    """

    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in millimetres."""

    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """A Data Matrix: its top left corner without quiet zone, and the side of a module."""

    x: int
    y: int
    module: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code 128: its top left corner without quiet zone, the width of a module, its height."""

    x: int
    y: int
    module: int
    height: int


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: left end of its baseline, height of the letters' square, room it has."""

    x: int
    y: int
    height: int
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Face:
    """A label laid out, in dots. Without `bars` it is too small for them; then imagers read it."""

    width: int
    height: int
    matrix: Matrix | None
    bars: Bars | None
    words: tuple[Words, ...]


class TooSmall(ValueError):
    """A label is too small for what is to stand on it; the text says what would not fit."""


def groups(number: str) -> tuple[str, ...]:
    """Return ten digits as they are read aloud: four, four, and the two check digits."""
    first, second = _GROUPS
    return number[:first], number[first:second], number[second:]


def face(label: PrintedLabel, size: Size, dots_per_mm: float) -> Face:
    """Lay out one label.

    Args:
        label: what is printed.
        size: of the label.
        dots_per_mm: of the printer; on a sheet, of a grid that printers of 300 and 600 dpi share.

    Raises:
        TooSmall: not even a Data Matrix with its digits fits.
    """
    width, height = int(size.width_mm * dots_per_mm), int(size.height_mm * dots_per_mm)
    area = _Area(width, height, dots_per_mm)
    if not label.number:
        return Face(width, height, None, None, area.name_alone(label.name))
    assert matrix_of(label.number).width == MATRIX_MODULES, "ten digits make no other"
    assert bars_of(label.number).width == BARS_MODULES, "ten digits make no other"
    bars = area.bars()
    matrix = area.matrix(bars)
    if matrix is None and bars is not None:
        bars = None
        matrix = area.matrix(None)
    if matrix is None:
        raise TooSmall(
            f"a label of {size.width_mm:g} x {size.height_mm:g} mm has no room for a Data Matrix"
            f" with modules of {MATRIX_MIN_MM} mm"
        )
    return Face(width, height, matrix, bars, area.beside(matrix, bars, label))


@dataclass(frozen=True, slots=True)
class _Area:
    """A label's width and height in dots, and what fits."""

    width: int
    height: int
    per_mm: float

    def dots(self, mm: float) -> int:
        return round(mm * self.per_mm)

    def bars(self) -> Bars | None:
        """Return the widest bars that keep their quiet zones on the label, at its lower edge."""
        whole = BARS_MODULES + 2 * BARS_QUIET
        module = min(self.width // whole, int(BARS_MAX_MM * self.per_mm))
        if module < BARS_MIN_MM * self.per_mm:
            return None
        height = self.dots(max(BARS_HEIGHT_MM, _BARS_SHARE * self.height / self.per_mm))
        x = (self.width - BARS_MODULES * module) // 2
        return Bars(x, self.height - self.dots(EDGE_MM) - height, module, height)

    def matrix(self, bars: Bars | None) -> Matrix | None:
        """Return the largest Data Matrix that fits above the bars, to the left."""
        edge = self.dots(EDGE_MM)
        below = self.height - edge if bars is None else bars.y - self.dots(_GAP_MM)
        module = min((below - edge) // MATRIX_MODULES, int(MATRIX_MAX_MM * self.per_mm))
        if module < MATRIX_MIN_MM * self.per_mm:
            return None
        left = max(edge, module * MATRIX_QUIET)
        return Matrix(left, edge + (below - edge - MATRIX_MODULES * module) // 2, module)

    def beside(self, matrix: Matrix, bars: Bars | None, label: PrintedLabel) -> tuple[Words, ...]:
        """Return the digits, and the name below them, to the right of the Data Matrix."""
        edge = self.dots(EDGE_MM)
        side = MATRIX_MODULES * matrix.module
        x = matrix.x + side + max(self.dots(_GAP_MM), 2 * MATRIX_QUIET * matrix.module)
        width = self.width - edge - x
        below = self.height - edge if bars is None else bars.y - self.dots(_GAP_MM)
        lines = [" ".join(groups(label.number))]
        if self._fitting(lines[0], width) < self.dots(_DIGITS_MIN_MM):
            lines = list(groups(label.number))
        room = (below - edge) // len(lines)
        digits = min(self._fitting(max(lines, key=len), width), room, self.dots(_DIGITS_MAX_MM))
        if digits < self.dots(_DIGITS_MIN_MM):
            raise TooSmall("there is no room for the digits beside the Data Matrix")
        name = label.name[:LONGEST_NAME]
        small = min(self._fitting(name, width), self.dots(_NAME_MAX_MM)) if name else 0
        if small < self.dots(_NAME_MIN_MM) or edge + len(lines) * digits + small > below:
            name, small = "", 0
        top = edge + (below - edge - len(lines) * digits - small) // 2
        words = [
            Words(x, top + place * digits + _baseline(digits), digits, width, line)
            for place, line in enumerate(lines)
        ]
        if name:
            words.append(Words(x, top + len(lines) * digits + _baseline(small), small, width, name))
        return tuple(words)

    def name_alone(self, name: str) -> tuple[Words, ...]:
        """Return a name as large as the label takes."""
        edge = self.dots(EDGE_MM)
        width = self.width - 2 * edge
        height = min(self._fitting(name, width), self.height - 2 * edge)
        left = (self.width - int(len(name) * _LETTER * height)) // 2
        top = (self.height - height) // 2
        return (Words(max(left, edge), top + _baseline(height), height, width, name),)

    @staticmethod
    def _fitting(text: str, width: int) -> int:
        """Return how high letters may be so that a line is no wider than this."""
        return int(width / (_LETTER * max(len(text), 1)))


def _baseline(height: int) -> int:
    """Return how far the baseline lies under the top of a line; digits have no descenders."""
    return height * 4 // 5
