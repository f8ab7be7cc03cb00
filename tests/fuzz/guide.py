"""Inputs that coverage found: atheris beside the campaign, one process a decoder.

atheris ends its process by itself, so each decoder has one of its own, and the figures are read
from what libFuzzer prints. Its wheels are for x86-64 alone; without it nothing here runs.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.drivers import wire
from tests.fuzz import formats, scanners

ROOT = Path(__file__).parents[2]
TIME_LIMIT_S = 120
"""A decoder whose inputs take longer gets fewer: the evidence says how many."""

_EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_EDGES = re.compile(r"cov: (\d+)")
_CORPUS = re.compile(r"corp: (\d+)")


@dataclass(frozen=True, slots=True)
class Guided:
    """What one decoder's run left. `edges`: places in its code that were reached."""

    executions: int
    edges: int
    corpus: int
    fault: str = ""

    def told(self) -> dict[str, object]:
        """Return it for the evidence."""
        return asdict(self)


def run(names: Iterable[str], runs: int, seed: int) -> dict[str, Guided]:
    """Fuzz decoders one after the other, so many inputs each, and return what was found."""
    found: dict[str, Guided] = {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder)
            for place, frame in enumerate(formats.known(scanners.FRAMES_OF.get(name, name))):
                (corpus / f"known_{place}").write_bytes(b"\0" + wire.sent(frame))
            found[name] = read(_ended(name, runs, seed, corpus))
    return found


def _ended(name: str, runs: int, seed: int, corpus: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "tests.fuzz.guided", name]
    flags = [f"-runs={runs}", f"-seed={seed}", "-max_len=1024", "-print_final_stats=1"]
    flags += [f"-artifact_prefix={corpus}/fault-", str(corpus)]
    flags[:0] = [f"-max_total_time={TIME_LIMIT_S}"]
    return subprocess.run(words + flags, cwd=ROOT, capture_output=True, text=True, check=False)


def read(ended: subprocess.CompletedProcess[str]) -> Guided:
    """Return what libFuzzer said; whatever ended otherwise than well is a fault."""
    said = ended.stdout + ended.stderr
    executions, edges, corpus = (
        max((int(number) for number in pattern.findall(said)), default=0)
        for pattern in (_EXECUTIONS, _EDGES, _CORPUS)
    )
    named = next((line for line in said.splitlines() if line.startswith("Fault")), said[-2000:])
    fault = "" if ended.returncode == 0 and executions else named or "said nothing"
    return Guided(executions, edges, corpus, fault)
