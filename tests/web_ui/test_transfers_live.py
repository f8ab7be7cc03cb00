"""The desk of transfers in a browser: every page at every size, a scanner that types, a print."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service import works as w
from tests.web_ui.browser import (
    PATIENCE_MS,
    SCREENS,
    Stand,
    barriers,
    settled,
    standing_kiosk,
    torn,
)
from web_ui.transfers import paper_of

SIZES = {"800x480": (800, 480), "1280x900": (1280, 900)}
PAGES = {
    "transfers": "/transfers?said=asked",
    "transfer_new": "/transfers/new?w=1010000182&w=1010000279",
    "transfer_read": "/transfers/read",
    "transfer_paper": paper_of("T0002-kampong-thom-01", "announced"),
    "transfer_loading": paper_of("T0008-btb-01", "sent"),
    "transfer_unload": "/transfers/unload?number=T0003-kampong-thom-01&t=1010000182&s=56-1+2374051",
}

pytestmark = pytest.mark.browser


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


@contextmanager
def desk(browser: Browser, stand: Stand, size: str, language: str) -> Iterator[Page]:
    """Sit down at the desk of transfers; anything a page complains of fails the test."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(stand.office)
    page.fill("#number", "12-0001")
    page.fill("#pin", "135790")
    page.click(".card button")
    page.click('a[href="/transfers"]')
    if language == "en":
        page.click('form[action="/language/en"] button')
    expect(page.locator("html")).to_have_attribute("lang", language)
    yield page
    page.close()
    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_are_read_at_every_size_in_both_languages(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
    with desk(browser, stand, size, language) as page:
        for name, address in PAGES.items():
            page.goto(stand.office + address)
            settled(page)
            SCREENS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENS / f"{name}-{language}-{size}.png", full_page=True)
            assert torn(page) == [], name
            assert barriers(page) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is wider than the screen"


def test_a_transfer_is_drawn_up_with_a_scanner_and_keys_alone(
    browser: Browser, stand: Stand
) -> None:
    """A scanner is a keyboard: digits and ENTER, one weapon after the other."""
    with desk(browser, stand, "1280x900", "en") as page:
        page.goto(f"{stand.office}/transfers/new")
        for number in ("1010000182", "1010000279"):
            expect(page.locator("#scan")).to_be_focused()
            page.keyboard.type(number)
            page.keyboard.press("Enter")
            expect(page.locator(f'[data-load="{number}"]')).to_be_visible()
        page.fill("#carrier", "12-0417")
        page.fill("#why", "to be mended")
        page.fill("#pin", "135790")
        page.keyboard.press("Enter")
        expect(page.locator(".done")).to_contain_text("two people")
        ((_, _, work),) = stand.service.signed
        assert work == w.SendTransfer(
            "kampong-thom-01", ("1010000279", "1010000182"), "12-0417", 72, "to be mended"
        )


def test_unloading_goes_from_the_label_to_the_steel_and_back(
    browser: Browser, stand: Stand
) -> None:
    with desk(browser, stand, "800x480", "km") as page:
        page.goto(f"{stand.office}/transfers/unload?number=T0003-kampong-thom-01")
        for number, engraved in (("1010000182", "56-1"), ("1010000279", "-")):
            expect(page.locator("#scan")).to_be_focused()
            page.keyboard.type(number)
            page.keyboard.press("Enter")
            expect(page.locator("#engraved")).to_be_focused()
            page.keyboard.type(engraved)
            page.keyboard.press("Enter")
            expect(page.locator(f'[data-unloaded="{number}"]')).to_be_visible()


def test_a_paper_is_printed_without_what_only_a_screen_needs(
    browser: Browser, stand: Stand
) -> None:
    with desk(browser, stand, "1280x900", "km") as page:
        page.goto(stand.office + paper_of("T0008-btb-01", "sent"))
        expect(page.locator(".signs")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator(".signs")).to_be_visible()
        for hidden in (".top", ".asks"):
            expect(page.locator(hidden).first).to_be_hidden()
        page.screenshot(path=SCREENS / "transfer_print-km-1280x900.png", full_page=True)
