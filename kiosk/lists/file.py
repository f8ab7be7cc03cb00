"""A list as a file: read strictly, every row judged, nothing of it ever changed.

One row that is not whole keeps all of them out: the capital mends it and sends the list again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from kiosk.cards.csv_file import csv_table
from kiosk.cards.encodings import Encoding
from kiosk.cards.table_file import TableRow, TableWrong, refuse_no_file
from kiosk.rules.card_text import joined
from kiosk.rules.national import COLUMNS, ListedKind, NationalList, serial_key

NAME_DIGITS = 16
"""Digits of a file's SHA-256 that name its list."""

CELL_MAX = 400
"""Characters of one cell. Ours: ceremonies have long names."""

SHOWN_MAX = 50
"""Bad rows that are told, and counted; behind so many nobody reads on."""

_READ = 1 << 20
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_FILE = "utf-8"


@dataclass(frozen=True, slots=True)
class BadRow:
    """Why a list is not let in: row `row`, as a spreadsheet counts. `why`: of `WHYS`."""

    row: int
    why: str
    value: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in English."""
        return f"Row {self.row}: {WHYS[self.why].format(value=self.value)}"


WHYS = {
    "cells": "it has {value} cells, not nine. Write every column of the heading",
    "kind": "{value!r} is neither lost nor destroyed. Write one of the two",
    "serial": "no serial stands there. What has none cannot be looked up: take the row out",
    "text": "{value} has a sign that no page shows, or more than 400. Type that cell again",
    "date": "{value!r} is no day up to today, written YYYY-MM-DD. Write the day so",
    "case": "a lost weapon has a case number. Write it",
    "batch": "a destroyed weapon has the number of its batch. Write it",
}
"""What can be wrong with a row; each has its words on the page too."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a list: how many of each, and what is wrong, if anything is."""

    name: str
    sha256: str
    lost: int
    destroyed: int
    bad: tuple[BadRow, ...] = ()

    def listing(self, file: str, by: str) -> NationalList:
        """Return the list as it is let in."""
        return NationalList(self.name, file, self.sha256, self.lost, self.destroyed, by)


def judged(path: Path, today: date) -> Judged:
    """Read a list from end to end and say what is in it.

    Args:
        path: the file.
        today: the day of the warehouse; nothing was lost after it.

    Raises:
        TableWrong: it cannot be read as a list at all.
        OSError: it cannot be read.
    """
    digest = digest_of(path)
    order, rows = _opened(path)
    lost = destroyed = 0
    bad: list[BadRow] = []
    for row in rows:
        wrong = _wrong(row, order, today)
        if wrong is not None:
            bad.append(wrong)
            if len(bad) >= SHOWN_MAX:
                break
        elif row.cells[order[0]] == ListedKind.LOST:
            lost += 1
        else:
            destroyed += 1
    if not (bad or lost or destroyed):
        raise TableWrong(f"{path} has a heading and no weapon below it", "no_rows")
    return Judged(digest[:NAME_DIGITS], digest, lost, destroyed, tuple(bad))


def rows_of(path: Path) -> Iterator[str]:
    """Yield every row of a list that was judged, as it stands in the book.

    Raises:
        TableWrong, OSError: as `judged`.
    """
    order, rows = _opened(path)
    for row in rows:
        yield joined([row.cells[place] for place in order])


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ):
            digest.update(piece)
    return digest.hexdigest()


def _opened(path: Path) -> tuple[Sequence[int], Iterator[TableRow]]:
    """Return where each of our columns stands, and the rows.

    Raises:
        TableWrong: a column is missing, twice there, or one that nobody knows.
    """
    refuse_no_file(path)
    table = csv_table(path, Encoding(_FILE))
    named = [_plain(heading) for heading in table.headings]
    strange = [heading for heading, name in zip(table.headings, named, strict=True)
               if name not in COLUMNS or named.count(name) > 1]  # fmt: skip
    missing = [name for name in COLUMNS if name not in named]
    if strange or missing:
        said = "; ".join(
            f"{which}: {', '.join(names)}"
            for which, names in (("missing", missing), ("unknown or twice", strange))
            if names
        )
        raise TableWrong(
            f"{path} has other columns than a list of the capital ({said}). It has these:"
            f" {', '.join(COLUMNS)}",
            "columns",
        )
    return [named.index(name) for name in COLUMNS], table.rows


def _plain(heading: str) -> str:
    return re.sub(r"[\s/-]+", "_", heading.strip().lower())


def _wrong(row: TableRow, order: Sequence[int], today: date) -> BadRow | None:
    cells = row.cells
    if len(cells) != len(order):
        return BadRow(row.number, "cells", str(len(cells)))
    told = dict(zip(COLUMNS, (cells[place] for place in order), strict=True))
    whole = "".join(cells)
    if len(whole) > CELL_MAX or _CONTROL.search(whole):
        for name, cell in told.items():
            if len(cell) > CELL_MAX or _CONTROL.search(cell):
                return BadRow(row.number, "text", name)
    if told["kind"] not in set(ListedKind):
        return BadRow(row.number, "kind", told["kind"])
    if not serial_key(told["serial"]):
        return BadRow(row.number, "serial")
    if not _is_day(told["date"], today):
        return BadRow(row.number, "date", told["date"])
    needed = "case" if told["kind"] == ListedKind.LOST else "batch"
    return None if told[needed].strip() else BadRow(row.number, needed)


def _is_day(text: str, today: date) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and day <= today
