"""The hand on a made-up scanner: starts a program in a bed of its own, types, plugs and unplugs.

    bed, scanner = start_bed(["venv/bin/python", "-m", "kiosk", "run", ...], tmp_path / "bed.sock")
    ...                       # wait until the program says that it has the scanner
    scanner.type("8711218972875")
    scanner.unplug()
    scanner.plug()
    bed.terminate()           # the program gets the SIGTERM; bed.wait() gives its status

The program finds the scanner at `DEVICE`. What lies under it stands in `umockdev_program`.
"""

import os
import socket
import subprocess
from pathlib import Path
from typing import Any, Final

from tests.drivers import umockdev_program
from tests.drivers.umockdev_program import DEVICE, PACKAGES, SYSTEM_PYTHON, Record, presses

__all__ = ["DEVICE", "PACKAGES", "Record", "Scanner", "presses", "start_bed"]

PATIENCE_S: Final = 20.0


class Scanner:
    """The far end of a bed's control socket: what a hand would do with the scanner."""

    def __init__(self, control: Path) -> None:
        """Connect to the bed that listens at `control`."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(PATIENCE_S)
        self._socket.connect(str(control))
        self._answers = self._socket.makefile("r", encoding="utf-8")

    def type(self, text: str) -> None:
        """Scan a label that holds this text."""
        self._order(f"type {text}")

    def records(self, records: list[Record]) -> None:
        """Send raw input records."""
        self._order("ev " + ";".join(",".join(map(str, record)) for record in records))

    def unplug(self) -> None:
        """Pull the scanner out."""
        self._order("unplug")

    def plug(self) -> None:
        """Plug the scanner in again."""
        self._order("plug")

    def close(self) -> None:
        """Leave the bed alone; it goes on."""
        self._answers.close()
        self._socket.close()

    def _order(self, line: str) -> None:
        self._socket.sendall(line.encode() + b"\n")
        answer = self._answers.readline().rstrip("\n")
        if answer != "ok":
            raise RuntimeError(f"the bed refused {line!r}: {answer or 'it is gone'}")


def start_bed(
    command: list[str],
    control: Path,
    **popen: Any,  # noqa: ANN401 - whatever subprocess.Popen takes
) -> tuple[subprocess.Popen[str], Scanner]:
    """Start a command in a bed of its own, and return the bed and its scanner.

    Args:
        command: the program that shall find the scanner, and its arguments.
        control: where the bed shall listen; short, as socket names are (107 bytes).
        popen: further arguments of subprocess.Popen: stdin, stdout, env, cwd.
    """
    ready_read, ready_write = os.pipe()
    bed = subprocess.Popen(
        [
            SYSTEM_PYTHON,
            umockdev_program.__file__,
            f"--ready-fd={ready_write}",
            str(control),
            *command,
        ],
        pass_fds=[ready_write],
        text=True,
        **popen,
    )
    os.close(ready_write)
    with os.fdopen(ready_read, "rb") as ready:
        if not ready.read(1):
            raise RuntimeError(f"the bed did not start: needs {' '.join(PACKAGES)}")
    return bed, Scanner(control)
