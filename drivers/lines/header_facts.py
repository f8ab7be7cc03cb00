"""What the 40 pins of a Raspberry Pi do before any program of ours runs, and who else wants them.

Sources: BCM2711 peripherals (pulls at reset), raspberrypi/documentation config_txt and gpio pages,
raspberrypi/firmware boot/overlays/README (overlays and their default pins).
"""

import re
from dataclasses import dataclass, field
from typing import Final

PULLED_DOWN: Final = frozenset(range(9, 28))
"""GPIO9 to 27 are pulled down at power-on, 0 to 8 up. Only at power-on: see wiring.md."""

BUS_PINS: Final = {
    "i2c0": frozenset({0, 1}),
    "i2c1": frozenset({2, 3}),
    "spi0": frozenset({7, 8, 9, 10, 11}),
    "uart0": frozenset({14, 15}),
    "i2s": frozenset({18, 19, 20, 21}),
    "jtag": frozenset(range(22, 28)),
}

CONFIG_DRIVES: Final = re.compile(r"gpio=(?P<pins>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)=(?P<does>.+)")
"""A line of config.txt with which the firmware sets pins."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Pins that somebody takes, for a bus of this name."""

    bus: str
    pins: frozenset[int]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Which pins an overlay takes: some always, others by parameter, with a default."""

    always: frozenset[int] = frozenset()
    named: dict[str, int] = field(default_factory=dict)
    bus: str = "an overlay"


def _always(*pins: int) -> Overlay:
    return Overlay(frozenset(pins))


OVERLAY_PINS: Final = {
    "gpio-fan": Overlay(named={"gpiopin": 12}),
    "gpio-ir": Overlay(named={"gpio_pin": 18}),
    "gpio-ir-tx": Overlay(named={"gpio_pin": 18}),
    "gpio-poweroff": Overlay(named={"gpiopin": 26}),
    "gpio-shutdown": Overlay(named={"gpio_pin": 3}),
    "hifiberry-dac": _always(18, 19, 20, 21),
    "i2c-gpio": Overlay(named={"i2c_gpio_sda": 23, "i2c_gpio_scl": 24}),
    "i2c3": _always(4, 5),
    "i2c4": _always(8, 9),
    "i2c5": _always(12, 13),
    "i2c6": _always(22, 23),
    "pwm": Overlay(named={"pin": 18}),
    "pwm-2chan": Overlay(named={"pin": 18, "pin2": 19}),
    "spi1-1cs": _always(18, 19, 20, 21),
    "spi1-2cs": _always(17, 18, 19, 20, 21),
    "spi1-3cs": _always(16, 17, 18, 19, 20, 21),
    "uart2": _always(0, 1),
    "uart3": _always(4, 5),
    "uart4": _always(8, 9),
    "uart5": _always(12, 13),
    "w1-gpio": Overlay(named={"gpiopin": 4}),
}
"""Overlays that people add to a Pi in a cabinet; others are not known here."""
