"""python -m tests.cards [--cards N]: a list of a million cards, killed in the middle.

Prints one table and writes build/evidence/cards.json; ends with 1 when anything was wrong. The
suite does the same with a short list.
"""

import argparse
import json
import platform
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.rows import commit
from tests.cards.long_list import Told, brought_in

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "build" / "evidence" / "cards.json"
CARDS = 1_000_000
PEAK_MB = 80
"""Some 60 were measured, with a hundred thousand cards as with a million."""


def main() -> int:
    """Bring the list in, print, keep; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.cards", description=__doc__)
    parser.add_argument("--cards", type=int, default=CARDS)
    folder = ROOT / "build" / "cards"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    told = brought_in(folder, parser.parse_args().cards)
    shutil.rmtree(folder)
    if max(told.peaks_mb.values()) > PEAK_MB:
        told.wrong.append(f"a program held more than {PEAK_MB} MB")
    _print(told)
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        **asdict(told),
        "seed": 0,
        "commit": commit(),
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n", encoding="utf-8")
    return 1 if told.wrong else 0


def _print(told: Told) -> None:
    print(f"{told.cards:,} cards; killed when {told.killed_at:,} of them were in the book")
    print("  step        seconds    peak MB")
    for step, seconds in told.seconds.items():
        print(f"  {step:10}{seconds:9.1f}{told.peaks_mb.get(step, 0):11.1f}")
    for wrong in told.wrong:
        print(f"  WRONG: {wrong}")


if __name__ == "__main__":
    sys.exit(main())
