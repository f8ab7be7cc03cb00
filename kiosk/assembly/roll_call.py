"""Which devices there are, and how each of them stands: kept from what all of them say.

It listens on the way to the inbox and asks no driver, so that a driver that hangs can not make the
technician's question hang. Nothing here decides anything.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from drivers.lines.bolt_watch import AMMETER
from drivers.readings import CardScan, Edge, Found, Lost, Reading, Scan, ScanRejected, Seen
from kiosk import config as c
from kiosk.assembly.board_clock import NAME as CLOCK
from kiosk.assembly.board_memory import NAME as MEMORY
from kiosk.assembly.lines import ARMING, cable_line, contact_lines, lights_name
from kiosk.assembly.parts import Parts
from kiosk.assembly.readers import line_name
from kiosk.service.devices import DeviceView

SHOWN = 4
"""Characters of a scan that are told: enough to see that it is the one in the hand, too few to make
a copy of the badge."""

Now = Callable[[], int]
"""Returns the wall clock in milliseconds."""


@dataclass
class _Heard:
    """What was heard of one device."""

    state: str = "waiting"
    why: str = ""
    faults: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    last: str = ""
    last_ms: int = 0


class RollCall:
    """Listens to every reading, and says how the devices stand. Any thread."""

    def __init__(self, settings: c.Settings, parts: Parts, now: Now) -> None:
        """Know the devices that kiosk.toml names; others are known once they were heard of."""
        self._declared = {name: (kind, where) for name, kind, where in declared(settings)}
        self._parts, self._now = parts, now
        self._lock = threading.Lock()
        self._heard: dict[str, _Heard] = {}
        parts.seers.append(self.saw)

    def listen(self, reading: Reading) -> None:
        """Take note of a reading."""
        with self._lock:
            match reading:
                case Found(device):
                    heard = self._of(device)
                    heard.state, heard.why = "ready", ""
                case Lost(device, why):
                    heard = self._of(device)
                    heard.faults += heard.state != "lost"
                    heard.state, heard.why = "lost", why
                case Edge(line, closed):
                    heard = self._of(line)
                    heard.state = "closed" if closed else "open"
                    self._last(heard, heard.state)
                case Scan(reader, text):
                    self._last(self._of(reader), _said(reading, text))
                case ScanRejected(reader, reason):
                    heard = self._of(reader)
                    heard.rejected[reason] += 1
                    self._last(heard, f"rejected: {reason}")
                case _:
                    assert_never(reading)

    def saw(self, seen: Seen) -> None:
        """Take note of a tag that was seen and not shown."""
        with self._lock:
            told = f"tag, {len(seen.tag)} digits, the last {seen.tag[-SHOWN:]!r}"
            self._last(self._of(seen.reader), told)

    def asked(self, device: str, objection: str) -> None:
        """Take note of a chip that was asked once, and of what is wrong with it, if anything."""
        with self._lock:
            heard = self._of(device)
            heard.state, heard.why = ("lost", objection) if objection else ("ready", "")

    def devices(self) -> tuple[DeviceView, ...]:
        """Return every device, those of kiosk.toml first and in its order."""
        with self._lock:
            names = [*self._declared, *(name for name in self._heard if name not in self._declared)]
            return tuple(self._view(name) for name in names)

    def _of(self, device: str) -> _Heard:
        return self._heard.setdefault(device, _Heard())

    def _last(self, heard: _Heard, said: str) -> None:
        heard.last, heard.last_ms = said, self._now()

    def _view(self, name: str) -> DeviceView:
        kind, where = self._declared.get(name, ("", ""))
        heard = self._heard.get(name) or _Heard(self._level(name))
        return DeviceView(
            name,
            kind,
            where,
            heard.state,
            heard.why,
            heard.faults,
            dict(heard.rejected),
            heard.last,
            heard.last_ms,
            self._detail(name),
        )

    def _level(self, name: str) -> str:
        """Return how an output is driven; what is no output has not been heard of yet."""
        outputs = {f"bolt {cable}": bolt for cable, bolt in self._parts.bolts.items()}
        if name in outputs:
            return "on" if outputs[name].is_on else "off"
        if name == "siren":
            return "on" if self._parts.siren.is_on else "off"
        return "ready" if name in {"buzzer", "lamp", ARMING} else "waiting"

    def _detail(self, name: str) -> str:
        """Return what a chip called itself, where its driver asked."""
        sense = self._parts.readers.get(name)
        return str(getattr(sense, "chip", "") or getattr(sense, "module", ""))


def declared(settings: c.Settings) -> Iterator[tuple[str, str, str]]:
    """Yield name, kind and place of every device that kiosk.toml names."""
    lines = set()
    for reader in settings.readers:
        place = getattr(reader, "device", "")
        yield reader.name, reader.KIND, place
        if isinstance(reader, c.OsdpReader) and place not in lines:
            lines.add(place)
            yield line_name(place), "rs-485", place
    for module in settings.uhfs:
        yield module.name, f"uhf {module.language}", module.device
    for cable in settings.cables:
        yield f"bolt {cable.id}", cable.lock.KIND, _place(cable.lock)
        yield cable_line(cable.id), cable.contact.KIND, _place(cable.contact)
    for line, contact in contact_lines(settings):
        if line not in {cable_line(cable.id) for cable in settings.cables}:
            yield line, contact.KIND, _place(contact)
    if isinstance(settings.arming, c.PulsedArming):
        yield ARMING, settings.arming.KIND, f"GPIO{settings.arming.pin}"
    for name in ("siren", "buzzer", "lamp"):
        output: c.Output | None = getattr(settings, name)
        if output is not None:
            yield name, output.KIND, _place(output)
    yield from _chips(settings)


def _chips(settings: c.Settings) -> Iterator[tuple[str, str, str]]:
    """Yield the chips on the I2C bus that are no contacts."""
    lamps = (row.light for row in settings.lights)
    addresses = {lamp.address for lamp in lamps if isinstance(lamp, c.Pca9685Light)}
    for address in sorted(addresses):
        yield lights_name(address), "pca9685", f"{address:#04x}"
    if settings.ammeter is not None:
        yield AMMETER, "ina219", f"{settings.ammeter.address:#04x}"
    if settings.clock is not None:
        yield CLOCK, "ds3231", f"{settings.clock.address:#04x}"
    if settings.witness is not None:
        yield MEMORY, "at24c32", f"{settings.witness.address:#04x}"


def _place(line: c.Output | c.Contact) -> str:
    match line:
        case c.GpioOutput(pin=pin) | c.GpioContact(pin=pin):
            return f"GPIO{pin}"
        case c.ExpanderContact(address=address, pin=pin):
            return f"{address:#04x} pin {pin}"
        case c.LoopContact(address=address, input=number):
            return f"{address:#04x} input {number}"
        case c.SimulatedOutput() | c.SimulatedContact():
            return ""
        case _:
            assert_never(line)


def _said(reading: Scan, text: str) -> str:
    """Say what was scanned without saying it whole."""
    kind = f"{reading.kind}, {reading.bits} bits" if isinstance(reading, CardScan) else "text"
    return f"{kind}, {len(text)} characters, the last {text[-SHOWN:]!r}"
