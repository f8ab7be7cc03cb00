"""python -m tests.drill [--hours N] [--seed S] [--short]: shifts of people who err, from seeds.

Every seed is one story: even seeds under the policy `cambodia`, odd ones under `self_service`.
A failure prints the seed, the commit and the last lines of the journal, and the run ends.
"""

import argparse
import json
import platform
import subprocess
import sys
import traceback
from collections import Counter
from pathlib import Path
from time import perf_counter

from tests.drill import faults, staff
from tests.drill.parts import Promises
from tests.drill.world import World

STORY_H = 24
LINES_SHOWN = 12
EVIDENCE = Path(__file__).parents[2] / "build" / "evidence" / "drill.json"
HOURS, SHORT_HOURS = 500.0, 84.0


class Run:
    """Stories, one after the other, and what they add up to."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Begin with nothing told; `quiet`: say nothing of a failure but what `failed` says."""
        self._quiet = quiet
        self.promises = Promises()
        self.told: Counter[str] = Counter()
        self.hours = 0.0
        self.failed = ""

    def tell(self, seed: int) -> bool:
        """Tell the story of one seed, and return whether every promise was kept in it."""
        world = World(seed, self.promises)
        try:
            world.open()
            staff.everybody(world)
            faults.everything(world)
            world.run(STORY_H)
        except Exception as failure:  # noqa: BLE001 - whatever the kiosk raises is a finding
            self.failed = f"{type(failure).__name__}: {failure}"
            if not self._quiet:
                self._report(seed, world, failure)
        self._add(world)
        return not self.failed

    def _add(self, world: World) -> None:
        issued, returned, received = world.counts
        self.told.update(
            stories=1,
            steps=world.steps,
            lines=len(world.book.lines),
            power_cuts=world.cuts,
            broken_disks=world.halts,
            issued=issued,
            returned=returned,
            received=received,
            good_returns=world.good_returns,
            counts=world.grammar.counts.certified,
            heard=world.grammar.counts.heard,
            racked=world.grammar.racking.racked,
            transfers=world.grammar.transfers.closed,
            voided=world.grammar.transfers.voided,
            contested=world.grammar.transfers.contested,
            shifts=world.grammar.shifts.handed,
            stand_tos=world.grammar.shifts.stood,
            seals=world.grammar.shifts.sealed,
            listed=world.lists.met,
            overdue_steps=world.grammar.watch.steps,
            losses_at_the_bay=world.grammar.losses.at_bay,
            reports_late=world.grammar.losses.late,
            unseen=world.truth.unseen_ever,
        )
        self.hours += (world.clock.true_ms - world.began_ms) / 3_600_000

    @staticmethod
    def _report(seed: int, world: World, failure: Exception) -> None:
        print(f"\nseed {seed}, commit {commit()}, step {world.steps}, {world.layout.profile}")
        print("".join(traceback.format_exception(failure)[-3:]))
        for number, line in list(enumerate(world.book.lines, start=1))[-LINES_SHOWN:]:
            print(f"  {number:6} {line.decode()[:400]}")


def commit() -> str:
    """Return the commit that runs here, or `unknown`."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


def main() -> int:
    """Tell stories until enough hours have passed; return 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("--hours", type=float, default=None, help="simulated hours in all")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--short", action="store_true", help="about ten seconds")
    asked = parser.parse_args()
    hours = asked.hours or (SHORT_HOURS if asked.short else HOURS)
    run, seed, began = Run(), asked.seed, perf_counter()
    while run.hours < hours and run.tell(seed):
        seed += 1
    _print(run, asked.seed, seed, perf_counter() - began)
    _keep(run, asked.seed)
    return 1 if run.failed else 0


def _print(run: Run, first: int, last: int, took_s: float) -> None:
    print(f"seeds {first} to {last}: {run.hours:.0f} simulated hours in {took_s:.1f} s")
    for name, count in run.told.items():
        print(f"  {name.replace('_', ' '):14} {count:9}")
    print("  promise        looked at")
    for promise, looked in sorted(run.promises.looked.items()):
        print(f"  {promise:14} {looked:9}")
    print(f"  violations     {int(bool(run.failed)):9}  {run.failed}")


def _keep(run: Run, seed: int) -> None:
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        "simulated_hours": round(run.hours, 1),
        **run.told,
        "invariants": dict(sorted(run.promises.looked.items())),
        "violations": int(bool(run.failed)),
        "failed": run.failed,
        "seed": seed,
        "commit": commit(),
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
