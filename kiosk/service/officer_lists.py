"""Lists of people as CSV text, read strictly: for the terminal, and for the desk of people.

No cell is ever taken for a number or a date that is not one by its column. What is wrong is said
with its row and column, and nothing of such a list is written.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from kiosk.rules.things import Certificate, Officer, OfficerNumber, Role, WeaponType

OFFICER_COLUMNS = (
    "number", "name", "name_km", "rank", "unit", "role", "active", "hold", "certificates", "post",
)  # fmt: skip

CELL_MAX = 200
"""Longest cell, in characters. Ours: the longest name of a unit seen on a card has 80."""

PAPERS_MAX = 2_000
"""Longest cell of certificates: ten of them, with everything that stands on the paper. Ours."""

_PAPER_PARTS = 4
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


class FileWrong(Exception):
    """A list that cannot be taken. Names file, row and column, and what was expected."""


class Cells:
    """The cells of one row by column; every complaint about one names it."""

    def __init__(self, where: str, cells: Mapping[str, str]) -> None:
        """Look at one row; `where` names file and row."""
        self._where, self._cells = where, cells

    def text(self, column: str, *, needed: bool = False, longest: int = CELL_MAX) -> str:
        """Return a cell as it is.

        Raises:
            FileWrong: it is too long, holds a control character, or is empty and needed.
        """
        cell = self._cells.get(column, "")
        if needed and not cell:
            raise self.wrong(column, "must not be empty")
        if len(cell) > longest:
            raise self.wrong(column, f"is longer than {longest} characters")
        if any(unicodedata.category(char) == "Cc" for char in cell):
            raise self.wrong(column, "holds a control character or a line break")
        return cell

    def number(self, column: str) -> str:
        """Return the number that names a person or weapon: not empty, no spaces around it."""
        cell = self.text(column, needed=True)
        if cell != cell.strip():
            raise self.wrong(column, "begins or ends with a space")
        return cell

    def count(self, column: str) -> int:
        """Return how many of something, 0 to 999; an empty cell is 0."""
        cell = self.text(column)
        if cell and not (cell.isascii() and cell.isdigit() and len(cell) <= 3):  # noqa: PLR2004 - three digits
            raise self.wrong(column, f"expected a whole number up to 999, not {cell!r}")
        return int(cell or 0)

    def yes(self, column: str, *, otherwise: bool) -> bool:
        """Return yes or no; an empty cell means `otherwise`."""
        cell = self.text(column)
        if cell not in {"", "yes", "no"}:
            raise self.wrong(column, f"expected yes or no, not {cell!r}")
        return otherwise if not cell else cell == "yes"

    def wrong(self, column: str, why: str) -> FileWrong:
        """Return the complaint about a cell."""
        return FileWrong(f"{self._where}, column {column}: {why}")


def officers_of_text(text: str, utc_offset_min: int) -> tuple[Officer, ...]:
    """Return the people of a list that somebody sent, each once.

    Raises:
        FileWrong: names row and column.
    """
    found: dict[str, int] = {}
    people = []
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    for number, cells in rows_of(lines, "", OFFICER_COLUMNS, ("number", "name")):
        officer = officer_of(cells, utc_offset_min)
        if officer.number in found:
            raise cells.wrong("number", f"stands in row {found[officer.number]} too")
        found[officer.number] = number
        people.append(officer)
    if not people:
        raise FileWrong("row 2: nobody stands in this list")
    return tuple(people)


def rows_of(
    text: Iterable[str], file: str, columns: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[int, Cells]]:
    """Return the rows of a CSV text by their numbers, as a spreadsheet shows them.

    Args:
        text: its lines, each with its end.
        file: how a complaint begins: whose row it is.
        columns: the headings there may be.
        needed: those there must be.

    Raises:
        FileWrong: names the row, and the column where there is one.
    """
    try:
        lines = csv.reader(text, strict=True)
        names = _header(file, next(lines, []), columns, needed)
        for number, cells in enumerate(lines, 2):
            where = f"{file}row {number}"
            if len(cells) > len(names):
                raise FileWrong(f"{where}: has {len(cells)} cells; the header has {len(names)}")
            if any(cells):
                yield number, Cells(where, dict(zip(names, cells, strict=False)))
    except csv.Error as wrong:
        raise FileWrong(f"{file}is no CSV: {wrong}") from wrong


def officer_of(cells: Cells, utc_offset_min: int) -> Officer:
    """Return the person that some cells describe.

    Raises:
        FileWrong: names the column.
    """
    return Officer(
        OfficerNumber(cells.number("number")),
        cells.text("name", needed=True),
        cells.text("name_km"),
        cells.text("rank"),
        cells.text("unit"),
        _role(cells),
        cells.yes("active", otherwise=True),
        cells.yes("hold", otherwise=False),
        _certificates(cells, utc_offset_min),
        cells.text("post"),
    )


def last_ms(day: str, utc_offset_min: int) -> int:
    """Return the wall moment at which a local day, YYYY-MM-DD, is over.

    Raises:
        ValueError: there is no such day.
    """
    since = date.fromisoformat(day) - date(1970, 1, 1)
    return (since.days + 1) * _DAY_MS - utc_offset_min * _MINUTE_MS


def _header(
    file: str, names: list[str], columns: tuple[str, ...], needed: tuple[str, ...]
) -> list[str]:
    where = f"{file}row 1"
    expected = f"expected {', '.join(columns)}"
    for name in names:
        if name not in columns:
            raise FileWrong(f"{where}: there is no column {name!r}; {expected}")
        if names.count(name) > 1:
            raise FileWrong(f"{where}: column {name} stands there twice")
    for name in needed:
        if name not in names:
            raise FileWrong(f"{where}: column {name} is missing; {expected}")
    return names


def _role(cells: Cells) -> Role:
    role = cells.text("role") or Role.OFFICER
    with suppress(ValueError):
        return Role(role)
    raise cells.wrong("role", f"expected one of {', '.join(Role)}, not {role!r}")


def _certificates(cells: Cells, utc_offset_min: int) -> tuple[Certificate, ...]:
    """Return the certificates of a cell: `TYPE DAY | NUMBER | COURSE | ISSUED | ISSUER; ...`.

    What stands behind the day may be left out, from the right.
    """
    text = cells.text("certificates", longest=PAPERS_MAX)
    found = []
    for part in filter(None, map(str.strip, text.split(";"))):
        head, *paper = map(str.strip, part.split("|"))
        kind, _, day = head.partition(" ")
        try:
            number, course, issued, issuer = (*paper, *[""] * (_PAPER_PARTS - len(paper)))
            issued_ms = last_ms(issued, utc_offset_min) - _DAY_MS if issued else 0
            expires_ms = last_ms(day.strip(), utc_offset_min)
        except ValueError:
            raise cells.wrong(
                "certificates",
                f"expected TYPE YYYY-MM-DD | NUMBER | COURSE | YYYY-MM-DD | ISSUER; not {part!r}",
            ) from None
        found.append(Certificate(WeaponType(kind), expires_ms, course, issued_ms, issuer, number))
    return tuple(found)
