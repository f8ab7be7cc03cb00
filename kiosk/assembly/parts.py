"""The parts of one bay, built from the configuration, opened and started together."""

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from drivers.lines.bolt_watch import POWER
from drivers.lines.buzzer import Buzzer
from drivers.lines.gpio_output import PinUnusable, lgpio_factory
from drivers.lines.i2c_bus import I2c, I2cBus
from drivers.lines.signals import Siren, StatusLamp
from drivers.readings import Edge, Found, Lost, Put, PutSeen, Reading, Seen
from drivers.simulated import SimulatedContact, SimulatedReader
from kiosk import config as c
from kiosk.assembly.header_check import insist_on_header
from kiosk.assembly.lines import (
    Header,
    Line,
    build_bolts,
    build_contacts,
    build_lights,
    cable_line,
    contact_lines,
    presence_line,
)
from kiosk.assembly.readers import Sense, build_readers
from kiosk.keeper.eyes import Wiring
from kiosk.keeper.hands import Hands
from kiosk.keeper.ports import Ears, Machine, Output
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.effects import Effect
from kiosk.rules.things import CableId, PositionId, Signal
from kiosk.service.bench import Calendar, Labels, LocalBench

LEVELS_S = 2.0
"""How long the contacts may take to say how they stand at start. Debounced, they need 30 ms."""


def at_rest_closed(put: Put, rest_open: frozenset[str]) -> Put:
    """Return a `put` for which every line is closed at rest, also those that rest open."""

    def turned(reading: Reading) -> None:
        if isinstance(reading, Edge) and reading.line in rest_open:
            reading = Edge(reading.line, not reading.closed)
        put(reading)

    return turned


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
    """All hardware of one bay, opened; nothing of it moves yet.

    `contacts` tell how lines stand; `lines` are those that must say so at the start, `rest_open`
    those that are open when all is well. `readers` read and see tags; whoever stands in `seers`
    before they are started is told of each tag that was seen and not shown, in their threads.
    """

    readers: dict[str, Sense]
    contacts: dict[str, Sense]
    lines: frozenset[str]
    rest_open: frozenset[str]
    bolts: dict[CableId, Line]
    lights: dict[PositionId, Output]
    siren: Siren
    buzzer: Buzzer
    lamp: StatusLamp | None
    wiring: Wiring
    bus: I2c
    seers: list[PutSeen]
    closing: ExitStack = field(default_factory=ExitStack)
    levels_s: float = LEVELS_S

    def levels(self, put: Put) -> dict[str, bool]:
        """Start the contacts, and return how each line stands: True is closed, or at rest.

        A contact that says nothing in time is told as lost, and not named in the answer (P8).
        """
        first = _FirstWords(put, self.lines)
        for contact in self.contacts.values():
            contact.start(at_rest_closed(first.listen, self.rest_open))
        return first.heard(self.levels_s)

    def read(self, put: Put) -> None:
        """Start the readers."""
        for reader in self.readers.values():
            reader.start(put)

    @property
    def deaf(self) -> tuple[str, ...]:
        """The senses whose thread looks at its lines no more: it died, or hangs in a call.

        For the watchdog. A reader is none of them: what hangs there hides no cable, and who waits
        before it sees that nothing is read.
        """
        return tuple(name for name, one in self.contacts.items() if not getattr(one, "alive", True))

    def close(self) -> None:
        """Stop every sense and let go of every line; whatever fails, the rest goes on."""
        self.closing.close()


