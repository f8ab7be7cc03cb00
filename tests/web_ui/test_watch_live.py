"""The chief's watch in a browser: read at a desk and on a telephone, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.web_ui.browser import (
    PATIENCE_MS,
    SCREENS,
    Stand,
    barriers,
    settled,
    standing_kiosk,
    torn,
)
from tests.web_ui.fakes import view_of
from tests.web_ui.watch_fakes import CLOCKS, DUE, LATE

SIZES = {"390x844": (390, 844), "1280x900": (1280, 900)}
PAGES = {
    "watch": "/watch",
    "watch_days": "/watch/days",
    "watch_lens": "/watch/lens",
    "watch_register": "/watch/register",
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        standing.service.show(view_of(late=LATE, due_counts=DUE, loss_clocks=CLOCKS))
        yield standing


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_watch_is_read_at_every_size_in_both_languages(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
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
    page.click('a[href="/watch"]')
    if language == "en":
        page.click('form[action="/language/en"] button')
    expect(page.locator("html")).to_have_attribute("lang", language)
    for name, address in PAGES.items():
        page.goto(stand.office + address)
        settled(page)
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"{name}-{language}-{size}.png", full_page=True)
        assert torn(page) == [], name
        assert barriers(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is wider than the screen"
    page.close()
    assert wrong == []


def test_the_register_on_paper_is_the_table_and_two_lines_for_names(
    browser: Browser, stand: Stand
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(stand.office)
    page.fill("#number", "12-0001")
    page.fill("#pin", "135790")
    page.click(".card button")
    page.goto(stand.office + "/watch/register")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator(".signs i").count() == 2
    assert page.locator("tr[data-place]").count() == len(view_of().positions)
    page.close()
