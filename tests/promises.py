"""Which promises a run of the tests asked for: counted, printed, kept beside the other evidence.

The promises stand in docs/promises.md; a test names those it proves: `@pytest.mark.promise("P1")`.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/promises.md"
EVIDENCE = ROOT / "build/evidence/promises.json"
_LATER = frozenset({"P14"})
"""Begins with the feed to the hub."""


def promised() -> tuple[str, ...]:
    """Return the numbers of the promises on their page."""
    return tuple(re.findall(r"^\| (P\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def due() -> tuple[str, ...]:
    """Return those that something of today can keep or break."""
    return tuple(name for name in promised() if name not in _LATER)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Note on a test what it proves, so that its report says so too."""
    for mark in item.iter_markers("promise"):
        item.user_properties.extend(("promise", name) for name in mark.args)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many tests proved each promise, when there were any."""
    kept = _counted(terminalreporter, "passed")
    broken = _counted(terminalreporter, "failed")
    asked = [name for name in due() if name in kept or name in broken]
    if not asked:
        return
    terminalreporter.section("promises")
    for name in asked:
        told = f"{name:4} {kept[name]:5} tests passed"
        terminalreporter.line(told + (f", {broken[name]} FAILED" if broken[name] else ""))
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {name: {"passed": kept[name], "failed": broken[name]} for name in asked}
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n")


def _counted(terminalreporter: pytest.TerminalReporter, outcome: str) -> Counter[str]:
    return Counter(
        name
        for report in terminalreporter.stats.get(outcome, ())
        if isinstance(report, pytest.TestReport)
        for key, name in report.user_properties
        if key == "promise" and isinstance(name, str)
    )
