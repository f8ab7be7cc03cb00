"""The kiosk as a program of its own, on the simulated warehouse, driven as a person drives it.

The book is founded once a run and copied for each test: sealing a dozen PINs takes a second.
"""

import atexit
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from kiosk.config import Settings
from kiosk.demo.cast import Member, read_cast
from kiosk.demo.folder import laid_out
from kiosk.demo.seed import sow
from kiosk.service import protocol as p
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.office import RemoteOffice
from kiosk.service.views import BayView, Stage
from tests.end_to_end.programs import python

PATIENCE_S = 20.0
LOOK_S = 0.05
RIFLE, OTHER = "1010000182", "1010000279"
"""Both hang on cable R1-A."""

KIOSK = tuple(python("kiosk"))


def member(officer: str) -> Member:
    """Return one of the cast, with badge and PIN."""
    return next(member for member in read_cast().members if member.officer == officer)


OFFICER, CUSTODIAN, CHIEF = "0041207", "0029474", "0018023"


@cache
def _founded() -> Path:
    """Return the folder of a book that was founded in this run."""
    folder = Path(mkdtemp(prefix="kiosk-founded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _, settings = laid_out(folder, None, fresh=True)
    sow(settings)
    return folder


def warehouse(folder: Path) -> tuple[Path, Settings]:
    """Return kiosk.toml and settings of a founded simulated warehouse in a folder."""
    shutil.copytree(_founded() / "book", folder / "book")
    return laid_out(folder, None, fresh=False)


@dataclass
class Program:
    """One `kiosk run`, and the three ways to speak with it."""

    config: Path
    settings: Settings
    child: "subprocess.Popen[str]"
    face: RemoteService = field(init=False)
    bench: RemoteBench = field(init=False)
    office: RemoteOffice = field(init=False)

    def __post_init__(self) -> None:
        """Speak to its socket."""
        path = Path(self.settings.kiosk.socket)
        self.face, self.bench = RemoteService(path), RemoteBench(path)
        self.office = RemoteOffice(path)

    def answered(self) -> BayView:
        """Return the bay once the program answers and knows it."""
        return self.once(lambda view: view.seq > 0 or view.faults[0].device != "starting")

    def until(self, stage: Stage) -> BayView:
        """Return the bay once it stands at a stage."""
        return self.once(lambda view: view.stage is stage)

    def once(self, fits: Callable[[BayView], bool]) -> BayView:
        """Return the bay once it is as a test wants it."""
        last: object = None
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                last = self.face.view()
                if fits(last):
                    return last
                self.face.wait(last.version, LOOK_S)
            except p.KioskSilent as silent:
                last = silent
                if self.child.poll() is not None:
                    raise AssertionError(f"ended with {self.child.returncode}") from silent
                self._rest()
        raise AssertionError(f"the bay never was as wanted; last: {last}")

    def enters(self, officer: str = OFFICER) -> BayView:
        """Show a badge and type its PIN."""
        self.bench.scan("badge", member(officer).badge_text)
        self.until(Stage.PIN)
        return self.face.tap(p.Pin(member(officer).pin))

    def opens(self) -> BayView:
        """Go from badge to open cable, the custodian signing."""
        self.enters()
        self.face.tap(p.Choose(RIFLE))
        self.bench.scan("badge", member(CUSTODIAN).badge_text)
        self.until(Stage.COUNTER_SIGN_PIN)
        self.face.tap(p.Pin(member(CUSTODIAN).pin))
        self.until(Stage.OPEN_NOW)
        self.bench.cable("R1-A", opened=True)
        return self.until(Stage.CABLE_OPEN)

    def draws(self) -> BayView:
        """Go from badge to a weapon that is out, its cable shut and counted."""
        self.opens()
        self.bench.scan("weapon", RIFLE)
        self.until(Stage.SHUT_NOW)
        self.bench.cable("R1-A", opened=False)
        self.until(Stage.COUNT)
        return self.face.tap(p.Count(5))

    def bolts_up(self) -> list[str]:
        """Return the bolts that are energised."""
        return [part.id for part in self.bench.parts().parts if part.kind == "output" and part.on]

    def ends(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.child.send_signal(number)
        return self.child.wait(PATIENCE_S)

    def _rest(self) -> None:
        """Let the program get on: it has not opened its socket yet."""
        try:
            self.child.wait(LOOK_S)
        except subprocess.TimeoutExpired:
            return


def typed_apart(config: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Return what a command answers that a technician types while a kiosk runs, or none does."""
    return subprocess.run(
        [*KIOSK, *words, "--config", str(config)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@contextmanager
def running(  # noqa: PLR0913 - each is what one test changes
    config: Path,
    settings: Settings,
    *,
    also: Sequence[str] = (),
    before: Callable[[], None] | None = None,
    env: Mapping[str, str] | None = None,
    instead: Sequence[str] = (),
) -> Iterator[Program]:
    """Start `kiosk run`, or what a test starts `instead`; whatever is left of it is killed.

    `before`: done in the child.
    """
    child = subprocess.Popen(
        [*(instead or (*KIOSK, "run", "--config", str(config), *also))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=before,  # noqa: PLW1509 - limits of one child, and no other thread is at work
        env={**os.environ, **(env or {})},
    )
    try:
        yield Program(config, settings, child)
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
