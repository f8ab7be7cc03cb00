"""The power-cut campaign. Prints a table, writes build/evidence/powercut.json, exits 1 on a wrong.

python -m tests.powercut --short          20,000 images, every third fault, all mutants
python -m tests.powercut --images N       that many images and every fault
python -m tests.powercut --mutant NAME    one mutant: exits 0 when it is found
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from itertools import count as numbers
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path

from tests.powercut.explorer import Explorer, Plan, Tally
from tests.powercut.faults import FaultFinder
from tests.powercut.mutants import MUTANTS
from tests.powercut.progress import Progress
from tests.powercut.recorder import ROOT, start_over_under_recorder

SHORT, LONG = 20_000, 200_000
EVIDENCE = ROOT / "build/evidence/powercut.json"
SCRATCH = "POWERCUT_SCRATCH"
"""Tells the processes where to work; their folders go when the campaign ends, however it ends."""

PARTS = 8
"""Each day is divided among so many processes, so that all processors end together."""

DAY = Plan(seed=0, visits=3, chances=2, doubles=6)
MUTANT_DAY = Plan(seed=3, visits=2, chances=1, doubles=6, stop_at_first=True)


@dataclass(frozen=True, slots=True)
class Job:
    """What one process does: a part of a day, of the faults, or one mutant."""

    kind: str
    plan: Plan = DAY
    mutant: str = ""
    every: int = 1


def main() -> int:
    """Run the campaign, in memory where there is such a place, and return the exit code."""
    given = _arguments()
    start_over_under_recorder("tests.powercut")
    # Whoever ends the campaign by a signal wants its folders gone too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    memory = Path("/dev/shm")  # noqa: S108 - a folder with a name nobody can guess is made there
    with tempfile.TemporaryDirectory(
        prefix="powercut-", dir=memory if memory.is_dir() else None
    ) as scratch:
        os.environ[SCRATCH] = scratch
        return _run(given)


def _run(given: argparse.Namespace) -> int:
    begun = time.monotonic()
    with _workers(given.workers) as pool:
        if given.mutant:
            found = pool.apply(do, (Job("mutant", MUTANT_DAY, given.mutant),))
            print(f"{given.mutant}: {'found' if found.wrongs else 'SURVIVED'}", *found.examples[:1])
            return 0 if found.wrongs else 1
        if given.part:
            plan = replace(DAY, seed=given.seed, share=(0, given.part), doubles=1)
            tally, mutants, hunted = pool.apply(do, (Job("day", plan),)), [], []
        else:
            progress = Progress(given.images)
            every = 3 if given.short else 1
            tally = _campaign(pool, given.seed, progress, workers=given.workers, every=every)
            mutants = list(MUTANTS)
            jobs = [Job("mutant", MUTANT_DAY, name) for name in mutants]
            hunted = list(progress.each(pool.imap(do, jobs), tally))
    caught = {name: part for name, part in zip(mutants, hunted, strict=True) if part.wrongs}
    evidence = {
        **_counts(tally),
        "mutants": len(mutants),
        "mutants_caught": len(caught),
        **_where(),
        "seed": given.seed,
        "seconds": round(time.monotonic() - begun),
    }
    _print(evidence, tally, mutants, caught)
    given.evidence.parent.mkdir(parents=True, exist_ok=True)
    given.evidence.write_text(json.dumps(evidence, indent=2) + "\n")
    return 1 if tally.wrongs or len(caught) < len(mutants) else 0


@contextlib.contextmanager
def _workers(count: int) -> Iterator[Pool]:
    """Open a pool of processes that do one job each, since a mutant stays in place.

    They end by themselves: `Pool.terminate` waits for ever for a worker that takes its signal
    just before it begins to wait for work, unless the signal kills it.
    """
    fork = multiprocessing.get_context("fork")
    with fork.Pool(count, signal.signal, (signal.SIGTERM, signal.SIG_DFL), 1) as pool:
        yield pool
        pool.close()
        pool.join()


def _campaign(pool: Pool, seed: int, progress: Progress, *, workers: int, every: int) -> Tally:
    """Explore days until there are so many images; before that, every so manieth fault."""
    tally = Tally()
    for part in progress.each(pool.imap_unordered(do, _fault_jobs(seed, every)), tally):
        tally.add(part)
    days = chain.from_iterable(map(_day_jobs, numbers(seed)))
    for part in progress.each(_AsNeeded(pool, days, progress.images, workers), tally):
        tally.add(part)
    return tally


class _AsNeeded:
    """Parts of days, a few under way, until there are enough images.

    Whole days would be up to 5,000 images too many, which take a quarter of the time.
    """

    def __init__(self, pool: Pool, jobs: Iterator[Job], images: int, workers: int) -> None:
        self._pool, self._jobs, self._missing = pool, jobs, images
        self._under_way = deque(self._begun() for _ in range(workers))

    def next(self, timeout: float | None = None) -> Tally:
        """Return the oldest part as a pool does, and begin another while images are missing."""
        if not self._under_way:
            raise StopIteration
        part = self._under_way[0].get(timeout)
        self._under_way.popleft()
        self._missing -= part.images
        if self._missing > 0:
            self._under_way.append(self._begun())
        return part

    def _begun(self) -> "AsyncResult[Tally]":
        return self._pool.apply_async(do, (next(self._jobs),))


def do(job: Job) -> Tally:
    """Do one job in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=os.environ[SCRATCH]) as made:
        scratch = Path(made)
        if job.kind == "mutant":
            return _hunt(job, scratch)
        if job.kind == "day":
            explorer = Explorer(scratch)
            explorer.explore(explorer.record_day(job.plan), job.plan)
            return explorer.tally
        finder = FaultFinder(scratch)
        attempt = finder.try_days if job.kind == "faults of a day" else finder.try_starts
        attempt(job.plan, job.every)
        return finder.tally


