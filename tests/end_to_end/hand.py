"""A mouse on the demonstration's one page: it clicks only what is in sight, and never scrolls."""

from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Locator, Page


@dataclass
class Hand:
    """Somebody before the bench with the touch screen in it, in one language."""

    page: Page
    language: str

    @property
    def inside(self) -> FrameLocator:
        """The touch screen."""
        return self.page.frame_locator(".device iframe")

    def come(self, address: str) -> None:
        """Open the page, and switch it to one's language."""
        self.page.goto(address)
        if self.page.get_attribute("html", "lang") != self.language:
            self.click(self.page.locator(".bar form[data-speak] button"))
        self.page.wait_for_selector(f'html[lang="{self.language}"]')
        self.inside.locator(f'html[lang="{self.language}"]').wait_for()

    def sees(self, name: str) -> None:
        """Wait for a page of the touch screen."""
        self.inside.locator(f'#screen[data-page="{name}"]').wait_for()

    def click(self, part: Locator) -> None:
        """Click something where it stands, as it is painted."""
        box, window = None, self.page.viewport_size
        while box is None:  # a page that lives may draw it anew in between
            part.wait_for()
            box = part.bounding_box()
        assert window is not None
        right, bottom = box["x"] + box["width"], box["y"] + box["height"]
        assert min(box["x"], box["y"]) >= 0, f"out of sight: {box}"
        assert right <= window["width"], f"out of sight: {box}"
        assert bottom <= window["height"], f"out of sight: {box}"
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def on_the_bench(self, selector: str) -> None:
        """Click a badge, a weapon or a cable."""
        self.click(self.page.locator(selector).first)

    def on_the_screen(self, selector: str) -> None:
        """Click something on the touch screen."""
        self.click(self.inside.locator(selector).first)

    def types_the_pin_beside(self, badge: str) -> None:
        """Read a PIN where the bench shows it, and type it."""
        shown = self.page.locator(f'.badge.awaited[data-drag="{badge}"] .pin')
        self.types(shown.inner_text().strip())

    def types(self, digits: str) -> None:
        """Type figures on the pad, and confirm them."""
        for digit in digits:
            self.on_the_screen(f'[data-digit="{digit}"]')
        self.on_the_screen('.pad button[type="submit"]')
