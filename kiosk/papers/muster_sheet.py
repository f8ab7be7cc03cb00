"""The sheet of a muster: what is kept at a post, a row a weapon, to be ticked there and sent back.

It goes to a post without a kiosk, so that it names each weapon by what can be read there: its
serial. A QR code and seventeen digits name sheet and row when it comes back.
"""

from collections.abc import Iterator

from kiosk.papers import frame
from kiosk.papers.frame import Boxes, Code, Column, Identifier, Lines, Printed, Title, in_words
from kiosk.rules.musters.codes import code_of, spoken
from kiosk.rules.things import WeaponNumber
from kiosk.service.musters.views import MusterPage, RowFace

TITLE = Title("សន្លឹកពិនិត្យអាវុធនៅប៉ុស្តិ៍", "Muster sheet: weapons at a post")

_COLUMNS = (
    Column(6, "ល.រ", "no."),
    Column(23, "លេខកូដ", "code"),
    Column(23, "អាវុធ លេខស៊េរី", "weapon, serial"),
    Column(17, "អ្នកកាន់អាវុធ", "holder"),
    Column(8, "ឃើញ", "seen"),
    Column(8, "មិនឃើញ", "not seen"),
    Column(15, "ខុស លេខលើអាវុធ", "differs: last digits on the steel"),
)
_HOW = (
    "គូសប្រអប់មួយក្នុងជួរនីមួយៗ។ បើលេខលើអាវុធខុស សូមសរសេរលេខ 4 ខ្ទង់ចុងក្រោយ។ គ្មាននរណាពិនិត្យអាវុធរបស់ខ្លួនឡើយ។",
    (
        "Tick one box in each row. Where the steel says another number, write its last 4 digits."
        " Nobody looks at a weapon of their own."
    ),
)
LOOKED = "Who looked: name, number / អ្នកពិនិត្យ អត្តលេខ"
LOOKED_TOO = "Who looked at the other rows: name, number / អ្នកពិនិត្យទីពីរ អត្តលេខ"
ENTERED = "Who entered it / អ្នកបញ្ចូល"
"""Khmer composed from the glossary; no native reader has confirmed it."""


def muster_sheet(sheet: MusterPage, printed: Printed) -> str:
    """Return the sheet of a muster as a paper."""
    due = " · ".join(in_words(sheet.due_ms, printed.utc_offset_min))
    facts = [
        ("Sheet / សន្លឹកលេខ", str(sheet.muster)),
        ("Post / ប៉ុស្តិ៍", sheet.post),
        ("Back by / ត្រូវប្រគល់មុន", due),
        ("Weapons / អាវុធ", str(len(sheet.rows))),
    ]
    body = (frame.lead(*_HOW), *frame.grid("muster", str(sheet.muster), _COLUMNS, _rows(sheet)))
    return frame.framed(TITLE, printed, facts, body, (LOOKED, LOOKED_TOO, ENTERED, frame.DATE))


def _rows(sheet: MusterPage) -> Iterator[tuple[frame.Cell, ...]]:
    for place, row in enumerate(sheet.rows, 1):
        code = code_of(sheet.muster, WeaponNumber(row.weapon))
        yield (
            str(place),
            Code(code, spoken(code)),
            Lines((row.name, Identifier(row.serial or "-"), Identifier(row.weapon))),
            Lines(_holder(row)),
            Boxes(),
            Boxes(),
            Boxes(line=True),
        )


def _holder(row: RowFace) -> tuple[str, ...]:
    return tuple(filter(None, (row.holder_km or row.holder_name, row.holder)))
