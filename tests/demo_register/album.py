"""The pictures of a run: NN-name-LANG.png, in the order in which things happened."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page


@dataclass
class Album:
    """Where pictures are kept; an album without a folder keeps none."""

    folder: Path | None
    numbers: dict[str, int] = field(default_factory=dict)
    kept: int = 0

    def shoot(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Keep what is on the screen, once for each name and language. `whole`: all of a page."""
        if self.folder is None:
            return
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        language = page.get_attribute("html", "lang")
        path = self.folder / f"{number:02}-{name}-{language}.png"
        if not path.exists():
            page.evaluate("document.fonts.ready")
            page.screenshot(path=path, full_page=whole)
            self.kept += 1

    def has(self, name: str) -> bool:
        """Return whether nothing of this name needs to be shot any more."""
        return self.folder is None or name in self.numbers
