"""The registration card, blank: what an officer writes down by hand of one weapon (S01).

A card is one page, so that it is filed and typed alone. Its fields have the words that a list of
cards is recognised by, so that whoever types it writes the same ones above the columns. Serial and
calibre stand on it twice: a second person reads them from the steel without looking at the first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kiosk.papers import frame
from kiosk.papers.frame import Cell, Printed, Signs, Title

TITLE = Title("ប័ណ្ណចុះបញ្ជី", "Registration card")

FIELDS: tuple[tuple[str, str, str, int], ...] = (
    ("serial", "លេខស៊េរី", "Serial number", 18),
    ("calibre", "កាលីប", "Calibre", 12),
    ("make", "ម៉ាក", "Make", 0),
    ("model", "ឈ្មោះអាវុធ", "Model", 0),
    ("type", "ប្រភេទអាវុធ", "Type", 0),
    ("year", "ឆ្នាំផលិត", "Year of manufacture", 4),
    ("country", "ប្រទេស", "Country of manufacture", 0),
    ("condition", "ស្ថានភាព", "Condition", 0),
    ("province", "ខេត្ត", "Province", 0),
    ("district", "ស្រុក", "District", 0),
    ("commune", "ឃុំ", "Commune", 0),
    ("village", "ភូមិ", "Village", 0),
    ("holder", "អ្នកកាន់អាវុធ", "Holder", 0),
    ("unit", "អង្គភាព", "Unit", 0),
    ("day", "ថ្ងៃចុះបញ្ជី", "Registration date", 8),
    ("note", "ផ្សេងៗ", "Note", 0),
    ("serial_again", "លេខស៊េរី២", "Serial number 2", 18),
    ("calibre_again", "កាលីប២", "Calibre 2", 12),
    ("weapon", "លេខអាវុធ", "Registration number", 10),
)
"""Field, its words, and how many cells of one sign it has; 0: a line. In the order of the hand."""

_CARD_SIGNS = 10

_HOW = (
    (
        "សរសេរលេខតាមអ្វីដែលឃើញលើអាវុធ មួយតួក្នុងប្រអប់មួយ។ អ្វីដែលមិនឃើញ ទុកឱ្យទំនេរ។"
        " ជួរដែលមានលេខ ២ មនុស្សទីពីរសរសេរ ដោយមិនមើលជួរខាងលើ។ លេខអាវុធ ការិយាល័យជាអ្នកសរសេរ។"
    ),
    (
        "Write numbers as they stand on the steel, one sign a box. What is not there stays empty."
        " A second person writes the rows with a 2, without looking at those above; the office"
        " writes the registration number."
    ),
)
"""Khmer composed from the glossary; no native reader has confirmed it."""

_SIGNERS = ("Who filled it in / អ្នកសរសេរ", frame.SECOND, frame.REGISTRAR, frame.DATE)


def blank_cards(numbers: Sequence[str], printed: Printed) -> str:
    """Return blank cards, a page each.

    Args:
        numbers: of the cards; an empty one leaves its cells to be filled in.
        printed: where and when; the head of the chain is nothing that a blank card stands on.
    """
    body = (part for place, number in enumerate(numbers) for part in _card(number, place > 0))
    return frame.framed(TITLE, replace(printed, head=""), (), body, ())


def _card(number: str, apart: bool) -> Iterator[str]:  # noqa: FBT001 - of one call
    if apart:  # the first one stands below the title of the paper
        yield frame.heading(TITLE.km, TITLE.en, apart=True)
    yield f"<p>{_HOW[0]}</p><p>{_HOW[1]}</p>"
    rows: list[tuple[str, Cell]] = [
        ("Card number / លេខប័ណ្ណ", Signs(max(_CARD_SIGNS, len(number)), number))
    ]
    rows += [(f"{english} / {khmer}", Signs(many)) for _, khmer, english, many in FIELDS]
    yield frame.table(rows, "blank")
    yield frame.signatures(_SIGNERS)
