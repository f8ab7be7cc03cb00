"""Sheets of barcodes that set a scanner up, from hardware_docs/reader_settings.toml.

Only what has a source is printed. Bars are 0.33 mm wide at the least: print at 100 %.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.hardware_docs.code128 import QUIET, widths
from tests.hardware_docs.sheet import MARGIN, PORTRAIT, Point, Sheet, folded

FILE: Final = Path(__file__).parents[2] / "hardware_docs" / "reader_settings.toml"
_MODULE_MM: Final = 0.33
_BAR_MM: Final = 14.0
_STEP_MM: Final = 44.0
_TOP: Final = 56.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One setting: a barcode, or bytes to be sent."""

    says: str
    source: str
    code: str = ""
    bytes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSheet:
    """What one make of scanners is set up with."""

    file: str
    title: str
    scanners: str
    before: str
    after: str
    check: str
    steps: tuple[Step, ...] = field(default=())


def read_sheets(path: Path = FILE) -> list[ReaderSheet]:
    """Read the table. What is not written as it should be ends in a TypeError."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        ReaderSheet(
            steps=tuple(Step(**step) for step in row["step"]),
            **{key: row[key] for key in row if key != "step"},
        )
        for row in raw["sheet"]
    ]


def draw(reader: ReaderSheet) -> str:
    """Return the sheet of one make."""
    origin = "hardware_docs/reader_settings.toml"
    sheet = Sheet(reader.title, reader.scanners, origin, PORTRAIT)
    sheet.words((MARGIN, 34), reader.before)
    if any(step.code for step in reader.steps):
        sheet.words((MARGIN, 39), "Print at 100 %: this line is 50 mm long.", "s grey")
        sheet.line((76, 38), (126, 38))
        for x in (76, 126):
            sheet.line((x, 36.8), (x, 39.2))
    for number, step in enumerate(reader.steps):
        _draw_step(sheet, number + 1, step, (MARGIN, _TOP + number * _STEP_MM))
    end = _TOP + len(reader.steps) * _STEP_MM
    sheet.words((MARGIN, end), reader.after)
    sheet.words(
        (MARGIN, end + 5),
        f"No scanner has read this sheet before us yet: do bench {reader.check} first.",
        "s grey",
    )
    return sheet.svg()


def _draw_step(sheet: Sheet, number: int, step: Step, at: Point) -> None:
    x, y = at
    sheet.line((x, y - 8), (sheet.width - MARGIN, y - 8), css="hair")
    sheet.disc((x + 3.4, y - 1.2), 3.4, "dark")
    sheet.words((x + 3.4, y - 0.1), str(number), "b mid white")
    sheet.words((x + 10, y), step.says, "b")
    if step.code:
        _draw_bars(sheet, step.code, (x + 10 + QUIET * _MODULE_MM, y + 4))
        sheet.words((x + 10, y + 23), step.code, "xs mono")
    else:
        sheet.words((x + 10, y + 8), step.bytes, "l mono")
        sent = "".join(f"\\x{byte}" for byte in step.bytes.lower().split())
        sheet.words((x + 10, y + 14), f"printf '{sent}' > /dev/serial0", "s mono")
    for place, words in enumerate(folded(f"Source: {step.source}", 118)):
        sheet.words((x + 10, y + 27 + place * 3), words, "xs grey")


def _draw_bars(sheet: Sheet, code: str, at: Point) -> None:
    x, y = at
    for place, width in enumerate(widths(code)):
        if place % 2 == 0:
            sheet.box((x, y), (width * _MODULE_MM, _BAR_MM), "ink")
        x += width * _MODULE_MM
