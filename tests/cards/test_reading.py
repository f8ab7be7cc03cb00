"""What is written on a card is read as it was meant, or doubted; never guessed in silence."""

import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.cards.reading import places, serials
from kiosk.cards.reading.headings import guessed
from kiosk.cards.reading.judge import Judge
from kiosk.cards.reading.limon import limon_text, looks_limon
from kiosk.cards.reading.writing import day, folded, year
from kiosk.cards.table_file import Mark, MarkKind
from kiosk.rules.entries import DoubtKind

TODAY = date(2026, 11, 23)
PAIRS = json.loads(Path(__file__).with_name("limon_pairs.json").read_text(encoding="utf-8"))
"""Khmer words, names of places and months with the Limon glyphs that a published converter makes
of them (npm khmer-unicode-converter 0.0.6); the other direction is ours."""


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["limon"]))
def test_limon_is_read_back_as_the_unicode_it_was_made_from(pair: dict[str, str]) -> None:
    """DA and TA below a letter are one glyph: only there may the letter be the other one."""
    said = limon_text(pair["limon"])
    assert said is not None
    assert folded(said) == folded(pair["unicode"])
    assert said == pair["unicode"] or "្ដ" in pair["unicode"]


@pytest.mark.parametrize(
    "text",
    ["Battambang", "Norinco", "Type 56", "AK-47", "Kampong Thom", "M16A1", "CZ-75",
     "stock repaired", "Degtyarev", "7.62x39", "SKS", "Café", "Mr. Sok Dara", "in_rack", "12345"],
)  # fmt: skip
def test_english_is_not_taken_for_limon(text: str) -> None:
    assert not looks_limon(text)


@pytest.mark.parametrize("text", ["aa", "e", "R", ";k", "kaI", "k\x00", "xaa", "ee"])
def test_what_no_khmer_word_is_typed_like_is_not_converted(text: str) -> None:
    assert limon_text(text) is None


@pytest.mark.parametrize(
    ("written", "iso", "sure"),
    [
        ("24/05/2007", "2007-05-24", True),
        ("24-5-07", "2007-05-24", True),
        ("24.5.98", "1998-05-24", True),
        ("2007-05-24", "2007-05-24", True),
        ("2007-05-24 00:00:00", "2007-05-24", True),
        ("២៤/៥/២០០៧", "2007-05-24", True),
        ("ថ្ងៃទី១៩ ខែវិច្ឆិកា ឆ្នាំ២០២០", "2020-11-19", True),
        ("19 Nov 2006", "2006-11-19", True),
        ("Nov 19, 2006", "2006-11-19", True),
        ("19/11/2564", "2020-11-19", True),
        ("ថ្ងៃទី២ ខែមករា ព.ស.២៥៥០", "2007-01-02", True),
        ("05/24/2007", "2007-05-24", False),
        ("20/4/2550", "2007-04-20", False),
    ],
)
def test_a_day_is_read_in_every_form_that_people_write(
    written: str, iso: str, *, sure: bool
) -> None:
    """Month first, and a Buddhist year in the months of Visak, are read and still doubted."""
    found = day(written, TODAY)
    assert found is not None
    assert (found.iso, found.sure) == (iso, sure)


@pytest.mark.parametrize(
    "written", ["31/02/2007", "1/1/2099", "x", "2007", "1/2", "1/1/1066", "00/00/0000", "1/2/3/4",
                "12/2007/1", "a/b/c", "1/1/207"],
)  # fmt: skip
def test_what_is_no_day_of_a_card_is_none(written: str) -> None:
    assert day(written, TODAY) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1975", 1975), ("១៩៧៥", 1975), ("1066", None), ("2027", None), ("75", None), ("19xx", None)],
)
def test_a_year_that_no_weapon_was_made_in_is_none(written: str, expected: int | None) -> None:
    assert year(written, 2026) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [("Kampong Thom", "06"), ("Kompong Thom", "06"), ("ខេត្តកំពង់ធំ", "06"), ("6", "06"),
     ("Otdar Mean Chey", "22"), ("ឧត្តរមានជ័យ", "22"), ("BATTAMBANG PROVINCE", "02"),
     ("Banteay Mean Chey", "01"), ("Atlantis", None)],
)  # fmt: skip
def test_a_province_is_known_under_every_name(written: str, code: str | None) -> None:
    assert places.province(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [("Samlot", "0209"), ("Samlout", "0209"), ("Ek Phnom", "0205"), ("Phnom Preuk", "0211"),
     ("Sampov Loun", "0210"), ("ស្រុកបារាយណ៍", "0601"), ("Baray District", "0601"), ("x", None)],
)  # fmt: skip
def test_a_district_of_the_two_provinces_is_known_as_it_was_spelled_then(
    written: str, code: str | None
) -> None:
    assert places.district(written) == code


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2529996", None), ("0012345", None), ("AB1234", None), ("គ្មាន", None), ("KT-1234", None),
        ("12O45", "look_alike"), ("l234567", "look_alike"), ("\u0410\u041a1234", "look_alike"),
        ("\uff11\uff12\uff13", "look_alike"), ("1.2E+07", "spreadsheet_float"),
        ("12345.0", "spreadsheet_float"),
        ("1,2E+07", "spreadsheet_float"), ("Mar-54", "spreadsheet_date"),
        ("JAN-54", "spreadsheet_date"), ("1-May", "spreadsheet_date"),
        ("2006-03-04 00:00:00", "spreadsheet_date"), ("1/2/2006", "spreadsheet_date"),
        ("", "missing"), ("?", "missing"), ("#N/A", "missing"),
    ],
)  # fmt: skip
def test_a_serial_is_doubted_for_what_a_spreadsheet_or_an_eye_made_of_it(
    written: str, kind: str | None
) -> None:
    assert serials.number_doubt(written) == kind


