"""python -m tests.mutants [--only NAME]: plant every named bug, and fail if one survives.

Each bug gets a process of its own, two at a time; the proofs are the short drill, the keeper's
tests and, for the writer's bugs, the power-cut explorer.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.drill.__main__ import commit
from tests.mutants.catalogue import MUTANTS, POWERCUT, WRITERS, Mutant
from tests.mutants.plant import CAUGHT, GREEN, NOT_PLANTED

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "build" / "evidence" / "mutants.json"
PATIENCE_S = 300
AT_A_TIME = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutant. `by` names the proof that caught it, empty when none did."""

    name: str
    by: str
    says: str
    took_s: float
    planted: bool = True


def tried(mutant: Mutant) -> Outcome:
    """Plant a mutant before one proof after the other, until one turns red."""
    began = perf_counter()
    for catcher in mutant.catchers:
        status, said = _child("tests.mutants.plant", mutant.name, catcher)
        if status == CAUGHT:
            return Outcome(mutant.name, catcher, said, perf_counter() - began)
        if status == NOT_PLANTED:
            return Outcome(mutant.name, "", said, perf_counter() - began, planted=False)
    return Outcome(mutant.name, "", "survived", perf_counter() - began)


def written(name: str) -> Outcome:
    """Let the power-cut explorer plant one of its own bugs, and read its verdict."""
    began = perf_counter()
    status, said = _child("tests.powercut", "--mutant", name)
    by = POWERCUT if status in (GREEN, CAUGHT) and f"{name}: found" in said else ""
    return Outcome(f"{name} (writer)", by, said, perf_counter() - began)


def _child(*arguments: str) -> tuple[int, str]:
    """Run a module in a process of its own; return how it ended, and its last line."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return NOT_PLANTED, f"no verdict in {PATIENCE_S} s"
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return done.returncode, lines[-1] if lines else ""


def main() -> int:
    """Plant all mutants; return 1 if one survived or could not be planted."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="plant this one only")
    only = parser.parse_args().only
    mutants = [mutant for mutant in MUTANTS if only in (None, mutant.name)]
    explorer = (ROOT / "tests" / "powercut" / "__main__.py").is_file()
    writers = [name for name in WRITERS if explorer and only in (None, name)]
    if not mutants and not writers:
        parser.error(f"there is no mutant named {only}")
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outcomes = [*pool.map(tried, mutants), *pool.map(written, writers)]
    for outcome in outcomes:
        by = outcome.by or ("SURVIVED" if outcome.planted else "NOT PLANTED")
        print(f"  {outcome.name:36} {by:11} {outcome.took_s:5.1f} s  {outcome.says[:90]}")
    if not explorer:
        print(f"  {', '.join(WRITERS)}: tests/powercut is not there")
    survivors = [outcome.name for outcome in outcomes if not outcome.by]
    print(f"{len(outcomes)} mutants, {len(outcomes) - len(survivors)} caught")
    if only is None:
        _keep(len(outcomes), survivors)
    return 1 if survivors else 0


def _keep(mutants: int, survivors: list[str]) -> None:
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        "mutants": mutants,
        "mutants_caught": mutants - len(survivors),
        "survivors": survivors,
        "commit": commit(),
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
