"""Every output of a kiosk switched off without the kiosk: for systemd, after any end of it.

A Raspberry Pi's kernel may go on driving a line whose program has died. Nothing here may depend on
the book, the policy or the bus: a kiosk.toml that is half wrong still names its pins.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from drivers.lines.gpio_output import GpioOutput, PinUnusable, lgpio_factory
from drivers.lines.i2c_bus import I2c, I2cBus
from drivers.lines.lights import ADDRESS, Lights
from drivers.lines.pin_profile import RACK_V1, read_profile
from drivers.readings import Lost, Reading
from kiosk.config import read_toml
from kiosk.config.lines import OUTPUT_PINS
from kiosk.rules.broken import ConfigWrong

BOUND_S: Final = 1.0
"""A line is never switched on here; a driver wants a bound all the same."""

OUTPUTS: Final = ("lock", "light", "siren", "buzzer", "lamp", "arming")
"""The keys of kiosk.toml under which outputs hang (kiosk.config)."""


BUS: Final = "/dev/i2c-1"
"""Where the chips hang, when the file does not say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One output after the attempt; `why` is empty when it is off, else a sentence."""

    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is to be switched off. `objection`: why the board's own profile stands in for a file."""

    pins: Mapping[int, str]
    chips: tuple[int, ...] = ()
    bus: str = BUS
    objection: str = ""


def outputs_of(path: Path) -> Outputs:
    """Return the outputs that a kiosk.toml names, however wrong the rest of it is.

    A file that cannot be read at all is stood in for by rack-v1, the board that we ship: its
    outputs are pulled down, and off is what they are at power-on.
    """
    try:
        raw = read_toml(path)
    except ConfigWrong as wrong:
        profile = read_profile(RACK_V1)
        ours = {pin.bcm: pin.use for pin in profile.pins if pin.direction == "out"}
        return Outputs(ours, objection=f"{wrong}. The outputs of {profile.name} are switched off.")
    pins: dict[int, str] = {}
    chips: set[int] = set()
    for name, output in _outputs("", raw):
        pin, address = output.get("pin"), output.get("address", ADDRESS)
        if type(pin) is int and pin in OUTPUT_PINS:
            pins.setdefault(pin, name)
        if output.get("kind") == "pca9685" and type(address) is int:
            chips.add(address)
    i2c = raw.get("i2c")
    device = i2c.get("device") if isinstance(i2c, dict) else None
    bus = device if isinstance(device, str) else BUS
    return Outputs(pins, tuple(sorted(chips)), bus)


def switch_off(
    outputs: Outputs,
    pins: Callable[[], object] = lgpio_factory,
    open_bus: Callable[[str], I2c] = I2cBus,
) -> tuple[Outcome, ...]:
    """Drive every output to off and let it go; whatever fails, the rest goes on.

    Args:
        outputs: which.
        pins: opens the pin header when the first pin is asked for.
        open_bus: opens the I2C bus by its path.
    """
    done = [_pin_off(bcm, name, pins) for bcm, name in outputs.pins.items()]
    if outputs.chips:
        done += _chips_off(outputs, open_bus)
    return tuple(done)


def _outputs(name: str, raw: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield every table under a key of `OUTPUTS`, at any depth, as [name of its place, table]."""
    if isinstance(raw, list):
        for each in raw:
            yield from _outputs(name, each)
    elif isinstance(raw, dict):
        called = raw.get("id", raw.get("position", ""))
        here = f"{name} {called}".strip() if isinstance(called, str) else name
        for key, value in raw.items():
            if key in OUTPUTS and isinstance(value, dict):
                yield f"{here}, {key}" if here else key, value
            yield from _outputs(f"{here} {key}".strip(), value)


def _pin_off(bcm: int, name: str, pins: Callable[[], object]) -> Outcome:
    try:
        GpioOutput(name, bcm, max_on_s=BOUND_S, factory=pins()).close()
    except PinUnusable as wrong:
        return Outcome(f"{name} (GPIO{bcm})", str(wrong))
    return Outcome(f"{name} (GPIO{bcm})")


def _chips_off(outputs: Outputs, open_bus: Callable[[str], I2c]) -> Iterator[Outcome]:
    with closing(open_bus(outputs.bus)) as bus:
        for address in outputs.chips:
            name = f"lights {address:#04x}"
            told: list[Reading] = []
            Lights(bus, address, name).look(told.append, 0)
            lost = " ".join(reading.why for reading in told if isinstance(reading, Lost))
            yield Outcome(name, lost)
