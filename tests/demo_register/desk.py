"""Somebody at the office pages of a store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.demo_register.album import Album
from tests.demo_register.people import Somebody
from tests.end_to_end.programs import PATIENCE_S

SIZE = (1280, 900)


@dataclass
class Sitting:
    """Somebody who has entered the office."""

    page: Page
    who: Somebody
    office: str
    album: Album

    def goes(self, path: str) -> None:
        """Open a page of the office."""
        self.page.goto(self.office.rstrip("/") + path)

    def shows(self, name: str) -> None:
        """Keep the page that stands there in both languages; it is one that can be loaded again."""
        if self.album.has(name):
            return
        for _ in range(2):
            self._speaks_the_other()
            self.album.shoot(self.page, name, whole=True)

    def signs(self, selector: str = "#pin") -> None:
        """Type the PIN under what is on the page, and send it."""
        self.page.fill(selector, self.who.pin)
        self.page.press(selector, "Enter")

    def text(self, selector: str) -> str:
        """Return what stands somewhere on the page."""
        return self.page.locator(selector).first.inner_text().strip()

    def figure(self, selector: str) -> int:
        """Return a figure that stands somewhere on the page."""
        return int(self.text(selector).replace(",", ""))

    def _speaks_the_other(self) -> None:
        """Switch the language; a page that only asks something has no button for it."""
        here, spoken = self.page.url, self.page.get_attribute("html", "lang")
        button = '.top form[action^="/language/"] button'
        asks = not self.page.locator(button).count()
        if asks:
            self.goes("/")
        self.page.click(button)
        expect(self.page.locator("html")).not_to_have_attribute("lang", spoken or "")
        if asks:
            self.page.goto(here)


@contextmanager
def sits(browser: Browser, office: str, who: Somebody, album: Album) -> Iterator[Sitting]:
    """Let somebody enter the office in a browser of their own; a script that fails ends the run."""
    size = {"width": SIZE[0], "height": SIZE[1]}
    with browser.new_context(ignore_https_errors=True, viewport=size) as context:  # type: ignore[arg-type]  # a size is one
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE_S)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(office)
        page.fill("#number", who.number)
        page.fill("#pin", who.pin)
        page.click(".card button")
        page.wait_for_selector('form[action="/leave"]')
        if page.get_attribute("html", "lang") != "en":
            page.click('.top form[action="/language/en"] button')
            page.wait_for_selector('html[lang="en"]')
        yield Sitting(page, who, office, album)
        assert not wrong, wrong
