"""The bench, the demonstration and the chief's desk, live in a browser."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.views import Stage
from tests.end_to_end.programs import until
from tests.web_ui.browser import SCREENS, Stand, barriers, screen, standing_kiosk, torn
from tests.web_ui.fakes import (
    ALARM,
    DUE,
    LAST,
    SOK,
    positions,
    view_of,
    with_cable,
)
from tests.web_ui.witness_fakes import HEARD

LOWEST = """() => Math.max(
  ...[...document.querySelectorAll(".cable")].map((one) => one.getBoundingClientRect().bottom))"""

pytestmark = pytest.mark.browser


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


@pytest.fixture
def impatient() -> Iterator[Stand]:
    """A kiosk whose screens notice silence after a moment instead of seconds."""
    with standing_kiosk(stale_s=3, grey_s=4) as standing:
        yield standing


@pytest.fixture
def page(browser: Browser, stand: Stand) -> Iterator[Page]:
    with screen(browser, stand, "800x480", "km") as opened:
        yield opened


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_badge_is_dragged_to_the_reader(browser: Browser, stand: Stand, language: str) -> None:
    with screen(browser, stand, "800x480", language) as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(stand.touch + "/bench")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=SCREENS / f"bench-{language}-1280x900.png", full_page=True)
        assert torn(page) == []
        badge, reader = page.locator(".badge").first, page.locator('[data-reader="badge"]')
        start = until(badge.bounding_box, "a badge on the bench")
        end = until(reader.bounding_box, "a reader on the bench")
        page.mouse.move(start["x"] + 40, start["y"] + 40)
        page.mouse.down()
        page.mouse.move(end["x"] + 60, end["y"] + 40, steps=6)
        expect(reader).to_have_class("reader on near")
        with page.expect_response("**/bench/scan"):
            page.mouse.up()
        assert stand.bench.touched == [("scan", "badge", "B-00017-3")]
        assert barriers(page) == []


def test_a_click_is_a_scan_and_a_drag_to_nowhere_is_none(page: Page, stand: Stand) -> None:
    page.goto(stand.touch + "/bench")
    weapon = page.locator(".weapon").first
    # The stream puts its first page in the place of the fetched one: for a moment there is none.
    box = until(weapon.bounding_box, "a weapon on the bench")
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 20, steps=4)
    page.mouse.up()
    page.wait_for_timeout(150)  # browsers send the click of a drag within this time
    assert stand.bench.touched == []
    with page.expect_response("**/bench/scan"):
        weapon.click()
    assert stand.bench.touched == [("scan", "weapon", "1030000147")]


def test_a_cable_is_pulled_and_seen_to_be_open(page: Page, stand: Stand) -> None:
    page.goto(stand.touch + "/bench")
    page.locator(".cable header button").first.click()
    stand.service.show(view_of(seq=1043))  # the kiosk has seen it too
    expect(page.locator(".cable.open")).to_have_count(1, timeout=15_000)
    assert stand.bench.touched == [("cable", "R1-C1", "True")]


def test_a_weapon_that_goes_out_is_seen_to_be_out(page: Page, stand: Stand) -> None:
    page.goto(stand.touch + "/bench")
    tile = page.locator('.weapon[data-drag="1030000147"]')
    expect(tile).to_have_class("weapon in")
    gone = replace(positions()[0], state="out", holder=SOK)
    stand.service.show(view_of(positions=positions({gone.id: gone}), seq=1043))
    expect(tile).to_have_class("weapon out", timeout=15_000)
    expect(tile.locator("em")).to_have_text("សុខ វណ្ណា")


def test_bench_and_touch_page_speak_one_language_and_lose_nothing(page: Page, stand: Stand) -> None:
    page.goto(stand.touch + "/demo")
    inside = page.frame_locator(".device iframe")
    stand.service.show(view_of(Stage.PIN))
    expect(inside.locator("#screen")).to_have_attribute("data-page", "pin", timeout=15_000)
    for digit in "135":
        inside.locator(f'[data-digit="{digit}"]').click()
    page.click(".bar form[data-speak] button")
    expect(inside.locator("h1")).to_have_text("Enter your PIN", timeout=15_000)
    expect(page.locator(".next p")).to_have_text("Next: type the PIN on the touch screen.")
    expect(page.locator(".bar h1")).to_have_text("Bench")
    inside.locator("button[form=form-language]").click()
    expect(page.locator(".bar h1")).to_have_text("តុសាកល្បង", timeout=15_000)
    expect(inside.locator(".dots i.full")).to_have_count(3)
    stand.service.show(view_of(Stage.CHOOSE, seq=1043))
    expect(page.locator(".next p")).to_have_text("បន្ទាប់៖ ជ្រើសរើសលើអេក្រង់។", timeout=15_000)


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (1600, 1000), (1440, 900), (1400, 900), (1280, 720)]
)
def test_touch_page_and_bench_stand_side_by_side(
    browser: Browser, stand: Stand, language: str, width: int, height: int
) -> None:
    with screen(browser, stand, "800x480", language) as page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(stand.touch + "/demo")
        inside = page.frame_locator(".device iframe")
        expect(inside.locator("#screen")).to_have_attribute("data-page", "idle")
        stand.service.show(view_of(Stage.CABLE_OPEN))
        expect(inside.locator("#screen")).to_have_attribute("data-page", "cable_open")
        page.wait_for_timeout(300)  # for the picture only: fonts inside the frame
        page.screenshot(path=SCREENS / f"demo-{language}-{width}x{height}.png")
        high = page.evaluate("document.documentElement.scrollHeight")
        assert height < 900 or high <= height  # six cables; the demonstration itself has four
        lowest = page.evaluate(LOWEST)
        assert height - 24 <= lowest, "the bottom of the page is empty"
        assert torn(page) == []
        assert barriers(page) == []


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_the_chief_sees_the_bay_on_a_desk_and_on_a_telephone(
    browser: Browser, stand: Stand, language: str, width: int, height: int
) -> None:
    stand.service.show(
        view_of(
            cables=with_cable("R1-C2", opened=True),
            alarms=(ALARM,),
            due_counts=DUE,
            count=HEARD,
            last_count=LAST,
        )
    )
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(stand.office)
    if language == "en":
        page.click('form[action^="/language"] button')
    size = f"{language}-{width}x{height}"
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"login-{size}.png")
    assert barriers(page) == []
    page.fill("#number", "12-0001")
    page.fill("#pin", "135790")
    page.click(".card button")
    expect(page.locator(".desk")).to_be_visible()
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"office-{size}.png", full_page=True)
    assert torn(page) == []
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(stand.office + "/counts")
    page.screenshot(path=SCREENS / f"order-{size}.png")
    assert barriers(page) == []
    page.go_back()
    stand.service.show(view_of(seq=1050, head="0123456789abcdef"))
    expect(page.locator(".seal")).to_contain_text("0123456789abcdef", timeout=15_000)
    page.close()


@pytest.mark.promise("P7")
def test_the_chiefs_page_turns_grey_when_the_kiosk_hangs(
    browser: Browser, impatient: Stand
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(impatient.office)
    page.fill("#number", "12-0001")
    page.fill("#pin", "135790")
    page.click(".card button")
    expect(page.locator("#old")).to_be_hidden()
    impatient.service.hold(held=True)
    expect(page.locator("body")).to_have_css("filter", "grayscale(1)", timeout=15_000)
    expect(page.locator("#old")).to_be_visible()
    impatient.service.hold(held=False)
    expect(page.locator("#old")).to_be_hidden(timeout=15_000)
    page.close()
