"""Our programs as processes, started as systemd starts them and seen from outside."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, TypeVar

from kiosk.service.client import RemoteService
from kiosk.service.protocol import KioskSilent
from kiosk.service.views import BayView, Stage

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0
"""How long anything may take on a machine that is busy with other tests."""

LOOK_S = 0.01

Seen = TypeVar("Seen")


class TooLate(AssertionError):
    """What was waited for did not come."""


def until(look: Callable[[], Seen | None], what: str, patience_s: float = PATIENCE_S) -> Seen:
    """Look again and again until there is something to see, and return it.

    Raises:
        TooLate: it did not come.
    """
    pause = threading.Event()
    for _ in range(int(patience_s / LOOK_S)):
        seen = look()
        if seen is not None and seen is not False:
            return seen
        pause.wait(LOOK_S)
    raise TooLate(f"waited {patience_s:.0f} s in vain for {what}")


def python(*arguments: str) -> list[str]:
    """Return how a module of ours is run: isolated, where it is installed as on a kiosk."""
    isolated = ("-I",) if _installed() else ()
    return [sys.executable, *isolated, "-m", *arguments]


def _installed() -> bool:
    """Return whether the project that is installed is this one, and no other copy of the tree."""
    try:
        told = distribution("armoury-kiosk").read_text("direct_url.json")
    except PackageNotFoundError:
        return False
    where = json.loads(told or "{}")  # PEP 610: only an editable one is read from a tree
    editable = where.get("dir_info", {}).get("editable", False)
    return not editable or where["url"] == ROOT.as_uri()


class Program:
    """A child of ours, and what it says."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        env: Mapping[str, str] | None = None,
        stdin: int = subprocess.DEVNULL,
    ) -> None:
        """Start it; what it says goes to a file, so that it never waits for a reader."""
        self.log = log
        with log.open("ab") as out:
            self.child = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=stdin,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
            )

    @property
    def said(self) -> str:
        """Everything it said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """Kill it as a crash would (SIGKILL)."""
        self.child.kill()
        self.child.wait(PATIENCE_S)

    def pause(self) -> None:
        """Stop it in its tracks (SIGSTOP)."""
        self.child.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let a paused program go on."""
        self.child.send_signal(signal.SIGCONT)

    def end(self) -> int:
        """Tell it to end as systemd does, and return its exit code."""
        with suppress(ProcessLookupError):
            self.child.send_signal(signal.SIGCONT)
            self.child.terminate()
        try:
            return self.child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise TooLate(f"it did not end when told to:\n{self.said[-2000:]}") from None


@contextmanager
def running(
    command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Run a program for as long as it is needed."""
    program = Program(command, log, env)
    try:
        yield program
    finally:
        if program.child.poll() is None:
            program.end()


def kiosk_command(config: Path) -> list[str]:
    """Return how systemd starts the kiosk."""
    return python("kiosk", "run", "--config", str(config))


def face_command(
    socket: Path, folder: Path, *, touch: int = 0, office: int = 0, extra: Sequence[str] = ()
) -> list[str]:
    """Return how systemd starts the face; port 0 is any that is free."""
    return python(
        "web_ui",
        "--socket", str(socket),
        "--data", str(folder),
        "--touch", f"127.0.0.1:{touch}",
        "--office", f"127.0.0.1:{office}",
        *extra,
    )  # fmt: skip


def ready(child: subprocess.Popen[Any], service: RemoteService, log: Path) -> BayView:
    """Wait until a kiosk answers with a bay it guards."""

    def guarding() -> BayView | None:
        if child.poll() is not None:
            raise TooLate(f"the kiosk ended with {child.returncode}:\n{log.read_text()}")
        with suppress(KioskSilent):
            view = service.view()
            return None if view.stage is Stage.HALTED else view
        return None

    return until(guarding, "the kiosk to guard its bay")


def touch_address(face: Program) -> str:
    """Wait until the face serves, and return where its touch page is."""
    return _address(face, "touch page")


def office_address(face: Program) -> str:
    """Return where the office pages are, once the face serves."""
    touch_address(face)
    return _address(face, "office pages")


def _address(face: Program, name: str) -> str:
    def found() -> str | None:
        if face.child.poll() is not None:
            raise TooLate(f"the face ended with {face.child.returncode}:\n{face.said}")
        here = re.search(rf"{name} +(https?://\S+)", face.said)
        return here and here.group(1)

    return until(found, f"the face to say where its {name} is")
