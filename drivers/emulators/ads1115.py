"""An ADS1115: four voltages in sixteen bits, as its data sheet (SBAS444D) says. One at a time."""

from typing import Final

from drivers.emulators.registers import WordChip

POWER_ON: Final = 0x8583
"""Its configuration when it gets power: inputs 0 and 1 against each other, 2.048 V, one shot."""

_RANGES_MV: Final = (6144, 4096, 2048, 1024, 512, 256, 256, 256)
_START: Final = 0x8000
_SINGLE: Final = 4
"""From here on, the multiplexer's numbers are an input against ground."""


class EmulatedAds1115(WordChip):
    """The chip, and the voltages at its inputs."""

    def __init__(self) -> None:
        """Switch it on with all inputs at ground."""
        self.inputs_mv = [0.0, 0.0, 0.0, 0.0]
        """At each input, now."""
        self.busy_for = 0
        """How often a conversion is still said to run when it is asked for."""
        self._waits = 0
        super().__init__()

    def power_on(self) -> None:
        """Take the configuration that the data sheet names."""
        self.configuration = POWER_ON
        self._converted = 0
        self._limits = {2: 0x8000, 3: 0x7FFF}

    def _read(self, register: int) -> int:
        match register & 3:
            case 0:
                return self._converted
            case 1:
                self._waits -= 1
                return self.configuration & ~_START | (_START if self._waits < 0 else 0)
            case other:
                return self._limits[other]

    def _write(self, register: int, word: int) -> None:
        if register & 3 != 1:
            self._limits[register & 3] = word
            return
        self.configuration = word
        if word & _START:
            self._waits = self.busy_for
            self._converted = self._convert(word)

    def _convert(self, word: int) -> int:
        selected, range_mv = word >> 12 & 7, _RANGES_MV[word >> 9 & 7]
        if selected >= _SINGLE:
            millivolts = self.inputs_mv[selected - _SINGLE]
        else:
            above, below = ((0, 1), (0, 3), (1, 3), (2, 3))[selected]
            millivolts = self.inputs_mv[above] - self.inputs_mv[below]
        return max(-0x8000, min(0x7FFF, round(millivolts * 0x8000 / range_mv))) & 0xFFFF
