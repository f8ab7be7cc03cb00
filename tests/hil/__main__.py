"""Tests on real Linux devices, in a guest: a table, build/evidence/hil.json, and 1 when one fails.

python -m tests.hil                     user-mode Linux if its kernel is cached here, else QEMU
python -m tests.hil --rig uml           user-mode Linux; its kernel is built once, in minutes
python -m tests.hil --rig qemu          QEMU, with Debian's own kernel
python -m tests.hil -- -k watchdog      what comes after -- is pytest's
"""

import argparse
import json
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final
from xml.etree import ElementTree as ET

from tests.hil import bay, qemu, uml
from tests.hil.debian import ROOT, RigMissing

LIMIT_S: Final = 900
"""How long one boot may take. Ours: an emulated machine on two processors that are busy with other
tests needs five minutes."""

EVIDENCE: Final = ROOT / "build/evidence/hil.json"
REPORT: Final = ROOT / "build/evidence/hil.xml"
LOGS: Final = ROOT / "build/hil"
NO_TESTS: Final = 5  # pytest's exit code
GUEST: Final = Path(__file__).with_name("guest.sh")
RIGS: Final = {"uml": uml, "qemu": qemu}


@dataclass(frozen=True, slots=True)
class Case:
    """One test as pytest reported it, or a stage that did not end."""

    stage: str
    sentence: str
    verdict: str
    seconds: float


def main() -> int:
    """Run every stage that the rig has, and return the exit code."""
    given = _arguments()
    for old in (EVIDENCE, REPORT):
        old.unlink(missing_ok=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "armoury-kiosk/hil"
    cache.mkdir(parents=True, exist_ok=True)
    rig = RIGS.get(given.rig) or (uml if uml.kernel(cache).exists() else qemu)
    begun = time.monotonic()
    # A guest cannot keep what it compiles, and would compile it for every program it starts.
    compiled = [sys.executable, "-m", "compileall", "-q", "kiosk", "drivers", "tests"]
    subprocess.run(compiled, cwd=ROOT, check=True)
    try:
        cases = [case for stages in rig.STAGES for case in _boot(rig, cache, stages, given.pytest)]
    except (RigMissing, subprocess.CalledProcessError) as missing:
        print(f"hil: FAILED: there is no {rig.NAME} rig here: {missing}")
        return 1
    _tell(rig, cases, time.monotonic() - begun)
    return 0 if cases and all(case.verdict == "passed" for case in cases) else 1


def _boot(rig: ModuleType, cache: Path, stages: Sequence[str], pytest: list[str]) -> list[Case]:
    """Switch the machine on, wait until it is off, and return what it has found."""
    with tempfile.TemporaryDirectory(prefix="hil-") as folder:
        shared = Path(folder)
        shutil.copy(GUEST, shared)
        bay.found(shared / "founded")
        settings = {"root": ROOT, "python": sys.executable, "stages": " ".join(stages)}
        (shared / "settings").write_text(
            "".join(f"{name}={shlex.quote(str(value))}\n" for name, value in settings.items())
        )
        (shared / "arguments").write_text("".join(f"{one}\n" for one in pytest or ["-q"]))
        log = LOGS / f"{rig.NAME}-{stages[0]}.log"
        why = _watched(rig.command(cache, shared, stages), log)
        found = [_found(shared, stage, why, chosen=bool(pytest)) for stage in stages]
        return [case for cases in found for case in cases]


def _watched(command: list[str], log: Path) -> str:
    """Run a machine, show what it says, and return why it did not end well, if so."""
    too_late = threading.Event()
    with (
        log.open("w", encoding="utf-8") as words,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # user-mode Linux is several processes: all shall go
        ) as machine,
    ):

        def end() -> None:
            too_late.set()
            with suppress(ProcessLookupError):
                os.killpg(machine.pid, signal.SIGKILL)

        timer = threading.Timer(LIMIT_S, end)
        timer.start()
        assert machine.stdout is not None
        speaking = False
        try:
            for line in machine.stdout:
                words.write(line)
                speaking = speaking or line.startswith("guest:")
                if speaking:
                    print(line, end="", flush=True)
        finally:
            timer.cancel()
            with suppress(ProcessLookupError):
                os.killpg(machine.pid, signal.SIGKILL)
    if too_late.is_set():
        return f"the machine was not done after {LIMIT_S} s: {log}"
    return f"the machine went off: {log}"


def _found(shared: Path, stage: str, why: str, *, chosen: bool) -> list[Case]:
    """Return what became of a stage's tests, and keep their report."""
    status, report = shared / f"{stage}.status", shared / f"{stage}.xml"
    if not status.exists() or not report.exists():
        return [Case(stage, why, "FAILED", 0.0)]
    suites = ET.parse(report).getroot()  # noqa: S314 - our own pytest wrote it
    cases = [
        Case(
            stage,
            f"{test.get('name')}",
            "passed" if test.find("*[@message]") is None else "FAILED",
            float(test.get("time", 0)),
        )
        for test in suites.iter("testcase")
    ]
    if REPORT.exists():
        kept = ET.parse(REPORT)  # noqa: S314 - written below
        kept.getroot().extend(suites.iter("testsuite"))
    else:
        kept = ET.ElementTree(suites)
    kept.write(REPORT)
    code = int(status.read_text())
    nothing_chosen = chosen and code == NO_TESTS
    if code and not nothing_chosen and all(case.verdict == "passed" for case in cases):
        cases.append(Case(stage, f"pytest ended with {code}", "FAILED", 0.0))
    return cases


def _tell(rig: ModuleType, cases: list[Case], seconds: float) -> None:
    print()
    for case in cases:
        sentence = case.sentence.removeprefix("test_").replace("_", " ")
        print(f"  {case.verdict:6} {case.seconds:6.1f} s  {case.stage:11}  {sentence}")
    for stage, why in rig.NOT_HERE.items():
        print(f"  not here            {stage:11}  {why}")
    verdicts = Counter(case.verdict for case in cases)
    evidence = {
        "commit": _said("git", "rev-parse", "HEAD"),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}",
        "rig": rig.NAME,
        "tests": len(cases),
        "passed": verdicts["passed"],
        "failed": len(cases) - verdicts["passed"],
        "seconds": round(seconds, 1),
        "not_here": rig.NOT_HERE,
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2) + "\n")
    print(
        f"\n{rig.NAME}: {evidence['passed']} passed, {evidence['failed']} failed, {seconds:.0f} s"
    )


def _said(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hil")
    parser.add_argument("--rig", choices=["quicker", *RIGS], default="quicker")
    parser.add_argument("pytest", nargs="*", help="pytest's own arguments, after --")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