def test_columns_are_known_by_english_khmer_and_limon_headings() -> None:
    assert guessed(("Card No.", "Serial Number", "Maker", "Caliber", "Date")) == (
        "card", "serial", "make", "calibre", "day",
    )  # fmt: skip
    assert guessed(("លេខស៊េរី", "ខេត្ត", "កាលបរិច្ឆេទ")) == ("serial", "province", "day")
    assert guessed(("extþ", "kalbriecäT", "Rsúk")) == ("province", "day", "district")
    assert guessed(("serial", "serial", "colour")) == ("serial", "", "")


def judged(cells: dict[str, str], **marks: Mark) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return the doubts and readings of one card."""
    names = tuple(cells)
    row = list(cells.values())
    found = Judge(names, (), TODAY).card(
        row, {names.index(name): mark for name, mark in marks.items()}, "\t" + "\t".join(row)
    )
    assert row == list(cells.values()), "a cell was changed"
    return [(doubt.field, doubt.kind) for doubt in found.doubts], dict(found.readings)


def test_a_doubt_marks_a_field_and_a_reading_stands_beside_it() -> None:
    doubts, readings = judged(
        {"card": "C1", "serial": "1O1", "year": "1066", "province": "Kompong Thom",
         "district": "Nowhere", "day": "24/5/07", "calibre": "7,62\u044539", "model": ""},
    )  # fmt: skip
    assert sorted(doubts) == [
        ("calibre", DoubtKind.LOOK_ALIKE), ("district", DoubtKind.UNKNOWN_PLACE),
        ("model", DoubtKind.MISSING), ("serial", DoubtKind.LOOK_ALIKE),
        ("year", DoubtKind.IMPOSSIBLE_YEAR),
    ]  # fmt: skip
    assert readings == {"province": "06", "day": "2007-05-24"}


def test_a_good_card_has_no_doubt_and_nothing_to_read() -> None:
    good = {"card": "C1", "serial": "0012345", "year": "1975", "province": "Kampong Thom",
            "district": "Baray", "day": "2006-05-04", "calibre": "7.62x39",
            "model": "AKM"}  # fmt: skip
    assert judged(good) == ([], {})


def test_a_spreadsheets_number_or_date_in_a_serial_is_doubted() -> None:
    number, shown = Mark(MarkKind.NUMBER), Mark(MarkKind.DATE, "1954-03-01")
    assert judged({"serial": "12345"}, serial=number)[0] == [("serial", "lost_zeros")]
    assert judged({"serial": "1.2E7"}, serial=number)[0] == [("serial", "spreadsheet_float")]
    assert judged({"serial": "19784"}, serial=shown)[0] == [("serial", "spreadsheet_date")]
    assert judged({"serial": "1", "day": "38841"}, day=Mark(MarkKind.DATE, "2006-05-04")) == (
        [], {"day": "2006-05-04"},
    )  # fmt: skip
    assert judged({"serial": "#N/A"}, serial=Mark(MarkKind.ERROR))[0] == [("serial", "missing")]


@pytest.mark.parametrize("cell", ["a\x00b", "a\udc80", "\ufffd", "áž€áž", "a\x85"])
def test_a_cell_with_broken_signs_is_doubted_and_a_broken_serial_is_unreadable(cell: str) -> None:
    found = Judge(("serial", "note"), (), TODAY).card([cell, cell], {}, f"\t{cell}\t{cell}")
    assert [(doubt.field, doubt.kind) for doubt in found.doubts if doubt.kind == "encoding"] == [
        ("serial", "encoding"), ("note", "encoding"),
    ]  # fmt: skip
    assert not found.readable
    assert not found.clean
