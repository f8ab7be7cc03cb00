"""The parts of one bay, built from the configuration: which driver goes where."""

import functools
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol, cast

from drivers.keyboard_scanner import KeyboardScanner
from drivers.lines.buzzer import Buzzer
from drivers.lines.gpio_contact import GpioContact
from drivers.lines.gpio_output import GpioOutput, PinUnusable, lgpio_factory
from drivers.mfrc522_reader import Mfrc522Reader
from drivers.protocols.lines import Framing
from drivers.readings import Edge, Found, Lost, Put, Reading
from drivers.serial_scanner import SerialScanner
from drivers.simulated import SimulatedContact, SimulatedOutput, SimulatedReader
from kiosk.config import ContactSettings, OutputSettings, ReaderSettings, Settings
from kiosk.keeper.eyes import Wiring
from kiosk.keeper.hands import Hands
from kiosk.keeper.ports import Output
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.effects import Effect
from kiosk.rules.things import CableId
from kiosk.service.bench import Labels, LocalBench

LEVELS_S = 2.0
"""How long the contacts may take to say how they stand at start. Debounced, they need 30 ms."""


class Sense(Protocol):
    """A driver that puts readings until it is stopped."""

    def start(self, put: Put) -> None:
        """Begin to put readings."""
        ...

    def stop(self) -> None:
        """Stop, within a second."""
        ...


class Line(Output, Protocol):
    """An output that can be let go for ever, and looked at."""

    @property
    def is_on(self) -> bool:
        """Whether it is driven."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


class _FirstWords:
    """Listens to the contacts, and remembers how each of them stood at first."""

    def __init__(self, put: Put, lines: frozenset[str]) -> None:
        self._put, self._lines = put, lines
        self._levels: dict[str, bool] = {}
        self._given_up: set[str] = set()
        self._changed = threading.Condition()

    def listen(self, reading: Reading) -> None:
        """Take a reading on. A contact that was given up and speaks after all is found again."""
        with self._changed:
            if isinstance(reading, Edge):
                self._levels.setdefault(reading.line, reading.closed)
                if reading.line in self._given_up:
                    self._given_up.discard(reading.line)
                    self._put(Found(reading.line))
                self._changed.notify_all()
            self._put(reading)

    def heard(self, patience_s: float) -> dict[str, bool]:
        """Return the levels once all have spoken; give up those that have not by then."""
        with self._changed:
            self._changed.wait_for(lambda: self._levels.keys() >= self._lines, patience_s)
            for line in sorted(self._lines - self._levels.keys()):
                self._given_up.add(line)
                self._put(Lost(line, "the contact does not say how it stands"))
            return dict(self._levels)


@dataclass(frozen=True)
class Parts:
    """All hardware of one bay, opened; nothing of it moves yet."""

    readers: dict[str, Sense]
    contacts: dict[str, Sense]
    bolts: dict[CableId, Line]
    siren: Line
    buzzer: Buzzer
    wiring: Wiring
    closing: ExitStack = field(default_factory=ExitStack)
    levels_s: float = LEVELS_S

    def levels(self, put: Put) -> tuple[CableId, ...]:
        """Start the contacts and return the cables that stand open.

        A contact that says nothing in time counts as lost and its cable as open: nothing is
        issued until somebody has looked (P8).
        """
        first = _FirstWords(put, frozenset(self.contacts))
        for contact in self.contacts.values():
            contact.start(first.listen)
        closed = first.heard(self.levels_s)
        return tuple(
            cable for line, cable in self.wiring.cables.items() if not closed.get(line, False)
        )

    def read(self, put: Put) -> None:
        """Start the readers."""
        for reader in self.readers.values():
            reader.start(put)

    def close(self) -> None:
        """Stop every sense and let go of every line; whatever fails, the rest goes on."""
        self.closing.close()


def build_parts(settings: Settings, pins: Callable[[], object] = lgpio_factory) -> Parts:
    """Open the hardware that the configuration names.

    Args:
        settings: what kiosk.toml says.
        pins: opens the pin header when the first pin is asked for; a test has pins of its own.

    Raises:
        ConfigWrong: a pin or device cannot be had; says which and why.
    """
    factory = functools.cache(pins)
    with ExitStack() as closing:
        try:
            bolts = {
                CableId(cable.id): _output(f"bolt {cable.id}", cable.lock, factory)
                for cable in settings.cables
            }
            siren = _output("siren", settings.siren, factory)
            voice = _output("buzzer", settings.buzzer, factory)
            contacts = {
                _line(cable.id): _contact(_line(cable.id), cable.contact, factory)
                for cable in settings.cables
            }
        except PinUnusable as broken:
            raise ConfigWrong(str(broken)) from broken
        readers = {reader.name: _reader(reader) for reader in settings.readers}
        buzzer = Buzzer(voice)
        for output in (*bolts.values(), siren, voice):
            closing.callback(output.close)
        closing.callback(buzzer.close)
        for sense in (*contacts.values(), *readers.values()):
            closing.callback(sense.stop)
        wiring = Wiring(
            {reader.name: reader.reads for reader in settings.readers},
            {_line(cable.id): CableId(cable.id) for cable in settings.cables},
        )
        return Parts(readers, contacts, bolts, siren, buzzer, wiring, closing.pop_all())


class WatchedHands(Hands):
    """Hands that somebody looks at."""

    watch: Callable[[Effect], None]

    def perform(self, effect: Effect) -> None:
        """Do one thing, then show it."""
        super().perform(effect)
        self.watch(effect)


def hands_of(parts: Parts, watch: Callable[[Effect], None]) -> Hands:
    """Return the hands that move these parts; `watch` sees what they do."""
    hands = WatchedHands(parts.bolts, {}, parts.siren, parts.buzzer)
    hands.watch = watch
    return hands


def bench_of(parts: Parts, labels: Labels) -> LocalBench | None:
    """Return the bench of the simulated parts, or None when every part is real."""
    readers = {n: r for n, r in parts.readers.items() if isinstance(r, SimulatedReader)}
    contacts = {
        str(parts.wiring.cables[line]): contact
        for line, contact in parts.contacts.items()
        if isinstance(contact, SimulatedContact)
    }
    if not readers and not contacts:
        return None
    outputs = {f"bolt {cable}": bolt for cable, bolt in parts.bolts.items()}
    return LocalBench(readers, contacts, {**outputs, "siren": parts.siren}, labels)


def _line(cable: str) -> str:
    return f"cable {cable}"


def _reader(settings: ReaderSettings) -> Sense:
    match settings.kind:
        case "keyboard":
            return KeyboardScanner(settings.name, settings.device)
        case "serial":
            return SerialScanner(
                settings.name,
                settings.device,
                baud=settings.baud,
                framing=cast("Framing", settings.framing),
            )
        case "mfrc522":
            return Mfrc522Reader(
                settings.name, settings.device, gain_db=settings.gain_db, strict=settings.strict
            )
        case _:
            return SimulatedReader(settings.name)


def _output(name: str, settings: OutputSettings, factory: Callable[[], object]) -> Line:
    bound = settings.max_on_s or None
    if settings.kind == "simulated":
        return SimulatedOutput(name, bound)
    return GpioOutput(
        name, settings.pin, active_high=settings.active_high, max_on_s=bound, factory=factory()
    )


def _contact(line: str, settings: ContactSettings, factory: Callable[[], object]) -> Sense:
    if settings.kind == "simulated":
        return SimulatedContact(line)
    return GpioContact(
        line,
        settings.pin,
        closed_is_low=settings.closed_is_low,
        stable_ms=settings.stable_ms,
        factory=factory(),
    )
