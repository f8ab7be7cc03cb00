"""The desk of weapons that come in, in a browser: every size, keys alone, a photo from a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.rack_works import MarkWeapon, TakeIn
from kiosk.service.racking.views import Photo
from tests.registry.pictures import JPEG
from tests.web_ui.browser import (
    PATIENCE_MS,
    SCREENS,
    Stand,
    barriers,
    settled,
    standing_kiosk,
    torn,
)
from tests.web_ui.racking_fakes import NEW, SHEET, STAR
from web_ui.racking import PHOTO_MAX, weapon_page

SIZES = {"800x480": (800, 480), "1280x900": (1280, 900)}

pytestmark = pytest.mark.browser


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        standing.incoming.photos[STAR] = Photo("jpeg", JPEG)
        yield standing


@contextmanager
def desk(
    browser: Browser, stand: Stand, size: str, language: str, expected: str = "\0"
) -> Iterator[Page]:
    """Sit down where weapons come in; what a page complains of fails the test, but `expected`."""
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
    page.click('a[href="/racking"]')
    if language == "en":
        page.click('form[action="/language/en"] button')
    expect(page.locator("html")).to_have_attribute("lang", language)
    yield page
    page.close()
    assert [one for one in wrong if expected not in one] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_are_read_at_every_size_in_both_languages(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
    with desk(browser, stand, size, language) as page:
        for name, address in (
            ("racking", "/racking"),
            ("intake", "/racking/new"),
            ("racking_weapon", weapon_page(NEW.number, done="marked")),
            ("labels_form", f"/papers/labels?numbers={NEW.number}"),
            ("blank_cards_form", "/papers/cards"),
        ):
            page.goto(stand.office + address)
            settled(page)
            SCREENS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENS / f"{name}-{language}-{size}.png", full_page=True)
            assert torn(page) == [], name
            assert barriers(page) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is wider than the screen"


def test_a_weapon_is_taken_in_with_the_keyboard_alone(browser: Browser, stand: Stand) -> None:
    stand.incoming.sheets["1030002741"] = SHEET
    with desk(browser, stand, "1280x900", "en") as page:
        page.goto(f"{stand.office}/racking/new")
        expect(page.locator("#name")).to_be_focused()
        page.keyboard.type("AKM")
        page.fill("#serial", "ក 0047")
        page.fill("#collected", "2016-03-10")
        page.fill("#pin", "135790")
        page.keyboard.press("Enter")
        page.wait_for_url("**/racking/weapon?**")
    work = stand.service.signed[-1][2]
    assert isinstance(work, TakeIn)
    assert (work.number, work.name, work.serial) == ("1030002741", "AKM", "ក 0047")
    assert work.collected == "2016-03-10"


def test_a_photo_is_sent_from_a_file_and_shown_as_a_picture(
    browser: Browser, stand: Stand, tmp_path: Path
) -> None:
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(JPEG)
    with desk(browser, stand, "1280x900", "en") as page:
        page.goto(stand.office + weapon_page(NEW.number))
        drawn = "one => one.decode().then(() => [one.naturalWidth, one.naturalHeight])"
        assert page.locator(".marks img").first.evaluate(drawn) == [24, 16]
        page.set_input_files("#photo", file)
        page.fill("#text", "star")
        page.fill("#pin-mark", "135790")
        page.keyboard.press("Enter")
        expect(page.locator(".done")).to_contain_text("The mark is in the book")
    assert stand.incoming.sent == [JPEG]
    work = stand.service.signed[-1][2]
    assert isinstance(work, MarkWeapon)
    assert (work.text, work.seen) == ("star", 3)


def test_a_photo_that_is_too_large_is_said_before_it_is_sent(
    browser: Browser, stand: Stand, tmp_path: Path
) -> None:
    file = tmp_path / "IMG_0002.jpg"
    file.write_bytes(bytes(PHOTO_MAX + 1))
    with desk(browser, stand, "1280x900", "en") as page:
        page.goto(stand.office + weapon_page(NEW.number))
        page.set_input_files("#photo", file)
        expect(page.locator(".too-large")).to_contain_text("larger than 8 MB")
        page.fill("#pin-mark", "135790")
        page.keyboard.press("Enter")
        assert page.locator("#photo:invalid").count() == 1
        smaller = tmp_path / "IMG_0003.jpg"
        smaller.write_bytes(JPEG)
        page.set_input_files("#photo", smaller)
        expect(page.locator(".too-large")).to_have_text("")
    assert stand.incoming.sent == []


def test_without_the_script_the_server_says_that_a_file_is_far_too_large(
    browser: Browser, stand: Stand, tmp_path: Path
) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(bytes(100 << 20))
    with desk(browser, stand, "1280x900", "en", expected="413") as page:
        page.goto(stand.office + weapon_page(NEW.number))
        page.set_input_files("#photo", file)
        page.fill("#pin-mark", "135790")
        with page.expect_navigation():
            page.evaluate("document.querySelector('form[enctype]').submit()")
        expect(page.locator(".notice")).to_contain_text("larger than 8 MB")
    assert stand.incoming.sent == []
