"""A list as a file: which form it has, in which encoding, and its rows as they are written.

Every cell is text, exactly as the file has it. No cell is ever taken for a number or a date here:
what a spreadsheet made of one is told beside it, as a `Mark`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class TableWrong(Exception):
    """A file that cannot be taken as a list. Says what is wrong, where, and what to do.

    `why` says the same in a word, for a page that speaks Khmer: `kiosk.service.cards.views.WHYS`.
    """

    def __init__(self, sentence: str, why: str) -> None:
        """Take the sentence and the word."""
        super().__init__(sentence)
        self.why = why


class MarkKind(StrEnum):
    """What a spreadsheet holds in a cell instead of text."""

    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell of a spreadsheet is; `shown` is the day that a date cell shows, or nothing."""

    kind: MarkKind
    shown: str = ""


NO_MARKS: Mapping[int, Mark] = {}


class TableRow(NamedTuple):
    """One row: its number as a spreadsheet shows it, its cells, and marks by column."""

    number: int
    cells: list[str]
    marks: Mapping[int, Mark] = NO_MARKS


@dataclass(frozen=True, slots=True)
class Table:
    """An open list. `rows` may be gone through once; it raises `TableWrong` where the file ends.

    `rows_expected`: how many it says it has, heading left out; 0 where it does not say.
    """

    encoding: str
    headings: tuple[str, ...]
    rows: Iterator[TableRow]
    rows_expected: int = 0


def refuse_no_file(path: Path) -> None:
    """Refuse what is no file with something in it.

    Raises:
        TableWrong: it is a folder or empty.
        OSError: it is not there, or this account may not read it.
    """
    if path.is_dir():
        raise TableWrong(f"{path} is a folder. Give one file in it, CSV or XLSX", "no_table")
    with path.open("rb") as file:
        if not file.read(1):
            raise TableWrong(
                f"{path} is empty. Save the list once more, and give it again", "empty"
            )
