"""XLSX cells come out as their file has them, with a mark where they are no text."""

import re
import zipfile
from pathlib import Path

import pytest

from kiosk.cards.table_file import Mark, MarkKind, TableRow, TableWrong
from kiosk.cards.workbook import workbook_table
from tests.cards.sheets import number, shared, text, write_sheet

HEAD = [text("card"), text("serial")]


def rows_of(path: Path) -> list[TableRow]:
    """Return the rows below the heading."""
    return list(workbook_table(path).rows)


def test_a_cell_comes_out_as_it_stands_and_is_marked_when_it_is_no_text(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "a.xlsx",
        [
            HEAD,
            [text("007"), number("1.2E7")],
            [shared(0), number("38841", 1)],
            [shared(1), number("19784", 2)],
            [text(" x "), number("7", 3)],
            ['<c t="e"><v>#N/A</v></c>', '<c t="str"><f>1+1</f><v>2</v></c>'],
            ['<c t="d"><v>2006-05-04T00:00:00</v></c>', '<c t="b"><v>1</v></c>'],
        ],
        ["<t>0012345</t>", "<r><t>A</t></r><r><t>B_x0041_</t></r><rPh><t>no</t></rPh>"],
    )
    found = rows_of(path)
    assert [row.cells for row in found] == [
        ["007", "1.2E7"], ["0012345", "38841"], ["ABA", "19784"], [" x ", "7"],
        ["#N/A", "2"], ["2006-05-04T00:00:00", "1"],
    ]  # fmt: skip
    assert [dict(row.marks) for row in found] == [
        {1: Mark(MarkKind.NUMBER)},
        {1: Mark(MarkKind.DATE, "2006-05-04")},
        {1: Mark(MarkKind.DATE, "1954-03-01")},
        {1: Mark(MarkKind.NUMBER)},
        {0: Mark(MarkKind.ERROR), 1: Mark(MarkKind.FORMULA)},
        {0: Mark(MarkKind.DATE, "2006-05-04"), 1: Mark(MarkKind.NUMBER)},
    ]
    assert [row.number for row in found] == [2, 3, 4, 5, 6, 7]


def test_cells_that_are_left_out_are_empty(tmp_path: Path) -> None:
    third = '<c r="C3" t="inlineStr"><is><t>x</t></is></c>'
    path = write_sheet(tmp_path / "a.xlsx", [HEAD, [], [third]])
    assert rows_of(path) == [TableRow(3, ["", "", "x"], {})]


@pytest.mark.parametrize(
    ("rows", "before"),
    [
        ([HEAD, [shared(5)]], ""),
        ([HEAD, ['<c r="XFD2"><v>1</v></c>']], ""),
        ([HEAD, ["<c><v>1</c>"]], ""),
        ([HEAD], '<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(
    tmp_path: Path, rows: list[list[str]], before: str
) -> None:
    """A million entities, a cell in column 16,384: a list of cards has none of them."""
    path = write_sheet(tmp_path / "a.xlsx", rows, ["<t>x</t>"], before=before)
    with pytest.raises(TableWrong, match="cut off, damaged or no XLSX"):
        rows_of(path)


def in_row(place: str, *cells: str) -> str:
    """Return a row of its own, behind the end of the one it is written into."""
    return f'</row><row r="{place}">{"".join(cells)}'


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEAD, [text("C1"), text("_xD800_")]], "_xD800_"),
        ([HEAD, [shared(0)]], "_xDC00_"),
        ([HEAD, [in_row("-5", text("C1"))]], "row '-5'"),
        ([HEAD, [in_row("0", text("C1"))]], "row '0'"),
        ([HEAD, [in_row("3", text("C1")), in_row("3", text("C2"))]], "row '3'"),
        ([HEAD, [in_row("99999999999999999999", text("C1"))]], "row '99999999999999999999'"),
        ([HEAD, ['<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>']], "cell A2"),
    ],
)
def test_numbers_and_letters_that_no_program_writes_are_named(
    tmp_path: Path, rows: list[list[str]], said: str
) -> None:
    """Half a letter breaks every later export; a row that stands twice would hide another."""
    texts = ["<t>_xDC00_</t>"] if said == "_xDC00_" else []
    path = write_sheet(tmp_path / "a.xlsx", rows, texts)
    with pytest.raises(TableWrong, match=re.escape(said)):
        rows_of(path)


def test_a_letter_in_two_halves_is_one_and_rows_may_be_left_out(tmp_path: Path) -> None:
    cells = [text("_xD83D__xDE00_"), text("A_xD8")]
    path = write_sheet(tmp_path / "a.xlsx", [HEAD, [in_row("7", *cells)]])
    assert rows_of(path) == [TableRow(7, ["\U0001f600", "A_xD8"], {})]


def test_a_workbook_without_its_sheet_is_refused(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [HEAD], place="xl/worksheets/other.xml")
    with pytest.raises(TableWrong, match="cut off, damaged or no XLSX"):
        rows_of(path)


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableWrong, match="the first sheet has no row"):
        rows_of(write_sheet(tmp_path / "a.xlsx", []))


def test_half_an_xlsx_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = write_sheet(
        tmp_path / "a.xlsx", [HEAD, *([text(f"C{n}"), number(str(n))] for n in range(200))]
    )
    content = whole.read_bytes()
    assert len(rows_of(whole)) == 200
    for cut in range(4, len(content), max(len(content) // 23, 1)):
        half = tmp_path / "half.xlsx"
        half.write_bytes(content[:cut])
        with pytest.raises((TableWrong, zipfile.BadZipFile), match="cut off"):
            rows_of(half)
