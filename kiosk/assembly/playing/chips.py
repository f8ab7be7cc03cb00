"""The chips on /dev/i2c-1, as the profile rack-v1 names them: contacts, lamps, current, clock."""

import time
from typing import Final

from drivers.emulators.ads1115 import EmulatedAds1115
from drivers.emulators.bed.bed import Answers
from drivers.emulators.bed.chips import ChipBus
from drivers.emulators.bed.i2c_node import NAME
from drivers.emulators.ds3231 import EmulatedAt24c32, EmulatedDs3231
from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.ina219 import EmulatedIna219
from drivers.emulators.mcp23017 import EmulatedMcp23017
from drivers.emulators.pca9685 import LAMPS, EmulatedPca9685
from kiosk.assembly.playing.orders import Order, Orders, OrderWrong, number, one_of

EXPANDERS: Final = range(0x20, 0x23)
INPUTS: Final = (*range(7), *range(8, 15))
"""GPA7 and GPB7 are outputs only."""

_SUPPLY_MV: Final = 3300.0
_LOOPS: Final = {"rest": 0.5, "active": 2 / 3, "cut": 1.0, "shorted": 0.0, "none": 0.25}
"""What a loop with two equal resistors makes of its supply (hardware_docs/i2c.md)."""

_MOST_MA: Final = 3201
"""What an INA219 with 0.1 ohm can measure, and a bit."""


class Chips:
    """Three expanders, a lamp driver, an ammeter, a converter, the clock and its memory."""

    def __init__(self) -> None:
        """Wire them: contacts closed, loops at rest, no current."""
        self.node = NAME
        self._bus = bus = EmulatedI2c("/dev/i2c-1")
        self.answers: Answers = ChipBus(bus).answer
        self._expanders = {address: EmulatedMcp23017() for address in EXPANDERS}
        self._lamps, self._ammeter = EmulatedPca9685(), EmulatedIna219()
        self._loops, self._clock = EmulatedAds1115(), EmulatedDs3231(time.monotonic)
        bus.chips |= {
            **self._expanders,
            0x40: self._lamps,
            0x41: self._ammeter,
            0x48: self._loops,
            0x57: EmulatedAt24c32(),
            0x68: self._clock,
        }
        for expander in self._expanders.values():
            for pin in INPUTS:
                expander.wired[pin] = False
        self._loops.inputs_mv = [_SUPPLY_MV / 2] * 3 + [_SUPPLY_MV]
        self.orders: Orders = {
            "contact": Order("0x20 PIN open|closed", "open or close it", self._contact),
            "loop": Order("INPUT STATE", f"a loop: {', '.join(_LOOPS)}", self._loop),
            "current": Order("MA", "let a current flow through the bolts", self._current),
            "lamps": Order("", "say which lamps shine", self._shine),
            "warm": Order("CELSIUS", "warm the clock", self._warm),
            "empty": Order("", "take the clock's battery out for a moment", self._empty),
            "unplug": Order("ADDRESS", "let a chip be deaf", self._unplug),
            "plug": Order("ADDRESS", "let it hear again", self._plug),
            "dip": Order("ADDRESS", "let a chip's supply dip for a moment", self._dip),
            "stuck": Order("", "hold the bus low", self._stuck),
            "free": Order("", "let it go", self._free),
        }

    def close(self) -> None:
        """Nothing goes on by itself."""

    def _contact(self, address: str, pin: str, state: str) -> str:
        at, place = number(address, EXPANDERS), number(pin, range(16))
        if place not in INPUTS:
            raise OrderWrong("pin 7 and 15 are outputs only: 0 to 6 or 8 to 14")
        self._expanders[at].wired[place] = (
            None if one_of(state, "open", "closed") == "open" else False
        )
        return f"the contact at pin {place} of {at:#04x} is {state}"

    def _loop(self, place: str, state: str) -> str:
        at = number(place, range(3))
        self._loops.inputs_mv[at] = _LOOPS[one_of(state, *_LOOPS)] * _SUPPLY_MV
        return f"loop {at} reads {self._loops.inputs_mv[at]:.0f} of {_SUPPLY_MV:.0f} mV"

    def _current(self, milliamperes: str) -> str:
        self._ammeter.current_ma = number(milliamperes, range(_MOST_MA))
        return f"{self._ammeter.current_ma} mA flow"

    def _shine(self) -> str:
        shining = [
            f"{lamp} ({level:.0%})"
            for lamp in range(LAMPS)
            if (level := self._lamps.brightness(lamp))
        ]
        return f"lamps that shine: {', '.join(shining) or 'none'}"

    def _warm(self, celsius: str) -> str:
        self._clock.celsius = number(celsius, range(-40, 86))
        return f"the clock is {self._clock.celsius} degrees warm"

    def _empty(self) -> str:
        self._clock.lose_battery()
        return "the clock begins again at the year 2000, and says that it stood still"

    def _at(self, address: str) -> int:
        at = number(address, range(0x80))
        if at not in self._bus.chips:
            known = ", ".join(f"{each:#04x}" for each in self._bus.chips)
            raise OrderWrong(f"no chip is at {at:#04x}; there are {known}")
        return at

    def _unplug(self, address: str) -> str:
        at = self._at(address)
        self._bus.deaf.add(at)
        return f"the chip at {at:#04x} is off the bus"

    def _plug(self, address: str) -> str:
        at = self._at(address)
        self._bus.brown_out(at)
        self._bus.deaf.discard(at)
        return f"the chip at {at:#04x} is on the bus, and was without power"

    def _dip(self, address: str) -> str:
        at = self._at(address)
        self._bus.brown_out(at)
        return f"the chip at {at:#04x} was without power for a moment"

    def _stuck(self) -> str:
        self._bus.held = True
        return "a wire holds the bus low until free"

    def _free(self) -> str:
        self._bus.held = False
        return "the bus moves again"
