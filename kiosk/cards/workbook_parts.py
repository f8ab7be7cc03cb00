"""The parts of a workbook that the cells of its sheet refer to, and how their XML is read.

Read with expat, as a stream. What declares entities of its own is refused.
"""

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO
from xml.parsers import expat

_PIECE = 1 << 16
_DATE_STYLES = frozenset({*range(14, 23), *range(45, 48)})
"""Built-in number formats that show days and times (ECMA-376 part 1, 18.8.30)."""

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_SIGNS = re.compile(r"[ymdhs]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of signs that UTF-16 needs two of; alone, one is no text."""


class Forbidden(Exception):
    """The XML declares things of its own: no spreadsheet program writes that."""


@dataclass(slots=True)
class Texts:
    """Texts by number, kept as bytes: a tenth of what as many Python texts take."""

    block: bytearray = field(default_factory=bytearray)
    ends: "array[int]" = field(default_factory=lambda: array("Q"))

    def add(self, text: str) -> None:
        """Take the next text."""
        self.block += text.encode()
        self.ends.append(len(self.block))

    def __getitem__(self, number: int) -> str:
        """Return a text by its number.

        Raises:
            ValueError: there is none.
        """
        if not 0 <= number < len(self.ends):
            raise ValueError(f"there is no shared text {number}")
        start = self.ends[number - 1] if number else 0
        return self.block[start : self.ends[number]].decode()


class Elements:
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
        raise Forbidden("it declares a document type")


class SharedTexts(Elements):
    """sharedStrings.xml: one text an `si`, its runs joined, the phonetic ones left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = Texts()
        self._text: list[str] = []
        self._inside = False
        self._phonetic = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        del given
        if name == "t":
            self._inside = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "si":
            self.texts.add(unescaped("".join(self._text)))
            self._text = []
        elif name == "t":
            self._inside = False
        elif name == "rPh":
            self._phonetic = False

    def characters(self, text: str) -> None:
        """Take text."""
        if self._inside:
            self._text.append(text)


class Styles(Elements):
    """styles.xml: which cell styles show a day."""

    def __init__(self) -> None:
        super().__init__()
        self.date_styles: set[int] = set()
        self._formats = set(_DATE_STYLES)
        self._count = -1
        self._cells = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
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
        """Take the end of an element."""
        if name == "cellXfs":
            self._cells = False


class Sheets(Elements):
    """workbook.xml and its relations: where the first visible sheet lies."""

    def __init__(self) -> None:
        super().__init__()
        self.first = ""
        self.epoch = _EPOCH
        self.targets: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "sheet" and not self.first and given.get("state", "visible") == "visible":
            self.first = next((v for k, v in given.items() if k.rpartition(":")[2] == "id"), "")
        elif name == "workbookPr" and given.get("date1904") in {"1", "true"}:
            self.epoch = _EPOCH_1904
        elif name == "Relationship":
            self.targets[given["Id"]] = given["Target"]


def unescaped(text: str) -> str:
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
