"""Pages that live: they change without a reload, notice silence, and take a finger for a pen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.protocol import Count, NewPin, Pin, Report
from kiosk.service.views import Stage
from tests.web_ui.browser import SCREENS, Stand, barriers, screen, standing_kiosk
from tests.web_ui.fakes import ALARM, outcome, view_of, with_cable

pytestmark = pytest.mark.browser

GREEN = "rgb(10, 92, 43)"


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


def at(page: Page, name: str) -> None:
    expect(page.locator("#screen")).to_have_attribute("data-page", name, timeout=15_000)


def press(page: Page, digits: str) -> None:
    for digit in digits:
        page.click(f'[data-digit="{digit}"]')


def test_a_badge_leads_to_the_pin_without_a_reload(page: Page, stand: Stand) -> None:
    at(page, "idle")
    page.evaluate("window.sameDocument = true")
    stand.service.show(view_of(Stage.PIN, seq=1043))
    at(page, "pin")
    assert page.evaluate("window.sameDocument") is True
    expect(page.locator("html")).to_have_attribute("data-seq", "1043")


def test_an_outcome_leaves_by_itself(browser: Browser, stand: Stand) -> None:
    with screen(browser, stand, "800x480", "km") as page:
        stand.service.show(view_of(outcome=outcome("weapon.issued")))
        at(page, "issued")
        page.click(".foot a")
        at(page, "idle")
        assert "seen=1042" in page.url
        stand.service.show(view_of(outcome=outcome("weapon.returned", seq=1050), seq=1050))
        at(page, "returned")


def test_a_pin_is_typed_with_a_finger_and_never_shown(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.PIN))
    at(page, "pin")
    press(page, "13579")
    page.click("[data-delete]")
    press(page, "790")
    expect(page.locator(".dots i.full")).to_have_count(7)
    assert "1357790" not in page.content()
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Pin("1357790")]


def test_an_empty_pin_is_not_sent(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.PIN))
    at(page, "pin")
    page.click(".key.yes")
    press(page, "1")
    expect(page.locator(".dots i.full")).to_have_count(1)
    assert stand.service.taps == []


def test_half_a_pin_survives_news_about_something_else(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.PIN))
    at(page, "pin")
    press(page, "135")
    stand.service.show(view_of(Stage.PIN, outcome=outcome("refused", "bad_label")))
    expect(page.locator(".warn-box")).to_be_visible(timeout=15_000)
    expect(page.locator(".dots i.full")).to_have_count(3)
    press(page, "790")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Pin("135790")]


def test_the_next_person_finds_an_empty_pad(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.PIN))
    at(page, "pin")
    press(page, "135")
    stand.service.show(view_of(Stage.COUNTER_SIGN_PIN))
    at(page, "counter_sign_pin")
    expect(page.locator(".dots i.full")).to_have_count(0)


def test_a_new_pin_is_typed_twice_on_one_pad(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.ENROL_PIN))
    at(page, "enrol_pin")
    press(page, "135790")
    page.click(".key.yes")
    press(page, "135791")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [NewPin("135790", "135791")]


def test_a_count_is_typed_on_the_pad(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.COUNT))
    at(page, "count")
    press(page, "123")
    expect(page.locator("#counted")).to_have_value("12")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Count(12)]


def test_a_report_is_ticked_and_stepped(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.RETURN_REPORT))
    at(page, "return_report")
    page.locator("label.tick").first.click()
    for _ in range(2):
        page.click('[data-step="1"][data-for="fired"]')
        page.click('[data-step="-1"][data-for="rounds"]')
    page.click('[data-step="-1"][data-for="lost"]')
    page.click("button[form=form-report]")
    page.wait_for_load_state()
    assert stand.service.taps == [Report(2, 58, fired=2, lost=0, ticks=("fired",))]


def test_every_step_can_be_gone_without_the_script(browser: Browser, stand: Stand) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 800, "height": 480})
    page = context.new_page()
    stand.service.show(view_of(Stage.PIN))
    page.goto(stand.touch)
    page.fill("#digits", "135790")
    page.click(".key.yes")
    stand.service.show(view_of(Stage.CHOOSE))
    page.goto(stand.touch)
    page.click("a.door")
    page.click("button.tile >> nth=0")
    assert [type(tap).__name__ for tap in stand.service.taps] == ["Pin", "Choose"]
    context.close()


@pytest.mark.promise("P7")
def test_silence_is_said_and_nothing_stays_green(browser: Browser, impatient: Stand) -> None:
    """P7: the kiosk hangs, the web page lives; what it shows is old, and says so."""
    with screen(browser, impatient, "800x480", "km") as page:
        impatient.service.show(view_of(Stage.SHUT_NOW))
        at(page, "shut_now")
        band = page.locator(".done-band")
        expect(page.locator("#old")).to_be_hidden()
        expect(band).to_have_css("background-color", GREEN)
        impatient.service.hold(held=True)
        expect(page.locator("#old")).to_be_visible(timeout=15_000)
        expect(page.locator("[data-since]")).to_have_text("14:05")
        expect(band).not_to_have_css("background-color", GREEN)
        expect(page.locator("body")).to_have_css("filter", "grayscale(1)", timeout=15_000)
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / "old_data-km-800x480.png")
        assert barriers(page) == []
        impatient.service.hold(held=False)
        expect(page.locator("#old")).to_be_hidden(timeout=15_000)
        expect(band).to_have_css("background-color", GREEN)


def test_a_countdown_counts_down_with_the_kiosks_clock(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.OPEN_NOW))
    at(page, "open_now")
    figure = page.locator(".ring [data-left]")
    expect(figure).to_have_text("18")
    expect(figure).to_have_text("17", timeout=15_000)


def test_the_list_stays_open_while_the_bay_changes(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.CHOOSE))
    page.goto(stand.touch + "/?show=weapons&page=2")
    at(page, "weapons")
    stand.service.show(view_of(Stage.CHOOSE, cables=with_cable("R2-C1", opened=True), seq=1050))
    expect(page.locator(".leaf")).to_have_text("2 / 4")
    stand.service.show(view_of(Stage.IDLE))
    at(page, "idle")


# ---------------------------------------------------------------- the bench and the office


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_badge_is_dragged_to_the_reader(browser: Browser, stand: Stand, language: str) -> None:
    with screen(browser, stand, "800x480", language) as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(stand.touch + "/bench")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=SCREENS / f"bench-{language}-1280x900.png", full_page=True)
        badge, reader = page.locator(".badge").first, page.locator('[data-reader="badge"]')
        start, end = badge.bounding_box(), reader.bounding_box()
        assert start is not None
        assert end is not None
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
    box = weapon.bounding_box()
    assert box is not None
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
    page.locator(".cables .cable").first.click()
    stand.service.show(view_of(seq=1043))  # the kiosk has seen it too
    expect(page.locator(".cables .cable.open")).to_have_count(1, timeout=15_000)
    assert stand.bench.touched == [("cable", "R1-C1", "True")]


@pytest.mark.parametrize("language", ["km", "en"])
def test_touch_page_and_bench_stand_side_by_side(
    browser: Browser, stand: Stand, language: str
) -> None:
    with screen(browser, stand, "800x480", language) as page:
        page.set_viewport_size({"width": 1600, "height": 1000})
        page.goto(stand.touch + "/demo")
        inside = page.frame_locator(".device iframe")
        expect(inside.locator("#screen")).to_have_attribute("data-page", "idle")
        stand.service.show(view_of(Stage.CABLE_OPEN))
        expect(inside.locator("#screen")).to_have_attribute("data-page", "cable_open")
        page.wait_for_timeout(300)  # for the picture only: fonts inside the frame
        page.screenshot(path=SCREENS / f"demo-{language}-1600x1000.png")


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_the_chief_sees_the_bay_on_a_desk_and_on_a_telephone(
    browser: Browser, stand: Stand, language: str, width: int, height: int
) -> None:
    stand.service.show(view_of(cables=with_cable("R1-C2", opened=True), alarms=(ALARM,)))
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
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
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
