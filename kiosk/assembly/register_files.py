"""Lists of people and weapons as CSV files, read strictly as text.

No cell is ever taken for a number or a date that is not one by its column; identifiers come out as
they stand in the file, byte for byte. What is wrong is said with its row and column, and nothing of
such a file is written.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.rules import observations as o
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.things import (
    Certificate,
    Condition,
    Officer,
    OfficerNumber,
    PositionId,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)

OFFICER_COLUMNS = (
    "number", "name", "name_km", "rank", "unit", "role", "active", "hold", "certificates",
)  # fmt: skip
WEAPON_COLUMNS = (
    "number", "name", "type", "serial", "calibre", "condition", "magazines", "rounds", "position",
)  # fmt: skip

CELL_MAX = 200
"""Longest cell, in characters. Ours: the longest name of a unit seen on a card has 80."""

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


class FileWrong(Exception):
    """A list that cannot be taken. Names file, row and column, and what was expected."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: its number as a spreadsheet shows it, whom it is about, its facts."""

    number: int
    about: str
    facts: tuple[o.Fact, ...]


class Cells:
    """The cells of one row by column; every complaint about one names it."""

    def __init__(self, where: str, cells: Mapping[str, str]) -> None:
        """Look at one row; `where` names file and row."""
        self._where, self._cells = where, cells

    def text(self, column: str, *, needed: bool = False) -> str:
        """Return a cell as it is.

        Raises:
            FileWrong: it is too long, holds a control character, or is empty and needed.
        """
        cell = self._cells.get(column, "")
        if needed and not cell:
            raise self.wrong(column, "must not be empty")
        if len(cell) > CELL_MAX:
            raise self.wrong(column, f"is longer than {CELL_MAX} characters")
        if any(unicodedata.category(char) == "Cc" for char in cell):
            raise self.wrong(column, "holds a control character or a line break")
        return cell

    def number(self, column: str) -> str:
        """Return the number that names a person or weapon: not empty, no spaces around it."""
        cell = self.text(column, needed=True)
        if cell != cell.strip():
            raise self.wrong(column, "begins or ends with a space")
        return cell

    def count(self, column: str) -> int:
        """Return how many of something, 0 to 999; an empty cell is 0."""
        cell = self.text(column)
        if cell and not (cell.isascii() and cell.isdigit() and len(cell) <= 3):  # noqa: PLR2004 - three digits
            raise self.wrong(column, f"expected a whole number up to 999, not {cell!r}")
        return int(cell or 0)

    def yes(self, column: str, *, otherwise: bool) -> bool:
        """Return yes or no; an empty cell means `otherwise`."""
        cell = self.text(column)
        if cell not in {"", "yes", "no"}:
            raise self.wrong(column, f"expected yes or no, not {cell!r}")
        return otherwise if not cell else cell == "yes"

    def wrong(self, column: str, why: str) -> FileWrong:
        """Return the complaint about a cell."""
        return FileWrong(f"{self._where}, column {column}: {why}")


def officers_in(path: Path, utc_offset_min: int) -> Iterator[ListRow]:
    """Return the people of a list. Certificates are valid through their last local day.

    Raises:
        FileWrong: names row and column.
    """
    for number, cells in _rows(path, OFFICER_COLUMNS, ("number", "name")):
        officer = officer_of(cells, utc_offset_min)
        yield ListRow(number, officer.number, (officer,))


def officer_of(cells: Cells, utc_offset_min: int) -> Officer:
    """Return the person that some cells describe.

    Raises:
        FileWrong: names the column.
    """
    return Officer(
        OfficerNumber(cells.number("number")),
        cells.text("name", needed=True),
        cells.text("name_km"),
        cells.text("rank"),
        cells.text("unit"),
        _role(cells),
        cells.yes("active", otherwise=True),
        cells.yes("hold", otherwise=False),
        _certificates(cells, utc_offset_min),
    )


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
    )
    place = cells.text("position")
    return (weapon, o.Racking(weapon.number, PositionId(place))) if place else (weapon,)


def last_ms(day: str, utc_offset_min: int) -> int:
    """Return the wall moment at which a local day, YYYY-MM-DD, is over.

    Raises:
        ValueError: there is no such day.
    """
    since = date.fromisoformat(day) - date(1970, 1, 1)
    return (since.days + 1) * _DAY_MS - utc_offset_min * _MINUTE_MS


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
            lines = csv.reader(file, strict=True)
            names = _header(path, next(lines, []), columns, needed)
            for number, cells in enumerate(lines, 2):
                where = f"{path}: row {number}"
                if len(cells) > len(names):
                    raise FileWrong(f"{where}: has {len(cells)} cells; the header has {len(names)}")
                if any(cells):
                    yield number, Cells(where, dict(zip(names, cells, strict=False)))
    except UnicodeDecodeError as wrong:
        raise FileWrong(f"{path}: is not UTF-8 at byte {wrong.start}: save it as UTF-8") from wrong
    except csv.Error as wrong:
        raise FileWrong(f"{path}: is no CSV: {wrong}") from wrong
    except OSError as gone:
        raise FileWrong(f"{path}: cannot be read: {gone.strerror}") from gone


def _header(
    path: Path, names: list[str], columns: tuple[str, ...], needed: tuple[str, ...]
) -> list[str]:
    where = f"{path}: row 1"
    expected = f"expected {', '.join(columns)}"
    for name in names:
        if name not in columns:
            raise FileWrong(f"{where}: there is no column {name!r}; {expected}")
        if names.count(name) > 1:
            raise FileWrong(f"{where}: column {name} stands there twice")
    for name in needed:
        if name not in names:
            raise FileWrong(f"{where}: column {name} is missing; {expected}")
    return names


def _role(cells: Cells) -> Role:
    role = cells.text("role") or Role.OFFICER
    with suppress(ValueError):
        return Role(role)
    raise cells.wrong("role", f"expected one of {', '.join(Role)}, not {role!r}")


def _condition(cells: Cells) -> Condition:
    condition = cells.text("condition") or Condition.FIT
    with suppress(ValueError):
        return Condition(condition)
    raise cells.wrong("condition", f"expected one of {', '.join(Condition)}, not {condition!r}")


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


def _certificates(cells: Cells, utc_offset_min: int) -> tuple[Certificate, ...]:
    found = []
    for part in filter(None, map(str.strip, cells.text("certificates").split(";"))):
        kind, _, day = part.partition(" ")
        try:
            found.append(Certificate(WeaponType(kind), last_ms(day.strip(), utc_offset_min)))
        except ValueError:
            raise cells.wrong(
                "certificates", f"expected TYPE YYYY-MM-DD; ..., not {part!r}"
            ) from None
    return tuple(found)
