"""The bench checklist on paper: gathers the tables of all pages into one sheet to be signed.

A table is gathered when its head is `| no. | do | expected | seen |`. Each row's number is a letter
and a count, and is the same on its page and on paper.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

HEAD: Final = "| no. | do | expected | seen |"
_FIRST_PAGE: Final = "bench_test.md"
_CELL: Final = re.compile(r"(?<!\\)\|")

_STYLE: Final = """
@page { size: A4; margin: 12mm 11mm }
body { font: 9pt/1.3 "DejaVu Sans", "Noto Sans", Arial, sans-serif; color: #111 }
body { margin: 0 auto; max-width: 188mm }
h1 { font-size: 17pt; margin: 0 0 1mm }
h2 { font-size: 11pt; margin: 6mm 0 1.5mm; break-after: avoid }
p { margin: 0 0 2mm } code { font: 8pt "DejaVu Sans Mono", monospace }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th { text-align: left; font-size: 7.5pt; color: #555; font-weight: normal; padding: 0 1.5mm .5mm }
td { border: .2mm solid #777; padding: 1.2mm 1.5mm; vertical-align: top; overflow-wrap: anywhere }
tr { break-inside: avoid } thead { display: table-header-group }
.no { width: 9mm; font-weight: bold } .do { width: 62mm } .is { width: 52mm } .by { width: 24mm }
.lines span { display: inline-block; border-bottom: .2mm solid #111; margin: 5mm 6mm 0 1mm }
"""

_FIRST_WORDS: Final = (
    "<p>Made from the pages of hardware_docs/ by <code>make drawings</code>; what each item is for"
    " stands there. No weapon in the rack, and a lamp in parallel with the coil. What this kiosk"
    " does not have is struck out. <b>Without the expected value at L1, L2, L4, L7, L8 or L11 the"
    " rack must not hold weapons.</b></p>"
)
_TABLE_HEAD: Final = (
    '<table><thead><tr><th class="no">no.</th><th class="do">do, and how to measure</th>'
    '<th class="is">expected</th><th>seen</th><th class="by">date, signature</th></tr></thead>'
    "<tbody>"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be done on the bench."""

    number: str
    do: str
    expected: str


@dataclass(frozen=True, slots=True)
class Table:
    """The items below one heading of one page."""

    page: str
    heading: str
    items: tuple[Item, ...]


def gathered(pages: Path) -> list[Table]:
    """Return all tables of the folder, those of the bench test first."""
    paths = sorted(pages.glob("*.md"), key=lambda path: (path.name != _FIRST_PAGE, path.name))
    return [table for path in paths for table in _tables(path)]


def _tables(path: Path) -> Iterator[Table]:
    title, heading = "", ""
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("# "):
            title = line[2:]
        elif line.startswith("## "):
            heading = line[3:]
        elif line == HEAD:
            next(lines)
            name = heading if path.name == _FIRST_PAGE else title
            yield Table(path.name, name, tuple(_items(lines)))


def _items(lines: Iterator[str]) -> Iterator[Item]:
    for line in lines:
        if not line.startswith("|"):
            return
        number, do, expected, *_ = (cell.strip() for cell in _CELL.split(line)[1:-1])
        yield Item(number, do, expected)


def sheet(tables: list[Table]) -> str:
    """Return the page that is printed."""
    rows = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Bench test</title>',
        f"<style>{_STYLE}</style></head><body>",
        "<h1>Bench test</h1>",
        _FIRST_WORDS,
        _lines(("Kiosk", 32), ("Pi, revision", 42), ("kernel", 42)),
        _lines(("gpiozero, lgpio", 32), ("config.txt seen by", 32), ("date", 28)),
    ]
    for table in tables:
        rows += [
            f"<h2>{_inline(table.heading)}</h2>",
            _TABLE_HEAD,
            *(
                f'<tr><td class="no">{item.number}</td><td>{_inline(item.do)}</td>'
                f"<td>{_inline(item.expected)}</td><td></td><td></td></tr>"
                for item in table.items
            ),
            "</tbody></table>",
        ]
    rows += [
        "<h2>All of it</h2>",
        _lines(("Technician", 40), ("Custodian", 40), ("Chief", 40)),
        "</body></html>",
    ]
    return "\n".join(rows) + "\n"


def _lines(*fields: tuple[str, int]) -> str:
    drawn = (f'{name}<span style="width: {width}mm"></span>' for name, width in fields)
    return f'<p class="lines">{" ".join(drawn)}</p>'


def _inline(text: str) -> str:
    """Turn the little Markdown of a cell into HTML: code, bold, and the words of a link."""
    html = escape(text, quote=False)
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", html)
    html = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html)
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", html)
