"""The sheet of a muster: it prints, and every row of it is read back from the printed page.

Leaves build/evidence/papers/muster-sheet as PDF and PNG.
"""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from kiosk.papers.frame import Printed
from kiosk.papers.muster_sheet import muster_sheet
from kiosk.papers.symbols import QR_MODULES, qr_of
from kiosk.rules.labels import Kind, number
from kiosk.rules.musters.codes import code_of, read_code, spoken
from kiosk.rules.things import WeaponNumber
from kiosk.service.musters.views import MusterPage, RowFace
from tests.papers.pictures import drawn, pictures, printed, read
from tests.papers.test_signed_papers import HERE, printed_whole, told

DAY_MS = 86_400_000


def row(place: int, **changes: str) -> RowFace:
    """Return a row of a sheet."""
    face = RowFace(
        number(Kind.WEAPON, 1, place),
        name="Norinco Type 56",
        serial=f"56-1 23{place:05}",
        holder="12-0417",
        holder_name="Sok Vanna",
        holder_km="សុខ វណ្ណា",
    )
    return replace(face, **changes)  # type: ignore[arg-type]  # words only


def sheet(rows: int = 9, **changes: str) -> MusterPage:
    """Return a sheet of a post."""
    every = tuple(row(place, **changes) for place in range(1, rows + 1))
    return MusterPage(41, "ប៉ុស្តិ៍ក្តុល Kdol", HERE.at_ms, HERE.at_ms + 7 * DAY_MS, rows=every)


@pytest.mark.browser
@pytest.mark.parametrize(("rows", "pages"), [(9, 2), (31, 3)])
def test_every_row_of_a_printed_sheet_is_read_back(browser: Browser, rows: int, pages: int) -> None:
    page = sheet(rows)
    name = "muster-sheet" if rows == 9 else "muster-sheet-long"
    made = pictures(printed(browser, muster_sheet(page, HERE), name))
    assert len(made) == pages
    found = [text.decode() for one in made for kind, text in read(one) if kind == "QR Code"]
    assert sorted(found) == [code_of(41, WeaponNumber(one.weapon)) for one in page.rows]
    assert [read_code(text) for text in sorted(found)] == [(41, one.weapon) for one in page.rows]


@pytest.mark.browser
def test_a_sheet_runs_off_nowhere_and_numbers_its_pages(browser: Browser) -> None:
    wide = {"name": "Norinco " * 6, "serial": "1" * 40, "holder_km": "សុខ" * 20}
    assert printed_whole(browser, muster_sheet(sheet(4, **wide), HERE), "muster-sheet-wide") <= 2


def test_a_sheet_says_what_where_by_when_and_what_to_type() -> None:
    text = told(muster_sheet(sheet(2), HERE))
    code = code_of(41, WeaponNumber(number(Kind.WEAPON, 1, 2)))
    for part in (
        "ប៉ុស្តិ៍ក្តុល Kdol", "25 November 2026, 18:06", spoken(code), "56-1 2300002", "សុខ វណ្ណា",
        "12-0417", "1042:" + "ab" * 32, "Nobody looks at a weapon of their own",
    ):  # fmt: skip
        assert part in text, part


def test_a_weapon_without_a_serial_has_a_row_too() -> None:
    assert "\n-\n" in told(muster_sheet(sheet(1, serial=""), HERE))


def test_a_third_of_a_code_may_be_lost() -> None:
    """The most error correction there is: a sheet that was folded, wet, and carried in a pocket."""
    code = code_of(41, WeaponNumber(number(Kind.WEAPON, 1, 1)))
    symbol = qr_of(code)
    assert symbol.width == QR_MODULES
    whole = drawn(symbol.rows, 12, 60)
    spoiled = whole.painted(60 + 9 * 12, 60 + 9 * 12, 4 * 12, 4 * 12, 0)
    assert read(spoiled) == [("QR Code", code.encode())]


def test_what_does_not_fit_the_smallest_code_is_refused() -> None:
    with pytest.raises(ValueError, match="larger QR code"):
        qr_of("1" * 18)


@pytest.mark.browser
def test_a_training_sheet_says_so_across_every_page_and_is_still_read(browser: Browser) -> None:
    here = Printed("TRAINING-1", HERE.at_ms, 420, training=True)
    html = muster_sheet(sheet(31), here)
    assert told(html).count("TRAINING") >= 1
    made = pictures(printed(browser, html, "muster-sheet-training"), dpi=150)
    assert len(made) == 3
    for one in made:
        middle = one.part(one.width // 5, one.height // 3, one.width // 2, one.height // 4)
        grey = sum(180 <= pixel <= 245 for pixel in middle.pixels)
        assert grey > len(middle.pixels) // 100, "a page without the word"
    found = [text for one in made for kind, text in read(one) if kind == "QR Code"]
    assert len(found) == 31