def _hunt(job: Job, scratch: Path) -> Tally:
    """Put a mutant in place and look for it until it is found."""
    mutant = MUTANTS[job.mutant]
    keeper = mutant.put()
    if mutant.by == "faults":
        finder = FaultFinder(scratch, keeper)
        finder.try_days(job.plan, every=3)
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


def _fault_jobs(seed: int, every: int) -> Iterator[Job]:
    for kind in ("faults of a day", "faults of a start"):
        for number in range(PARTS):
            plan = replace(DAY, seed=seed, share=(number, PARTS))
            yield Job(kind, plan, every=every)


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "images": tally.images,
        "double_cut_images": tally.double_cut_images,
        "block_images": tally.block_images,
        "io_faults": tally.io_faults,
        "violations": sum(tally.wrongs.values()),
    }


def _where() -> dict[str, str]:
    command = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    machine = f"{platform.machine()}, {os.cpu_count()} processors"
    return {
        "commit": commit.stdout.strip(),
        "machine": f"{machine}, Python {platform.python_version()}",
    }


def _print(
    evidence: dict[str, int | str], tally: Tally, mutants: list[str], caught: dict[str, Tally]
) -> None:
    for name, value in evidence.items():
        print(f"{name:20} {value:,}" if isinstance(value, int) else f"{name:20} {value}")
    for name in mutants:
        how = f"found: {caught[name].examples[0]}"[:110] if name in caught else "SURVIVED"
        print(f"  {name:28} {MUTANTS[name].sentence:36} {how}")
    for promise, count in sorted(tally.wrongs.items()):
        print(f"WRONG {promise}: {count:,} images")
    for example in tally.examples:
        print("WRONG", example)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.powercut")
    parser.add_argument("--short", action="store_true", help=f"{SHORT:,} images, a third of faults")
    parser.add_argument("--images", type=int, help=f"how many images (else {LONG:,})")
    parser.add_argument("--seed", type=int, default=1, help="the first day's seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--mutant", choices=sorted(MUTANTS), help="only look for this mutant")
    parser.add_argument("--part", type=int, help="only the first of so many parts of one day")
    parser.add_argument("--evidence", type=Path, default=EVIDENCE, help="where to write the counts")
    given = parser.parse_args()
    given.images = given.images or (SHORT if given.short else LONG)
    return given


if __name__ == "__main__":
    sys.exit(main())
