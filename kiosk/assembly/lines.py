"""The lines of one bay: bolts and what arms them, contacts, lights, what sounds and what shines."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol, assert_never

from drivers.lines.ammeter import Ammeter
from drivers.lines.bolt_watch import BoltWatch
from drivers.lines.bolts import Bolts
from drivers.lines.coil_judgement import Limits
from drivers.lines.expander_contacts import ExpanderContacts, Wire
from drivers.lines.gpio_contact import GpioContact
from drivers.lines.gpio_output import GpioOutput
from drivers.lines.i2c_bus import I2c
from drivers.lines.lights import Lights
from drivers.lines.supervised_loops import LoopWire, SupervisedLoops
from drivers.simulated import SimulatedContact, SimulatedOutput
from kiosk import config as c
from kiosk.assembly.readers import Sense
from kiosk.keeper.ports import Output
from kiosk.rules.things import CableId, PositionId

ARMING = "arming"
EXPANDERS = "expander contacts"
LOOPS = "supervised loops"


class Line(Output, Protocol):
    """An output that can be let go for ever, and looked at."""

    @property
    def is_on(self) -> bool:
        """Whether it is driven."""
        ...

    @property
    def level(self) -> bool | None:
        """Whether the line really is on; None where that can not be read."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


@dataclass
class Header:
    """What the lines are built on: the pins and the bus, opened when the first line needs them."""

    pins: Callable[[], object]
    bus: I2c
    closing: ExitStack
    """Whatever is opened is let go with this."""

    def output(self, name: str, settings: c.Output) -> Line:
        """Take an output, off.

        Raises:
            PinUnusable: it can not be had.
        """
        bound = settings.max_on_s or None
        line: Line
        match settings:
            case c.SimulatedOutput():
                line = SimulatedOutput(name, bound)
            case c.GpioOutput(pin=pin):
                line = GpioOutput(name, pin, max_on_s=bound, factory=self.pins())
            case _:
                assert_never(settings)
        self.closing.callback(line.close)
        return line


def cable_line(cable: str) -> str:
    """Return what a cable's contact is called in readings."""
    return f"cable {cable}"


def presence_line(position: str) -> str:
    """Return what a position's sensor is called in readings."""
    return f"position {position}"


def contact_lines(settings: c.Settings) -> Iterator[tuple[str, c.Contact]]:
    """Yield every contact, after the name that its readings carry."""
    yield from ((cable_line(cable.id), cable.contact) for cable in settings.cables)
    yield from ((presence_line(each.position), each.contact) for each in settings.presences)
    yield from ((each.name, each.contact) for each in settings.inputs)


def build_contacts(contacts: Mapping[str, c.Contact], header: Header) -> dict[str, Sense]:
    """Return the senses that tell these contacts, each by the name it goes by."""
    senses: dict[str, Sense] = {}
    wires: dict[str, Wire] = {}
    loops: dict[str, LoopWire] = {}
    for line, contact in contacts.items():
        match contact:
            case c.SimulatedContact():
                senses[line] = SimulatedContact(line)
            case c.GpioContact(pin=pin, closed_is_low=low, stable_ms=stable_ms):
                senses[line] = GpioContact(
                    line,
                    pin,
                    closed_is_low=low,
                    stable_ms=stable_ms,
                    factory=header.pins(),
                )
            case c.ExpanderContact(address=address, pin=pin, closed_is_low=low):
                wires[line] = Wire(address, pin, low, contact.stable_ms)
            case c.LoopContact(address=address, input=number, stable_ms=stable_ms):
                loops[line] = LoopWire(address, number, stable_ms)
            case _:
                assert_never(contact)
    if wires:
        senses[EXPANDERS] = ExpanderContacts(header.bus, wires, EXPANDERS)
    if loops:
        senses[LOOPS] = SupervisedLoops(header.bus, loops, LOOPS)
    return senses


def build_bolts(
    settings: c.Settings, header: Header
) -> tuple[dict[CableId, Line], BoltWatch | None]:
    """Return the bolts, all down, and who watches those that need arming pulses.

    Raises:
        PinUnusable: a line can not be had.
    """
    lines = {cable.id: header.output(f"bolt {cable.id}", cable.lock) for cable in settings.cables}
    match settings.arming:
        case None:  # nothing here is real
            return {CableId(cable): line for cable, line in lines.items()}, None
        case c.PulsedArming(pin=pin):
            arming = header.output(ARMING, c.GpioOutput(pin=pin))
        case c.OneShotArming():  # the board arms by itself; all else is the same
            arming = header.output(ARMING, c.SimulatedOutput())
        case _:
            assert_never(settings.arming)
    longest_s = max((cable.lock.max_on_s for cable in settings.cables), default=0)
    bolts = Bolts(lines, arming, max_on_s=longest_s)
    header.closing.callback(bolts.close)
    ammeter = settings.ammeter
    if ammeter is None:
        watch = BoltWatch(bolts, None)
    else:
        chip = Ammeter(header.bus, ammeter.address, shunt_mohm=ammeter.shunt_mohm)
        watch = BoltWatch(bolts, chip, Limits(ammeter.least_ma, ammeter.most_ma))
    return {CableId(cable): bolts.bolt(cable) for cable in lines}, watch


def build_lights(
    lights: Iterable[c.LightSettings], header: Header
) -> tuple[dict[PositionId, Output], dict[str, Sense]]:
    """Return the light of each position, and the senses that carry wishes to their chips.

    Raises:
        PinUnusable: a line can not be had.
    """
    outputs: dict[PositionId, Output] = {}
    chips: dict[int, Lights] = {}
    for row in lights:
        match row.light:
            case c.Pca9685Light(address=address, lamp=lamp):
                chip = chips.setdefault(address, Lights(header.bus, address, lights_name(address)))
                outputs[PositionId(row.position)] = chip.light(lamp)
            case plain:
                outputs[PositionId(row.position)] = header.output(f"light {row.position}", plain)
    return outputs, {lights_name(address): chip for address, chip in chips.items()}


def lights_name(address: int) -> str:
    """Return what a chip of lights is called in Lost and Found."""
    return f"lights {address:#04x}"
