"""The frame of every paper that is signed: A4, Khmer beside English, each page numbered.

Kiosk, day in words and the head of the chain stand on each of them, so that a sheet in a folder can
be held against the book. HTML with everything inside, so that any browser prints it. Every cell is
escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import escape

from kiosk.papers.khmer import letters
from kiosk.papers.symbols import QR_MODULES, QR_QUIET, qr_of

_SHEET = """\
@page { size: A4; margin: 18mm 18mm 16mm;
  font: 8pt "Noto Sans Khmer", "Khmer OS", "Khmer UI", sans-serif;
  @top-left { content: "%(above)s" }
  @bottom-left { content: "%(below)s" }
  @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 9.5pt/1.45 "Noto Sans Khmer", "Khmer OS", "Khmer UI", sans-serif; color: #000 }
h1 { font-size: 15pt; margin: 0 0 4mm } h2, .lead { margin: 5mm 0 1.5mm; break-after: avoid }
h2 { font-size: 11pt } .lead { font-weight: bold }
table { border-collapse: collapse; width: 100%% } tr { break-inside: avoid }
.facts th { width: 34%% }
.grid { table-layout: fixed }
thead { display: table-header-group } thead td { border: 0; font-size: 8pt }
th, td { border: .3mm solid #000; padding: .6mm 2mm; text-align: left; vertical-align: top }
td { overflow-wrap: anywhere }
.mono { font-family: "DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono",
  "Noto Sans Khmer", "Khmer OS", "Khmer UI", monospace }
.apart { break-before: page }
.box { display: inline-block; width: 5mm; height: 5mm; border: .4mm solid #000 }
.code { float: left; width: 14.5mm; height: 14.5mm; margin: -.6mm 1mm -.6mm -2mm }
.training { position: fixed; top: 38%%; left: 0; right: 0; text-align: center; color: #b00;
  font: bold 54pt/1.3 "Noto Sans Khmer", "Khmer OS", sans-serif; opacity: .2;
  transform: rotate(-32deg) }
.blank th { width: 38%% }
.blank td, .blank th { height: 6.6mm; padding: .2mm 2mm; vertical-align: middle }
.cells { display: flex } .cells i { width: 5.2mm; height: 5.8mm; border: .3mm solid #000;
  margin-left: -.3mm; font-style: normal; text-align: center; line-height: 5.8mm }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 13mm 10mm; margin-top: 14mm;
  break-inside: avoid }
.sign div { border-top: .3mm solid #000; padding-top: 1mm; break-inside: avoid }
"""

_MONTHS = (
    ("មករា", "January"), ("កុម្ភៈ", "February"), ("មីនា", "March"), ("មេសា", "April"),
    ("ឧសភា", "May"), ("មិថុនា", "June"), ("កក្កដា", "July"), ("សីហា", "August"),
    ("កញ្ញា", "September"), ("តុលា", "October"), ("វិច្ឆិកា", "November"), ("ធ្នូ", "December"),
)  # fmt: skip
"""Unicode CLDR, km and en."""

REGISTRAR = "Registrar / អ្នកចុះបញ្ជី"
SECOND = "Second person / អ្នកទីពីរ"
CUSTODIAN = "Custodian / អ្នកកាន់ឃ្លាំង"
COUNTER = "Who counted / អ្នករាប់"
CHIEF = "Chief / ប្រធានឃ្លាំង"
DATE = "Date / កាលបរិច្ឆេទ"
"""Who signs. Khmer from the glossary or composed from it; no native reader has confirmed it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Where and when a paper was printed. `head`: number and hash of the newest entry, or "".

    `training`: the register is an invented one, and every sheet of the paper says so. `unvouched`:
    nobody stood by the key that seals the chain.
    """

    kiosk: str
    at_ms: int
    utc_offset_min: int
    head: str = ""
    training: bool = False
    unvouched: bool = False


TRAINING = "ហ្វឹកហាត់", "TRAINING"
"""What stands across every paper of a training register. Khmer composed; not confirmed."""


UNVOUCHED = (
    "Key of the kiosk / កូនសោឌីជីថល",
    "not vouched for by two people / មិនទាន់មានមនុស្សពីរនាក់ធានាទេ",
)
"""What a paper with a head says of a key that nobody stood by. Khmer composed; not confirmed."""


@dataclass(frozen=True, slots=True)
class Title:
    """What a paper is, in both languages."""

    km: str
    en: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A text that is read sign by sign, a serial or a number: in letters of one width."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, and the same digits below it to be typed where it is torn."""

    digits: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """An empty box to tick; `line`: with a line beside it, to write on."""

    line: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """A row of cells to write one sign each into; the first ones hold `text`."""

    many: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Words and identifiers below each other."""

    lines: "tuple[str | Identifier, ...]"


GRID_ENDS = "</tbody></table>"
"""How the last rows of a grid are told from what stands behind them."""

Cell = str | Identifier | Code | Boxes | Signs | Lines
"""What stands in a table. Escaped here."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: its share of the width in percent, and what stands above it."""

    percent: int
    km: str
    en: str


def framed(
    title: Title,
    printed: Printed,
    facts: Iterable[tuple[str, Cell]],
    body: Iterable[str],
    signers: Sequence[str],
) -> str:
    """Return a whole paper.

    Args:
        title: what it is.
        printed: where and when, and the head of the chain.
        facts: what stands in the table at its begin, names and values; escaped here.
        body: HTML, made of `table`, `grid` and `heading`.
        signers: who signs, a line for each; empty for a paper nobody signs.
    """
    khmer, english = in_words(printed.at_ms, printed.utc_offset_min)
    margins = {
        "above": _in_css(f"{printed.kiosk} · {title.km} · {title.en}"),
        "below": _in_css(f"{khmer} · {english}"),
    }
    known: list[tuple[str, Cell]] = [("Kiosk / ម៉ាស៊ីន", printed.kiosk)]
    known += [("Printed / បោះពុម្ព", f"{khmer} · {english}"), *facts]
    if printed.head:
        known.append(("Head of the chain / ត្រាសៀវភៅ", printed.head))
    if printed.head and printed.unvouched:
        known.append(UNVOUCHED)
    return "".join(
        (
            "<!doctype html>\n<html lang='km'><meta charset='utf-8'>",
            f"<title>{escape(title.en)}</title><style>{letters()}{_SHEET % margins}</style>",
            _across(printed),
            f"<h1>{escape(title.km)}<br>{escape(title.en)}</h1>",
            table(known),
            *body,
            signatures(signers),
            "</html>\n",
        )
    )


def heading(km: str, en: str, *, apart: bool = False) -> str:
    """Return a heading inside a paper. `apart`: it begins a page."""
    return f"<h2{' class=apart' if apart else ''}>{escape(km)} · {escape(en)}</h2>"


def lead(km: str, en: str) -> str:
    """Return the line above a grid that has no heading of its own."""
    return f"<p class='lead'>{escape(km)} · {escape(en)}</p>"


def signatures(signers: Sequence[str]) -> str:
    """Return a line for each who signs; nothing where nobody does."""
    lines = "".join(f"<div>{escape(who)}</div>" for who in signers)
    return f"<div class='sign'>{lines}</div>" if signers else ""


def table(rows: Iterable[tuple[str, Cell]], kind: str = "facts") -> str:
    """Return names and values, a row each. `kind`: `blank` has room to write by hand."""
    lines = (f"<tr><th>{escape(name)}</th>{_cell(value)}</tr>" for name, value in rows)
    return f"<table class='{kind}'>{''.join(lines)}</table>"


def grid(
    name: str, above: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Iterator[str]:
    """Return a table of columns; its head stands on every page, with `above` over it."""
    widths = "".join(f"<col style='width:{column.percent}%'>" for column in columns)
    heads = "".join(f"<th>{escape(one.km)}<br>{escape(one.en)}</th>" for one in columns)
    span = len(columns)
    yield f"<table class='grid {name}'>{widths}"
    yield f"<thead><tr><td colspan='{span}' class='mono'>{escape(above)}</td></tr>"
    yield f"<tr>{heads}</tr></thead><tbody>"
    yield from map(row, rows)
    yield GRID_ENDS


def row(cells: Iterable[Cell]) -> str:
    """Return one row of a grid, for who hands a long one out in pieces."""
    return f"<tr>{''.join(map(_cell, cells))}</tr>"


def in_words(wall_ms: int, utc_offset_min: int) -> tuple[str, str]:
    """Return a wall moment as people write it, in Khmer and in English, in local time."""
    zone = timezone(timedelta(minutes=utc_offset_min))
    at = datetime.fromtimestamp(wall_ms / 1000, tz=UTC).astimezone(zone)
    khmer, english = _MONTHS[at.month - 1]
    return (
        f"ថ្ងៃទី{at.day} ខែ{khmer} ឆ្នាំ{at.year} ម៉ោង {at:%H:%M}",
        f"{at.day} {english} {at.year}, {at:%H:%M}",
    )


def _cell(cell: Cell) -> str:
    """Return one cell."""
    match cell:
        case Code(digits, spoken):
            return f"<td class=mono>{_qr(digits)}{escape(spoken)}</td>"
        case Boxes(line):
            return f"<td><span class=box></span>{'<br>……………' if line else ''}</td>"
        case Signs(many, text):
            cells = "".join(f"<i>{escape(one)}</i>" for one in text.ljust(many))
            return f"<td><span class=cells>{cells}</span></td>"
        case Lines(lines):
            return f"<td>{''.join(map(_line, lines))}</td>"
        case _:
            return _text(cell)


def _across(printed: Printed) -> str:
    """Return what stands across every page of a training register."""
    words = "<br>".join(map(escape, TRAINING))
    return f"<div class=training>{words}</div>" if printed.training else ""


def _qr(digits: str) -> str:
    """Return a QR code with its quiet zone as one path."""
    path = "".join(f"M{x} {y}h{wide}v{high}h-{wide}z" for x, y, wide, high in _dark(digits))
    side = QR_MODULES + 2 * QR_QUIET
    return (
        f"<svg class=code viewBox='-{QR_QUIET} -{QR_QUIET} {side} {side}'"
        f" shape-rendering='crispEdges'><path d='{path}'/></svg>"
    )


def _dark(digits: str) -> Iterator[tuple[int, int, int, int]]:
    return qr_of(digits).rectangles()


def _line(line: str | Identifier) -> str:
    return _text(line).replace("<td", "<div").replace("</td>", "</div>")


def _text(cell: str | Identifier) -> str:
    """Return words or an identifier; what has no space is a number, a hash or a name of ours.

    Khmer has no letters of one width, and Chromium 156 draws boxes for Khmer digits behind Latin
    ones in such a font.
    """
    text = cell.text if isinstance(cell, Identifier) else cell
    sign_by_sign = text.isascii() and (isinstance(cell, Identifier) or " " not in text)
    return f"<td{' class=mono' if sign_by_sign else ''}>{escape(text)}</td>"


def _in_css(text: str) -> str:
    """Return a text as it stands inside a CSS string, and inside a style element."""
    return "".join(one if one.isalnum() else f"\\{ord(one):x} " for one in text)
