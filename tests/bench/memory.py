"""How much memory both programs hold after a day's visits."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.bench import warehouse
from tests.bench.rows import Row
from tests.bench.visits import METHOD, Visits, programs

LIMIT_MB = 60.0
REGISTERED = 5_000


def memory_rows(folder: Path, visits: int, weapons: int = REGISTERED) -> Iterator[Row]:
    """Measure both programs after visits to a bay of 120 places and a register of 5,000 weapons."""
    layout = warehouse.Layout(cables=20)
    with programs(folder, layout, weapons) as both:
        people = Visits(both)
        people.issue(0)
        for turn in range(1, visits):
            people.issue(turn)
            people.give_back(turn - 1)
        for name, program in (("rss_kiosk", both.kiosk), ("rss_web_ui", both.face)):
            value = _kb(program.child.pid, "status", "VmRSS") / 1024
            pss = _kb(program.child.pid, "smaps_rollup", "Pss") / 1024
            yield Row(
                name, value, "MB", bar=f"<= {LIMIT_MB:.0f} MB", met=value <= LIMIT_MB,
                note=f"VmRSS after {visits} issues and returns; {weapons:,} weapons registered,"
                f" {len(layout.places)} of them in this bay; PSS {pss:.1f} MB; {METHOD}",
            )  # fmt: skip


def _kb(pid: int, file: str, name: str) -> int:
    """Return one figure of a process in /proc, in KiB."""
    found = re.search(
        rf"^{name}:\s+(\d+) kB$", Path(f"/proc/{pid}/{file}").read_text(), re.MULTILINE
    )
    assert found is not None, f"/proc/PID/{file} has no {name}"
    return int(found.group(1))
