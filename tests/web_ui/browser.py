"""A browser before the face: Debian's Chromium, driven by Playwright, with a fake kiosk behind.

`Stand` is one kiosk with its touch page and office, served as they are on a Pi but for TLS.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kiosk.service.protocol import OfficePass
from tests.web_ui.cards_fakes import FakeCards
from tests.web_ui.fakes import BOOK, FakeBench, FakeService, view_of
from tests.web_ui.losses_fakes import FakeLosses
from tests.web_ui.national_fakes import FakeLists
from tests.web_ui.papers_fakes import FakePapers
from tests.web_ui.people_fakes import FakePeople
from tests.web_ui.racking_fakes import FakeIncoming
from tests.web_ui.register_fakes import FakeRegister
from tests.web_ui.transfers_fakes import FakeTransfers
from tests.web_ui.watch_fakes import FakeWatch
from web_ui.cards import CardsDesk
from web_ui.lookout import Lookout
from web_ui.losses import LossesDesk
from web_ui.office import create_office
from web_ui.papers import PaperPages
from web_ui.people import PeopleDesk
from web_ui.racking import RackingDesk
from web_ui.register import RegisterDesk
from web_ui.servers import TouchServer
from web_ui.shell import Look
from web_ui.shift_desk import ShiftDesk
from web_ui.touch import OfficeAddress, create_touch
from web_ui.transfers import TransfersDesk
from web_ui.watch import WatchDesk

SIZES = {"800x480": (800, 480), "800x450": (800, 450)}
"""Touch Display 1, and Touch Display 2 turned to landscape at a scale of 1.6."""

SCREENS = Path("build/evidence/screens")
MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8")
TORN = Path(__file__).with_name("torn.js").read_text("utf-8")
PATIENCE_MS = 15_000

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "wcag2aaa"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
"""Contrast of 7:1 and the size of targets are off in axe unless they are asked for."""

DESKS = ("bay", "register", "cards", "people", "shift", "watch", "transfers", "losses", "racking")

PRINT = ":".join(["9F", "2A", "11", "4C"] * 8)


@dataclass
class Stand:
    """One kiosk to stand before. `service` and `bench` are the fakes behind the pages."""

    service: FakeService
    bench: FakeBench
    touch: str
    office: str
    register: FakeRegister
    people: FakePeople
    watch: FakeWatch
    cards: FakeCards
    incoming: FakeIncoming


@contextmanager
def standing_kiosk(stale_s: float = 600, grey_s: float = 900) -> Iterator[Stand]:
    """Serve a kiosk; the watch over silence is long unless a test is about it."""
    service, bench = FakeService(view_of()), FakeBench()
    service.book = BOOK
    service.passes["12-0001", "135790"] = OfficePass(
        granted=True,
        number="12-0001",
        name="Keo Borin",
        role="chief",
        desks=DESKS,
    )
    look = Look(stale_s=stale_s, grey_s=grey_s)
    address = OfficeAddress(("https://192.168.1.20:8443/",), PRINT)
    lookout = Lookout(service)
    touch = create_touch(service, bench=bench, lookout=lookout, look=look, office=address)
    readable = FakeRegister()
    people, watch, lists, incoming = FakePeople(), FakeWatch(), FakeCards(), FakeIncoming()
    desks = (
        RegisterDesk(readable),
        CardsDesk(lists),
        PeopleDesk(people),
        ShiftDesk(),
        WatchDesk(watch),
        TransfersDesk(FakeTransfers()),
        LossesDesk(FakeLosses(), FakeLists()),
        RackingDesk(incoming),
        PaperPages(FakePapers()),
    )
    office = create_office(service, desks=desks, lookout=lookout, look=look, tls=False)
    servers = [TouchServer(app, ("127.0.0.1", 0), 8) for app in (touch, office)]
    for server in servers:
        server.start()
    try:
        at_touch, at_office = (f"http://127.0.0.1:{server.port}" for server in servers)
        yield Stand(service, bench, at_touch, at_office, readable, people, watch, lists, incoming)
    finally:
        service.hold(held=False)
        service.fall_silent()  # whoever waits for news need not wait its time out
        lookout.stop()
        for server in servers:
            server.stop()


@contextmanager
def screen(browser: Browser, stand: Stand, size: str, language: str) -> Iterator[Page]:
    """Open the touch page in a size and a language; anything a page complains of fails the test."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    stand.service.show(view_of())
    page.goto(stand.touch)
    if language == "en":
        page.click("button[form=form-language]")
    # The stream's first page and tick have come: nothing is swapped in behind a test's back.
    page.wait_for_selector(f"html[lang={language}][data-seq]")
    yield page
    page.close()
    assert wrong == []


def at(page: Page, name: str) -> None:
    """Wait for a page."""
    expect(page.locator("#screen")).to_have_attribute("data-page", name, timeout=PATIENCE_MS)


def press(page: Page, digits: str) -> None:
    """Type figures on the pad."""
    for digit in digits:
        page.click(f'[data-digit="{digit}"]')


def switch(page: Page, language: str) -> None:
    """Switch the screen to the other language."""
    page.click("button[form=form-language]")
    expect(page.locator("html")).to_have_attribute("lang", language, timeout=PATIENCE_MS)


def settled(page: Page) -> None:
    """Wait until the fonts are there and drawn with."""
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def keep(page: Page, name: str, language: str, size: str) -> None:
    """Keep a screenshot where people look for it."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    settled(page)
    page.screenshot(path=SCREENS / f"{name}-{language}-{size}.png")


def complaints(page: Page) -> list[str]:
    """Return what is too small, clipped, covered or outside the screen."""
    settled(page)
    return list(page.evaluate(MEASURE))


def torn(page: Page) -> list[str]:
    """Return the words that are torn in two, cut off, or outside the window; for a desk's pages."""
    settled(page)
    return list(page.evaluate(TORN))


def barriers(page: Page) -> list[str]:
    """Return what axe finds: contrast under 7:1, targets too small, names missing."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
