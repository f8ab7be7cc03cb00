"""The first visible sheet of an XLSX file, cell by cell as its XML has it.

Read with the standard library, as a stream: a reader that gives typed values has already made
7E+3 of 7000 and 38718 of a date (docs/decisions/0014-xlsx-as-it-is-written.md). Texts shared
by many cells lie in one block of bytes, so that a million rows do not fill the memory.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.parsers import expat

from kiosk.cards.table_file import Mark, MarkKind, Table, TableRow, TableWrong
from kiosk.cards.workbook_parts import (
    Elements,
    Forbidden,
    SharedTexts,
    Sheets,
    Styles,
    Texts,
    unescaped,
)

_PIECE = 1 << 16
_ROW_AT_END = re.compile(r"[0-9]{1,8}$")
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]*")
_DAYS_MAX = 2_958_465
"""31 December 9999, the last day of a spreadsheet."""

_COLUMNS_MAX = 256
"""A card has some twenty; a sheet with a cell in column 16,384 is no list of cards. Ours."""

UNPACKED_MAX = 2 << 30
"""Bytes of all parts of a file, unpacked; a sheet of a million cards with 16 columns has some 900
MB of XML. Ours."""

_ROWS_MAX = 1 << 24
"""The longest sheet there is, LibreOffice's; those of others end at 1,048,576."""

_KINDS = {
    "n": MarkKind.NUMBER, "b": MarkKind.NUMBER, "d": MarkKind.DATE, "e": MarkKind.ERROR,
}  # fmt: skip
_DAY_SIGNS = len("2006-01-31")


def workbook_table(path: Path) -> Table:
    """Open an XLSX file.

    Raises:
        TableWrong: it is cut off, is none, or has no row.
        OSError: it cannot be read.
    """
    said = _Said()
    rows = _whole_or_refused(path, said)
    first = next(rows, None)
    if first is None:
        raise TableWrong(f"{path}: the first sheet has no row. Save the list once more", "empty")
    return Table("xlsx", tuple(first.cells), rows, said.rows)


@dataclass(slots=True)
class _Said:
    """What a sheet says of itself before its rows: how many there are, heading left out."""

    rows: int = 0


def _whole_or_refused(path: Path, said: _Said) -> Iterator[TableRow]:
    try:
        with zipfile.ZipFile(path) as parts:
            _refuse_bomb(path, parts)
            yield from _rows(parts, said)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError,
        RuntimeError, expat.ExpatError, Forbidden,
    ) as wrong:  # fmt: skip
        raise TableWrong(
            f"{path} is cut off, damaged or no XLSX ({type(wrong).__name__}: {wrong}). Copy it once"
            " more, or save the list as CSV",
            "cut_off",
        ) from wrong


@dataclass(slots=True)
class _Book:
    """What the cells of a sheet refer to."""

    texts: Texts
    date_styles: frozenset[int]
    epoch: date


@dataclass(slots=True)
class _Cell:
    """A cell as it is met."""

    column: int
    kind: str
    style: int
    text: str = ""
    formula: bool = False


class _SheetRows(Elements):
    """A sheet: rows as they end."""

    def __init__(self, book: _Book, said: _Said) -> None:
        super().__init__()
        self.rows: list[TableRow] = []
        self._said = said
        self._book = book
        self._number = 0
        self._cells: list[str] = []
        self._marks: dict[int, Mark] = {}
        self._cell: _Cell | None = None
        self._inside = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "c":
            column = _column(given.get("r", ""), len(self._cells))
            if column < len(self._cells):
                raise ValueError(f"cell {given['r']} stands twice, or behind a later one")
            self._cell = _Cell(column, given.get("t", "n"), int(given.get("s", "0")))
        elif name in {"v", "t"}:
            self._inside = True
        elif name == "dimension":
            last = _ROW_AT_END.search(given.get("ref", ""))
            self._said.rows = max(int(last[0]) - 1, 0) if last else 0
        elif name == "f" and self._cell is not None:
            self._cell.formula = True
        elif name == "row":
            number = given.get("r", str(self._number + 1))
            if not self._number < int(number) <= _ROWS_MAX:
                raise ValueError(f"row {number!r} stands behind row {self._number}")
            self._number = int(number)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._inside = False
        elif name == "c" and self._cell is not None:
            self._put(self._cell)
            self._cell = None
        elif name == "row":
            if any(self._cells):
                self.rows.append(TableRow(self._number, self._cells, self._marks))
            self._cells, self._marks = [], {}

    def characters(self, text: str) -> None:
        if self._inside and self._cell is not None:
            self._cell.text += text

    def _put(self, cell: _Cell) -> None:
        self._cells.extend([""] * (cell.column + 1 - len(self._cells)))
        text, mark = _read(cell, self._book)
        self._cells[cell.column] = text
        if mark is not None:
            self._marks[cell.column] = mark


