"""Sheets of labels: A4 stock by its measures, each label at its place, as HTML to print at 100 %.

Begun sheets are gone on with: the first label stands where the first one is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from kiosk.papers.faces import MM_PER_INCH, Face, PrintedLabel, Size, face
from kiosk.papers.khmer import letters
from kiosk.papers.symbols import Symbol, bars_of, matrix_of

A4_MM: Final = (210.0, 297.0)
GRID_PER_MM: Final = 300 / MM_PER_INCH
"""Dots of the grid that modules keep to: printers of 300, 600 and 1200 dpi have them all."""
SHIFT_MAX_MM: Final = 5.0
"""As far as a sheet may be moved to meet the stock of a printer that feeds beside. Ours."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of A4 stock. Measures in millimetres from the top left of the sheet.

    `left` and `top`: of the first label; `step_x` and `step_y`: from one label to the next.
    `cut`: plain paper, with a line around each label to cut along. `source`: of the measures.
    """

    name: str
    across: int
    down: int
    size: Size
    left: float
    top: float
    step_x: float
    step_y: float
    source: str
    cut: bool = False

    @property
    def labels(self) -> int:
        """How many labels are on it."""
        return self.across * self.down

    def place(self, number: int) -> tuple[float, float]:
        """Return the top left corner of a label; they are counted from 0, row by row."""
        row, column = divmod(number, self.across)
        return self.left + column * self.step_x, self.top + row * self.step_y


_GLABELS = "gLabels 3.4 templates (Debian glabels-data)"

SHEETS: Final = {
    sheet.name: sheet
    for sheet in (
        Sheet("L7651", 5, 13, Size(38.1, 21.2), 4.75, 10.7, 40.6, 21.2,
              f"{_GLABELS}, Avery 8651 family (L7651, J8651), set in the middle of the page"),
        Sheet("L4732", 5, 16, Size(35.6, 16.9), 11.0, 13.3, 38.1, 16.9,
              f"{_GLABELS}, Avery L4732, set in the middle of the page"),
        Sheet("L7654", 4, 10, Size(45.7, 25.4), 9.7, 21.5, 48.3, 25.4,
              f"{_GLABELS}, Avery L4770 family (L7654, J8654, L6145), set in the middle"),
        Sheet("L7159", 3, 8, Size(63.5, 33.9), 7.2, 12.9, 66.0, 33.9,
              f"{_GLABELS}, endisch 63.5 x 33.9; the same stock as Avery L7159 and J8159"),
        Sheet("L7160", 3, 7, Size(63.5, 38.1), 7.25, 15.15, 66.0, 38.1,
              f"{_GLABELS}, Avery 7160 family (L7160, J8160), set in the middle of the page"),
        Sheet("plain", 4, 10, Size(48.0, 27.0), 9.0, 13.5, 48.0, 27.0,
              "ours: plain paper, to cut along the lines", cut=True),
    )
}  # fmt: skip
"""Every layout, by the name on the packet."""

_STYLE = """\
@page { size: 210mm 297mm; margin: 0 }
html, body { margin: 0; background: #fff }
svg { display: block; width: 210mm; height: 297mm; overflow: hidden }
svg + svg { break-before: page }
text { font-family: "DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono",
  "Noto Sans Khmer", "Khmer OS", "Khmer UI", monospace; font-weight: bold; fill: #000 }
.cut { fill: none; stroke: #999; stroke-width: .1; stroke-dasharray: 1 1 }
"""


def sheets(
    labels: Sequence[PrintedLabel],
    sheet: Sheet,
    first: int = 1,
    shift_mm: tuple[float, float] = (0.0, 0.0),
) -> str:
    """Return all labels as a document of whole sheets.

    Args:
        labels: in the order in which they are to be stuck.
        sheet: the stock.
        first: the first label that is left on a begun sheet, counted from 1, row by row.
        shift_mm: to the right and down, for a printer that feeds beside.

    Raises:
        ValueError: `first` is not on the sheet, or the shift is too far.
        TooSmall: the stock has no room for a label.
    """
    if not 1 <= first <= sheet.labels:
        raise ValueError(f"a sheet {sheet.name} has labels 1 to {sheet.labels}, not {first}")
    if max(map(abs, shift_mm)) > SHIFT_MAX_MM:
        raise ValueError(f"a sheet is moved by {SHIFT_MAX_MM:g} mm at most")
    places = list(enumerate(labels, first - 1))
    last = (first - 1 + len(labels) - 1) // sheet.labels
    pages = "".join(
        _page([(at % sheet.labels, one) for at, one in places if at // sheet.labels == page],
              sheet, shift_mm)
        for page in range(last + 1)
    )  # fmt: skip
    title = f"{len(labels)} labels, {sheet.name}"
    return (
        f"<!doctype html>\n<html lang='en'><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>{letters()}{_STYLE}</style>{pages}</html>\n"
    )


def _page(
    labels: Sequence[tuple[int, PrintedLabel]], sheet: Sheet, shift_mm: tuple[float, float]
) -> str:
    width, height = A4_MM
    drawn = "".join(_label(number, label, sheet, shift_mm) for number, label in labels)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}'"
        f" shape-rendering='crispEdges'>{drawn}</svg>"
    )


def _label(number: int, label: PrintedLabel, sheet: Sheet, shift_mm: tuple[float, float]) -> str:
    left, top = sheet.place(number)
    x, y = left + shift_mm[0], top + shift_mm[1]
    cut = ""
    if sheet.cut:
        width, height = sheet.size.width_mm, sheet.size.height_mm
        cut = f"<rect class='cut' x='{x:g}' y='{y:g}' width='{width:g}' height='{height:g}'/>"
    laid = face(label, sheet.size, GRID_PER_MM)
    scale = 1 / GRID_PER_MM
    return (
        f"{cut}<g transform='translate({x:.4f} {y:.4f}) scale({scale:.6f})'>"
        f"{svg_of(laid, label)}</g>"
    )


def svg_of(laid: Face, label: PrintedLabel) -> str:
    """Return what stands on one label as SVG, in the dots of its face."""
    parts = []
    if laid.matrix is not None:
        at = laid.matrix
        parts.append(_symbol(matrix_of(label.number), (at.x, at.y), at.module, at.module))
    if laid.bars is not None:
        bars = laid.bars
        parts.append(_symbol(bars_of(label.number), (bars.x, bars.y), bars.module, bars.height))
    parts += (
        f"<text x='{line.x}' y='{line.y}' font-size='{line.height}'>{escape(line.text)}</text>"
        for line in laid.words
    )
    return "".join(parts)


def _symbol(symbol: Symbol, corner: tuple[int, int], module: int, row: int) -> str:
    """Return one path; `row`: how high a row of modules is."""
    left, top = corner
    path = "".join(
        f"M{left + x * module} {top + y * row}h{wide * module}v{high * row}h-{wide * module}z"
        for x, y, wide, high in symbol.rectangles()
    )
    return f"<path d='{path}'/>"
