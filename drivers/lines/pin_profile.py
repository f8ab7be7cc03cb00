"""What hangs on which pin of the Pi, and on which address of its I2C bus: read from a TOML file.

Nothing is judged here but the file's form; `pin_check` says what is wrong with a profile.
"""

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Final, TypeVar

RACK_V1: Final = Path(__file__).parent / "profiles" / "rack_v1.toml"
"""The profile that we ship."""

_DIRECTIONS: Final = ("in", "out", "bus")
_LEVELS: Final = ("high", "low")
_RESTS: Final = ("closed", "open")


class ProfileWrong(Exception):
    """A profile is not written as one; the text is a sentence that names file and place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One pin and what hangs on it."""

    bcm: int
    use: str
    direction: str
    source: str
    active: str = "high"
    rest: str = "closed"
    stable_ms: int = 30
    opens: bool = False
    bus: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One chip on the I2C bus."""

    address: int
    kind: str
    use: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """All of a profile."""

    name: str
    config: tuple[str, ...]
    pins: tuple[Pin, ...]
    chips: tuple[Chip, ...]
    one_shot: bool = False
    """The board drops every bolt by itself after a while (hardware_docs/fail_secure.md)."""

    @property
    def buses(self) -> frozenset[str]:
        """The buses whose pins it names."""
        return frozenset(pin.bus for pin in self.pins if pin.bus)

    def pin(self, use: str) -> Pin:
        """Return the pin for a use.

        Raises:
            KeyError: nothing hangs there for that.
        """
        for pin in self.pins:
            if pin.use == use:
                return pin
        raise KeyError(use)


Row = TypeVar("Row", Pin, Chip)


def read_profile(path: Path = RACK_V1) -> Profile:
    """Read a profile.

    Raises:
        ProfileWrong: it can not be read, or is not written as one.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileWrong(f"{path.name} can not be read: {error}") from error
    stray = sorted(raw.keys() - {"name", "config", "pin", "chip", "one_shot"})
    if stray:
        raise ProfileWrong(f"{path.name}: {stray[0]} means nothing here")
    config = raw.get("config", [])
    if not isinstance(raw.get("name"), str) or not _texts(config):
        raise ProfileWrong(f"{path.name}: name is a text, and config a list of texts")
    one_shot = raw.get("one_shot", False)
    if not isinstance(one_shot, bool):
        raise ProfileWrong(f"{path.name}: one_shot is true or false")
    pins = tuple(_row(Pin, row, f"{path.name}: pin {n}") for n, row in _rows(raw, "pin", path))
    chips = tuple(_row(Chip, row, f"{path.name}: chip {n}") for n, row in _rows(raw, "chip", path))
    for pin in pins:
        for value, allowed in (
            (pin.direction, _DIRECTIONS),
            (pin.active, _LEVELS),
            (pin.rest, _RESTS),
        ):
            if value not in allowed:
                where = f"{path.name}: GPIO{pin.bcm}, {pin.use}"
                raise ProfileWrong(f"{where}: one of {', '.join(allowed)}, not {value!r}")
    return Profile(raw["name"], tuple(config), pins, chips, one_shot)


def _texts(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, str) for row in rows)


def _rows(raw: dict[str, Any], key: str, path: Path) -> list[tuple[int, dict[str, Any]]]:
    rows = raw.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ProfileWrong(f"{path.name}: each {key} is a table, [[{key}]]")
    return list(enumerate(rows, start=1))


def _row(kind: type[Row], row: dict[str, Any], where: str) -> Row:
    known = {field.name: field for field in fields(kind)}
    for key, value in row.items():
        if key not in known:
            raise ProfileWrong(f"{where}: {key} means nothing here")
        if type(value) is not known[key].type:
            raise ProfileWrong(f"{where}: {key} is not to be {value!r}")
    missing = [
        name for name, field in known.items() if field.default is MISSING and name not in row
    ]
    if missing:
        raise ProfileWrong(f"{where}: {missing[0]} is missing")
    return kind(**row)
