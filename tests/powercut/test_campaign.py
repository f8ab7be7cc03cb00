"""A small campaign as the program runs it; the whole one is `python -m tests.powercut --short`."""

import json
import subprocess
import sys

import pytest

from tests.powercut.recorder import ROOT


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
