"""python -m tests.fuzz [--inputs N] [--seed S] [--short]: bytes that no reader sends, from a seed.

Every wire format gets the same share. A fault prints its input, and the run ends with 1.
"""

import argparse
import json
import platform
import random
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from time import perf_counter

from drivers.protocols.formats import FORMATS
from tests.fuzz.campaign import Told, inputs, judge

EVIDENCE = Path(__file__).parents[2] / "build" / "evidence" / "fuzz.json"
INPUTS, SHORT_INPUTS = 1_000_000, 30_000
FAULTS = ("exceptions", "wrong_accepts", "lost", "split_differs", "held_too_much", "slow")
COLUMNS = ("inputs", "accepted", "rejected", "two_bits", "unseen", "accidents", *FAULTS)
"""Unseen: two wrong bits that made another whole frame. Accidents: noise that made a whole frame
and covered a true one. Both are limits of a format's own check, which no decoder can mend."""


def run(total: int, seed: int) -> dict[str, Told]:
    """Give every format its share of the inputs, and return what was found."""
    found: dict[str, Told] = {}
    for name, make in FORMATS.items():
        told, chance = Told(), random.Random(f"{seed} {name}")
        for given in islice(inputs(name, chance), -(-total // len(FORMATS))):
            judge(name, make, given, told, chance)
        found[name] = told
    return found


def summed(found: dict[str, Told]) -> Counter[str]:
    """Return the counts of all formats together."""
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
    asked = parser.parse_args()
    began = perf_counter()
    found = run(asked.inputs or (SHORT_INPUTS if asked.short else INPUTS), asked.seed)
    counts = summed(found)
    _print(found, counts, perf_counter() - began)
    _keep(found, counts, asked.seed)
    return 1 if any(counts[fault] for fault in FAULTS) else 0


def _print(found: dict[str, Told], counts: Counter[str], took_s: float) -> None:
    print(f"{'format':18}" + "".join(f"{name:>15}" for name in COLUMNS) + "       worst ms")
    for name, told in found.items():
        row = "".join(f"{told.counts[column]:15,}" for column in COLUMNS)
        print(f"{name:18}{row}{told.worst_s * 1000:15.2f}")
    print(f"{'all':18}" + "".join(f"{counts[column]:15,}" for column in COLUMNS))
    print(f"{took_s:.1f} s")
    for name, told in found.items():
        for fault in told.faults:
            print(f"{name}: {fault[:600]}")


def _keep(found: dict[str, Told], counts: Counter[str], seed: int) -> None:
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        **counts,
        "formats": {
            name: {**told.counts, "worst_ms": round(told.worst_s * 1000, 3)}
            for name, told in found.items()
        },
        "seed": seed,
        "commit": commit(),
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n", encoding="utf-8")


def commit() -> str:
    """Return the commit that runs here, or `unknown`."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
