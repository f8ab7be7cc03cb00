"""python -m tests.demo_register [--seed S] [--short]: the register from messy cards to a stand-to.

Prints what was planted beside what the pages and the book say; ends with 1 and a sentence when they
differ. Leaves build/evidence/demo-register.json, and pictures in build/evidence/demo-register/.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic

from tests.chromium import chromium
from tests.demo_register.plan import SHORT, Plan
from tests.demo_register.run import Lived, live_through
from tests.end_to_end.programs import ROOT

EVIDENCE = ROOT / "build" / "evidence"
PICTURES = EVIDENCE / "demo-register"

PAIR_S = 6.0
"""What a stand-to may take an officer, badge and weapon (R16, and `stand_to_pair_s`)."""


def main() -> int:
    """Live through everything; return 1 if a total is not what was planted."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo_register", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=Plan().seed, help="who draws what (%(default)s)"
    )
    parser.add_argument("--short", action="store_true", help="a little of everything")
    asked = parser.parse_args()
    plan = replace(SHORT if asked.short else Plan(), seed=asked.seed)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    began = monotonic()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        lived = live_through(plan, browser, Path(folder), PICTURES, lambda said: print(f"  {said}"))
    took_s = monotonic() - began
    print(lived.totals.table())
    print(f"stand-to: {lived.seconds_a_pair} s an officer, badge and weapon")
    print(f"{lived.pictures} pictures in {PICTURES.relative_to(ROOT)}; {took_s:.0f} s in all")
    wrong = [*lived.totals.wrong, *_slow(lived)]
    _keep(plan, lived, took_s, wrong)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


def _slow(lived: Lived) -> list[str]:
    """Return what is to be said when a stand-to took longer than it may."""
    if lived.seconds_a_pair <= PAIR_S:
        return []
    return [f"A stand-to took {lived.seconds_a_pair} s an officer, and may take {PAIR_S:.0f} s."]


def _keep(plan: Plan, lived: Lived, took_s: float, wrong: list[str]) -> None:
    evidence = {
        "commit": _commit(),
        "seed": plan.seed,
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
        "plan": asdict(plan),
        "totals": [{**asdict(one), "right": one.is_right} for one in lived.totals.lines],
        "stand_to_s_an_officer": lived.seconds_a_pair,
        "pictures": lived.pictures,
        "took_s": {**lived.took_s, "all": round(took_s, 1)},
        "wrong": wrong,
    }
    path = EVIDENCE / "demo-register.json"
    path.write_text(json.dumps(evidence, indent=2) + "\n", encoding="utf-8")


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
