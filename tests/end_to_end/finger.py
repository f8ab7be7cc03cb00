"""A finger on the touch screen: every page it meets is looked at and kept as a picture."""

from dataclasses import dataclass

from playwright.sync_api import Page

from kiosk.service.client import RemoteService
from kiosk.service.protocol import KioskSilent
from tests.end_to_end.browser import outside, shoot
from tests.end_to_end.programs import until


@dataclass
class Finger:
    """Somebody before a screen in one language and size."""

    page: Page
    language: str
    size: tuple[int, int]
    keep: bool = True

    def come(self, address: str) -> None:
        """Step up to the screen, and switch it to one's language."""
        self.page.goto(address)
        self.page.wait_for_selector("#screen")
        if self.page.get_attribute("html", "lang") != self.language:
            self.page.tap('button[form="form-language"]')
            self.page.wait_for_selector(f'html[lang="{self.language}"]')

    def sees(self, name: str) -> None:
        """Wait for a page; every control on it must be within reach."""
        self.page.wait_for_selector(f'#screen[data-page="{name}"]')
        # A swap may come between two looks: what counts is the page as it settles.
        unreachable = outside(self.page)
        assert unreachable == [], f"{name}: {unreachable}"
        if self.keep:
            width, height = self.size
            shoot(self.page, f"e2e-{name}-{self.language}-{width}x{height}")

    def reads(self, sentence: str) -> None:
        """Wait until a sentence stands on the screen."""
        until(lambda: sentence in self.page.inner_text("#screen") or None, repr(sentence))

    def tap(self, selector: str) -> None:
        """Touch something."""
        self.page.tap(selector)

    def types(self, digits: str) -> None:
        """Type figures on the pad, and confirm them."""
        for digit in digits:
            self.page.tap(f'[data-digit="{digit}"]')
        self.page.tap('.pad button[type="submit"]')


def version(service: RemoteService) -> int:
    """Return the version of the bay, or -1 while nobody answers."""
    try:
        return service.view().version
    except KioskSilent:
        return -1
