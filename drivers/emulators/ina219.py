"""An INA219: a current measured over a resistor, as its data sheet (SBOS448G) says."""

from typing import Final

from drivers.emulators.registers import WordChip

POWER_ON: Final = 0x399F
"""Its configuration when it gets power: 32 V, 320 mV, 12 bits, without end."""

_CONFIGURATION, _SHUNT, _BUS, _CALIBRATION = 0, 1, 2, 5
_RESET: Final = 0x8000
_RANGES_UV: Final = (40_000, 80_000, 160_000, 320_000)
_READY: Final = 0x2


class EmulatedIna219(WordChip):
    """The chip, and the current that flows through its resistor."""

    def __init__(self, shunt_mohm: int = 100) -> None:
        """Switch it on; no current flows."""
        self.current_ma = 0.0
        """Through the resistor, now."""
        self.supply_mv = 12_000.0
        """Behind the resistor, now."""
        self._shunt_mohm = shunt_mohm
        super().__init__()

    def power_on(self) -> None:
        """Take the configuration that the data sheet names."""
        self.configuration = POWER_ON
        self._calibration = 0

    def _read(self, register: int) -> int:
        match register:
            case 0:
                return self.configuration
            case 1:
                limit = _RANGES_UV[self.configuration >> 11 & 3]
                microvolts = max(-limit, min(limit, self.current_ma * self._shunt_mohm))
                return round(microvolts / 10)
            case 2:
                top_mv = 32_000 if self.configuration & 0x2000 else 16_000
                return round(min(self.supply_mv, top_mv) / 4) << 3 | _READY
            case 5:
                return self._calibration
            case _:
                return 0  # power and current: nobody calibrated it

    def _write(self, register: int, word: int) -> None:
        if register == _CONFIGURATION:
            self.configuration = POWER_ON if word & _RESET else word
        elif register == _CALIBRATION:
            self._calibration = word & 0xFFFE
