"""One of everything that hangs on pins and on I2C: mock pins, emulated chips, nothing simulated."""

import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from gpiozero.pins.mock import MockFactory, MockPin

from drivers.emulators.ads1115 import EmulatedAds1115
from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.ina219 import EmulatedIna219
from drivers.emulators.mcp23017 import EmulatedMcp23017
from drivers.emulators.pca9685 import EmulatedPca9685
from kiosk.assembly.parts import Parts, build_parts
from kiosk.config import Settings, settings_from

PI_4 = "c03114"

BAY = """
[kiosk]
name = "R-01"
folder = "/var/lib/kiosk"
socket = "/run/kiosk/kiosk.sock"
[policy]
profile = "cambodia"
[[reader]]
name = "badge"
kind = "simulated"
reads = "any"
[[cable]]
id = "A"
rack = "R1"
positions = ["A1", "A2"]
lock = { kind = "gpio", pin = 23, max_on_s = 5 }
contact = { kind = "gpio", pin = 12 }
[[cable]]
id = "B"
rack = "R1"
positions = ["B1"]
lock = { kind = "gpio", pin = 24, max_on_s = 5 }
contact = { kind = "expander", address = 0x20, pin = 8 }
[[presence]]
position = "B1"
contact = { kind = "expander", address = 0x20, pin = 0 }
[[light]]
position = "A1"
light = { kind = "pca9685", lamp = 3 }
[[light]]
position = "B1"
light = { kind = "gpio", pin = 16 }
[[input]]
name = "enclosure"
signal = "tamper"
contact = { kind = "loop", input = 1 }
[[input]]
name = "key"
signal = "service_key"
rest = "open"
contact = { kind = "expander", address = 0x20, pin = 14 }
[arming]
kind = "pulses"
pin = 22
[ammeter]
[siren]
kind = "gpio"
pin = 27
[buzzer]
kind = "gpio"
pin = 19
[lamp]
kind = "gpio"
pin = 21
"""

SUPPLY_MV, AT_REST_MV, CUT_MV = 3300.0, 1650.0, 3290.0
"""Of the loops; how a loop reads whose two resistors are equal, and one that was cut."""


class ShutPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A mock pin with a shut contact to ground on its other end, while it is an input."""

    def _set_pull(self, value: str) -> None:
        super()._set_pull(value)
        self.drive_low()  # a contact is stronger than a pull


@dataclass
class Wired:
    """The far end of everything."""

    pins: Any = field(default_factory=lambda: MockFactory(revision=PI_4, pin_class=ShutPin))
    bus: EmulatedI2c = field(default_factory=EmulatedI2c)
    expander: EmulatedMcp23017 = field(default_factory=EmulatedMcp23017)
    lamps: EmulatedPca9685 = field(default_factory=EmulatedPca9685)
    converter: EmulatedAds1115 = field(default_factory=EmulatedAds1115)
    ammeter: EmulatedIna219 = field(default_factory=EmulatedIna219)

    def __post_init__(self) -> None:
        """Hang everything where it belongs, and shut every contact."""
        self.bus.chips |= {
            0x20: self.expander, 0x40: self.lamps, 0x41: self.ammeter, 0x48: self.converter,
        }  # fmt: skip
        self.expander.wired[14] = True
        self.expander.wired[0] = self.expander.wired[8] = False
        self.converter.inputs_mv = [0.0, AT_REST_MV, 0.0, SUPPLY_MV]

    def pin(self, number: int) -> Any:  # noqa: ANN401 - gpiozero has no types
        """Return a pin."""
        return self.pins.pin(f"GPIO{number}")


def bay() -> Settings:
    """Return the settings of this bay."""
    return settings_from(tomllib.loads(BAY), "k.toml")


@contextmanager
def built(wired: Wired, settings: Settings | None = None) -> Iterator[Parts]:
    """Build the bay on what hangs there."""
    with closing(
        build_parts(settings or bay(), lambda: wired.pins, open_bus=lambda _: wired.bus)
    ) as parts:
        yield parts
