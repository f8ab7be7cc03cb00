"""The two programs of a demonstration, started as systemd would, and ended together.

A kiosk that ends with 75 is started again; anything else that ends on its own ends the show.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

AGAIN = 75
AGAIN_MAX = 5
"""A kiosk that asks to be started again more often than this in a row will not get well."""

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
    again: int = field(default=0)

    def start(self) -> None:
        """Start it; it is told to end when we are killed, so that nobody is left behind."""
        with nullcontext() if self.log is None else self.log.open("wb") as out:
            self.child = subprocess.Popen(  # noqa: S603 - our own programs, arguments written here
                [sys.executable, "-I", "-m", *self.argv],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C is ours; the children are told by us
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one thread runs when we start them
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

    def start(self, program: Program, answers: Callable[[], bool]) -> None:
        """Start one of them, and return when `answers` says that it is there.

        Raises:
            ShowOver: it ended, or it did not answer in time.
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
            ShowOver: one ended on its own.
        """
        while not self.stop.wait(LOOK_S):
            self._look_after()

    def end(self) -> None:
        """End both; the face first, so that its last page is not a broken one."""
        self.face.end()
        self.kiosk.end()

    def _look_after(self) -> None:
        code = self.face.ended()
        if code is not None:
            raise ShowOver(f"{self.face.name} ended with {code}{self.face.last_words()}")
        code = self.kiosk.ended()
        if code is None:
            return
        self.kiosk.again += 1
        if code != AGAIN or self.kiosk.again > AGAIN_MAX:
            raise ShowOver(f"{self.kiosk.name} ended with {code}")
        self.say("The kiosk asked to be started again, and is.")
        self.kiosk.start()


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
    )  # fmt: skip


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM when our parent is gone (prctl(2), PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
