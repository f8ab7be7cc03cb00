"""Pages that live: they change without a reload, notice silence, and take a finger for a pen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.protocol import Choose, Count, NewPin, Pin, Report
from kiosk.service.views import Stage
from tests.web_ui.browser import (
    SCREENS,
    Stand,
    at,
    barriers,
    press,
    screen,
    standing_kiosk,
    switch,
)
from tests.web_ui.fakes import outcome, view_of, with_cable

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
    press(page, "3")
    page.click("[data-delete]")
    press(page, "4")
    expect(page.locator("#counted")).to_have_value("4")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Count(4)]


def test_more_weapons_than_the_cable_holds_are_a_slip_and_counted_again(
    page: Page, stand: Stand
) -> None:
    """A count that differs puts a whole cable in doubt; a slip of the finger must not."""
    stand.service.show(view_of(Stage.COUNT))
    at(page, "count")
    press(page, "444")
    expect(page.locator("#counted")).to_have_value("44")
    page.click(".key.yes")
    at(page, "count_again")
    expect(page.locator(".warn-box")).to_contain_text("មានតែ 4 ទីតាំងប៉ុណ្ណោះ")
    assert stand.service.taps == []
    press(page, "3")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Count(3)]


def to_the_figures(page: Page, stand: Stand, *ticked: str) -> None:
    stand.service.show(view_of(Stage.RETURN_REPORT))
    at(page, "return_report")
    for tick in ticked:
        page.locator(f"label.tick:has([value={tick}])").click()
    page.click("button[form=form-condition]")
    at(page, "rounds_back")


def test_a_report_is_ticked_and_counted(page: Page, stand: Stand) -> None:
    to_the_figures(page, stand, "dropped", "wet")
    for digits in ("2", "58", "2"):
        press(page, digits)
        page.click(".key.yes")
    page.click(".key.yes")  # none was lost: nothing to type
    page.wait_for_load_state()
    ticks = ("fired", "wet", "dropped")
    assert stand.service.taps == [Report(2, 58, fired=2, lost=0, ticks=ticks)]


def test_no_touch_says_what_nobody_counted(page: Page, stand: Stand) -> None:
    """Figures that stand there already are accepted unread by whoever has a queue behind them."""
    to_the_figures(page, stand)
    for _ in range(6):
        page.click(".key.yes")
    expect(page.locator("#magazines")).to_have_value("")
    expect(page.locator("#rounds")).to_have_value("")
    assert stand.service.taps == []


def test_what_does_not_add_up_is_said_before_it_is_sent_and_mended(
    page: Page, stand: Stand
) -> None:
    to_the_figures(page, stand)
    balance = page.locator("[data-balance]")
    press(page, "2")
    page.click(".key.yes")
    press(page, "6")
    expect(balance).to_have_text("")  # nobody is told what is expected before they counted
    page.click(".key.yes")
    expect(balance).to_have_text("គ្រាប់ \N{MINUS SIGN}54")
    page.click("label.tally:has(#rounds)")
    press(page, "60")
    page.click(".key.yes")
    expect(balance).to_have_text("គ្រប់ចំនួន")
    page.click(".key.yes")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Report(2, 60)]


def test_the_way_back_from_the_figures_keeps_the_ticks(page: Page, stand: Stand) -> None:
    to_the_figures(page, stand, "wet")
    page.click(".buttons a")
    at(page, "return_report")
    expect(page.locator("[value=wet]")).to_be_checked()
    expect(page.locator("[value=damaged]")).not_to_be_checked()


# ---------------------------------------------------------------- the language


def test_half_a_pin_survives_another_language(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.PIN))
    at(page, "pin")
    page.evaluate("window.sameDocument = true")
    press(page, "135")
    switch(page, "en")
    expect(page.locator("h1")).to_have_text("Enter your PIN")
    expect(page.locator(".dots i.full")).to_have_count(3)
    assert page.evaluate("window.sameDocument") is True
    stand.service.show(view_of(Stage.PIN, outcome=outcome("refused", "bad_label")))
    expect(page.locator(".warn-box")).to_contain_text("This label is not one of ours")
    press(page, "790")
    switch(page, "km")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [Pin("135790")]


def test_the_first_of_two_new_pins_survives_another_language(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.ENROL_PIN))
    at(page, "enrol_pin")
    press(page, "135790")
    page.click(".key.yes")
    switch(page, "en")
    press(page, "135791")
    page.click(".key.yes")
    page.wait_for_load_state()
    assert stand.service.taps == [NewPin("135790", "135791")]


def test_where_a_screen_leafed_to_survives_another_language(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(Stage.CHOOSE))
    page.goto(stand.touch + "/?show=weapons&page=2")
    at(page, "weapons")
    switch(page, "en")
    expect(page.locator(".leaf")).to_have_text("2 / 4")
    stand.service.show(view_of(Stage.CHOOSE, cables=with_cable("R2-C1", opened=True), seq=1050))
    expect(page.locator("html")).to_have_attribute("data-seq", "1050", timeout=15_000)
    expect(page.locator(".leaf")).to_have_text("2 / 4")
    expect(page.locator(".heading")).to_have_text("Which weapon?")


def test_the_outcome_somebody_left_stays_left_in_another_language(page: Page, stand: Stand) -> None:
    stand.service.show(view_of(outcome=outcome("weapon.issued")))
    at(page, "issued")
    switch(page, "en")
    at(page, "issued")
    page.click(".foot a")
    at(page, "idle")
    switch(page, "km")
    at(page, "idle")
    page.reload()
    at(page, "idle")


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
    page.click("button[form=form-language]")
    expect(page.locator(".heading")).to_have_text("Which weapon?")
    page.click("button.tile >> nth=0")
    stand.service.show(view_of(Stage.RETURN_REPORT))
    page.goto(stand.touch)
    page.check("[value=damaged]", force=True)
    page.click("button[form=form-condition]")
    page.fill("#rounds", "60")
    page.click(".key.yes")  # what nobody said is none, and no return is refused for it
    assert stand.service.taps == [
        Pin("135790"), Choose("1030000147"), Report(0, 60, ticks=("damaged",)),
    ]  # fmt: skip
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
