"""python -m tests.fuzz [--inputs N] [--seed S] [--short] [--guided RUNS]: bytes no reader sends.

Every decoder and every proof gets the same share, from a seed; before that every known frame is
split everywhere and spoiled in every bit. `--guided` adds that many inputs a decoder which coverage
found (atheris, requirements/atheris.lock). A fault prints its input, and the run ends with 1.
"""

import argparse
import json
import platform
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from time import perf_counter

from tests.fuzz import guide
from tests.fuzz.campaign import DECODERS, Told, inputs, judge, talk
from tests.fuzz.every import every_bit, every_split
from tests.fuzz.talks import TALKS

EVIDENCE = Path(__file__).parents[2] / "build" / "evidence" / "fuzz.json"
INPUTS, SHORT_INPUTS = 1_000_000, 20_000
FAULTS = ("exceptions", "wrong_accepts", "lost", "split_differs", "held_too_much", "slow")
COLUMNS = (
    "inputs", "splits", "bits", "accepted", "rejected", "two_bits", "unseen", "accidents", *FAULTS,
)  # fmt: skip
"""Unseen: two wrong bits that made another whole frame. Accidents: noise that made a whole frame
and covered a true one. Both are limits of a format's own check, which no decoder can mend."""

NAMES = (*DECODERS, *TALKS)


def run(total: int, seed: int, *, every: bool = False) -> dict[str, Told]:
    """Give every decoder its share of the inputs, and return what was found.

    Args:
        total: inputs in all.
        seed: of the chance.
        every: split every known frame everywhere before, and spoil it in every bit.
    """
    share = -(-total // len(NAMES))
    found: dict[str, Told] = {}
    for name, make in DECODERS.items():
        told, chance = Told(), random.Random(f"{seed} {name}")
        if every:
            every_split(name, make, told)
            every_bit(name, make, told, chance)
        for given in islice(inputs(name, chance), share):
            judge(name, make, given, told, chance)
        found[name] = told
    for name, play in TALKS.items():
        told, chance = Told(), random.Random(f"{seed} {name}")
        for _ in range(share):
            talk(play, told, chance)
        found[name] = told
    return found


def summed(found: Mapping[str, Told]) -> Counter[str]:
    """Return the counts of all decoders together."""
    counts: Counter[str] = Counter(dict.fromkeys(COLUMNS, 0))
    for told in found.values():
        counts.update(told.counts)
    return counts


def main() -> int:
    """Fuzz, print, keep; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=None, help="inputs in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="some twenty seconds")
    parser.add_argument("--guided", type=int, default=0, metavar="RUNS", help="a decoder")
    asked = parser.parse_args()
    began = perf_counter()
    total = asked.inputs or (SHORT_INPUTS if asked.short else INPUTS)
    found = run(total, asked.seed, every=not asked.short)
    counts = summed(found)
    _print(found, counts, perf_counter() - began)
    evidence = _short(EVIDENCE) if asked.short else EVIDENCE
    _keep(found, counts, {}, asked.seed, evidence)  # before what may take longer
    guided = guide.run(NAMES, asked.guided, asked.seed) if asked.guided else {}
    _print_guided(guided)
    _keep(found, counts, guided, asked.seed, evidence)
    faults = sum(counts[fault] for fault in FAULTS)
    return 1 if faults or any(one.fault for one in guided.values()) else 0


def _short(evidence: Path) -> Path:
    return evidence.with_name("fuzz_short.json")


def _print(found: Mapping[str, Told], counts: Counter[str], took_s: float) -> None:
    print(f"{'decoder':18}" + "".join(f"{name:>14}" for name in COLUMNS) + "      worst ms")
    for name, told in found.items():
        row = "".join(f"{told.counts[column]:14,}" for column in COLUMNS)
        print(f"{name:18}{row}{told.worst_s * 1000:14.2f}")
    print(f"{'all':18}" + "".join(f"{counts[column]:14,}" for column in COLUMNS))
    print(f"{took_s:.1f} s")
    for name, told in found.items():
        for fault in told.faults:
            print(f"{name}: {fault[:2500]}")
    sys.stdout.flush()


def _print_guided(guided: Mapping[str, guide.Guided]) -> None:
    if not guided:
        print("no inputs found by coverage: ask with --guided")
        return
    print(f"\n{'guided':18}{'executions':>14}{'edges':>14}{'inputs kept':>14}{'faults':>14}")
    for name, one in guided.items():
        kept, faults = f"{one.corpus:14,}", f"{int(bool(one.fault)):14}"
        print(f"{name:18}{one.executions:14,}{one.edges:14,}{kept}{faults}")
    print(f"{'all':18}{sum(one.executions for one in guided.values()):14,}")
    for name, one in guided.items():
        if one.fault:
            print(f"{name}: {one.fault[:2500]}")


def _keep(
    found: Mapping[str, Told],
    counts: Counter[str],
    guided: Mapping[str, guide.Guided],
    seed: int,
    evidence: Path,
) -> None:
    evidence.parent.mkdir(parents=True, exist_ok=True)
    told = {
        **counts,
        "worst_ms": round(max(one.worst_s for one in found.values()) * 1000, 3),
        "guided_executions": sum(one.executions for one in guided.values()),
        "guided_faults": sum(bool(one.fault) for one in guided.values()),
        "formats": {
            name: {**one.counts, "worst_ms": round(one.worst_s * 1000, 3)}
            for name, one in found.items()
        },
        "guided": {name: one.told() for name, one in guided.items()},
        "seed": seed,
        "commit": commit(),
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
    }
    evidence.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def commit() -> str:
    """Return the commit that runs here, or `unknown`."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
