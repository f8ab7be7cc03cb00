"""The register's pages in a browser: one field for fingers, keys and a scanner that types."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.rack_works import SetFit
from tests.web_ui.browser import (
    PATIENCE_MS,
    SCREENS,
    Stand,
    barriers,
    settled,
    standing_kiosk,
    torn,
)
from tests.web_ui.register_fakes import AKM, LIFE, THINGS, line
from web_ui.register import story_of

SIZES = {"800x480": (800, 480), "1280x900": (1280, 900)}

pytestmark = pytest.mark.browser


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


@contextmanager
def desk(browser: Browser, stand: Stand, size: str, language: str) -> Iterator[Page]:
    """Sit down at the register; anything a page complains of fails the test."""
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
    page.click('a[href="/register"]')
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
            ("register", "/register?q=1"),
            ("register_none", "/register?q=nowhere"),
            ("story", story_of(AKM.number)),
        ):
            page.goto(stand.office + address)
            settled(page)
            SCREENS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENS / f"{name}-{language}-{size}.png", full_page=True)
            assert torn(page) == [], name
            assert barriers(page) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is wider than the screen"


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_weapon_that_is_not_fit_says_why_and_is_asked_for_on_its_page(
    browser: Browser, stand: Stand, language: str
) -> None:
    broken = replace(THINGS[0], weapon=replace(AKM, condition="quarantined"), state="in")
    order = line(50, "work.ordered", ticks="damaged, wet", condition="quarantined")
    stand.register.things, stand.register.life = (broken,), {AKM.number: (*LIFE, order)}
    with desk(browser, stand, "800x480", language) as page:
        page.goto(stand.office + story_of(AKM.number))
        page.fill("#why_fit", "spring is new")
        page.fill("#pin-fit", "135790")
        settled(page)
        page.screenshot(path=SCREENS / f"story_not_fit-{language}-800x480.png", full_page=True)
        assert torn(page) == []
        assert barriers(page) == []
        page.click("#fit button")
        expect(page.locator("p.done")).to_be_visible()
    assert stand.service.signed[-1][2] == SetFit(AKM.number, "quarantined", "spring is new")


def test_a_scanner_types_into_the_field_wherever_the_cursor_stands(
    browser: Browser, stand: Stand
) -> None:
    """A scanner is a keyboard: digits and ENTER. Nobody clicks before they scan."""
    stand.register.things = (replace(THINGS[0], sort="exact"), THINGS[1])
    with desk(browser, stand, "1280x900", "km") as page:
        page.goto(stand.office + story_of(AKM.number))
        expect(page.locator("#q")).not_to_be_focused()
        page.keyboard.type(AKM.number)
        page.keyboard.press("Enter")
        expect(page.locator(".weapon h2")).to_contain_text(AKM.name)
        page.wait_for_url(f"**{story_of(AKM.number)}")
        assert stand.register.asked[-1][1] == AKM.number


def test_the_next_scan_takes_the_place_of_the_last_one_and_escape_empties(
    browser: Browser, stand: Stand
) -> None:
    with desk(browser, stand, "1280x900", "km") as page:
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("C000182")
        page.keyboard.press("Enter")
        expect(page.locator("[data-found]")).to_have_count(1)
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("12-0417")
        expect(page.locator("#q")).to_have_value("12-0417")
        page.keyboard.press("Escape")
        expect(page.locator("#q")).to_have_value("")


def test_a_weapon_is_found_and_its_life_read_by_keys_alone(browser: Browser, stand: Stand) -> None:
    with desk(browser, stand, "800x480", "en") as page:
        page.keyboard.type("Norinco")
        page.keyboard.press("Enter")
        link = page.locator(f'[data-found="{AKM.number}"] a')
        expect(link).to_be_visible()
        for _ in range(12):
            page.keyboard.press("Tab")
            if link.evaluate("one => one === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.locator("[data-line]")).to_have_count(len(LIFE))
        expect(page.locator('[data-kind="weapon.issued"]')).to_contain_text("Sok Vanna (12-0417)")
