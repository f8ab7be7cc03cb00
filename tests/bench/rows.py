"""What a measurement leaves behind: one row each, a table to read and bench.json to keep."""

import json
import os
import platform
import sqlite3
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing.

    `bare`: what the same costs without us, in the same run. `ratio`: value over bare, where there
    is one. `bar`: the promise, in words. `met`: whether it was kept; None where nothing was
    promised. `note`: what exactly was measured.
    """

    name: str
    value: float
    unit: str
    bare: float | None = None
    ratio: float | None = None
    bar: str = ""
    met: bool | None = None
    note: str = ""


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(0.95 * (len(ranked) - 1)))]


def table(rows: Iterable[Row]) -> str:
    """Return the rows as people read them."""
    lines = [f"{'':2} {'what':<26} {'value':>10} {'unit':<10} {'bare':>10} {'ratio':>7}  bar"]
    for row in rows:
        mark = {True: "ok", False: "NO", None: "  "}[row.met]
        lines.append(
            f"{mark:2} {row.name:<26} {_figure(row.value):>10} {row.unit:<10}"
            f" {_figure(row.bare):>10} {_figure(row.ratio):>7}  {row.bar}"
        )
    return "\n".join(lines)


def keep(rows: Sequence[Row], seed: int, path: Path) -> None:
    """Write bench.json; rows measured earlier and not now stay, so that one can be done again."""
    known: dict[str, dict[str, object]] = {}
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        if before.get("commit") == commit():
            known = {row["name"]: row for row in before["rows"]}
    known |= {row.name: asdict(row) for row in rows}
    evidence = {
        "commit": commit(),
        "seed": seed,
        "machine": machine(),
        "rows": list(known.values()),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(evidence, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def commit() -> str:
    """Return the commit that is measured, with a plus when the tree differs from it."""
    found = subprocess.run(
        ["git", "describe", "--always", "--abbrev=12", "--dirty=+"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip() or "unknown"


def machine() -> dict[str, object]:
    """Return what was measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith(("model name", "Model"))
        ),
        platform.machine(),
    )
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
