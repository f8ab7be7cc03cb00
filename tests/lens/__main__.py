"""python -m tests.lens [--quarters N] [--planted N] [--seed S] [--short]: what the lenses see.

Honest quarters of warehouses that never were say how often a lens is wrong; quarters in which one
pattern was planted, how often it is right. Prints a table and keeps build/evidence/lens.json.
"""

import argparse
import json
import platform
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from kiosk.rules.lens.acts import gather
from kiosk.rules.lens.lenses import Finding, Lens, findings
from tests.drill.layout import profile
from tests.lens.quarters import Quarter

EVIDENCE = Path(__file__).parents[2] / "build" / "evidence" / "lens.json"
QUARTERS, PLANTED = 1_000, 100
SHORT_QUARTERS, SHORT_PLANTED = 20, 4
PLANTED_FROM = 1_000_000
"""Seeds of planted quarters begin here, so that none of them is an honest one's."""


@dataclass
class Campaign:
    """What was seen so far. `wrong`: findings in honest quarters; `other`: beside a planted one."""

    honest: int = 0
    asked: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    entries: int = 0

    def look_at_honest(self, seed: int) -> None:
        """Look at a quarter in which nobody is up to anything."""
        seen = self._seen(Quarter(seed))
        self.honest += 1
        self.asked += bool(seen)
        self.wrong.update(one.lens.value for one in seen)

    def look_at_planted(self, seed: int, lens: Lens) -> None:
        """Look at a quarter in which one pattern was planted."""
        quarter = Quarter(PLANTED_FROM + seed, lens)
        seen = self._seen(quarter)
        right = [one for one in seen if one.lens is lens and set(one.people) == quarter.whose]
        self.planted[lens.value] += 1
        self.found[lens.value] += bool(right)
        self.other.update(one.lens.value for one in seen if one.lens is not lens)

    def _seen(self, quarter: Quarter) -> tuple[Finding, ...]:
        entries = quarter.entries()
        self.entries += len(entries)
        return findings(gather(entries, quarter.staff.roles, profile("cambodia")))

    @property
    def detection(self) -> float:
        """How many of the planted patterns were found, in per cent."""
        return 100 * sum(self.found.values()) / max(sum(self.planted.values()), 1)

    @property
    def false_positives(self) -> float:
        """How many honest quarters were asked about anything at all, in per cent."""
        return 100 * self.asked / max(self.honest, 1)

    def table(self) -> str:
        """Return what was seen, lens by lens."""
        lines = [f"{'lens':15} {'honest':>8} {'planted':>8} {'found':>7}  beside"]
        for lens in Lens:
            name = lens.value
            lines.append(
                f"{name:15} {self.wrong[name]:8} {self.planted[name]:8}"
                f" {self.found[name]:7}  {self.other[name]}"
            )
        lines.append(
            f"{self.honest} honest quarters, {self.false_positives:.2f} % asked about;"
            f" {self.detection:.1f} % of what was planted found; {self.entries} entries"
        )
        return "\n".join(lines)


def run(quarters: int, planted: int, seed: int = 1) -> Campaign:
    """Return a campaign of so many honest quarters, and so many planted ones for each lens."""
    campaign = Campaign()
    for number in range(seed, seed + quarters):
        campaign.look_at_honest(number)
    for lens in Lens:
        for number in range(seed, seed + planted):
            campaign.look_at_planted(number, lens)
    return campaign


def keep(campaign: Campaign, seed: int) -> None:
    """Keep the evidence."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        "honest_quarters": campaign.honest,
        "honest_asked_about": campaign.asked,
        "wrong": dict(campaign.wrong),
        "planted": dict(campaign.planted),
        "found": dict(campaign.found),
        "beside": dict(campaign.other),
        "detection_percent": round(campaign.detection, 1),
        "entries": campaign.entries,
        "seed": seed,
        "commit": asked.stdout.strip() or "unknown",
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n")


def main() -> int:
    """Run a campaign; return 1 if honest people were asked too often, or too little was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.lens", description=__doc__)
    parser.add_argument("--quarters", type=int, default=QUARTERS, help="honest ones")
    parser.add_argument("--planted", type=int, default=PLANTED, help="for each lens")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="about fifteen seconds")
    asked = parser.parse_args()
    began = perf_counter()
    many = (SHORT_QUARTERS, SHORT_PLANTED) if asked.short else (asked.quarters, asked.planted)
    campaign = run(many[0], many[1], asked.seed)
    print(campaign.table())
    print(f"{perf_counter() - began:.0f} s")
    keep(campaign, asked.seed)
    return 0 if met(campaign) else 1


def met(campaign: Campaign) -> bool:
    """Return whether the bars are met: nine of ten found, one honest quarter in fifty asked."""
    return campaign.detection >= 90 and campaign.asked <= max(campaign.honest // 50, 1)


if __name__ == "__main__":
    sys.exit(main())
