"""Every driver has its page, and what docs/drivers.md shows to the next developer works."""

import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import readers
from kiosk.config.tables import table

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "hardware_docs"
GUIDE = (ROOT / "docs/drivers.md").read_text("utf-8")
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


def block_below(title: str, number: int = 0) -> str:
    """Return a block of Python below a heading of the guide: the first one, or another."""
    below = GUIDE.partition(f"\n## {title}")[2]
    found = re.findall(r"^```python\n(.*?)^```", below, flags=re.MULTILINE | re.DOTALL)
    assert found, f"no code below {title}"
    return str(found[number])


@pytest.fixture
def wiegand_bridge() -> Iterator[dict[str, Any]]:
    """The driver of the guide, importable while a test runs."""
    module = types.ModuleType("drivers.wiegand_bridge")
    exec(compile(block_below("1. "), "<docs/drivers.md>", "exec"), module.__dict__)  # noqa: S102 - our own page
    sys.modules[module.__name__] = module
    yield module.__dict__
    del sys.modules[module.__name__]


def test_the_guides_own_test_passes_with_the_guides_own_driver(
    wiegand_bridge: dict[str, Any], tmp_path: Path
) -> None:
    names: dict[str, Any] = {}
    exec(compile(block_below("4. "), "<docs/drivers.md>", "exec"), names)  # noqa: S102 - our own page
    tests: list[Callable[[Path], None]] = [
        names[name] for name in names if name.startswith("test_")
    ]
    assert tests, "the guide shows no test"
    for test in tests:
        test(tmp_path)
    assert names["WiegandBridge"] is wiegand_bridge["WiegandBridge"]


def test_the_lines_for_configuration_and_assembly_build_the_guides_driver(
    wiegand_bridge: dict[str, Any],
) -> None:
    settings_module = types.ModuleType("kiosk.config.wiegand")
    settings_module.__dict__.update(vars(readers))
    sys.modules[settings_module.__name__] = settings_module
    code = compile(block_below("2. ", 1), "<docs/drivers.md>", "exec")
    exec(code, settings_module.__dict__, settings_module.__dict__)  # noqa: S102 - our own page
    kind = settings_module.__dict__["WiegandReader"]
    raw = {"name": "gate", "kind": "wiegand", "reads": "badge", "device": "/dev/null"}
    settings = table(readers.SerialReader | kind, raw, "k.toml: [[reader]] 1")
    case = re.sub("^", " " * 8, block_below("2. "), flags=re.MULTILINE)
    names = {"WiegandBridge": wiegand_bridge["WiegandBridge"], "c": settings_module}
    exec(f"def built(settings):\n    match settings:\n{case}", names)  # noqa: S102 - our own page
    built: Any = names["built"]
    assert built(settings).device == "gate"
    del sys.modules[settings_module.__name__]
