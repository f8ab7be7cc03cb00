"""The reconciliation out of a printer: A4, nothing cut off, every sheet names its stack.

Leaves build/evidence/papers/cards-reconciliation.pdf and .png.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cards import desk
from tests.cards.desk import GOOD, HEAD, imported, listed, typed
from tests.commands.typed import fresh

PAPERS = Path(__file__).parents[2] / "build" / "evidence" / "papers"
PIXELS_OF_174_MM = 658
"""What an A4 sheet has between its margins, at 96 pixels an inch."""

LONG = "ស" * 90 + "W" * 200


def reported(tmp_path: Path) -> tuple[str, str]:
    """Return the name of a stack with many doubts that two people let in, and its paper."""
    config, settings = fresh(tmp_path)
    desk.founded(settings)
    rows = [HEAD, *((f"C{n}", f"1O{n:05}", *GOOD[2:]) for n in range(120)), (LONG, "", *GOOD[2:])]
    stack = imported(config, listed(tmp_path / "list.csv", rows))["stack"]
    waits = typed("cards", "report", "--config", config).stdout
    assert "WAITS. Not in the register." in waits
    words = ("cards", "commit", stack, "--config", config, "--first", "R1", "--second", "C1")
    assert typed(*words, said=f"{desk.PIN}\n{desk.PIN}\n").exit_code == 0
    out = tmp_path / "paper.html"
    assert typed("cards", "report", "--config", config, "--out", out).exit_code == 0
    return stack, out.read_text(encoding="utf-8")


@pytest.mark.browser
def test_the_paper_prints_whole_and_names_its_stack_on_every_sheet(
    tmp_path: Path, browser: Browser
) -> None:
    stack, html = reported(tmp_path)
    assert "http" not in html, "nothing is fetched to print it"
    PAPERS.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": PIXELS_OF_174_MM, "height": 900})
    try:
        page.set_content(html)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.emulate_media(media="print")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PIXELS_OF_174_MM, "a long cell runs off the sheet"
        field = page.locator(".doubts tbody td:nth-child(3)").first.bounding_box()
        assert field is not None
        assert field["width"] > PIXELS_OF_174_MM / 8, "squeezed by a long cell"
        (head,) = page.locator("thead").all()
        assert stack in head.inner_text()
        shown = head.evaluate("e => getComputedStyle(e).display")
        assert shown == "table-header-group", "printed once, at the beginning only"
        assert page.locator(".sign div").count() == 4
        printed = page.pdf(
            path=PAPERS / "cards-reconciliation.pdf", format="A4", prefer_css_page_size=True
        )
        page.screenshot(path=PAPERS / "cards-reconciliation.png", full_page=True)
    finally:
        page.close()
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 2
    assert "R1, C1" in html
