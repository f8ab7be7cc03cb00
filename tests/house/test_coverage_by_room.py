"""The bars of the rooms are held, and programs that tests start count towards them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import coverage_by_room, tree


def measured(statements: int, lines: int, branches: int = 0, taken: int = 0) -> dict[str, object]:
    """Return what coverage's JSON says of one file."""
    summary = {
        "num_statements": statements,
        "covered_lines": lines,
        "missing_lines": statements - lines,
        "num_branches": branches,
        "covered_branches": taken,
        "missing_branches": branches - taken,
    }
    return {"summary": summary, "missing_lines": [7], "missing_branches": [[7, 9]]}


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("kiosk/rules/decide.py", "kiosk/rules"),
        ("kiosk/registry/journal.py", "kiosk/registry journal"),
        ("kiosk/registry/journal_file.py", "kiosk/registry journal"),
        ("kiosk/registry/journal/lines.py", "kiosk/registry journal"),
        ("kiosk/registry/queries.py", "kiosk/registry"),
        ("kiosk/keeper/hands.py", "kiosk/keeper"),
        ("kiosk/assembly.py", "kiosk"),
        ("drivers/readings.py", "drivers"),
        ("web_ui/live.py", "web_ui"),
    ],
)
def test_a_file_counts_for_the_nearest_room(path: str, room: str) -> None:
    (found,) = coverage_by_room.rooms_of({"files": {path: measured(1, 1)}})
    assert found.name == room


def test_a_file_in_no_room_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(ValueError, match="belongs to no room"):
        coverage_by_room.rooms_of({"files": {"shed/tool.py": measured(1, 1)}})


@pytest.mark.parametrize(
    ("path", "report", "verdict"),
    [
        ("kiosk/rules/decide.py", measured(10, 10, 4, 4), 0),
        ("kiosk/rules/decide.py", measured(10, 10, 4, 3), 1),
        ("kiosk/keeper/hands.py", measured(1000, 999), 1),
        ("web_ui/live.py", measured(8, 7, 2, 2), 0),
        ("web_ui/live.py", measured(8, 7, 2, 1), 1),
    ],
)
def test_a_room_under_its_bar_fails_the_run(
    tmp_path: Path, path: str, report: dict[str, object], verdict: int
) -> None:
    written = tmp_path / "rooms.json"
    written.write_text(json.dumps({"files": {path: report}}))
    assert coverage_by_room.main(written) == verdict


def test_a_report_of_nothing_fails_the_run(tmp_path: Path) -> None:
    written = tmp_path / "rooms.json"
    written.write_text('{"files": {}}')
    assert coverage_by_room.main(written) == 1


def test_the_table_names_what_a_room_under_its_bar_misses() -> None:
    rooms = coverage_by_room.rooms_of({"files": {"kiosk/rules/decide.py": measured(10, 9)}})
    said = coverage_by_room.table(rooms)
    assert "under its bar" in said
    assert "kiosk/rules/decide.py: lines [7]" in said


def test_a_program_that_a_test_starts_in_another_folder_is_counted(tmp_path: Path) -> None:
    """The kiosk's programs run as children; lines that only they run are run."""
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import subprocess, sys\n"
        "child = [sys.executable, '-I', '-c', 'import drivers.readings']\n"
        "subprocess.run(child, cwd='/', check=True)\n"
    )
    kept = tmp_path / "kept"
    where = ["--data-file", str(kept / ".coverage")]
    report = tmp_path / "rooms.json"
    outside = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE")}
    for step in (
        ["run", *where, str(parent)],
        ["combine", *where],
        ["json", *where, "-o", str(report)],
    ):
        command = [sys.executable, "-m", "coverage", *step]
        subprocess.run(command, cwd=tree.ROOT, env=outside, check=True, capture_output=True)
    counted = json.loads(report.read_text())["files"]["drivers/readings.py"]["summary"]
    assert counted["covered_lines"] == counted["num_statements"] > 0
