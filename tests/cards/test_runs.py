"""A run of rows is judged as one only where each by itself gives no doubt and no reading."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from kiosk.cards.reading.judge import Judge, Judged
from kiosk.cards.table_file import NO_MARKS, Mark, MarkKind, TableRow

FIELDS = ("card", "serial", "year", "province", "day", "calibre", "model", "")
GOOD = ("C000012", "1234567", "1975", "បាត់ដំបង", "2006-05-04", "7.62x39", "AKM", "stock repaired")
ODD = (
    "", " ", "O12", "12\tC3", "a\\b", "a\x00b", "\udc80", "1066", "24/5/07", "Kompong Thom",
    "Nowhere", "1.2E+07", "7,62\u044539", "áž€", "?",
)  # fmt: skip
TODAY = date(2026, 1, 1)


def text_of(rows: Sequence[TableRow]) -> str:
    """Return rows as they are judged, each cell after a TAB."""
    return "".join("\t" + "\t".join(row.cells) for row in rows)


def row_of(place: int, change: int, cell: str, width: int, *, marked: bool) -> TableRow:
    """Return a good row with one cell that is another, of some width."""
    cells = [*GOOD, "beyond"]
    cells[change] = cell
    marks = {change: Mark(MarkKind.NUMBER)} if marked else NO_MARKS
    return TableRow(place + 1, cells[:width], marks)


CHANGES = [*product(range(len(GOOD)), (*GOOD, *ODD), (7, 8, 9), (False, True))]


def test_what_is_fine_as_a_run_is_fine_row_by_row() -> None:
    good, met = TableRow(1, [*GOOD]), 0
    for change, cell, width, marked in CHANGES:
        row = row_of(1, change, cell, width, marked=marked)
        judge = Judge(FIELDS, (), TODAY)
        found = [judge.card([*one.cells], one.marks, text_of([one])) for one in (good, row)]
        said = [one for one in found if one != Judged(one.card, one.serial)]
        if judge.all_fine([good, row], text_of([good, row])):
            met += 1
            assert not said, (change, cell, width, marked)
            assert [judge.fine(one.cells) for one in (good, row)] == found
        else:
            usual = {row.cells[0], row.cells[1]} <= {*GOOD[:3]}
            assert said or marked or not usual, (change, cell)
    assert met > len(GOOD), "some rows are fine"


def test_what_no_row_had_before_is_looked_at_row_by_row() -> None:
    run = [TableRow(1, [*GOOD])]
    judge = Judge(FIELDS, (), TODAY)
    assert not judge.all_fine(run, text_of(run))
    judge.card([*GOOD], NO_MARKS, text_of(run))
    assert judge.all_fine(run, text_of(run))


def test_lists_with_districts_or_limon_or_without_numbers_go_row_by_row() -> None:
    for fields, limon in (
        (("card", "district"), ()),
        (("card", "model"), (1,)),
        (("model", "calibre"), ()),
    ):
        cells = ["C12", "AKM"]
        run = [TableRow(1, cells)]
        judge = Judge(fields, limon, TODAY)
        judge.card([*cells], NO_MARKS, text_of(run))
        assert not judge.all_fine(run, text_of(run))
