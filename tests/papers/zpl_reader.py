"""A label printer, as far as our labels need one: it reads ZPL and paints dots.

Written from Zebra's guide, by hand, and not from the writer: an unknown command is an error.
"""

import re
from dataclasses import dataclass, field
from typing import cast

import zxingcpp

from tests.hardware_docs import code128
from tests.papers.pictures import Picture

_COMMAND = re.compile(r"\^([A-Z][A-Z0-9])([^\^]*)")


@dataclass
class LabelPrinted:
    """One label: its size, its dots, and the boxes (x, y, width, height) of its fields."""

    width: int
    height: int
    dots: bytearray = field(init=False)
    boxes: list[tuple[int, int, int, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin white."""
        self.dots = bytearray(b"\xff") * (self.width * self.height)

    @property
    def picture(self) -> Picture:
        """What it looks like."""
        return Picture(self.width, self.height, bytes(self.dots))

    def paint(self, x: int, y: int, width: int, height: int) -> None:
        """Paint a rectangle black; one that leaves the label is an error."""
        assert x >= 0, "left of the label"
        assert y >= 0, "above the label"
        assert x + width <= self.width, "right of the label"
        assert y + height <= self.height, "below the label"
        for row in range(y, y + height):
            begin = row * self.width + x
            self.dots[begin : begin + width] = bytes(width)


def labels_of(zpl: str) -> list[LabelPrinted]:
    """Return the labels that a printer makes of a text."""
    assert "~" not in zpl, "a control command"
    forms = re.findall(r"\^XA(.*?)\^XZ", zpl, re.DOTALL)
    return [
        _Printer([(name, told.strip("\n")) for name, told in _COMMAND.findall(form)]).label
        for form in forms
    ]


class _Printer:
    """Obeys the commands of one label, in order."""

    def __init__(self, commands: list[tuple[str, str]]) -> None:
        sizes = dict(commands)
        self.label = LabelPrinted(int(sizes["PW"]), int(sizes["LL"]))
        self._at, self._font, self._module = (0, 0), (0, 0), 2
        self._symbol, self._escaped = "", False
        for name, told in commands:
            self._obey(name, told)

    def _obey(self, name: str, told: str) -> None:
        match name:
            case "PW" | "LL" | "PQ" | "CI" | "LH":
                assert name not in {"CI", "LH"} or told in {"28", "0,0"}
            case "BY":
                self._module = int(told)
                assert 1 <= self._module <= 10
            case "FO":
                x, y = told.split(",")
                self._at, self._symbol, self._escaped = (int(x), int(y)), "", False
            case "A0":
                _, high, wide = told.split(",")
                self._font = (int(high), int(wide))
            case "BX" | "BC":
                self._symbol = name + told
            case "FH":
                self._escaped = True
            case "FD":
                self._field(_plain(told) if self._escaped else told)
            case _:
                assert name == "FS", f"no command of ours: ^{name}{told}"

    def _field(self, text: str) -> None:
        if self._symbol.startswith("BX"):
            way, side, quality, columns, rows = self._symbol[2:].split(",")
            assert (way, quality, columns) == ("N", "200", rows)
            self._matrix(int(side), int(columns), text)
        elif self._symbol.startswith("BC"):
            way, height, *lines = self._symbol[2:].split(",")
            assert (way, lines) == ("N", ["N", "N", "N"])
            assert text.startswith(">;"), "set B, twice as wide"
            self._bars(int(height), text[2:])
        else:
            (x, y), (high, wide) = self._at, self._font
            assert y + high <= self.label.height
            assert x + round(0.6 * wide * len(text)) <= self.label.width
            self.label.texts.append(text)

    def _bars(self, height: int, text: str) -> None:
        x, y = begin, _ = self._at
        for place, width in enumerate(code128.widths(text)):
            if place % 2 == 0:
                self.label.paint(x, y, width * self._module, height)
            x += width * self._module
        self.label.boxes.append((begin, y, x - begin, height))

    def _matrix(self, side: int, columns: int, text: str) -> None:
        """Paint a Data Matrix with so many columns; 10 is the library's first version."""
        form = zxingcpp.BarcodeFormat.DataMatrix
        symbol = zxingcpp.create_barcode(text, form, version=(columns - 8) // 2)
        image = symbol.to_image(scale=1, add_quiet_zones=False)
        height, width = image.shape
        assert width == columns
        pixels = bytes(memoryview(cast("bytes", image)).cast("B"))
        x, y = self._at
        for row in range(height):
            for column in range(width):
                if not pixels[row * width + column]:
                    self.label.paint(x + column * side, y + row * side, side, side)
        self.label.boxes.append((x, y, width * side, height * side))


def _plain(told: str) -> str:
    """Return what a field behind ^FH says."""
    raw = re.sub(
        rb"_([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), told.encode()
    )
    return raw.decode()
