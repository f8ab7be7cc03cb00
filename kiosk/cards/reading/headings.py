"""Which column holds what, guessed from its heading in English or Khmer, Limon or Unicode.

A guess is shown before anything is written, and a map in TOML overrules it.
"""

from collections.abc import Sequence

from kiosk.cards.reading.limon import limon_text
from kiosk.cards.reading.writing import folded

HEADINGS = {
    "card": (
        "card", "card no", "card number", "card_no", "cardno", "registration card", "no of card",
        "លេខកាត", "លេខប័ណ្ណ", "ប័ណ្ណចុះបញ្ជី", "លេខប័ណ្ណចុះបញ្ជី",
    ),
    "weapon": ("registration number", "registration no", "weapon number", "លេខអាវុធ"),
    "serial": ("serial", "serial no", "serial number", "sn", "s/n", "លេខស៊េរី", "លេខសេរី"),
    "serial_again": ("serial again", "serial 2", "second serial", "serial number 2", "លេខស៊េរី២"),
    "make": ("make", "maker", "manufacturer", "ម៉ាក"),
    "model": ("model", "name", "weapon", "ម៉ូដែល", "ឈ្មោះអាវុធ"),
    "type": ("type", "kind", "category", "ប្រភេទ", "ប្រភេទអាវុធ"),
    "calibre": ("calibre", "caliber", "cal", "កាលីប", "កាលីប័រ"),
    "calibre_again": ("calibre again", "calibre 2", "caliber 2", "second calibre", "កាលីប២"),
    "year": ("year", "year of manufacture", "year made", "made", "ឆ្នាំ", "ឆ្នាំផលិត"),
    "country": ("country", "country of manufacture", "origin", "ប្រទេស"),
    "province": ("province", "ខេត្ត"),
    "district": ("district", "ស្រុក"),
    "commune": ("commune", "ឃុំ"),
    "village": ("village", "ភូមិ"),
    "day": (
        "date", "registered on", "registered_on", "registration date", "date of registration",
        "card date", "day", "កាលបរិច្ឆេទ", "ថ្ងៃខែ", "ថ្ងៃខែឆ្នាំ", "ថ្ងៃចុះបញ្ជី",
    ),
    "position": ("position id", "position label", "ទីតាំង"),
    "holder": ("holder", "officer", "អ្នកកាន់អាវុធ", "ឈ្មោះ"),
    "unit": ("unit", "post", "អង្គភាព"),
    "condition": ("condition", "ស្ថានភាព"),
    "tag": ("tag", "tag epc", "tag_epc", "epc", "ស្លាក"),
    "note": ("note", "notes", "remark", "remarks", "ផ្សេងៗ"),
}  # fmt: skip
"""Every field a card has here, and what is written above it. Our words; unconfirmed."""

FIELDS = tuple(HEADINGS)

IDENTIFIERS = frozenset(
    {"card", "weapon", "serial", "serial_again", "calibre", "calibre_again", "tag", "position"}
)
"""Fields whose cells are letters and digits in every font: never read as Limon."""

_BY_KEY = {folded(name): field for field, names in HEADINGS.items() for name in names}


def guessed(headings: Sequence[str]) -> tuple[str, ...]:
    """Return a field for each heading, or an empty text; the first column of a field has it."""
    found: list[str] = []
    for heading in headings:
        field = _BY_KEY.get(folded(heading), "")
        if not field and (said := limon_text(heading.strip())):
            field = _BY_KEY.get(folded(said), "")
        found.append(field if field not in found else "")
    return tuple(found)
