"""A whole kiosk on gpiozero's mock pins, for tests that wire something to their other end.

    python -m tests.end_to_end.pinned_kiosk KIOSK_TOML CONTROL.sock

Everything but the pins is what `kiosk run` starts. One line on the socket is one order: `open GPIO`
and `shut GPIO` move the contact at a pin, `moved` asks which outputs moved since the start. The
answer is one line of JSON. For each output that moved it says what stood in both copies of the book
at that very moment, read from outside of the program's own connections.
"""

import json
import socketserver
import sqlite3
import sys
import threading
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from gpiozero.pins.mock import MockFactory, MockPin

from drivers.readings import Found, Reading
from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.parts import build_parts
from kiosk.assembly.witness import Log
from kiosk.commands.ending import told_to_end
from kiosk.config import GpioContact, PulsedArming, Settings, read_settings

PI_4 = "c03114"
_TAIL_BYTES = 1 << 15


class Wires:
    """What hangs on the pins: contacts to ground, and somebody who watches the outputs."""

    def __init__(self, settings: Settings) -> None:
        """Begin with every contact shut."""
        self._book = settings.folder
        contacts = [cable.contact for cable in settings.cables]
        self.shut = {one.pin for one in contacts if isinstance(one, GpioContact)}
        assert isinstance(settings.arming, PulsedArming), "the bolts of this rack need pulses"
        self._arming = settings.arming.pin
        self.moved: list[dict[str, object]] = []

    def note(self, pin: int, *, on: bool) -> None:
        """Note that an output moved, and what the book holds right now; a pulse is no movement."""
        if pin == self._arming:
            return
        lines, kinds = self._last_commit()
        with closing(sqlite3.connect(f"file:{self._book / 'registry.db'}?mode=ro", uri=True)) as db:
            (tables,) = db.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
        self.moved.append({"gpio": pin, "on": on, "lines": lines, "tables": tables, "kinds": kinds})

    def _last_commit(self) -> tuple[int, list[str]]:
        with (self._book / "journal.lines").open("rb") as lines:
            size = lines.seek(0, 2)
            lines.seek(max(0, size - _TAIL_BYTES))
            tail = lines.read().split(b"\n")[1:-1]
        commit: list[bytes] = []
        for line in reversed(tail):
            if commit and not line.endswith(b"\t-"):
                break  # a signed line ends the commit before
            commit.insert(0, line)
        entries = [json.loads(line.partition(b"\t")[0]) for line in commit]
        return (entries[-1]["seq"] if entries else 0), [entry["kind"] for entry in entries]


class Finder(Log):
    """Says which readers were found: a scan before that is lost, as it is on a rack."""

    def reading(self, reading: Reading) -> None:
        """A driver took a reading. Any thread."""
        if isinstance(reading, Found):
            self.said(f"found {reading.device}")


class WiredPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A mock pin with something on its other end."""

    wires: Wires

    @property
    def number(self) -> int:
        """Its BCM number."""
        return int(self.info.name.removeprefix("GPIO"))

    def _set_pull(self, value: str) -> None:
        super()._set_pull(value)
        if self.number in self.wires.shut:
            self.drive_low()  # a contact to ground is stronger than a pull

    def _change_state(self, value: bool) -> bool:  # noqa: FBT001 - gpiozero's signature
        changed = bool(super()._change_state(value))
        if changed and self.function == "output":
            self.wires.note(self.number, on=value)
        return changed


class _Orders(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Obey one order after the other."""
        for line in self.rfile:
            order, _, gpio = line.decode().strip().partition(" ")
            answer = self.server.obey(order, gpio)  # type: ignore[attr-defined]  # the server below
            self.wfile.write(json.dumps(answer).encode() + b"\n")


class Control(socketserver.ThreadingUnixStreamServer):
    """Takes orders about the wires."""

    daemon_threads = True

    def __init__(self, path: Path, factory: Any, wires: Wires) -> None:  # noqa: ANN401 - gpiozero has no types
        """Listen at a path."""
        super().__init__(str(path), _Orders)
        self._factory, self._wires = factory, wires
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def obey(self, order: str, gpio: str) -> object:
        """Do what a line says, and return the answer."""
        if order == "moved":
            return self._wires.moved
        pin = self._factory.pin(f"GPIO{gpio}")
        if order == "shut":
            self._wires.shut.add(int(gpio))
            pin.drive_low()
        else:
            self._wires.shut.discard(int(gpio))
            pin.drive_high()
        return None


def main(config: Path, control: Path) -> int:
    """Run the kiosk until told to stop."""
    settings = read_settings(config)
    wires = Wires(settings)
    pin_class = type("Pin", (WiredPin,), {"wires": wires})
    factory = MockFactory(revision=PI_4, pin_class=pin_class)
    stop = told_to_end()
    kiosk = Kiosk(settings, Finder(sys.stderr), build=partial(build_parts, pins=lambda: factory))
    with Control(control, factory, wires):
        return kiosk.run(stop)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
