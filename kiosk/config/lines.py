"""The kinds of outputs and contacts, and where each of them may hang.

Every output is active high: a dead, booting or unplugged Pi then means off. A relay board that
wants it the other way round is set to high by its jumper, or is the wrong one.
"""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.config.tables import Unfit

OUTPUT_PINS = range(9, 28)
"""GPIO 0-8 are pulled up at power-on, 9-27 down: a bolt on 0-8 would fire at every boot."""

INPUT_PINS = range(2, 28)

EXPANDERS = range(0x20, 0x28)
EXPANDER_INPUTS = (*range(7), *range(8, 15))
"""GPA7 and GPB7 of an MCP23017 are outputs only (data sheet DS20001952D, note of 2022)."""

LAMP_CHIPS = range(0x40, 0x80)
LAMPS = range(16)
CONVERTERS = range(0x48, 0x4C)
LOOPS = range(3)
STABLE_MS = range(60_001)
"""Input 3 of each converter measures what feeds the loops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedOutput:
    """An output that moves nothing."""

    KIND: ClassVar[str] = "simulated"
    max_on_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GpioOutput:
    """An output pin. `max_on_s`: the driver lets go after this, whoever forgot (0: never)."""

    KIND: ClassVar[str] = "gpio"
    pin: int
    max_on_s: int = 0

    def __post_init__(self) -> None:
        """Insist on a pin that is low until the program runs, and on a time."""
        _within("pin", self.pin, OUTPUT_PINS)
        if self.max_on_s < 0:
            raise Unfit("max_on_s", f"expected 0 or more seconds, not {self.max_on_s}")


Output = SimulatedOutput | GpioOutput


@dataclass(frozen=True, slots=True, kw_only=True)
class Pca9685Light:
    """A lamp of a PCA9685 on I2C."""

    KIND: ClassVar[str] = "pca9685"
    address: int = 0x40
    lamp: int

    def __post_init__(self) -> None:
        """Insist on a lamp that there is."""
        _at("address", self.address, LAMP_CHIPS)
        _within("lamp", self.lamp, LAMPS, "lamp")


Light = SimulatedOutput | GpioOutput | Pca9685Light


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedContact:
    """A contact that somebody closes and opens by hand."""

    KIND: ClassVar[str] = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class GpioContact:
    """A contact at a pin. `stable_ms`: how long a level must hold before it is believed."""

    KIND: ClassVar[str] = "gpio"
    pin: int
    closed_is_low: bool = True
    stable_ms: int = 30

    def __post_init__(self) -> None:
        """Insist on a pin that no HAT talks on."""
        _within("pin", self.pin, INPUT_PINS)
        _settles(self.stable_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpanderContact:
    """A contact at an MCP23017 on I2C. `pin`: 0-6 are GPA0-GPA6, 8-14 are GPB0-GPB6."""

    KIND: ClassVar[str] = "expander"
    address: int
    pin: int
    closed_is_low: bool = True
    stable_ms: int = 30

    def __post_init__(self) -> None:
        """Insist on an input that there is."""
        _at("address", self.address, EXPANDERS)
        if self.pin not in EXPANDER_INPUTS:
            raise Unfit("pin", f"expected 0 to 6 or 8 to 14, not {self.pin}")
        _settles(self.stable_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopContact:
    """A loop with an end-of-line resistor at an ADS1115 on I2C: a cut and a short are told."""

    KIND: ClassVar[str] = "loop"
    address: int = 0x48
    input: int
    stable_ms: int = 100

    def __post_init__(self) -> None:
        """Insist on an input that there is."""
        _at("address", self.address, CONVERTERS)
        _within("input", self.input, LOOPS, "input")
        _settles(self.stable_ms)


Contact = SimulatedContact | GpioContact | ExpanderContact | LoopContact


@dataclass(frozen=True, slots=True, kw_only=True)
class PulsedArming:
    """The pin of the pulses without which no bolt has power (hardware_docs/bolts.md)."""

    KIND: ClassVar[str] = "pulses"
    pin: int

    def __post_init__(self) -> None:
        """Insist on a pin that is low until the program runs."""
        _within("pin", self.pin, OUTPUT_PINS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneShotArming:
    """The board drops every bolt by itself after a while (hardware_docs/fail_secure.md)."""

    KIND: ClassVar[str] = "one_shot"


Arming = PulsedArming | OneShotArming


def _within(key: str, value: int, allowed: range, what: str = "GPIO") -> None:
    if value not in allowed:
        raise Unfit(key, f"expected {what} {allowed.start} to {allowed.stop - 1}, not {value}")


def _settles(stable_ms: int) -> None:
    if stable_ms not in STABLE_MS:
        raise Unfit("stable_ms", f"expected 0 to 60000 milliseconds, not {stable_ms}")


def _at(key: str, value: int, allowed: range) -> None:
    if value not in allowed:
        first, last = allowed.start, allowed.stop - 1
        raise Unfit(key, f"expected {first:#04x} to {last:#04x}, not {value:#04x}")
