"""A rack as it hangs on the wall, made of what is real without one.

A keyboard scanner that unmodified python-evdev reads (umockdev), a badge reader on a serial port
(pyserial on a pty), locks and contacts on gpiozero's mock pins, both programs as processes.
"""

import json
import os
import signal
import socket
import tty
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Settings
from kiosk.service.client import RemoteService
from kiosk.service.protocol import Cancel
from kiosk.service.views import BayView, Line, Stage
from tests.bench import warehouse
from tests.drivers.umockdev_bed import DEVICE, Scanner, start_bed
from tests.end_to_end.programs import (
    PATIENCE_S,
    ROOT,
    face_command,
    python,
    ready,
    running,
    touch_address,
    until,
)

FIRST_LOCK, FIRST_CONTACT, SIREN, BUZZER, ARMING = 17, 5, 23, 24, 22
"""BCM numbers; each further cable has the next ones."""


def layout(port: Path, cables: int = 2) -> str:
    """Return the readers, cables and voices of kiosk.toml; none of them is simulated."""
    text = f"""
[[reader]]
name = "{warehouse.BADGE_READER}"
kind = "serial"
reads = "badge"
device = "{port}"

[[reader]]
name = "{warehouse.WEAPON_READER}"
kind = "keyboard"
reads = "weapon"
device = "{DEVICE}"

[siren]
kind = "gpio"
pin = {SIREN}

[buzzer]
kind = "gpio"
pin = {BUZZER}

[arming]
kind = "pulses"
pin = {ARMING}
"""
    places = warehouse.Layout(cables=cables)
    for cable in range(cables):
        text += f"""
[[cable]]
id = "{warehouse.cable_id(cable)}"
rack = "R1"
positions = {places.positions(cable)!r}
lock = {{ kind = "gpio", pin = {FIRST_LOCK + cable}, max_on_s = 5 }}
contact = {{ kind = "gpio", pin = {FIRST_CONTACT + cable} }}
"""
    return text


@dataclass
class Moved:
    """An output that moved: which pin, to what, and what the book held at that moment."""

    gpio: int
    on: bool
    lines: int
    tables: int
    kinds: list[str]


class Pins:
    """The far end of the mock pins."""

    def __init__(self, control: Path) -> None:
        """Connect to a pinned kiosk."""
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(PATIENCE_S)
        self._line.connect(str(control))
        self._answers = self._line.makefile("rb")

    def cable(self, number: int, *, opened: bool) -> None:
        """Pull a cable out, or push it in."""
        self._order(f"{'open' if opened else 'shut'} {FIRST_CONTACT + number}")

    def bolts(self) -> list[Moved]:
        """Return every movement of a lock since the start, in order."""
        answer = self._order("moved")
        assert isinstance(answer, list), answer
        moved = [Moved(**one) for one in answer]
        return [one for one in moved if one.gpio not in {SIREN, BUZZER}]

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._line.close()

    def _order(self, order: str) -> object:
        self._line.sendall(order.encode() + b"\n")
        return json.loads(self._answers.readline())


@dataclass
class Rack:
    """A rack, and every hand that can be laid on it."""

    config: Path
    settings: Settings
    scanner: Scanner
    pins: Pins
    wire: int
    service: RemoteService
    address: str

    def badge(self, who: warehouse.Holder) -> None:
        """Hold a badge before the badge reader."""
        self.send(f"{who.badge}\r".encode())

    def send(self, sent: bytes) -> None:
        """Let the badge reader send bytes."""
        while sent:
            sent = sent[os.write(self.wire, sent) :]

    def weapon(self, text: str) -> None:
        """Scan a label with the keyboard scanner."""
        self.scanner.type(text)

    def stage(self, stage: Stage) -> BayView:
        """Wait until the person stands where they should."""

        def there() -> BayView | None:
            view = self.service.view()
            return view if view.stage is stage else None

        return until(there, f"the stage {stage}")

    def since(self, seq: int) -> list[Line]:
        """Return the lines of the book after a number, oldest first."""
        return [line for line in reversed(self.service.lines(0, 100)) if line.seq > seq]

    def wait_for(self, kind: str, after: int) -> list[Line]:
        """Wait for a line of a kind, and return all lines after a number."""

        def written() -> list[Line] | None:
            lines = self.since(after)
            return lines if any(line.kind == kind for line in lines) else None

        return until(written, f"a line {kind} after {after}")

    def rest(self) -> int:
        """Make sure that nobody stands there, and return the number of the newest line."""
        if self.service.view().stage is not Stage.IDLE:
            self.service.tap(Cancel())
        return self.stage(Stage.IDLE).seq


@contextmanager
def open_rack(folder: Path, weapons: int) -> Iterator[Rack]:
    """Found a rack's book, plug everything in, and start both programs."""
    wire, device = os.openpty()
    tty.setraw(wire)
    port = folder / "badge-reader"
    port.symlink_to(os.ttyname(device))
    os.close(device)
    config, settings = warehouse.found(
        folder, warehouse.Layout(cables=2, built=layout(port)), weapons
    )
    control = folder / "pins.sock"
    with (folder / "kiosk.log").open("ab") as log:
        bed, scanner = start_bed(
            python("tests.end_to_end.pinned_kiosk", str(config), str(control)),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    web = folder / "web"
    web.mkdir()
    socket_path = Path(settings.kiosk.socket)
    try:
        with (
            running(face_command(socket_path, web), folder / "web.log") as face,
            closing(RemoteService(socket_path)) as service,
        ):
            ready(bed, service, folder / "kiosk.log")
            for reader in (warehouse.BADGE_READER, warehouse.WEAPON_READER):
                _found(folder / "kiosk.log", reader)
            with closing(Pins(control)) as pins:
                yield Rack(config, settings, scanner, pins, wire, service, touch_address(face))
    finally:
        bed.send_signal(signal.SIGTERM)
        status = scanner.left()
        os.close(wire)
    assert status == 0, (folder / "kiosk.log").read_text(encoding="utf-8")


def _found(log: Path, reader: str) -> None:
    """Wait until the kiosk says that it has a reader."""
    said = f"found {reader}\n"
    until(lambda: said in log.read_text(encoding="utf-8") or None, f"the {reader}")
