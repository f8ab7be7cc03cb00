"""XLSX files written by hand, part by part: the oddities of spreadsheet programs, one at a time."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_WORKBOOK = (
    f'<workbook {_MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships"><sheets><sheet name="old" sheetId="2" state="hidden" r:id="rId9"/>'
    '<sheet name="cards" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="&quot;day&quot; 0"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/>'
    "</cellXfs></styleSheet>"
)


def number(text: str, style: int = 0) -> str:
    """Return a cell that a spreadsheet holds as a number; style 1 and 2 show days."""
    return f'<c s="{style}"><v>{text}</v></c>'


def text(value: str) -> str:
    """Return a cell with its text inside it."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def shared(place: int) -> str:
    """Return a cell whose text stands among the shared ones."""
    return f'<c t="s"><v>{place}</v></c>'


def write_sheet(
    path: Path,
    rows: Sequence[Sequence[str]],
    texts: Sequence[str] = (),
    *,
    before: str = "",
    place: str = "xl/worksheets/sheet1.xml",
) -> Path:
    """Write a workbook of cells that are XML already."""
    body = "".join(f'<row r="{at}">{"".join(row)}</row>' for at, row in enumerate(rows, 1))
    strings = "".join(f"<si>{one}</si>" for one in texts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", _WORKBOOK)
        parts.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        parts.writestr("xl/styles.xml", _STYLES)
        if texts:
            parts.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{strings}</sst>")
        sheet = f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"
        parts.writestr(place, before + sheet)
    return path