def _read(cell: _Cell, book: _Book) -> tuple[str, Mark | None]:
    """Return what stands in a cell, and what it is when it is no text."""
    if not cell.text:
        return "", None
    if cell.kind == "s":
        return book.texts[int(cell.text)], None
    text = unescaped(cell.text)
    if cell.kind == "n" and cell.style in book.date_styles:
        return text, Mark(MarkKind.DATE, _day(text, book.epoch))
    kind = MarkKind.FORMULA if cell.formula and cell.kind != "e" else _KINDS.get(cell.kind)
    if kind is None:
        return text, None
    return text, Mark(kind, text[:_DAY_SIGNS] if kind is MarkKind.DATE else "")


def _day(number: str, epoch: date) -> str:
    try:
        days = int(float(number))
    except (ValueError, OverflowError):
        return ""
    return (epoch + timedelta(days)).isoformat() if 0 <= days <= _DAYS_MAX else ""


def _column(reference: str, following: int) -> int:
    found = _COLUMN.fullmatch(reference)
    if found is None:
        return following
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    if column > _COLUMNS_MAX:
        raise ValueError(f"cell {reference}: a list has at most {_COLUMNS_MAX} columns")
    return column - 1


def _refuse_bomb(path: Path, parts: zipfile.ZipFile) -> None:
    """Refuse a file that unpacks to more than any list; zipfile reads no more than it says.

    Raises:
        TableWrong: it does.
    """
    sizes = [part.file_size for part in parts.infolist()]
    if sum(sizes) > UNPACKED_MAX:
        raise TableWrong(
            f"{path} unpacks to {sum(sizes) >> 20:,} MiB, more than {UNPACKED_MAX >> 20:,}: that is"
            " no list of cards. Divide the list, or save it as CSV",
            "too_large",
        )


def _rows(parts: zipfile.ZipFile, said: _Said) -> Iterator[TableRow]:
    book, place = _opened(parts)
    reader = _SheetRows(book, said)
    with parts.open(place) as sheet:
        while piece := sheet.read(_PIECE):
            reader.parser.Parse(piece, False)  # noqa: FBT003 - expat's own signature
            yield from reader.rows
            reader.rows.clear()
        reader.parser.Parse(b"", True)  # noqa: FBT003 - the same
        yield from reader.rows


def _opened(parts: zipfile.ZipFile) -> tuple[_Book, str]:
    """Return what the cells refer to, and where the first visible sheet lies."""
    names = set(parts.namelist())
    sheets = Sheets()
    _feed(sheets, parts, "xl/workbook.xml")
    relations = Sheets()
    _feed(relations, parts, "xl/_rels/workbook.xml.rels")
    target = relations.targets[sheets.first]
    place = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    texts, styles = SharedTexts(), Styles()
    if "xl/sharedStrings.xml" in names:
        _feed(texts, parts, "xl/sharedStrings.xml")
    if "xl/styles.xml" in names:
        _feed(styles, parts, "xl/styles.xml")
    return _Book(texts.texts, frozenset(styles.date_styles), sheets.epoch), place


def _feed(reader: Elements, parts: zipfile.ZipFile, name: str) -> None:
    with parts.open(name) as part:
        reader.feed(part)
