"""The bar of coverage of each room, against the report of the whole suite.

Usage: python -m tests.house.coverage_by_room build/coverage/rooms.json

Prints a table of lines and branches by room, names what is missing, and exits with 1 when a room
is under its bar. A room whose failure moves a coil or loses an entry has the bar at 100 %.
"""

import json
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

ROOMS = (
    ("kiosk/rules", "kiosk/rules/*", 100.0),
    ("kiosk/registry journal", "kiosk/registry/journal*", 100.0),
    ("kiosk/registry", "kiosk/registry/*", 90.0),
    ("kiosk/keeper", "kiosk/keeper/*", 100.0),
    ("kiosk/service", "kiosk/service/*", 90.0),
    ("kiosk/cards", "kiosk/cards/*", 90.0),
    ("kiosk/commands", "kiosk/commands/*", 90.0),
    ("kiosk/papers", "kiosk/papers/*", 90.0),
    ("kiosk/lists", "kiosk/lists/*", 90.0),
    ("kiosk/demo", "kiosk/demo/*", 90.0),
    ("kiosk", "kiosk/*", 90.0),
    ("drivers", "drivers/*", 90.0),
    ("web_ui", "web_ui/*", 90.0),
)
"""Name, pattern and bar. A file belongs to the first room whose pattern fits it."""

NAMED_FILES_MAX = 8
"""How many files a room under its bar names: the worst, since nobody reads a long list."""


@dataclass(slots=True)
class Room:
    """What was run of one room; lines and branches count alike."""

    name: str
    bar: float
    possible: int = 0
    covered: int = 0
    missing: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """How much was run. An empty room has nothing that was not run."""
        return 100.0 * self.covered / self.possible if self.possible else 100.0

    @property
    def stands(self) -> bool:
        """Whether the room is at its bar or over it."""
        return self.percent >= self.bar


def rooms_of(report: dict[str, dict[str, dict[str, object]]]) -> list[Room]:
    """Sort the files of a coverage JSON report into rooms; a room without files is left out.

    Raises:
        ValueError: a file of the report belongs to no room.
    """
    rooms = [Room(name, bar) for name, _, bar in ROOMS]
    for path, measured in sorted(report["files"].items()):
        room = next(
            (room for room, row in zip(rooms, ROOMS, strict=True) if fnmatch(path, row[1])), None
        )
        if room is None:
            message = f"{path} belongs to no room"
            raise ValueError(message)
        _count(room, path, measured)
    return [room for room in rooms if room.possible]


def _count(room: Room, path: str, measured: dict[str, object]) -> None:
    """Add one file to its room."""
    summary = measured["summary"]
    assert isinstance(summary, dict)
    room.possible += summary["num_statements"] + summary["num_branches"]
    room.covered += summary["covered_lines"] + summary["covered_branches"]
    missed = summary["missing_lines"] + summary["missing_branches"]
    if missed:
        where = f"lines {measured['missing_lines']} branches {measured.get('missing_branches', [])}"
        room.missing.append((missed, path, where))


def table(rooms: list[Room]) -> str:
    """Draw the rooms, each with its bar, and under them what a room under its bar misses."""
    lines = [f"  {'room':<24}{'covered':>9}{'bar':>7}"]
    for room in rooms:
        mark = "" if room.stands else "  under its bar"
        lines.append(f"  {room.name:<24}{room.percent:>8.1f}%{room.bar:>6.0f}%{mark}")
    for room in rooms:
        worst = sorted(room.missing, reverse=True)[:NAMED_FILES_MAX]
        lines.extend(f"  {path}: {where}" for _, path, where in worst if not room.stands)
    return "\n".join(lines)


def main(report: Path) -> int:
    """Print the table; return 1 when a room is under its bar, or when nothing was measured."""
    rooms = rooms_of(json.loads(report.read_text(encoding="utf-8")))
    print(table(rooms))
    return 0 if rooms and all(room.stands for room in rooms) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
