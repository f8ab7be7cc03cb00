"""Loops that show a short circuit as well as a cut: on ADS1115 converters, three to a chip.

Input 3 of each chip measures the 3.3 V that feed the loops: what counts is their ratio. Input 0 to
2 are loops. How a resistance is judged stands in `loop_levels`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drivers.lines.debounce import RESTLESS, RESTLESS_MS, Debounce
from drivers.lines.i2c_bus import I2c, why_silent
from drivers.lines.loop_levels import Loop, judge
from drivers.lines.polled import PolledSense
from drivers.readings import Put

LOOK_S: Final = 0.05
"""Between two looks. Ours: four conversions take 6 ms."""

ADDRESSES: Final = range(0x48, 0x4C)
INPUTS: Final = range(3)
_SUPPLY: Final = 3

_CONVERTED, _CONFIGURATION = b"\x00", b"\x01"
_SINGLE: Final = 0xC3E3
"""Start now, input 0 against ground, 4.096 V, one shot, 860 a second, no comparator (SBAS444D,
table 8). Bits 12 and 13 are the input."""
_RUNS: Final = 0x80
_STEP_MV: Final = 4096 / 0x8000
_ASKS: Final = 40
"""How often a conversion is asked whether it has ended: 1.2 ms, at 0.3 ms an asking, many times."""


@dataclass(frozen=True, slots=True)
class LoopWire:
    """One loop: where it hangs, and for how long a state must hold."""

    address: int
    input: int
    stable_ms: int = 100
    """Ours: two looks; a long wire past a motor must not sound the siren."""


class SupervisedLoops(PolledSense):
    """All loops of one bus. At rest is a closed Edge, active an open one; all else is Lost."""

    def __init__(
        self, bus: I2c, wires: Mapping[str, LoopWire], device: str = "supervised loops"
    ) -> None:
        """Do nothing yet.

        Args:
            bus: where the converters hang.
            wires: each loop by the name that its readings carry.
            device: the name of them all.

        Raises:
            ValueError: an input that is none, or is used twice, or no such address.
        """
        super().__init__(device, LOOK_S)
        places: dict[tuple[int, int], str] = {}
        for line, wire in wires.items():
            if wire.input not in INPUTS or wire.address not in ADDRESSES:
                where = f"input {wire.input} of {wire.address:#04x}"
                raise ValueError(f"{line}: {where} is no loop's: 0 to 2 of 0x48 to 0x4b")
            other = places.setdefault((wire.address, wire.input), line)
            if other != line:
                raise ValueError(f"{line}: input {wire.input} of {wire.address:#04x} is {other}'s")
        self._bus = bus
        self._wires = dict(wires)
        self._debounces: dict[str, Debounce[Loop]] = {}
        self._forget(*wires)

    def look(self, put: Put, at_ms: int) -> None:
        """Look at every loop once. A chip that does not answer leaves the others alone."""
        for address in sorted({wire.address for wire in self._wires.values()}):
            lines = [line for line, wire in self._wires.items() if wire.address == address]
            try:
                supply_mv = self._millivolts(address, _SUPPLY)
                for line in lines:
                    loop_mv = self._millivolts(address, self._wires[line].input)
                    self._tell(put, at_ms, line, judge(loop_mv, supply_mv))
            except OSError as error:
                self._forget(*lines)
                for line in lines:
                    self._told.lost(put, line, why_silent(error, self._bus, address))

    def _tell(self, put: Put, at_ms: int, line: str, loop: Loop) -> None:
        debounce = self._debounces[line]
        debounce.look(at_ms, level=loop)
        restless_ms = debounce.restless_ms(at_ms)
        if restless_ms > RESTLESS_MS:
            self._told.lost(put, line, RESTLESS)
        if restless_ms or debounce.settled is None:
            return
        match debounce.settled:
            case Loop.REST | Loop.ACTIVE as told:
                self._told.level(put, line, closed=told is Loop.REST)
            case wrong:
                self._told.lost(put, line, wrong.value)

    def _forget(self, *lines: str) -> None:
        for line in lines:
            self._debounces[line] = Debounce(self._wires[line].stable_ms)

    def _millivolts(self, address: int, number: int) -> float:
        """Convert one input, in mV.

        Raises:
            OSError: the chip does not answer, or does not end its conversion.
        """
        word = _SINGLE | number << 12
        self._bus.transfer(address, _CONFIGURATION + word.to_bytes(2, "big"))
        for _ in range(_ASKS):
            if self._bus.transfer(address, _CONFIGURATION, 1)[0] & _RUNS:
                break
        else:
            raise OSError(f"the converter at {address:#04x} does not end its conversion")
        if self._bus.transfer(address, _CONFIGURATION, 2)[0] & 0x7F != word >> 8 & 0x7F:
            raise OSError(f"the converter at {address:#04x} was reset in the middle")
        converted = self._bus.transfer(address, _CONVERTED, 2)
        return int.from_bytes(converted, "big", signed=True) * _STEP_MV
