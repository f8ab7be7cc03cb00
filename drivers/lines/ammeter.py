"""An INA219 in the supply of the bolts: how much current they draw now."""

import logging
from typing import Final

from drivers.lines.i2c_bus import I2c

ADDRESS: Final = 0x41
"""A0 to the supply: 0x40, where it is sold, is the PCA9685's."""

_CONFIGURATION, _SHUNT = b"\x00", b"\x01"
_SETTINGS: Final = b"\x19\x9f"
"""16 V, 320 mV, 12 bits in 0.5 ms, without end (SBOS448G, table 3). A chip that was reset says
0x399F: that differs, so that it is noticed."""
_STEP_UV: Final = 10

_log = logging.getLogger(__name__)


class Ammeter:
    """The chip. One thread at a time."""

    def __init__(self, bus: I2c, address: int = ADDRESS, *, shunt_mohm: int = 100) -> None:
        """Do nothing yet.

        Args:
            bus: where it hangs.
            address: 0x40 to 0x4F, by its pins A0 and A1.
            shunt_mohm: its resistor; 100 on all common boards, for 3.2 A at most.
        """
        self.bus = bus
        self.address = address
        self.resets = 0
        """How often it had lost its settings and got them again; the first time is not one."""
        self._shunt_mohm = shunt_mohm
        self._set_up = False

    def current_ma(self) -> float:
        """Return the current, in mA; negative when it flows backwards.

        Raises:
            OSError: it does not answer.
        """
        if self.bus.transfer(self.address, _CONFIGURATION, 2) != _SETTINGS:
            if self._set_up:
                self.resets += 1
                _log.warning("ammeter %#04x had lost its settings", self.address)
            self.bus.transfer(self.address, _CONFIGURATION + _SETTINGS)
            self._set_up = True
        steps = int.from_bytes(self.bus.transfer(self.address, _SHUNT, 2), "big", signed=True)
        return steps * _STEP_UV / self._shunt_mohm
