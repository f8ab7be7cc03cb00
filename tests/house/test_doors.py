"""The doors between the rooms are shut: in our tree, and in a toy house where each is forced once.

The toy house has every module that a contract names, all of them empty, and one wrong import.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import tree

MODULES = (
    "kiosk/__main__.py",
    "kiosk/assembly.py",
    "kiosk/config.py",
    *(
        f"kiosk/{room}/{module}.py"
        for room in (
            "cards",
            "commands",
            "demo",
            "provision",
            "keeper",
            "papers",
            "lists",
            "registry",
            "rules",
            "service",
        )
        for module in ("__init__", "one", "two")
    ),
    *(f"kiosk/cards/reading/{module}.py" for module in ("__init__", "one")),
    "kiosk/service/local.py",
    "kiosk/spelling.py",
    *(f"drivers/{name}.py" for name in ("readings", "scanner", "contact")),
    *(f"{package}/__init__.py" for package in tree.PACKAGES),
    "web_ui/page.py",
)

FORCED: tuple[tuple[str, str, str], ...] = (
    ("The face stands on the kiosk", "kiosk/assembly.py", "web_ui.page"),
    ("Doors inside the kiosk open downwards", "kiosk/keeper/one.py", "kiosk.service.one"),
    ("Doors inside the kiosk open downwards", "kiosk/keeper/one.py", "kiosk.registry.one"),
    ("Doors inside the kiosk open downwards", "kiosk/rules/one.py", "kiosk.keeper.one"),
    ("Doors inside the kiosk open downwards", "kiosk/config.py", "kiosk.service.one"),
    ("Doors inside the kiosk open downwards", "kiosk/demo/one.py", "kiosk.commands.one"),
    ("Doors inside the kiosk open downwards", "kiosk/shed.py", "tomllib"),
    ("Doors inside the kiosk open downwards", "kiosk/service/one.py", "kiosk.cards.one"),
    ("Drivers know no custody", "drivers/scanner.py", "kiosk.rules.one"),
    ("Drivers do not know each other", "drivers/scanner.py", "drivers.contact"),
    ("Only the assembly meets the drivers", "kiosk/keeper/one.py", "drivers.scanner"),
    ("The face enters by the hatch", "web_ui/page.py", "kiosk.service.local"),
    ("The face enters by the hatch", "web_ui/page.py", "kiosk.config"),
    ("The face enters by the hatch", "web_ui/page.py", "kiosk.cards.one"),
    ("The face enters by the hatch", "web_ui/page.py", "kiosk.papers.one"),
    ("The face's program loads no rules", "web_ui/page.py", "kiosk.registry.one"),
    ("Rules are pure", "kiosk/rules/one.py", "time"),
    ("Rules are pure", "kiosk/rules/one.py", "cryptography.hazmat"),
    ("Reading a card is pure", "kiosk/cards/reading/one.py", "os"),
    ("Reading a card is pure", "kiosk/cards/reading/one.py", "kiosk.registry.one"),
    ("A paper is drawn from values", "kiosk/papers/one.py", "kiosk.registry.one"),
    ("Symbols are drawn in one room", "kiosk/commands/one.py", "zxingcpp"),
    ("Time and chance come to the rooms", "kiosk/keeper/one.py", "random"),
    ("SQLite lives in the registry", "kiosk/keeper/one.py", "sqlite3"),
    ("Keys live in the registry", "kiosk/service/one.py", "cryptography"),
    ("Flask lives in the face", "kiosk/service/one.py", "flask"),
    ("Hardware lives in the drivers", "kiosk/keeper/one.py", "serial"),
    ("No circles", "kiosk/registry/one.py", "kiosk.registry.two"),
)


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the pyproject.toml that stands in a house."""
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--no-logo", "--no-cache"]
    wide = {**os.environ, "COLUMNS": "200"}  # a verdict stands on the line of its contract
    return subprocess.run(command, cwd=house, env=wide, capture_output=True, text=True, check=False)


@pytest.fixture
def toy_house(tmp_path: Path) -> Path:
    """Build a house with every room, in which every door is shut."""
    for name in MODULES:
        module = tmp_path / name
        module.parent.mkdir(parents=True, exist_ok=True)
        module.touch()
    # what the registry and the drivers may do, and the other half of the circle
    (tmp_path / "kiosk/registry/two.py").write_text(
        "import kiosk.registry, sqlite3, cryptography\n"
    )
    (tmp_path / "drivers/scanner.py").write_text("import drivers.readings, evdev, time\n")
    (tmp_path / "kiosk/assembly.py").write_text(
        "import drivers.scanner, kiosk.registry.two, time\n"
    )
    (tmp_path / "web_ui/page.py").write_text("import flask, cryptography, kiosk.service.one\n")
    (tmp_path / "pyproject.toml").write_bytes((tree.ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def test_every_door_of_our_house_is_shut() -> None:
    checked = lint_imports(tree.ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_door_of_the_toy_house_is_shut(toy_house: Path) -> None:
    checked = lint_imports(toy_house)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("contract", "module", "wrong"), FORCED)
def test_a_forced_door_is_seen(toy_house: Path, contract: str, module: str, wrong: str) -> None:
    room = toy_house / module
    before = room.read_text() if room.exists() else ""
    room.write_text(f"{before}import {wrong}\n")
    if contract == "No circles":
        (toy_house / "kiosk/registry/two.py").write_text("import kiosk.registry.one\n")
    said = lint_imports(toy_house).stdout
    broken = [line for line in said.splitlines() if " BROKEN" in line]
    assert any(line.startswith(contract) for line in broken), said


def test_every_contract_is_forced_once() -> None:
    """A contract that nobody has seen broken may forbid nothing."""
    settings = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    names = [contract["name"] for contract in settings["contracts"]]
    forced = {contract for contract, _, _ in FORCED}
    assert [name for name in names if not any(name.startswith(each) for each in forced)] == []
