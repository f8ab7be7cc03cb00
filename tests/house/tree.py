"""The tree the rules of the house are applied to: which files are ours, and what names what.

Rules may not live here; they are functions of a text, in `tests.house.source`.
"""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PACKAGES = ("drivers", "kiosk", "web_ui")
"""The three import packages of the one distribution."""

WRITTEN = {".py", ".js", ".css", ".html", ".sql", ".toml"}
"""What we write ourselves, and therefore keep short."""

NOT_DRIVERS = {"__init__", "readings", "parts", "protocols"}
"""Modules of drivers/ that drive nothing."""


@cache
def tracked() -> tuple[Path, ...]:
    """Return the paths, relative to the root, of all files that are or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (Path(name) for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def ours(*suffixes: str) -> list[Path]:
    """Return our own files with one of these endings: nothing that stands in a vendor folder."""
    return [path for path in tracked() if path.suffix in suffixes and "vendor" not in path.parts]


def text_of(path: Path) -> str | None:
    """Return the text of a tracked file, or None when it is not a text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def is_command(path: Path) -> bool:
    """Say whether a module speaks to a person at a terminal, and so may print."""
    return path.parts[:2] == ("kiosk", "commands") or path.name == "__main__.py"


def driver_names(paths: tuple[Path, ...]) -> set[str]:
    """Return the name of every driver: a module or a folder that stands directly in drivers/."""
    inside = (path.parts[1] for path in paths if path.parts[0] == "drivers" and len(path.parts) > 1)
    names = {Path(part).stem for part in inside if not part.endswith(".typed")}
    return names - NOT_DRIVERS


def make_targets(makefile: str) -> set[str]:
    """Return the targets that a person may call: those with a sentence in the printed help."""
    return set(re.findall(r"^([a-z-]+):.*?## ", makefile, flags=re.MULTILINE))


def make_calls(page: str) -> set[str]:
    """Return every `make TARGET` that a Markdown page shows, in a code block or between ticks."""
    blocks = re.findall(r"^```.*?^```", page, flags=re.MULTILINE | re.DOTALL)
    in_blocks = re.findall(r"^(?:\$ )?make ([a-z-]+)", "\n".join(blocks), flags=re.MULTILINE)
    return {*in_blocks, *re.findall(r"`make ([a-z-]+)[^`]*`", page)}


def started_modules(unit: str) -> set[str]:
    """Return the Python modules that the Exec lines of a systemd unit start with `-m`."""
    lines = re.findall(r"^Exec\w+=(.*)$", unit, flags=re.MULTILINE)
    return {name for line in lines for name in re.findall(r"\s-m\s+([\w.]+)", line)}


def module_exists(name: str) -> bool:
    """Say whether a module of ours can be started by this dotted name."""
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__main__.py").is_file()


def project() -> dict[str, object]:
    """Return the [project] table of pyproject.toml."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table
