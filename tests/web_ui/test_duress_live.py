"""The page of a new PIN under a finger: two parts of one form, the second left out by who wants."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service.protocol import NewPin
from kiosk.service.views import Stage
from tests.web_ui.browser import (
    SIZES,
    Stand,
    at,
    barriers,
    complaints,
    keep,
    press,
    screen,
    standing_kiosk,
)
from tests.web_ui.fakes import view_of, visit_of

pytestmark = pytest.mark.browser

OFFERED = view_of(Stage.ENROL_PIN, visit=replace(visit_of(Stage.ENROL_PIN), duress_pin=True))
LOOKS = [(size, language) for language in ("km", "en") for size in SIZES]


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing_kiosk() as standing:
        yield standing


@pytest.fixture
def page(browser: Browser, stand: Stand) -> Iterator[Page]:
    with screen(browser, stand, "800x480", "en") as page:
        stand.service.show(OFFERED)
        at(page, "enrol_pin")
        yield page


def type_in(page: Page, *pins: str) -> None:
    for pin in pins:
        press(page, pin)
        page.click(".key.yes")


def test_the_first_pin_is_asked_for_alone_and_then_the_second(page: Page, stand: Stand) -> None:
    expect(page.locator('h1 [data-part="duress"]')).to_be_hidden()
    type_in(page, "482913", "482913")
    expect(page.locator('h1 [data-part="duress"]')).to_be_visible()
    expect(page.locator('h1 [data-part="pin"]')).to_be_hidden()
    type_in(page, "706158", "706158")
    page.wait_for_load_state()
    assert stand.service.taps == [NewPin("482913", "482913", "706158", "706158")]


def test_who_wants_none_says_so_with_one_touch(page: Page, stand: Stand) -> None:
    type_in(page, "482913", "482913")
    press(page, "70")
    page.get_by_role("button", name="I want none").click()
    page.wait_for_load_state()
    assert stand.service.taps == [NewPin("482913", "482913")]


def test_two_first_pins_that_differ_are_said_before_the_second_is_asked_for(
    page: Page, stand: Stand
) -> None:
    type_in(page, "482913", "482914")
    page.wait_for_load_state()
    assert stand.service.taps == [NewPin("482913", "482914")]


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_both_parts_fit_every_screen_and_can_be_read(
    browser: Browser, stand: Stand, size: str, language: str
) -> None:
    with screen(browser, stand, size, language) as page:
        stand.service.show(OFFERED)
        at(page, "enrol_pin")
        keep(page, "enrol_pin_offered", language, size)
        assert complaints(page) == []
        type_in(page, "482913", "482913")
        keep(page, "enrol_pin_duress", language, size)
        assert complaints(page) == []
        assert barriers(page) == []
