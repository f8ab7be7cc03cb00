"""The desk of people in a browser: read at every size, and worked with keys and a scanner."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.people_works import HoldOfficer
from tests.web_ui.browser import (
    PATIENCE_MS,
    SCREENS,
    Stand,
    barriers,
    settled,
    standing_kiosk,
    torn,
)
from tests.web_ui.fakes import SOK
from web_ui.people_work import person_of

SIZES = {"800x480": (800, 480), "1280x900": (1280, 900)}

pytestmark = pytest.mark.browser


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


@contextmanager
def desk(browser: Browser, stand: Stand, size: str, language: str) -> Iterator[Page]:
    """Sit down at the desk of people; anything a page complains of fails the test."""
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
    page.click('a[href="/people"]')
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
        for name, address in (
            ("people", "/people?show=expiring"),
            ("person", person_of(SOK.number, done="lost")),
            ("person_held", person_of("12-0301")),
            ("people_new", "/people/new"),
            ("certificates", "/people/certificates"),
        ):
            page.goto(stand.office + address)
            page.evaluate(
                "document.querySelectorAll('details').forEach(one => { one.open = true; })"
            )
            settled(page)
            SCREENS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENS / f"{name}-{language}-{size}.png", full_page=True)
            assert torn(page) == [], name
            assert barriers(page) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is wider than the screen"


def test_the_paper_fits_a4_and_has_no_buttons(browser: Browser, stand: Stand) -> None:
    with desk(browser, stand, "1280x900", "km") as page:
        page.goto(stand.office + "/people/certificates")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # 182 mm at 96 dots an inch
        settled(page)
        page.screenshot(path=SCREENS / "certificates-print.png", full_page=True)
        for gone in (".top", ".seek", ".leaves"):
            expect(page.locator(gone).first).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_an_officer_is_put_on_hold_by_keys_alone(browser: Browser, stand: Stand) -> None:
    with desk(browser, stand, "1280x900", "en") as page:
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type(SOK.number)
        page.keyboard.press("Enter")
        expect(page.locator(".weapon h2")).to_contain_text(SOK.name)
        form = page.locator('details:has(form[action="/people/person/hold"])')
        form.locator("summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("suspended")
        page.keyboard.press("Tab")
        page.keyboard.type("135790")
        page.keyboard.press("Enter")
        expect(page.locator(".quiet")).to_contain_text("On hold from now on")
        work = HoldOfficer(SOK.number, "suspended")
        assert stand.service.signed == [("12-0001", "135790", work)]
