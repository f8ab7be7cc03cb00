"""The hand on a made-up scanner: starts a program in a bed of its own, types, plugs and unplugs.

    bed, scanner = start_bed(["venv/bin/python", "-m", "kiosk", "run", ...])
    ...                       # wait until the program says that it has the scanner
    scanner.type("8711218972875")
    scanner.unplug()
    scanner.plug()
    bed.terminate()           # the program gets the SIGTERM; bed.wait() gives its status

The program finds the scanner at `DEVICE`. What lies under it stands in `drivers.emulators.bed`.
"""

import subprocess
from typing import Any, Final

from drivers.emulators.bed.bed import Bed, nobody
from drivers.emulators.bed.input_node import NAME
from drivers.emulators.bed.keys import Record, presses

__all__ = ["DEVICE", "Record", "Scanner", "presses", "start_bed"]

DEVICE: Final = f"/dev/{NAME}"


class Scanner:
    """What a hand would do with the scanner of a bed."""

    def __init__(self, bed: Bed) -> None:
        """Take the scanner that was plugged in."""
        self._bed = bed

    def type(self, text: str) -> None:
        """Scan a label that holds this text."""
        self.order(f"type {text}")

    def records(self, records: list[Record]) -> None:
        """Send raw input records."""
        self.order("ev " + ";".join(",".join(map(str, record)) for record in records))

    def unplug(self) -> None:
        """Pull the scanner out."""
        self.order("unplug")

    def plug(self) -> None:
        """Plug the scanner in again."""
        self.order("plug")

    def order(self, order: str) -> None:
        """Give an order; see `drivers.emulators.bed.program` for what there is."""
        self._bed.order(NAME, order)

    def left(self) -> int:
        """Wait for the program's own end, and return its status."""
        return self._bed.left()


def start_bed(
    command: list[str],
    **popen: Any,  # noqa: ANN401 - whatever subprocess.Popen takes
) -> tuple[subprocess.Popen[str], Scanner]:
    """Start a command in a bed of its own, and return the bed and its scanner.

    Args:
        command: the program that shall find the scanner, and its arguments.
        popen: further arguments of subprocess.Popen: stdin, stdout, env, cwd.
    """
    bed = Bed({NAME: nobody}, command, text=True, **popen)
    return bed.process, Scanner(bed)
