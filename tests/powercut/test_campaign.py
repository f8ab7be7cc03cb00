"""A small campaign as the program runs it; the whole one is `python -m tests.powercut --short`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.registry import checkpoint
from tests.powercut.recorder import ROOT
from tests.powercut.shift import work_a_day


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.powercut", "--workers", "2", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("mutant", ["no_fsync_of_file", "acknowledge_before_commit"])
def test_a_mistake_in_the_order_of_writing_is_found_by_name(mutant: str) -> None:
    ran = run("--mutant", mutant)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"{mutant}: found")


def test_a_part_of_a_day_breaks_no_promise(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Cuts, double cuts, destroyed blocks: the fiftieth part of one day."""
    evidence = tmp_path_factory.mktemp("evidence") / "powercut.json"
    ran = run("--part", "50", "--evidence", str(evidence))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(evidence.read_text())
    assert found["violations"] == 0
    assert found["images"] > 100
    assert found["block_images"]
    assert found["double_cut_images"]


@pytest.mark.parametrize("seed", range(3))
def test_every_issue_and_return_of_a_day_opens_its_cable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A day on which the rules refuse everything would break no promise either."""
    monkeypatch.setattr(checkpoint, "COMMITS_MAX", checkpoint.COMMITS_MAX)  # a day changes it
    seen: list[str] = []
    book = work_a_day(tmp_path, seen.append, 3, seed)
    bay = book.bay()
    names = [line.entry.KIND for line in book.office.lines(None, 500) if line.entry is not None]
    book.close()
    assert sum(text.startswith("pulse") for text in seen) == 6
    assert not bay.out
    assert not bay.doubts
    assert "refused" not in names
    assert {"weapon.issued", "weapon.returned", "doubt.settled", "alarm.cleared"} <= set(names)
