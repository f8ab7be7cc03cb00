"""The power-cut campaign. Prints a table, writes build/evidence/powercut.json, exits 1 on a wrong.

    python -m tests.powercut --short          20,000 images, every second fault, all mutants
    python -m tests.powercut --images N       that many images and every fault
    python -m tests.powercut --mutant NAME    one mutant: exits 0 when it is found
"""

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.powercut.explorer import Explorer, Plan, Tally
from tests.powercut.faults import FaultFinder
from tests.powercut.mutants import MUTANTS
from tests.powercut.recorder import ROOT, start_over_under_recorder

SHORT, LONG = 20_000, 200_000
PARTS = 8
"""Each day is divided among so many processes, so that all processors end together."""

DAY = Plan(seed=0, visits=3, chances=2, doubles=8)
MUTANT_DAY = Plan(seed=3, visits=2, chances=1, doubles=6, stop_at_first=True)


@dataclass(frozen=True, slots=True)
class Job:
    """What one process does: a part of a day, of the faults, or one mutant."""

    kind: str
    plan: Plan = DAY
    mutant: str = ""
    every: int = 1


def main() -> int:
    """Run the campaign and return the exit code."""
    given = _arguments()
    start_over_under_recorder("tests.powercut")
    begun = time.monotonic()
    images = given.images or (SHORT if given.short else LONG)
    with multiprocessing.get_context("fork").Pool(given.workers, maxtasksperchild=1) as pool:
        if given.mutant:
            found = pool.apply(do, (Job("mutant", MUTANT_DAY, given.mutant),))
            print(f"{given.mutant}: {'found' if found.wrongs else 'SURVIVED'}", *found.examples[:1])
            return 0 if found.wrongs else 1
        tally = Tally()
        for part in pool.imap_unordered(do, _fault_jobs(2 if given.short else 1)):
            tally.add(part)
            _say(tally, images)
        seed = given.seed
        while tally.images < images:
            for part in pool.imap_unordered(do, _day_jobs(seed)):
                tally.add(part)
                _say(tally, images)
            seed += 1
        names = list(MUTANTS)
        hunted = pool.map(do, [Job("mutant", MUTANT_DAY, name) for name in names], chunksize=1)
        caught = {name: part for name, part in zip(names, hunted, strict=True) if part.wrongs}
    _report(tally, caught, given.seed, time.monotonic() - begun)
    return 1 if tally.wrongs or len(caught) < len(MUTANTS) else 0


def do(job: Job) -> Tally:
    """Do one job in a folder of its own, in memory where there is such a place."""
    place = Path("/dev/shm")  # noqa: S108 - a folder with a name nobody can guess is made there
    scratch = Path(tempfile.mkdtemp(prefix="powercut-", dir=place if place.is_dir() else None))
    try:
        if job.kind == "mutant":
            return _hunt(job, scratch)
        if job.kind == "day":
            explorer = Explorer(scratch)
            explorer.explore(explorer.record_day(job.plan), job.plan)
            return explorer.tally
        finder = FaultFinder(scratch)
        attempt = finder.try_days if job.kind == "faults of a day" else finder.try_starts
        attempt(job.plan.share, job.every)
        return finder.tally
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _hunt(job: Job, scratch: Path) -> Tally:
    """Put a mutant in place and look for it until it is found."""
    mutant = MUTANTS[job.mutant]
    keeper = mutant.put()
    if mutant.by == "faults":
        finder = FaultFinder(scratch, keeper)
        finder.try_days((0, 1), every=3)
        return finder.tally
    explorer = Explorer(scratch, keeper)
    calls = explorer.record_day(job.plan)
    for number in range(PARTS):
        explorer.explore(calls, replace(job.plan, share=(number, PARTS)))
        if explorer.tally.wrongs:
            break
    return explorer.tally


def _day_jobs(seed: int) -> Iterator[Job]:
    for number in range(PARTS):
        yield Job("day", replace(DAY, seed=seed, share=(number, PARTS)))


def _fault_jobs(every: int) -> Iterator[Job]:
    for kind in ("faults of a day", "faults of a start"):
        for number in range(PARTS):
            yield Job(kind, replace(DAY, share=(number, PARTS)), every=every)


def _say(tally: Tally, images: int) -> None:
    if sys.stderr.isatty():
        wrongs = sum(tally.wrongs.values())
        sys.stderr.write(f"\r{tally.images:,} of {images:,} images, {wrongs} wrong ")


def _report(tally: Tally, caught: dict[str, Tally], seed: int, seconds: float) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, check=False, capture_output=True, text=True
    ).stdout.strip()
    evidence = {
        "images": tally.images,
        "double_cut_images": tally.double_cut_images,
        "block_images": tally.block_images,
        "io_faults": tally.io_faults,
        "violations": sum(tally.wrongs.values()),
        "mutants": len(MUTANTS),
        "mutants_caught": len(caught),
        "commit": commit,
        "seed": seed,
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python"
        f" {platform.python_version()}",
        "seconds": round(seconds),
    }
    for name, value in evidence.items():
        print(f"{name:20} {value:,}" if isinstance(value, int) else f"{name:20} {value}")
    for name, mutant in MUTANTS.items():
        found = caught.get(name)
        how = f"found: {found.examples[0]}"[:110] if found else "SURVIVED"
        print(f"  {name:28} {mutant.sentence:36} {how}")
    for example in tally.examples:
        print("WRONG", example)
    path = ROOT / "build/evidence/powercut.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(evidence, indent=2) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.powercut", description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"{SHORT:,} images")
    parser.add_argument("--images", type=int, help=f"how many (else {LONG:,})")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--mutant", choices=sorted(MUTANTS))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
