"""What docs/drivers.md tells the next developer is done, word by word, in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/drivers.md").read_text("utf-8")
COPIED = ("drivers", "kiosk", "hardware_docs", "tests/drivers")
FILES = ("pyproject.toml", "kiosk.example.toml", "tests/__init__.py", "tests/house/tree.py")
PAGE = "# The bridge of a Wiegand reader\n\n## wiegand_bridge\n"
ROW = "| `wiegand_bridge` | [wiegand_bridge.md](wiegand_bridge.md#wiegand_bridge) |\n"

A_CARD_IS_READ = """
import queue, sys
from contextlib import closing
from pathlib import Path
from drivers.emulators.far_end import FarEnd
from drivers.readings import Found
from kiosk.assembly.parts import build_parts
from kiosk.assembly.roll_call import declared
from kiosk.config import read_settings, read_toml, settings_from

assert any(kind == "wiegand" for _, kind, _ in declared(read_settings(Path("kiosk.example.toml"))))
cable, said = FarEnd(Path(sys.argv[1])), queue.Queue()
raw = read_toml(Path("kiosk/demo/kiosk.toml"))
raw["reader"] = [{"name": "gate", "kind": "wiegand", "reads": "badge", "device": cable.url}]
with closing(build_parts(settings_from(raw, "k.toml"))) as parts:
    parts.read(said.put)
    assert said.get(timeout=10) == Found("gate")
    cable.send(bytes.fromhex("1ebd2500"))
    print(said.get(timeout=10).text)
cable.unplug()
"""


def block_below(title: str, number: int = 0, language: str = "python") -> str:
    """Return a block of code below a heading of the guide: the first one, or another."""
    below = GUIDE.partition(f"\n## {title}")[2]
    found = re.findall(rf"^```{language}\n(.*?)^```", below, flags=re.MULTILINE | re.DOTALL)
    assert found, f"no code below {title}"
    return str(found[number])


def insert(path: Path, before: str, more: str) -> None:
    """Put more text before the one place where this stands."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1, f"{path.name}: {before!r} stands {text.count(before)} times"
    path.write_text(text.replace(before, more + before), "utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree in which the guide was followed."""
    copy = tmp_path_factory.mktemp("house")
    leave = shutil.ignore_patterns("__pycache__")
    for folder in COPIED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave)
    for name in FILES:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy / name)
    (copy / "drivers/wiegand_bridge.py").write_text(block_below("1. "), "utf-8")
    (copy / "tests/drivers/test_wiegand_bridge.py").write_text(block_below("4. "), "utf-8")
    builder, kinds = copy / "kiosk/assembly/readers.py", copy / "kiosk/config/readers.py"
    case = re.sub("^", " " * 8, block_below("2. "), flags=re.MULTILINE).rstrip(" ")
    insert(builder, "        case kinds.OsdpReader():", case)
    driver = "from drivers.wiegand_bridge import WiegandBridge\n"
    insert(builder, "from kiosk.config import Settings\n", driver)
    insert(kinds, "Reader = (\n", block_below("2. ", 1) + "\n\n")
    insert(kinds, "    | OsdpReader\n", "    | WiegandReader\n")
    insert(
        copy / "tests/drivers/test_reader_matrix.py", '    "uhf_module": (\n', block_below("4. ", 1)
    )
    (copy / "hardware_docs/wiegand_bridge.md").write_text(PAGE, "utf-8")
    insert(copy / "hardware_docs/README.md", "| `tag_reader` |", ROW)
    table = block_below("2. ", language="toml")
    insert(
        copy / "kiosk.example.toml", "[[reader]]                          # a 125 kHz", table + "\n"
    )
    return copy


def run(house: Path, *words: str) -> str:
    """Run a program of ours in the copy; return what it said."""
    uncounted = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE")}
    ended = subprocess.run(  # what runs in a copy belongs to no room of ours
        [sys.executable, "-m", *words],
        cwd=house,
        env=uncounted,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


NEW = ("drivers/wiegand_bridge.py", "kiosk/assembly/readers.py", "kiosk/config/readers.py")


def test_the_linter_has_nothing_to_say(house: Path) -> None:
    files = [*NEW, "tests/drivers/test_wiegand_bridge.py"]
    assert "All checks passed" in run(house, "ruff", "check", "--no-cache", *files)
    told = run(house, "ruff", "format", "--check", "--no-cache", *files)
    assert told == "4 files already formatted\n"


def test_the_types_agree(house: Path) -> None:
    told = run(house, "mypy", "--no-incremental", "--follow-imports=silent", *NEW)
    assert told == "Success: no issues found in 3 source files\n"


def test_the_guides_own_test_passes(house: Path) -> None:
    told = run(house, "pytest", "-q", "tests/drivers/test_wiegand_bridge.py")
    assert "3 passed" in told


def test_the_tables_that_name_every_driver_are_whole(house: Path) -> None:
    files = ("tests/drivers/test_reader_matrix.py", "tests/drivers/test_driver_pages.py")
    told = run(house, "pytest", "-q", *files)
    assert "passed" in told
    assert "skipped" not in told


def test_a_kiosk_with_a_table_for_it_reads_a_card(house: Path, tmp_path: Path) -> None:
    (house / "read_a_card.py").write_text(A_CARD_IS_READ, "utf-8")
    assert run(house, "read_a_card", str(tmp_path / "gate")) == "3D7A4A\n"
