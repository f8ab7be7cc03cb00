"""What only a real Pi can show is on the checklist, each with its number, and nowhere forgotten."""

import re
from pathlib import Path

import pytest

from tests.hardware_docs import bench, made

ROOT = made.PAGES.parent
TABLES = bench.gathered(made.PAGES)
NUMBERS = [item.number for table in TABLES for item in table.items]
CLAIMS = (made.PAGES / "bench_test.md").read_text(encoding="utf-8")

DOUBT = re.compile(
    r"from memory|not measured|unmeasured|never been (?:measured|tried)|never tried|an estimate"
    r"|only worked out|not seen the path|no scanner has read|nobody has (?:built|measured|tried)"
    r"|\*\*check\*\*",
    flags=re.IGNORECASE,
)
"""How our pages and programs say that something rests on nobody's measurement."""

NAMED = re.compile(r"(?:[Bb]ench|\*\*check\*\*,?|to|\|) ([A-Z]\d+)\b")
"""How they name the number that will settle it. R1 alone is a resistor."""
GENERAL = re.compile(
    r"(?:Nothing|None) of this has been measured|that says it was never measured"
    r"|is on the checklist, and nowhere claimed|\*\*check\*\* = from memory"
)
"""Sentences above a table of items, which all belong to them."""


def paragraphs(text: str) -> list[str]:
    """Return lines of tables one by one, and other text by paragraph or point of a list."""
    return re.split(r"\n\n|\n(?=[|\-#\[])", text)


def test_every_number_is_used_once_and_counts_without_a_gap() -> None:
    counts: dict[str, list[int]] = {}
    for number in NUMBERS:
        counts.setdefault(number[0], []).append(int(number[1:]))
    assert len(counts) > 8
    for letter, found in counts.items():
        assert found == list(range(1, len(found) + 1)), letter


def test_every_item_says_what_to_do_and_what_to_expect() -> None:
    for table in TABLES:
        for item in table.items:
            assert item.do, item
            assert item.expected, item


@pytest.mark.parametrize("path", sorted(made.PAGES.glob("*.md")), ids=lambda path: str(path.name))
def test_every_number_that_a_page_names_is_on_the_checklist(path: Path) -> None:
    named = re.findall(r"[Bb]ench ([A-Z]\d+)(?: to ([A-Z]\d+))?", path.read_text(encoding="utf-8"))
    assert {number for pair in named for number in pair if number} <= set(NUMBERS)


@pytest.mark.parametrize("path", sorted(made.PAGES.glob("*.md")), ids=lambda path: str(path.name))
def test_a_doubt_on_a_page_names_the_number_that_will_settle_it(path: Path) -> None:
    for paragraph in paragraphs(path.read_text(encoding="utf-8")):
        if DOUBT.search(paragraph) and not GENERAL.search(paragraph):
            named = set(NAMED.findall(paragraph))
            assert named & set(NUMBERS), f"{path.name}: {paragraph}"


@pytest.mark.parametrize("name", ["power.toml", "reader_settings.toml"])
def test_a_doubt_in_a_table_names_the_number_that_will_settle_it(name: str) -> None:
    text = (made.PAGES / name).read_text(encoding="utf-8")
    if DOUBT.search(text):
        head = text.partition("\n\n")[0]
        assert set(re.findall(r"\b[A-Z]\d+\b", head)) & set(NUMBERS), name


def test_a_doubt_in_a_driver_stands_in_the_table_of_what_is_taken_for_granted() -> None:
    doubtful = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "drivers").rglob("*.py")
        if DOUBT.search(path.read_text(encoding="utf-8"))
    }
    rows = re.findall(r"^\| `(drivers/\S+)` \| .+ \| ([A-Z]\d+) \|$", CLAIMS, flags=re.MULTILINE)
    assert {place for place, _ in rows} == doubtful
    assert {number for _, number in rows} <= set(NUMBERS)


def test_every_place_in_that_table_still_exists_and_every_number_too() -> None:
    rows = re.findall(r"^\| `(\w+/\S+)` \| .+ \| ([A-Z]\d+) \|$", CLAIMS, flags=re.MULTILINE)
    assert len(rows) >= 4
    for place, number in rows:
        assert (ROOT / place).is_file(), place
        assert number in NUMBERS, place


def test_the_sheet_to_be_signed_has_every_item_and_room_beside_it() -> None:
    sheet = made.everything()["bench_sheet.html"]
    for number in NUMBERS:
        assert re.search(rf'<td class="no">{number}</td>.*<td></td><td></td></tr>', sheet), number
    assert "Technician" in sheet


def test_code_bold_words_and_links_of_a_cell_are_printed_as_such() -> None:
    table = bench.Table("x.md", "X", (bench.Item("X1", "`a < b` **now**", "[here](x.md)"),))
    assert "<code>a &lt; b</code> <b>now</b></td><td>here</td>" in bench.sheet([table])
