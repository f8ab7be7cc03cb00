"""A sheet of A4 paper: strokes are put on it in millimetres, and it writes itself as SVG.

The same strokes make the same bytes, always: numbers have two digits after the point, and nothing
here knows the time. What a stroke means is not known here; symbols of parts stand in `symbols`.

Colours only repeat what shape, hatching or a word says already: a sheet is read as well from a
black-and-white printer. Words are set in whatever sans-serif the reader's machine has; leave room.
"""

from typing import Final
from xml.sax.saxutils import escape

Point = tuple[float, float]
"""Millimetres from the left edge, and from the top."""

PORTRAIT: Final = (210.0, 297.0)
LANDSCAPE: Final = (297.0, 210.0)
MARGIN: Final = 12.0
"""What a printer leaves white, and room for a punch."""

_STYLE: Final = """
text { font-family: "DejaVu Sans", "Noto Sans", Arial, sans-serif; font-size: 3.1px; fill: #111 }
.s { font-size: 2.5px } .xs { font-size: 2.1px } .l { font-size: 4.2px } .t { font-size: 6.4px }
.b { font-weight: bold } .mid { text-anchor: middle } .end { text-anchor: end }
.mono { font-family: "DejaVu Sans Mono", monospace } .grey { fill: #555 } .white { fill: #fff }
.wire { fill: none; stroke: #111; stroke-width: .45; stroke-linecap: round; stroke-linejoin: round }
.thick { fill: none; stroke: #111; stroke-width: .9; stroke-linecap: round; stroke-linejoin: round }
.hair { fill: none; stroke: #888; stroke-width: .18 }
.dash { fill: none; stroke: #111; stroke-width: .35; stroke-dasharray: 1.6 1.2 }
.box { fill: #fff; stroke: #111; stroke-width: .35 } .panel { fill: #f4f4f1; stroke: none }
.ink { fill: #111; stroke: none } .hole { fill: #fff; stroke: #111; stroke-width: .45 }
.red { fill: #f6c9c2; stroke: #111; stroke-width: .35 }
.amber { fill: #fbe3a9; stroke: #111; stroke-width: .35 }
.green { fill: #cfe8c9; stroke: #111; stroke-width: .35 }
.blue { fill: #cadff2; stroke: #111; stroke-width: .35 }
.violet { fill: #e1d3ee; stroke: #111; stroke-width: .35 }
.dark { fill: #333; stroke: #111; stroke-width: .35 }
"""


class Sheet:
    """One sheet, with its title at the top and its origin at the bottom."""

    def __init__(self, title: str, says: str, origin: str, size: Point = LANDSCAPE) -> None:
        """Begin with a title, one sentence below it, and where all of it comes from."""
        self.width, self.height = size
        self._strokes: list[str] = []
        self._title = title
        self.words((MARGIN, MARGIN + 6), title, "t b")
        self.words((MARGIN, MARGIN + 11.5), says, "grey")
        foot = self.height - MARGIN + 3
        self.line((MARGIN, foot - 4), (self.width - MARGIN, foot - 4), css="hair")
        self.words((MARGIN, foot), f"Drawn from {origin} by `make drawings`.", "s grey")
        self.words((self.width - MARGIN, foot), "Armoury kiosk", "s grey end")

    def line(self, *points: Point, css: str = "wire") -> None:
        """Draw from point to point."""
        path = " ".join(f"{_mm(x)},{_mm(y)}" for x, y in points)
        self._strokes.append(f'<polyline class="{css}" points="{path}"/>')

    def shape(self, *points: Point, css: str = "ink") -> None:
        """Draw a closed and filled shape."""
        path = " ".join(f"{_mm(x)},{_mm(y)}" for x, y in points)
        self._strokes.append(f'<polygon class="{css}" points="{path}"/>')

    def box(self, corner: Point, size: Point, css: str = "box", *, round_mm: float = 0) -> None:
        """Draw a rectangle from its upper left corner."""
        (x, y), (width, height) = corner, size
        self._strokes.append(
            f'<rect class="{css}" x="{_mm(x)}" y="{_mm(y)}" width="{_mm(width)}"'
            f' height="{_mm(height)}" rx="{_mm(round_mm)}"/>'
        )

    def disc(self, at: Point, radius_mm: float, css: str = "ink") -> None:
        """Draw a disc, or a ring."""
        x, y = at
        self._strokes.append(
            f'<circle class="{css}" cx="{_mm(x)}" cy="{_mm(y)}" r="{_mm(radius_mm)}"/>'
        )

    def words(self, at: Point, text: str, css: str = "") -> None:
        """Set one line of words, if there are any; the point is the left end of its base line."""
        if not text:
            return
        x, y = at
        style = f' class="{css}"' if css else ""
        self._strokes.append(f'<text x="{_mm(x)}" y="{_mm(y)}"{style}>{escape(text)}</text>')

    def svg(self) -> str:
        """Return all of it."""
        width, height = _mm(self.width), _mm(self.height)
        return "\n".join(
            [
                (
                    f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
                    f' viewBox="0 0 {width} {height}">'
                ),
                f"<title>{escape(self._title)}</title>",
                f"<style>{_STYLE}</style>",
                f'<rect width="{width}" height="{height}" fill="#fff"/>',
                *self._strokes,
                "</svg>\n",
            ]
        )


def _mm(number: float) -> str:
    """Write a number the same way on every machine, without an idle zero."""
    written = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def folded(text: str, letters: int) -> list[str]:
    """Break a text between words into lines of no more than so many letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
