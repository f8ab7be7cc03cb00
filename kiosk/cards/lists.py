"""A list opened, whatever form it has: its first bytes say which."""

from pathlib import Path

from kiosk.cards.csv_file import csv_table
from kiosk.cards.encodings import encoding_of
from kiosk.cards.table_file import Table, TableWrong, refuse_no_file
from kiosk.cards.workbook import workbook_table

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_XML_STARTS = (b"<?xml", b"<html", b"<!DOCTYPE")
_NO_TABLES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BM": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"{\\rtf": "a text document",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"Rar!": "a packed file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
}
"""How files begin that are no lists: PNG, JFIF, TIFF and the others by their own standards."""

_SHORT = 2
"""A list may well begin with two such letters, but with no NUL behind them."""


def table_of(path: Path) -> tuple[Table, bool]:
    """Open a list, whatever form it has; the second value: it has more than one encoding in it.

    Raises:
        TableWrong: it is no list.
        OSError: it cannot be read.
    """
    refuse_no_file(path)
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_ZIP):
        return workbook_table(path), False
    if head.startswith(_OLD_WORKBOOK):
        raise TableWrong(
            f"{path} is an old .xls file. Save it as .xlsx or CSV, and give that", "old_xls"
        )
    if head.startswith(_XML_STARTS):
        raise TableWrong(f"{path} is a web page or XML. Save the list as .xlsx or CSV", "no_table")
    for begins, what in _NO_TABLES.items():
        if head.startswith(begins) and (len(begins) > _SHORT or b"\0" in head):
            raise TableWrong(f"{path} is {what} and no list. Give that as CSV or XLSX", "no_table")
    encoding = encoding_of(path)
    return csv_table(path, encoding), encoding.mixed
