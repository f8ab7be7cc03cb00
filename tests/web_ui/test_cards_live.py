"""The pages of cards in a browser: a list that breaks off on its way, keys alone, every size."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kiosk.service.cards import views as v
from tests.web_ui.browser import (
    PATIENCE_MS,
    SCREENS,
    Stand,
    barriers,
    settled,
    standing_kiosk,
    torn,
)
from tests.web_ui.cards_fakes import STACKS

SIZES = {"800x480": (800, 480), "1280x900": (1280, 900)}
JUDGED = f"/cards/{STACKS[4].name}"
CONTENT = b"card,serial\r\n" + b"C1,0012345\r\n" * 200_000
"""2.4 MB: three pieces of the script, and more than half a hundred of the hatch."""

pytestmark = pytest.mark.browser


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


@contextmanager
def desk(browser: Browser, stand: Stand, size: str = "1280x900", language: str = "en",
         wrong: list[str] | None = None) -> Iterator[Page]:  # fmt: skip
    """Sit down at the desk of cards; anything a page complains of fails the test."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    said: list[str] = [] if wrong is None else wrong
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(stand.office)
    page.fill("#number", "12-0001")
    page.fill("#pin", "135790")
    page.click(".card button")
    page.click('a[href="/cards"]')
    if language == "en":
        page.click('form[action="/language/en"] button')
    expect(page.locator("html")).to_have_attribute("lang", language)
    yield page
    page.close()
    assert wrong is not None or said == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_are_read_at_every_size_in_both_languages(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
    shown = {"list": "/cards?why=went_on", "doubts": f"{JUDGED}/doubts"}
    shown |= {one.state: f"/cards/{one.name}" for one in STACKS}
    shown |= {"keying": f"{JUDGED}/keying?again=1", "differing": f"{JUDGED}/differing"}
    shown |= {"sought": f"{JUDGED}/sought", "lone": "/cards/unmatched?q=77"}
    shown |= {"lone_weapons": "/cards/unmatched?what=weapon_only&after=1"}
    with desk(browser, stand, size, language) as page:
        for name, address in shown.items():
            page.goto(stand.office + address)
            settled(page)
            SCREENS.mkdir(parents=True, exist_ok=True)
            path = SCREENS / f"cards_{name}-{language}-{size}.png"
            page.screenshot(path=path, full_page=True)
            assert torn(page) == [], name
            assert barriers(page) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is wider than the screen"


def chosen(page: Page, content: bytes = CONTENT) -> None:
    """Choose a list and bring it."""
    page.set_input_files("#list", {"name": "ក.csv", "mimeType": "text/csv", "buffer": content})
    page.click(".bring button")


def test_a_list_is_brought_in_pieces_and_its_page_is_shown(browser: Browser, stand: Stand) -> None:
    with desk(browser, stand) as page:
        chosen(page)
        page.wait_for_url(f"**/cards/{STACKS[1].name}")
        assert b"".join(one.content for one in stand.cards.pieces) == CONTENT
        assert len(stand.cards.pieces) > 50


def test_a_list_that_breaks_off_is_gone_on_with_when_it_is_chosen_again(
    browser: Browser, stand: Stand
) -> None:
    """The network is gone after the first piece; the page stays, and says what to do."""
    wrong: list[str] = []
    with desk(browser, stand, wrong=wrong) as page:
        sent = []

        def once(route: Route) -> None:
            sent.append(route)
            if len(sent) == 1:
                route.continue_()
            else:
                route.abort()

        page.route("**/cards/piece", once)
        chosen(page)
        expect(page.locator("[data-broken]")).to_be_visible()
        here = stand.cards.offset
        assert here == 1 << 20
        page.unroute("**/cards/piece")
        page.click(".bring button")
        page.wait_for_url(f"**/cards/{STACKS[1].name}")
        assert b"".join(one.content for one in stand.cards.pieces) == CONTENT, "each byte once"


def test_a_list_that_is_too_large_is_not_even_begun(browser: Browser, stand: Stand) -> None:
    with desk(browser, stand) as page:
        page.evaluate("document.querySelector('[data-upload]').dataset.largest = '1000'")
        chosen(page)
        expect(page.locator('[data-why="too_large"]')).to_be_visible()
        assert stand.cards.pieces == []


def test_a_list_comes_in_one_form_where_no_script_runs(browser: Browser, stand: Stand) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(stand.office)
        page.fill("#number", "12-0001")
        page.fill("#pin", "135790")
        page.click(".card button")
        page.goto(f"{stand.office}/cards")
        chosen(page)
        page.wait_for_url(f"**/cards/{STACKS[1].name}")
    assert b"".join(one.content for one in stand.cards.pieces) == CONTENT


def test_a_card_is_keyed_with_the_keyboard_alone(browser: Browser, stand: Stand) -> None:
    with desk(browser, stand) as page:
        page.goto(f"{stand.office}{JUDGED}/keying")
        expect(page.locator("#serial")).to_be_focused()
        page.keyboard.type("0012345")
        page.keyboard.press("Enter")
        expect(page.locator("#calibre")).to_be_focused()
        page.keyboard.type("7.62x39")
        page.keyboard.press("Enter")
        expect(page.locator('[data-said="agreed"]')).to_be_visible()
        expect(page.locator("#serial")).to_be_focused()
        typed = [asked[-1] for asked in stand.cards.asked if asked[0] == "key"]
        assert typed == [v.Typed(7, "0012345", "7.62x39")]


def test_a_page_of_something_that_moves_looks_again_by_itself(
    browser: Browser, stand: Stand
) -> None:
    with desk(browser, stand) as page:
        page.goto(f"{stand.office}/cards/{STACKS[3].name}")
        expect(page.locator("progress")).to_have_attribute("value", "120000")
        gone_on = replace(STACKS[3], done=200_000)
        stand.cards.told = (*STACKS[:3], gone_on, *STACKS[4:])
        expect(page.locator("progress")).to_have_attribute("value", "200000")
        stand.cards.told = (*STACKS[:3], replace(STACKS[4], name=gone_on.name), *STACKS[4:])
        expect(page.locator('[data-at="judged"]')).to_be_visible()
