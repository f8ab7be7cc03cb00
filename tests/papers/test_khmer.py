"""Every paper brings its Khmer letters along: Debian has none, and boxes say nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import web_ui
from kiosk.papers import khmer
from kiosk.papers.frame import Printed, Title, framed
from kiosk.papers.sheets import SHEETS, sheets
from tests.papers.pictures import LETTERS_LOADED

PRINTED = Printed(kiosk="Angkor-1", at_ms=0, utc_offset_min=420, head="")


def test_the_letters_are_those_of_the_pages() -> None:
    ours = Path(khmer.__file__).parent / "fonts"
    pages = Path(web_ui.__file__).parent / "static" / "fonts"
    kept = sorted(path.name for path in ours.iterdir())
    assert len(kept) == len(khmer.WEIGHTS) + 1, "the licence stands beside them"
    assert all((ours / name).read_bytes() == (pages / name).read_bytes() for name in kept)


@pytest.mark.browser
@pytest.mark.parametrize(("spoiled", "drawn"), [("", len(khmer.WEIGHTS)), ("base64,", 0)])
def test_a_paper_is_drawn_with_them(browser: Browser, spoiled: str, drawn: int) -> None:
    html = framed(Title("អាវុធ", "Weapon"), PRINTED, (), (), ())
    page = browser.new_page()
    try:
        page.set_content(html.replace(spoiled, f"{spoiled}A") if spoiled else html)
        assert page.evaluate(LETTERS_LOADED) == drawn
    finally:
        page.close()


def test_a_sheet_of_labels_has_them_too() -> None:
    assert khmer.letters() in sheets([], SHEETS["L7160"])
