"""Every driver has its page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "hardware_docs"
SHARED = {"__init__", "__pycache__", "lines", "parts", "protocols", "py", "readings"}
"""What stands in drivers/ and drives nothing by itself; of `lines` each file has a row."""

DRIVERS = sorted({path.name.partition(".")[0] for path in (ROOT / "drivers").iterdir()} - SHARED)


def rows() -> dict[str, tuple[str, str]]:
    """Return driver -> page and heading, from the table of drivers."""
    table = (PAGES / "README.md").read_text("utf-8")
    found = re.findall(r"^\| `(\w+)` \| \[\S+\]\(([\w.]+)#(\w+)\).* \|$", table, flags=re.MULTILINE)
    return {driver: (page, heading) for driver, page, heading in found}


@pytest.mark.parametrize("driver", DRIVERS)
def test_every_driver_has_a_section_of_its_own_that_the_table_leads_to(driver: str) -> None:
    page, heading = rows()[driver]
    headings = re.findall(r"^#+ (\w+)$", (PAGES / page).read_text("utf-8"), flags=re.MULTILINE)
    assert heading == driver
    assert driver in headings


def test_the_table_of_drivers_names_no_driver_that_is_gone() -> None:
    assert rows().keys() == set(DRIVERS)
