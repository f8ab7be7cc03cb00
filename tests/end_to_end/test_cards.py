"""Paper cards through both programs: a messy list becomes cards of the register, from a page."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service import protocol as p
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.views import Stage
from tests.bench import warehouse
from tests.end_to_end.browser import shoot
from tests.end_to_end.programs import (
    face_command,
    kiosk_command,
    office_address,
    ready,
    running,
    until,
)

MESSY = (
    ("No.", "Gravure", "calibre", "model", "province", "date", "remarks"),
    ("C1", "0012345", "7.62x39", "AKM", "Battambang", "04/05/2006", ""),
    ("C2", "1O12345", "7.62x39", "AKM", "Kompong Thom", "០៤/០៥/២០០៦", "=1+1"),
    ("C3", "1.2E+07", "7.62x39", "AKM", "Atlantis", "31/02/2006", "កាំភ្លើង"),
    ("C4", "Mar-54", "7.62x39", "AKM", "Battambang", "04/05/2006", ""),
    ("C1", "0012399", "7.62x39", "AKM", "Battambang", "04/05/2006", "twice"),
    ("", "", "", "AKM", "", "", "nobody can read it"),
    ("C5", "0012350", "7.62x39", "AKM", "Battambang", "04/05/2006", ""),
)


def listed(rows: Sequence[Sequence[str]] = MESSY) -> bytes:
    """Return rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@dataclass(frozen=True)
class Office:
    """Both programs, and browsers to sit at."""

    service: RemoteService
    bench: RemoteBench
    browser: Browser
    address: str

    @contextmanager
    def sits(self, number: str) -> Iterator[Page]:
        """Let somebody sit down at the desk of cards, in a browser of their own."""
        with self.browser.new_context(ignore_https_errors=True) as context:
            page = context.new_page()
            wrong: list[str] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.goto(self.address)
            page.fill("#number", number)
            page.fill("#pin", warehouse.PIN)
            page.click(".card button")
            page.click('a[href="/cards"]')
            page.click('form[action="/language/en"] button')
            yield page
            assert not wrong, wrong

    def stands_by(self, who: warehouse.Holder) -> None:
        """Let somebody stand by what is asked at the kiosk's own reader."""
        until(lambda: self.service.view().stage is Stage.VOUCH or None, "the question")
        self.bench.scan(warehouse.BADGE_READER, who.badge)
        until(lambda: self.service.view().stage is Stage.VOUCH_PIN or None, "the pad")
        self.service.tap(p.Pin(warehouse.PIN))


@pytest.fixture
def office(tmp_path: Path, browser: Browser) -> Iterator[Office]:
    config, settings = warehouse.found(tmp_path, warehouse.Layout(), weapons=12)
    hatch, web = Path(settings.kiosk.socket), tmp_path / "web"
    web.mkdir()
    with (
        closing(RemoteService(hatch)) as service,
        closing(RemoteBench(hatch)) as bench,
        running(kiosk_command(config), tmp_path / "kiosk.log") as kiosk,
        running(face_command(hatch, web), tmp_path / "web.log") as face,
    ):
        ready(kiosk.child, service, kiosk.log)
        yield Office(service, bench, browser, office_address(face))


def brought(page: Page, content: bytes, name: str = "kaat ក.csv") -> None:
    """Choose a list and bring it."""
    page.goto(page.url.partition("/cards")[0] + "/cards")
    page.set_input_files("#list", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.click(".bring button")


def at(page: Page, state: str) -> None:
    """Wait until a list stands so; its page looks again by itself."""
    expect(page.locator(f'[data-at="{state}"]')).to_be_visible(timeout=30_000)


@pytest.mark.browser
@pytest.mark.promise("P10", "P12")
def test_a_messy_list_is_brought_mapped_judged_keyed_signed_and_comes_out_byte_for_byte(
    office: Office,
) -> None:
    with office.sits(warehouse.CHIEF.number) as chief, office.sits("P0101") as other:
        brought(chief, listed())
        at(chief, "columns")
        expect(chief.locator("#field-1")).to_have_value("")
        chief.select_option("#field-0", "card")
        chief.select_option("#field-1", "serial")
        shoot(chief, "e2e-cards-columns")
        chief.click("text=Judge the cards")
        at(chief, "judged")
        for fate, count in (("card_only", 5), ("duplicate", 1), ("unreadable", 1)):
            expect(chief.locator(f'[data-fate="{fate}"] td')).to_have_text(str(count))
        shoot(chief, "e2e-cards-report")
        chief.click('[data-kind="spreadsheet_float"] a')
        expect(chief.locator("[data-doubt] .written")).to_have_text("1.2E+07")

        stack = keyed_once_more(other)
        chief.goto(chief.url.partition("/doubts")[0])
        expect(chief.locator("[data-differing]")).to_have_count(0)
        expect(chief.locator("[data-keyed]")).to_have_attribute("data-keyed", "5")
        let_in(office, chief)
        with chief.expect_download() as download:
            chief.click("text=Take these cards out")
        assert download.value.path().read_bytes() == listed()
        assert stack in download.value.suggested_filename


def keyed_once_more(page: Page) -> str:
    """Key every card with the keyboard alone, one of them wrongly at first; return the stack."""
    page.goto(page.url)
    page.click("[data-stack] a")
    name = page.locator("[data-name]").get_attribute("data-name") or ""
    page.click("text=Key cards once more")
    right = {row[0]: row[1] for row in reversed(MESSY) if row[0]}
    for card in ("C1", "C2", "C3", "C4", "C5"):
        expect(page.locator("[data-card]")).to_have_attribute("data-card", card)
        expect(page.locator("#serial")).to_be_focused()
        if card == "C2":
            page.keyboard.type("1012345")  # the paper says O, and so does the list
            page.keyboard.press("Enter")
            page.keyboard.type("7.62x39")
            page.keyboard.press("Enter")
            expect(page.locator('[data-said="again"]')).to_be_visible()
            expect(page.locator("#serial")).to_have_value("")
        page.keyboard.type(right[card])
        page.keyboard.press("Enter")
        expect(page.locator("#calibre")).to_be_focused()
        page.keyboard.type("7.62x39")
        page.keyboard.press("Enter")
        expect(page.locator('[data-said="agreed"]')).to_contain_text(card)
    expect(page.locator("text=Every card was keyed")).to_be_visible()
    return name


def let_in(office: Office, page: Page) -> None:
    """Sign on the page, and stand by it at the reader."""
    page.click("[name=signed]")
    page.fill("#pin", "000000")
    page.click("text=Sign >> nth=-1")
    expect(page.locator("[data-refused]")).to_have_attribute("data-refused", "pin_wrong")
    page.click("[name=signed]")
    page.fill("#pin", warehouse.PIN)
    page.click("text=Sign >> nth=-1")
    at(page, "awaited")
    shoot(page, "e2e-cards-awaited")
    office.stands_by(warehouse.CUSTODIAN)
    at(page, "in")
    view = office.service.view()
    expect(page.locator(".seal")).to_contain_text(view.head)
    shoot(page, "e2e-cards-in")
