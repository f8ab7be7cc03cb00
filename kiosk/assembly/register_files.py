"""Lists of people and weapons as CSV files, read strictly as text.

No cell is ever taken for a number or a date that is not one by its column; identifiers come out as
they stand in the file, byte for byte. What is wrong is said with its row and column, and nothing of
such a file is written.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.rules import observations as o
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.things import (
    Condition,
    PositionId,
    SerialStatus,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.service.officer_lists import (
    CELL_MAX,
    OFFICER_COLUMNS,
    Cells,
    FileWrong,
    last_ms,
    officer_of,
    rows_of,
)

__all__ = [
    "CELL_MAX",
    "OFFICER_COLUMNS",
    "WEAPON_COLUMNS",
    "Cells",
    "FileWrong",
    "ListRow",
    "last_ms",
    "local_day",
    "local_minute",
    "local_ms",
    "officer_of",
    "officers_in",
    "weapon_of",
    "weapons_in",
]

WEAPON_COLUMNS = (
    "number", "name", "type", "serial", "calibre", "condition", "magazines", "rounds", "position",
    "serial_status", "tags",
)  # fmt: skip

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: its number as a spreadsheet shows it, whom it is about, its facts."""

    number: int
    about: str
    facts: tuple[o.Fact, ...]


def officers_in(path: Path, utc_offset_min: int) -> Iterator[ListRow]:
    """Return the people of a list. Certificates are valid through their last local day.

    Raises:
        FileWrong: names row and column.
    """
    for number, cells in _rows(path, OFFICER_COLUMNS, ("number", "name")):
        officer = officer_of(cells, utc_offset_min)
        yield ListRow(number, officer.number, (officer,))


def weapons_in(path: Path, new_number: Callable[[], str]) -> Iterator[ListRow]:
    """Return the weapons of a list; one without a number gets `new_number`.

    Raises:
        FileWrong: names row and column.
    """
    for number, cells in _rows(path, WEAPON_COLUMNS, ("name", "type", "serial")):
        facts = weapon_of(cells, new_number)
        yield ListRow(number, facts[0].number, facts)


def weapon_of(cells: Cells, new_number: Callable[[], str]) -> tuple[Weapon, *tuple[o.Racking, ...]]:
    """Return the weapon that some cells describe, and its place if they name one.

    Raises:
        FileWrong: names the column.
    """
    weapon = Weapon(
        WeaponNumber(_weapon_number(cells) or new_number()),
        cells.text("name", needed=True),
        WeaponType(cells.text("type", needed=True)),
        cells.text("serial"),
        cells.text("calibre"),
        _condition(cells),
        cells.count("magazines"),
        cells.count("rounds"),
        _serial_status(cells),
        tuple(cells.text("tags").split()),
    )
    place = cells.text("position")
    return (weapon, o.Racking(weapon.number, PositionId(place))) if place else (weapon,)


def local_ms(text: str, utc_offset_min: int) -> int:
    """Return the wall moment of a local time, YYYY-MM-DDTHH:MM.

    Raises:
        ValueError: there is no such time.
    """
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None:
        raise ValueError("local time has no zone")
    since = local - datetime(1970, 1, 1)  # noqa: DTZ001 - both are the warehouse's own time
    return since.days * _DAY_MS + since.seconds * 1000 - utc_offset_min * _MINUTE_MS


def local_day(wall_ms: int, utc_offset_min: int) -> str:
    """Return the local day of a wall moment, as YYYY-MM-DD."""
    days = (wall_ms + utc_offset_min * _MINUTE_MS) // _DAY_MS
    return date.fromordinal(date(1970, 1, 1).toordinal() + days).isoformat()


def local_minute(wall_ms: int, utc_offset_min: int) -> str:
    """Return the local time of a wall moment, as YYYY-MM-DD HH:MM."""
    minutes = wall_ms // _MINUTE_MS + utc_offset_min
    return f"{local_day(wall_ms, utc_offset_min)} {minutes // 60 % 24:02}:{minutes % 60:02}"


def _rows(
    path: Path, columns: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[int, Cells]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from rows_of(file, f"{path}: ", columns, needed)
    except UnicodeDecodeError as wrong:
        raise FileWrong(f"{path}: is not UTF-8 at byte {wrong.start}: save it as UTF-8") from wrong
    except OSError as gone:
        raise FileWrong(f"{path}: cannot be read: {gone.strerror}") from gone


def _condition(cells: Cells) -> Condition:
    condition = cells.text("condition") or Condition.FIT
    with suppress(ValueError):
        return Condition(condition)
    raise cells.wrong("condition", f"expected one of {', '.join(Condition)}, not {condition!r}")


def _serial_status(cells: Cells) -> SerialStatus:
    """Return how far the serial can be read; clearly, where nothing is said."""
    status = cells.text("serial_status") or SerialStatus.CLEAR
    with suppress(ValueError):
        return SerialStatus(status)
    raise cells.wrong("serial_status", f"expected one of {', '.join(SerialStatus)}, not {status!r}")


def _weapon_number(cells: Cells) -> str:
    """Return one of our registration numbers, or nothing where the cell is empty."""
    if not cells.text("number"):
        return ""
    number = cells.number("number")
    if read_label(number) != Label(Kind.WEAPON, number):
        raise cells.wrong(
            "number", f"{number!r} is no registration number of ours: ten digits, check digits too"
        )
    return number
