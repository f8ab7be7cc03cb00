"""The desk of musters in a browser: from a weapon left at a post to a sheet scanned back.

The kiosk behind it is a real one with a bay made by hand; the codes are read from printed paper.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.papers.frame import Printed
from kiosk.papers.muster_sheet import muster_sheet
from kiosk.rules import entries as e
from kiosk.rules.musters.codes import code_of, spoken
from kiosk.service.musters.desk import MusterDesk
from kiosk.service.protocol import OfficePass
from tests.papers.pictures import LETTERS_LOADED, pictures, printed, read
from tests.service.small_bay import (
    CHIEF,
    CUSTODIAN,
    NOON_MS,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)
from tests.web_ui.browser import PATIENCE_MS, SCREENS, barriers, settled, torn
from tests.web_ui.fakes import FakeService, view_of
from tests.web_ui.musters_fakes import CODES, ONE, THREE, TWO, FakeMusters
from web_ui.lookout import Lookout
from web_ui.musters import MustersDesk
from web_ui.office import create_office
from web_ui.servers import TouchServer

pytestmark = pytest.mark.browser

SIZES = {"800x480": (800, 480), "1280x900": (1280, 900)}
POST = "ប៉ុស្តិ៍ក្តុល"


@contextmanager
def served(service: object, musters: object) -> Iterator[str]:
    """Serve the office with its desk of musters."""
    lookout = Lookout(service)  # type: ignore[arg-type]  # a hatch, whatever is behind it
    desks = (MustersDesk(musters),)  # type: ignore[arg-type]  # likewise, one of either
    hatch: Any = service
    app = create_office(hatch, desks=desks, lookout=lookout, tls=False)
    server = TouchServer(app, ("127.0.0.1", 0), 8)
    server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        lookout.stop()
        server.stop()


@contextmanager
def seated(  # noqa: PLR0913 - who sits where, each by its name
    browser: Browser, office: str, number: str, pin: str, *, language: str = "en", size: str = ""
) -> Iterator[Page]:
    """Log in; anything a page complains of fails the test."""
    width, height = SIZES[size or "1280x900"]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(office)
    page.fill("#number", number)
    page.fill("#pin", pin)
    page.click(".card button")
    page.goto(f"{office}/musters")
    if language == "en":
        page.click('form[action="/language/en"] button')
    expect(page.locator("html")).to_have_attribute("lang", language)
    yield page
    page.close()
    assert [said for said in wrong if "403" not in said] == []


def keep(page: Page, name: str) -> None:
    """Keep a screenshot where people look for it."""
    settled(page)
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_are_read_at_every_size_in_both_languages(
    browser: Browser, size: str, language: str
) -> None:
    service, musters = FakeService(view_of()), FakeMusters()
    musters.wrong[CODES[TWO]] = "muster_came_back"
    service.passes["12-0001", "135790"] = OfficePass(
        granted=True, number="12-0001", name="Keo Borin", role="chief", desks=("bay", "musters")
    )
    rows = "&".join(
        f"r={code}~{answer}~{digits}"
        for code, answer, digits in (
            (CODES[ONE], "seen", ""),
            (CODES[TWO], "not_seen", ""),
            (CODES[THREE], "differs", "771"),
        )
    )
    with (
        served(service, musters) as office,
        seated(browser, office, "12-0001", "135790", language=language, size=size) as page,
    ):
        for name, address in (
            ("musters", "/musters"),
            ("muster_sheet", "/musters/sheet?number=41"),
            ("muster_enter", f"/musters/enter?seen_by=12-0002&{rows}"),
        ):
            page.goto(office + address)
            keep(page, f"{name}-{language}-{size}")
            assert torn(page) == [], name
            assert barriers(page) == [], name
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is wider than the screen"


@dataclass
class Held:
    """A real kiosk whose rifle is out with its officer, and its office."""

    bay: SmallBay
    office: str

    def lines(self, kind: type[e.Entry]) -> list[e.Entry]:
        """Return what was written of a kind."""
        return [entry for entry in self.bay.book.lines if isinstance(entry, kind)]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    here = Printed("small", NOON_MS, 420)
    bay = SmallBay(tmp_path)
    with bay.turning(over_socket=False):
        bay.takes_out()
        desk = MusterDesk(bay.local, bay.book, lambda page: muster_sheet(page, here))
        with served(bay.local, desk) as office:
            yield Held(bay, office)


def test_a_sheet_goes_out_and_is_scanned_back(browser: Browser, held: Held) -> None:
    """Chief leaves it, registrar draws and scans the sheet, custodian looked, chief closes it."""
    with seated(browser, held.office, CHIEF, PINS[CHIEF]) as page:
        page.fill("#post", POST)
        page.fill("#order", "SA-7")
        page.fill("#leave-pin", PINS[CHIEF])
        page.locator('form[action="/musters/leave"] button').click()
        expect(page.locator(f'[data-kept="{RIFLE}"]')).to_contain_text(POST)
    with seated(browser, held.office, REGISTRAR, PINS[REGISTRAR]) as page:
        expect(page.locator('form[action="/musters/leave"]')).to_have_count(0)
        page.fill("#draw-pin", PINS[REGISTRAR])
        page.locator('form[action="/musters/draw"] button').click()
        page.click(f'[data-post="{POST}"] a.go')
        expect(page.locator("[data-row]")).to_have_count(1)
        with page.expect_popup() as opened:
            page.click('a[href="/musters/paper?number=1"]')
        paper = opened.value.content()
        assert opened.value.evaluate(LETTERS_LOADED) > 0, "a policy kept the Khmer letters away"
        opened.value.close()
        (sheet,) = pictures(printed(browser, paper, "muster-sheet-live"))
        ((_, code),) = [one for one in read(sheet) if one[0] == "QR Code"]

        page.goto(f"{held.office}/musters/enter")
        page.keyboard.type(CUSTODIAN)
        page.keyboard.press("Tab")
        page.locator("#scan").focus()
        page.keyboard.type(code.decode())  # a scanner is a keyboard: digits and ENTER
        page.keyboard.press("Enter")
        expect(page.locator(f'[data-said="{code.decode()}"]')).to_contain_text("AK-47")
        expect(page.locator("#scan")).to_be_focused()
        page.fill("#pin", PINS[REGISTRAR])
        page.locator('form[method="post"][action="/musters/enter"] button').click()
        expect(page.locator(".done")).to_be_visible()
        page.goto(f"{held.office}/musters/sheet?number=1")
        expect(page.locator(f'[data-row="{RIFLE}"]')).to_have_attribute("data-answer", "seen")
        page.fill("#pin", PINS[REGISTRAR])
        page.locator('form[action="/musters/close"] button').click()
        expect(page.locator('[role="alert"]')).to_be_visible()  # who entered it does not close it
    with seated(browser, held.office, CHIEF, PINS[CHIEF]) as page:
        page.goto(f"{held.office}/musters/sheet?number=1")
        page.fill("#pin", PINS[CHIEF])
        page.locator('form[action="/musters/close"] button').click()
        expect(page.locator(".done")).to_be_visible()
    (closed,) = held.lines(e.MusterClosed)
    assert isinstance(closed, e.MusterClosed)
    assert (closed.seen, closed.seen_by, closed.by) == (1, (CUSTODIAN,), CHIEF)


def test_a_torn_code_is_typed_and_a_weapon_that_was_not_seen_calls_somebody(
    browser: Browser, held: Held
) -> None:
    with seated(browser, held.office, CHIEF, PINS[CHIEF]) as page:
        page.fill("#post", POST)
        page.fill("#order", "SA-7")
        page.fill("#leave-pin", PINS[CHIEF])
        page.locator('form[action="/musters/leave"] button').click()
        page.fill("#draw-pin", PINS[CHIEF])
        page.locator('form[action="/musters/draw"] button').click()
        page.goto(f"{held.office}/musters/enter?seen_by={CUSTODIAN}")
        page.check('input[value="not_seen"]')
        page.keyboard.press("Escape")
        page.fill("#scan", "00001 1010 0001 82 00")
        page.press("#scan", "Enter")
        expect(page.locator("[data-said]")).to_contain_text("no code of a sheet")
        page.locator("[data-said] a.go").click()
        expect(page.locator("[data-said]")).to_have_count(0)
        page.check('input[value="not_seen"]')
        page.fill("#scan", spoken(code_of(1, RIFLE)))
        page.press("#scan", "Enter")
        expect(page.locator("[data-said]")).to_have_attribute("data-answer", "not_seen")
        page.fill("#pin", PINS[CHIEF])
        page.locator('form[method="post"][action="/musters/enter"] button').click()
        expect(page.locator(".done")).to_be_visible()
        page.goto(f"{held.office}/musters")
        expect(page.locator(f'[data-kept="{RIFLE}"]')).to_contain_text("not seen")
    view = held.bay.local.view()
    assert {(alarm.cause, alarm.about) for alarm in view.alarms} == {("missing", RIFLE)}
