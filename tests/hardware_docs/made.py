"""Everything in hardware_docs/ that is made: path -> text, worked out anew at each call."""

from pathlib import Path
from typing import Final

from drivers.lines.pin_profile import read_profile
from tests.hardware_docs import (
    bench,
    bolt,
    header,
    i2c,
    lines,
    pin_map,
    power,
    power_tree,
    reader_sheets,
)

PAGES: Final = Path(__file__).parents[2] / "hardware_docs"
BEGIN: Final = "<!-- made by `make drawings`: begin -->"
END: Final = "<!-- made by `make drawings`: end -->"


def everything() -> dict[str, str]:
    """Return each made file with its whole text."""
    profile, budget = read_profile(), power.read_budget()
    return {
        "drawings/header.svg": header.draw(profile),
        "drawings/i2c.svg": i2c.draw(profile),
        "drawings/bolt.svg": bolt.draw(profile),
        "drawings/lines.svg": lines.draw(profile),
        "drawings/power.svg": power_tree.draw(budget, profile),
        "pin_map.md": pin_map.page(profile),
        "bench_sheet.html": bench.sheet(bench.gathered(PAGES)),
        "power.md": filled("power.md", power.tables(budget)),
        **{
            f"reader_sheets/{reader.file}.svg": reader_sheets.draw(reader)
            for reader in reader_sheets.read_sheets()
        },
    }


def filled(page: str, table: str) -> str:
    """Return a page of ours with its made part written anew: what stands between the two marks."""
    text = (PAGES / page).read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    assert begin, f"{page} has no mark where its table begins"
    assert end, f"{page} has no mark where its table ends"
    return f"{head}{begin}\n{table}\n{end}{tail}"
