"""Whoever builds a bay finds every file of drivers/lines on a page."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = {
    page.name: page.read_text(encoding="utf-8") for page in (ROOT / "hardware_docs").glob("*.md")
}


def test_every_file_of_the_lines_has_its_row_in_the_table_of_pages() -> None:
    rows = "\n".join(
        line for line in PAGES["README.md"].splitlines() if line.startswith("| `lines`")
    )
    files = {path.stem for path in (ROOT / "drivers/lines").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`(\w+)`", rows)) - {"lines"} == files


def test_every_section_that_the_table_names_is_there() -> None:
    links = re.findall(r"\]\((\w+\.md)(?:#([\w-]+))?\)", PAGES["README.md"])
    assert len(links) > 15
    for page, section in links:
        headings = re.findall(r"^#+ (.+)$", PAGES[page], flags=re.MULTILINE)
        anchors = {heading.lower().replace(" ", "-") for heading in headings}
        assert not section or section in anchors, (page, section)
