"""The unit files as systemd reads them: settings in order, lists reset by an empty value."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "systemd"
UNITS: Final = ("*.service", "*.socket", "*.timer", "*.mount", "*.path")


def unit_files() -> list[Path]:
    """Return every unit file."""
    return sorted(path for pattern in UNITS for path in FOLDER.glob(pattern))


def settings_of(name: str) -> dict[str, list[str]]:
    """Return the settings of a file that looks like a unit, each key with its values in order."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        key, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def words(name: str, key: str) -> set[str]:
    """Return all words of all values of one key."""
    return {word for value in settings_of(name).get(key, []) for word in value.split()}


def one(name: str, key: str) -> str:
    """Return the last value of a key, as systemd takes it; empty when it is not set."""
    return settings_of(name).get(key, [""])[-1]


def seconds(name: str, key: str) -> float:
    """Return a time span that is written with one unit."""
    value = one(name, key)
    for ending, factor in (("min", 60), ("s", 1), ("", 1)):
        if value.endswith(ending):
            return float(value.removesuffix(ending)) * factor
    raise AssertionError(f"{name}: {key}={value} is no time span")


def lines_of(name: str) -> list[str]:
    """Return the lines of a file that are no comments."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
