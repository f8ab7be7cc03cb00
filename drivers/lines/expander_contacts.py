"""Contacts on MCP23017 expanders: one thread that looks at all of them, forty times a second.

No interrupt line is used. A level counts only if the chip is shown to be still set up after it was
read: one that was reset has no pull-ups, and would say that what is away is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drivers.lines.debounce import RESTLESS, RESTLESS_MS, Debounce
from drivers.lines.expander import INPUTS, Expander
from drivers.lines.i2c_bus import I2c, why_silent
from drivers.lines.polled import PolledSense
from drivers.readings import Put

LOOK_S: Final = 0.025
"""Between two looks. Ours: three chips cost 2 ms of the bus at 100 kHz each time."""

CHECK_MS: Final = 1000
"""How often settings are read again though nothing moves."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One contact: where it hangs, and how it is made."""

    address: int
    pin: int
    """0-6 is GPA0-GPA6, 8-14 is GPB0-GPB6."""
    closed_is_low: bool = True
    """Whether the contact connects the pin to ground; a cut wire then reads as open."""
    stable_ms: int = 30


class _Chip:
    """One expander and the lines on it."""

    def __init__(self, expander: Expander, wires: dict[str, Wire]) -> None:
        self.expander = expander
        self.wires = wires
        self.checked_ms = 0
        self.debounces = self._fresh()

    def forget(self) -> None:
        """Believe nothing of what was seen so far."""
        self.debounces = self._fresh()

    def _fresh(self) -> dict[str, Debounce[bool]]:
        return {line: Debounce(wire.stable_ms) for line, wire in self.wires.items()}

    def moved(self, levels: dict[str, bool]) -> bool:
        return any(self.debounces[line].settled is not level for line, level in levels.items())


class ExpanderContacts(PolledSense):
    """All contacts on the expanders of one bus. Readings are those of a `GpioContact`."""

    def __init__(
        self, bus: I2c, wires: Mapping[str, Wire], device: str = "expander contacts"
    ) -> None:
        """Do nothing yet.

        Args:
            bus: where the expanders hang.
            wires: each contact by the name that its readings carry.
            device: the name of them all.

        Raises:
            ValueError: a pin that can not be an input, or is used twice, or no such address.
        """
        super().__init__(device, LOOK_S)
        self._bus = bus
        places: dict[tuple[int, int], str] = {}
        for line, wire in wires.items():
            if wire.pin not in INPUTS:
                raise ValueError(f"{line}: pin {wire.pin} of an MCP23017 can not be an input")
            other = places.setdefault((wire.address, wire.pin), line)
            if other != line:
                raise ValueError(f"{line}: pin {wire.pin} of {wire.address:#04x} is {other}'s")
        self._chips = [
            _Chip(
                Expander(bus, address),
                {line: wire for line, wire in wires.items() if wire.address == address},
            )
            for address in sorted({wire.address for wire in wires.values()})
        ]

    @property
    def resets(self) -> int:
        """How often a chip had lost its settings."""
        return sum(chip.expander.resets for chip in self._chips)

    def look(self, put: Put, at_ms: int) -> None:
        """Look at every chip once. One that does not answer leaves the others alone."""
        for chip in self._chips:
            try:
                self._look(chip, put, at_ms)
            except OSError as error:
                why = why_silent(error, self._bus, chip.expander.address)
                chip.forget()
                for line in chip.wires:
                    self._told.lost(put, line, why)

    def _look(self, chip: _Chip, put: Put, at_ms: int) -> None:
        bits = chip.expander.levels()
        levels = {
            line: bool(bits >> wire.pin & 1) is not wire.closed_is_low
            for line, wire in chip.wires.items()
        }
        if chip.moved(levels) or at_ms - chip.checked_ms >= CHECK_MS:
            chip.checked_ms = at_ms
            if not chip.expander.check():
                return  # these levels were read from a chip that was not set up
        for line, level in levels.items():
            debounce = chip.debounces[line]
            debounce.look(at_ms, level=level)
            restless_ms = debounce.restless_ms(at_ms)
            if restless_ms > RESTLESS_MS:
                self._told.lost(put, line, RESTLESS)
            elif restless_ms == 0 and debounce.settled is not None:
                self._told.level(put, line, closed=debounce.settled)
