"""The two programs of a demonstration, looked after as systemd would, and ended together.

A program that is killed, breaks, or asks to be started again is: each time a little later, and not
for ever. One that was told to end, or says that a person must do something first, ends the show.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

STAYS_DOWN = frozenset({0, 2, 3, 4, 78})
"""Exit codes after which nobody starts a program again: it was told to end, or typed wrong, or
something was found, forbidden or misconfigured, and would be the next time (kiosk.commands)."""

CAST = "cast.toml"
"""The file beside the pages' certificate that names badges and PINs for the bench."""

AGAIN_MAX = 5
"""A program that has to be started again more often than this in a row will not get well."""

PAUSE_S = 1.0
"""How long to wait before the first new start; twice as long before each further one."""

STEADY_S = 60.0
"""A program that ran for so long is well again, and its starts are counted anew."""

PATIENCE_S = 8.0
"""How long a program may take to end; the kiosk turns once a second."""

LOOK_S = 0.2
READY_S = 60.0
"""How long a program may take to answer at first: a Pi reads its card slowly."""

Say = Callable[[str], None]


class ShowOver(Exception):
    """A program ended, or never answered, and there is nothing to show any more."""


@dataclass
class Program:
    """One child of ours. `argv` follows `python -I -m`; what it says goes to `log`, or to us."""

    name: str
    argv: Sequence[str]
    log: Path | None = None
    child: subprocess.Popen[bytes] | None = None
    again: int = 0
    ran_s: float = 0.0
    down_s: float = 0.0

    def start(self) -> None:
        """Start it; it is told to end when we are killed, so that nobody is left behind."""
        self.ran_s = self.down_s = 0.0
        with nullcontext() if self.log is None else self.log.open("wb") as out:
            self.child = subprocess.Popen(  # noqa: S603 - our own programs, arguments written here
                [sys.executable, "-I", "-m", *self.argv],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C is ours; the children are told by us
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - our other thread only waits for signals
            )

    def ended(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return None if self.child is None else self.child.poll()

    def last_words(self) -> str:
        """Return the last line it said, if that went to a log."""
        said = self.log.read_text(errors="replace").split("\n") if self.log else []
        return next((f": {line}" for line in reversed(said) if line.strip()), "")

    def end(self) -> None:
        """Tell it to end; kill it when it does not."""
        if self.child is None:
            return
        with suppress(ProcessLookupError):
            self.child.terminate()
        try:
            self.child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


@dataclass
class Programs:
    """Both programs, looked after by the main thread until `stop` is set."""

    kiosk: Program
    face: Program
    stop: threading.Event
    say: Say
    pause_s: float = PAUSE_S

    def start(self, program: Program, answers: Callable[[], bool]) -> None:
        """Start one of them, and return when `answers` says that it is there.

        Raises:
            ShowOver: it ended for good, or it did not answer in time.
        """
        program.start()
        for _ in range(int(READY_S / LOOK_S)):
            if self.stop.is_set() or answers():
                return
            self._look_after()
            self.stop.wait(LOOK_S)
        raise ShowOver(f"{program.name} did not answer within {READY_S:.0f} s")

    def watch(self) -> None:
        """Look after both until told to stop.

        Raises:
            ShowOver: one ended for good.
        """
        while not self.stop.wait(LOOK_S):
            self._look_after()

    def end(self) -> None:
        """End both; the face first, so that its last page is not a broken one."""
        self.face.end()
        self.kiosk.end()

    def _look_after(self) -> None:
        for program in (self.face, self.kiosk):
            code = program.ended()
            if code is None:
                self._let_run(program)
            else:
                self._bring_back(program, code)

    @staticmethod
    def _let_run(program: Program) -> None:
        program.ran_s += LOOK_S
        if program.ran_s > STEADY_S:
            program.again = 0

    def _bring_back(self, program: Program, code: int) -> None:
        """Start a program that ended, once its pause is over."""
        pause_s = self.pause_s * 2**program.again
        if not program.down_s:
            ended = f"{program.name} {_way(code)}"
            if code in STAYS_DOWN or program.again == AGAIN_MAX:
                raise ShowOver(f"{ended}{program.last_words()}")
            self.say(
                f"{ended[0].upper()}{ended[1:]}. It is started again in {pause_s:.0f} s"
                f" ({program.again + 1} of {AGAIN_MAX})."
            )
        program.down_s += LOOK_S
        if program.down_s > pause_s:
            program.again += 1
            program.start()


def _way(code: int) -> str:
    """Return how a program ended, as its exit code has it."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def free_port(host: str, wanted: int) -> int:
    """Return a port nobody has: `wanted`, or the next free one."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                trial.bind((host, port))
                return port
    raise ShowOver(f"ports {wanted} to {wanted + 99} are all taken")


def answers_at(port: int) -> bool:
    """Return whether somebody answers at a port of this machine."""
    with socket.socket() as trial:
        trial.settimeout(LOOK_S)
        return trial.connect_ex(("127.0.0.1", port)) == 0


def face_argv(
    socket_path: str, folder: Path, *, touch: int, office: int, kiosk: str
) -> tuple[str, ...]:
    """Return how the face of a demonstration is started."""
    return (
        "web_ui",
        "--socket", socket_path,
        "--data", str(folder),
        "--touch", f"127.0.0.1:{touch}",
        "--office", f"0.0.0.0:{office}",
        "--kiosk-name", kiosk,
        "--cast", str(folder / CAST),
    )  # fmt: skip


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM when our parent is gone (prctl(2), PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
