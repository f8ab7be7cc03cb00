"""The symbols of parts in a circuit, and how the wires of one reach the next.

A part with two ends is drawn between two points, with its wires, in whatever direction they lie;
its words stand to the right of it, or above it when it lies flat. Transistors have places to wire
to.
"""

from dataclasses import dataclass
from typing import Final

from tests.hardware_docs.sheet import Point, Sheet

BODY_MM: Final = 7.0
"""How long the body of a part with two ends is."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """From one end of a part to the other: places are told along it and across it."""

    start: Point
    end: Point

    @property
    def length(self) -> float:
        return abs(self.end[0] - self.start[0]) + abs(self.end[1] - self.start[1])

    def at(self, along: float, across: float = 0) -> Point:
        """Return a point: millimetres from the middle towards the end, and to the right of it."""
        (x1, y1), (x2, y2) = self.start, self.end
        ux, uy = (x2 - x1) / self.length, (y2 - y1) / self.length
        return (x1 + x2) / 2 + ux * along - uy * across, (y1 + y2) / 2 + uy * along + ux * across

    @property
    def flat(self) -> bool:
        return self.start[1] == self.end[1]


def _wires(sheet: Sheet, axis: _Axis, body: float) -> None:
    half = axis.length / 2
    sheet.line(axis.start, axis.at(-body / 2))
    sheet.line(axis.at(body / 2), axis.at(half))


def _label(sheet: Sheet, axis: _Axis, label: str, away: float = 3.2) -> None:
    """Set the words of a part; a bar divides lines."""
    x, y = axis.at(0)
    lines = label.split("|")
    for number, words in enumerate(lines):
        if axis.flat:
            sheet.words((x, y - away - 3.2 * (len(lines) - 1 - number)), words, "s mid")
        else:
            sheet.words((x + away, y + 1 + 3.2 * (number - (len(lines) - 1) / 2)), words, "s")


def resistor(sheet: Sheet, start: Point, end: Point, label: str) -> None:
    """Draw a resistor."""
    axis = _Axis(start, end)
    _wires(sheet, axis, BODY_MM)
    half = BODY_MM / 2
    corners = [axis.at(-half, -1.3), axis.at(half, -1.3), axis.at(half, 1.3), axis.at(-half, 1.3)]
    sheet.shape(*corners, css="box")
    _label(sheet, axis, label)


def capacitor(sheet: Sheet, start: Point, end: Point, label: str) -> None:
    """Draw a capacitor without polarity."""
    axis = _Axis(start, end)
    _wires(sheet, axis, 1.6)
    for along in (-0.8, 0.8):
        sheet.line(axis.at(along, -2.6), axis.at(along, 2.6), css="thick")
    _label(sheet, axis, label, 4)


def diode(sheet: Sheet, start: Point, end: Point, label: str) -> None:
    """Draw a diode: current flows from start to end."""
    axis = _Axis(start, end)
    sheet.line(axis.start, axis.end)
    sheet.shape(axis.at(-1.8, -1.9), axis.at(-1.8, 1.9), axis.at(1.6, 0))
    sheet.line(axis.at(1.6, -2), axis.at(1.6, 2), css="thick")
    _label(sheet, axis, label)


def fuse(sheet: Sheet, start: Point, end: Point, label: str) -> None:
    """Draw a fuse: a body with its wire seen through."""
    resistor(sheet, start, end, label)
    sheet.line(start, end)


def coil(sheet: Sheet, start: Point, end: Point, label: str) -> None:
    """Draw a coil: a filled body."""
    axis = _Axis(start, end)
    _wires(sheet, axis, BODY_MM)
    half = BODY_MM / 2
    corners = [axis.at(-half, -1.7), axis.at(half, -1.7), axis.at(half, 1.7), axis.at(-half, 1.7)]
    sheet.shape(*corners, css="dark")
    _label(sheet, axis, label)


def contact(sheet: Sheet, start: Point, end: Point, label: str, *, closed: bool = True) -> None:
    """Draw a contact as it is when all is well."""
    axis = _Axis(start, end)
    _wires(sheet, axis, 6)
    for along in (-3, 3):
        sheet.disc(axis.at(along), 0.7, "hole")
    sheet.line(axis.at(-3), axis.at(3, -0.8 if closed else -3))
    _label(sheet, axis, label, 3.6)


def ground(sheet: Sheet, at: Point) -> None:
    """Draw the ground that hangs on a point."""
    x, y = at
    for number, half in enumerate((2.2, 1.4, 0.6)):
        sheet.line((x - half, y + number * 0.9), (x + half, y + number * 0.9), css="thick")


def supply(sheet: Sheet, at: Point, label: str) -> None:
    """Draw the supply above a point."""
    x, y = at
    sheet.line((x - 2.2, y), (x + 2.2, y), css="thick")
    sheet.words((x, y - 1.4), label, "s b mid")


def joint(sheet: Sheet, *points: Point) -> None:
    """Draw the dots where wires are joined."""
    for point in points:
        sheet.disc(point, 0.75)


def probe(sheet: Sheet, at: Point, name: str) -> None:
    """Draw where to hold the meter."""
    x, y = at
    sheet.disc(at, 2.3, "amber")
    sheet.words((x, y + 0.9), name, "s b mid")


@dataclass(frozen=True, slots=True)
class Mosfet:
    """A transistor that was drawn: where its three legs can be wired to."""

    gate: Point
    drain: Point
    source: Point


def mosfet(sheet: Sheet, at: Point, label: str, *, p_channel: bool = False) -> Mosfet:
    """Draw a MOSFET around a point: gate to the left, drain and source above and below.

    A P-channel has its source above. The label stands to the right; a bar divides its lines.
    """
    x, y = at
    sheet.disc(at, 5, "hole")
    sheet.line((x - 2.6, y - 2.6), (x - 2.6, y + 2.6), css="thick")
    sheet.line((x - 8, y), (x - 2.6, y))
    for step in (-2.4, 0, 2.4):
        sheet.line((x - 1.5, y + step - 0.8), (x - 1.5, y + step + 0.8), css="thick")
    sheet.line((x - 1.5, y - 2.4), (x + 1.6, y - 2.4), (x + 1.6, y - 8))
    sheet.line((x - 1.5, y + 2.4), (x + 1.6, y + 2.4), (x + 1.6, y + 8))
    body = y - 2.4 if p_channel else y + 2.4
    sheet.line((x - 1.5, y), (x + 1.6, y), (x + 1.6, body))
    if p_channel:
        sheet.shape((x + 1.3, y), (x - 0.4, y - 0.9), (x - 0.4, y + 0.9))
    else:
        sheet.shape((x - 1.3, y), (x + 0.4, y - 0.9), (x + 0.4, y + 0.9))
    lines = label.split("|")
    for number, words in enumerate(lines):
        sheet.words((x + 6.4, y + 1 + 3.2 * (number - (len(lines) - 1) / 2)), words, "s")
    above, below = (x + 1.6, y - 8), (x + 1.6, y + 8)
    for end, letter in ((above, "S" if p_channel else "D"), (below, "D" if p_channel else "S")):
        sheet.words((end[0] + 0.8, y + (end[1] - y) * 0.78), letter, "xs grey")
    sheet.words((x - 7.6, y - 0.8), "G", "xs grey")
    source, drain = (above, below) if p_channel else (below, above)
    return Mosfet(gate=(x - 8, y), drain=drain, source=source)