def build_parts(
    settings: c.Settings,
    pins: Callable[[], object] = lgpio_factory,
    *,
    open_bus: Callable[[str], I2c] = I2cBus,
) -> Parts:
    """Open the hardware that the configuration names.

    Args:
        settings: what kiosk.toml says.
        pins: opens the pin header when the first pin is asked for; a test has pins of its own.
        open_bus: opens the I2C bus by its path.

    Raises:
        ConfigWrong: pins, keys or chips do not fit each other, or cannot be had; or the kernel
            keeps outputs on.
    """
    insist_on_header(settings)
    with ExitStack() as closing:
        bus = open_bus(settings.i2c.device)
        closing.callback(bus.close)
        header = Header(pins, bus, closing)
        try:
            bolts, bolt_watch = build_bolts(settings, header)
            siren = Siren(header.output("siren", settings.siren))
            closing.callback(siren.close)
            buzzer = Buzzer(header.output("buzzer", settings.buzzer))
            closing.callback(buzzer.close)
            lamp = _lamp(settings, header)
            lights, light_chips = build_lights(settings.lights, header)
            contacts = build_contacts(dict(contact_lines(settings)), header)
            seers: list[PutSeen] = []
            readers = build_readers(settings, lambda seen: _told_all(seers, seen))
        except PinUnusable as broken:
            raise ConfigWrong(str(broken)) from broken
        rest_open = frozenset(each.name for each in settings.inputs if each.rest == "open")
        senses = contacts | light_chips
        if bolt_watch is not None:
            senses[bolt_watch.device] = bolt_watch
        for sense in (*senses.values(), *readers.values()):
            closing.callback(sense.stop)
        lines = frozenset(line for line, _ in contact_lines(settings))
        return Parts(
            readers, senses, lines, rest_open, bolts, lights, siren, buzzer, lamp,
            _wiring(settings), bus, seers, closing.pop_all(),
        )  # fmt: skip


def _told_all(seers: Sequence[PutSeen], seen: Seen) -> None:
    for tell in seers:
        tell(seen)


def _lamp(settings: c.Settings, header: Header) -> StatusLamp | None:
    if settings.lamp is None:
        return None
    lamp = StatusLamp(header.output("lamp", settings.lamp))
    header.closing.callback(lamp.close)
    return lamp


def _wiring(settings: c.Settings) -> Wiring:
    """Return what each reader and each line means."""
    tampers = {
        f"{reader.name} tamper": Signal.TAMPER
        for reader in settings.readers
        if isinstance(reader, c.OsdpReader)
    }
    return Wiring(
        readers={reader.name: reader.reads for reader in settings.readers},
        cables={cable_line(cable.id): CableId(cable.id) for cable in settings.cables},
        presence={
            presence_line(each.position): PositionId(each.position) for each in settings.presences
        },
        signals={
            **{each.name: Signal(each.signal) for each in settings.inputs},
            **tampers,
            POWER: Signal.BOLT_POWER,
        },
    )


class WatchedHands(Hands):
    """Hands that somebody looks at."""

    watch: Callable[[Effect], None]

    def perform(self, effect: Effect) -> None:
        """Do one thing, then show it."""
        super().perform(effect)
        self.watch(effect)


def hands_of(
    parts: Parts,
    watch: Callable[[Effect], None],
    ears: Ears | None = None,
    machine: Machine | None = None,
) -> Hands:
    """Return the hands that move these parts; `watch` sees what they do, `ears` listen anew.

    `machine`: what all of it runs on; None for hands that switch it off for nobody.
    """
    hands = WatchedHands(parts.bolts, parts.lights, parts.siren, parts.buzzer, ears, machine)
    hands.watch = watch
    return hands


def bench_of(parts: Parts, labels: Labels, calendar: Calendar) -> LocalBench | None:
    """Return the bench of the simulated parts, or None when every part is real."""
    readers = {n: r for n, r in parts.readers.items() if isinstance(r, SimulatedReader)}
    contacts = {
        str(cable): contact
        for line, cable in parts.wiring.cables.items()
        if isinstance(contact := parts.contacts.get(line), SimulatedContact)
    }
    if not readers and not contacts:
        return None
    outputs = {f"bolt {cable}": bolt for cable, bolt in parts.bolts.items()}
    return LocalBench(readers, contacts, {**outputs, "siren": parts.siren}, labels, calendar)
