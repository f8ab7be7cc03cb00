"""Debian's Chromium, driven by Playwright: what people see, and whether they can reach it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.end_to_end.programs import PATIENCE_S, ROOT

SIZES = ((800, 480), (800, 450))
"""The official 7-inch panel, and the cheap one with its driver's bar taken off."""

SCREENS = ROOT / "build" / "evidence" / "screens"

_OUTSIDE = """() => {
  const wide = innerWidth, high = innerHeight, wrong = [];
  const named = (node) => (node.textContent || node.name || node.id || node.tagName).trim();
  for (const node of document.querySelectorAll("a, button, input, select, label.tick")) {
    const box = node.getBoundingClientRect();
    if (!node.checkVisibility({ visibilityProperty: true }) || box.width < 2) continue;
    if (box.left < -0.5 || box.top < -0.5 || box.right > wide + 0.5 || box.bottom > high + 0.5)
      wrong.push(`${named(node)}: ${Math.round(box.left)},${Math.round(box.top)} to `
        + `${Math.round(box.right)},${Math.round(box.bottom)}`);
  }
  if (document.documentElement.scrollWidth > wide) wrong.push("the page is wider than the screen");
  return wrong;
}"""


@contextmanager
def touch_screen(browser: Browser, size: tuple[int, int], **more: Any) -> Iterator[Page]:  # noqa: ANN401 - whatever a context takes
    """Open one page of the size of a kiosk's panel; a script that fails there fails the test."""
    width, height = size
    with browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, **more
    ) as context:
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE_S)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        assert not wrong, wrong


def outside(page: Page) -> list[str]:
    """Return the controls that no finger reaches, because they are not on the screen."""
    found: list[str] = page.evaluate(_OUTSIDE)
    return found


def shoot(page: Page, name: str) -> Path:
    """Keep what is on the screen as a picture."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    path = SCREENS / f"{name}.png"
    page.screenshot(path=path)
    return path
