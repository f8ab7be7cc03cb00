"""A list opened, whatever form it has: its first bytes say which."""

from pathlib import Path

from kiosk.cards.csv_file import csv_table
from kiosk.cards.encodings import encoding_of
from kiosk.cards.table_file import Table, TableWrong, refuse_no_file
from kiosk.cards.workbook import workbook_table

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_XML_STARTS = (b"<?xml", b"<html", b"<!DOCTYPE")


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
        raise TableWrong(f"{path} is an old .xls file. Save it as .xlsx or CSV, and give that")
    if head.startswith(_XML_STARTS):
        raise TableWrong(f"{path} is a web page or XML. Save the list as .xlsx or CSV")
    encoding = encoding_of(path)
    return csv_table(path, encoding), encoding.mixed
