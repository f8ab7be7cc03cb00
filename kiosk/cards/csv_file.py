"""A CSV list, read strictly: a quotation mark that is never closed spoils the file, not a cell."""

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from kiosk.cards.encodings import Encoding
from kiosk.cards.table_file import Table, TableRow, TableWrong

_SEPARATORS = ",;\t"


def csv_table(path: Path, encoding: Encoding) -> Table:
    """Open a CSV file.

    Raises:
        TableWrong: it has no heading row.
        OSError: it cannot be read.
    """
    rows = _rows(path, encoding)
    first = next(rows, None)
    if first is None:
        raise TableWrong(
            f"{path} has no row at all. Save the list once more, and give it again", "empty"
        )
    return Table(encoding.name, tuple(first.cells), rows)


def _rows(path: Path, encoding: Encoding) -> Iterator[TableRow]:
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        number = 0
        try:
            first = file.readline(1 << 16).removeprefix("\ufeff")
            separator = max(_SEPARATORS, key=_outside_quotes(first).count)
            lines = chain([first] if first else [], file)
            for cells in csv.reader(lines, strict=True, delimiter=separator):
                number += 1
                if any(cells):
                    yield TableRow(number, cells)
        except csv.Error as wrong:
            raise TableWrong(
                f"{path}, row {number + 1}: {_why(wrong)}. Mend that row, and give the list again",
                "broken_row",
            ) from wrong
        except UnicodeDecodeError as wrong:
            raise TableWrong(
                f"{path}, after row {number}: is cut off or damaged: it is no {encoding.name} from"
                " there on. Copy the file once more",
                "cut_off",
            ) from wrong


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _why(wrong: csv.Error) -> str:
    said = str(wrong)
    if "unexpected end" in said or "field limit" in said:
        return "a quotation mark is opened there or later and never closed"
    return f"is no CSV ({said})"
