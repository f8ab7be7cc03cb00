"""The first visible sheet of an XLSX file, cell by cell as its XML has it.

Read with the standard library, as a stream: a reader that gives typed values has already made
7E+3 of 7000 and 38718 of a date (docs/decisions/0014-xlsx-as-it-is-written.md). Texts shared
by many cells lie in one block of bytes, so that a million rows do not fill the memory.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import IO
from xml.parsers import expat

from kiosk.cards.table_file import Mark, MarkKind, Table, TableRow, TableWrong

_PIECE = 1 << 16
_DATE_STYLES = frozenset({*range(14, 23), *range(45, 48)})
"""Built-in number formats that show days and times (ECMA-376 part 1, 18.8.30)."""

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_SIGNS = re.compile(r"[ymdhs]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]*")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAYS_MAX = 2_958_465
"""31 December 9999, the last day of a spreadsheet."""

_COLUMNS_MAX = 256
"""A card has some twenty; a sheet with a cell in column 16,384 is no list of cards. Ours."""


_ROWS_MAX = 1 << 24
"""The longest sheet there is, LibreOffice's; those of others end at 1,048,576."""

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of signs that UTF-16 needs two of; alone, one is no text."""

_KINDS = {
    "n": MarkKind.NUMBER, "b": MarkKind.NUMBER, "d": MarkKind.DATE, "e": MarkKind.ERROR,
}  # fmt: skip
_DAY_SIGNS = len("2006-01-31")


class _Forbidden(Exception):
    """The XML declares things of its own: no spreadsheet program writes that."""


def workbook_table(path: Path) -> Table:
    """Open an XLSX file.

    Raises:
        TableWrong: it is cut off, is none, or has no row.
        OSError: it cannot be read.
    """
    rows = _whole_or_refused(path)
    first = next(rows, None)
    if first is None:
        raise TableWrong(f"{path}: the first sheet has no row. Save the list once more")
    return Table("xlsx", tuple(first.cells), rows)


def _whole_or_refused(path: Path) -> Iterator[TableRow]:
    try:
        with zipfile.ZipFile(path) as parts:
            yield from _rows(parts)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError,
        RuntimeError, expat.ExpatError, _Forbidden,
    ) as wrong:  # fmt: skip
        raise TableWrong(
            f"{path} is cut off, damaged or no XLSX ({type(wrong).__name__}: {wrong}). Copy it once"
            " more, or save the list as CSV"
        ) from wrong


@dataclass(slots=True)
class _Texts:
    """Texts by number, kept as bytes: a tenth of what as many Python texts take."""

    block: bytearray = field(default_factory=bytearray)
    ends: "array[int]" = field(default_factory=lambda: array("Q"))

    def add(self, text: str) -> None:
        self.block += text.encode()
        self.ends.append(len(self.block))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self.ends):
            raise ValueError(f"there is no shared text {number}")
        start = self.ends[number - 1] if number else 0
        return self.block[start : self.ends[number]].decode()


@dataclass(slots=True)
class _Book:
    """What the cells of a sheet refer to."""

    texts: _Texts
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


class _Elements:
    """Feeds XML to a reader that wants elements; names come without their prefix."""

    def __init__(self) -> None:
        """Prepare the parser; nothing that declares entities is read."""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, part: IO[bytes]) -> None:
        """Read a whole part."""
        while piece := part.read(_PIECE):
            self.parser.Parse(piece, False)  # noqa: FBT003 - expat's own signature
        self.parser.Parse(b"", True)  # noqa: FBT003 - the same

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def characters(self, text: str) -> None:
        """Take text."""

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.start(name.rpartition(":")[2], given)

    def _end(self, name: str) -> None:
        self.end(name.rpartition(":")[2])

    def _refuse(self, *_: object) -> None:
        raise _Forbidden("it declares a document type")


class _SharedTexts(_Elements):
    """sharedStrings.xml: one text an `si`, its runs joined, the phonetic ones left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = _Texts()
        self._text: list[str] = []
        self._inside = False
        self._phonetic = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        del given
        if name == "t":
            self._inside = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.add(_unescaped("".join(self._text)))
            self._text = []
        elif name == "t":
            self._inside = False
        elif name == "rPh":
            self._phonetic = False

    def characters(self, text: str) -> None:
        if self._inside:
            self._text.append(text)


class _Styles(_Elements):
    """styles.xml: which cell styles show a day."""

    def __init__(self) -> None:
        super().__init__()
        self.date_styles: set[int] = set()
        self._formats = set(_DATE_STYLES)
        self._count = -1
        self._cells = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "numFmt":
            code = _QUOTED.sub("", given.get("formatCode", ""))
            number = int(given["numFmtId"])
            (self._formats.add if _DATE_SIGNS.search(code) else self._formats.discard)(number)
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            self._count += 1
            if int(given.get("numFmtId", "0")) in self._formats:
                self.date_styles.add(self._count)

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._cells = False


class _Sheets(_Elements):
    """workbook.xml and its relations: where the first visible sheet lies."""

    def __init__(self) -> None:
        super().__init__()
        self.first = ""
        self.epoch = _EPOCH
        self.targets: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "sheet" and not self.first and given.get("state", "visible") == "visible":
            self.first = next((v for k, v in given.items() if k.rpartition(":")[2] == "id"), "")
        elif name == "workbookPr" and given.get("date1904") in {"1", "true"}:
            self.epoch = _EPOCH_1904
        elif name == "Relationship":
            self.targets[given["Id"]] = given["Target"]


class _SheetRows(_Elements):
    """A sheet: rows as they end."""

    def __init__(self, book: _Book) -> None:
        super().__init__()
        self.rows: list[TableRow] = []
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
    text = _unescaped(cell.text)
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


def _unescaped(text: str) -> str:
    """Return a text without the escapes for signs that XML cannot hold (ECMA-376, ST_Xstring)."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if not _HALVES.search(plain):
        return plain
    try:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as half:
        raise ValueError(f"{text[:40]!r} has half a sign in it") from half


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


def _rows(parts: zipfile.ZipFile) -> Iterator[TableRow]:
    book, place = _opened(parts)
    reader = _SheetRows(book)
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
    sheets = _Sheets()
    _feed(sheets, parts, "xl/workbook.xml")
    relations = _Sheets()
    _feed(relations, parts, "xl/_rels/workbook.xml.rels")
    target = relations.targets[sheets.first]
    place = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    texts, styles = _SharedTexts(), _Styles()
    if "xl/sharedStrings.xml" in names:
        _feed(texts, parts, "xl/sharedStrings.xml")
    if "xl/styles.xml" in names:
        _feed(styles, parts, "xl/styles.xml")
    return _Book(texts.texts, frozenset(styles.date_styles), sheets.epoch), place


def _feed(reader: _Elements, parts: zipfile.ZipFile, name: str) -> None:
    with parts.open(name) as part:
        reader.feed(part)
