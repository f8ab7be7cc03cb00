"""One MCP23017: fourteen inputs behind an I2C address, and proof that it is still set up.

Pins 7 and 15 (GPA7, GPB7) are outputs only, since 2005 silicon and since 2022 in the data sheet
(DS20001952D): read as inputs they can disturb the bus. They are driven low here, and left open.
"""

import logging
from typing import Final

from drivers.lines.i2c_bus import I2c

INPUTS: Final = tuple(pin for pin in range(16) if pin not in {7, 15})
"""The pins that may be inputs: 0-6 are GPA0-GPA6, 8-14 are GPB0-GPB6."""

ADDRESSES: Final = range(0x20, 0x28)

# Registers while IOCON.BANK is 0, two ports each (DS20001952D, table 3-1).
_IODIR, _GPINTEN, _GPPU, _GPIO, _OLAT = 0x00, 0x04, 0x0C, 0x12, 0x14
_IOCON_IF_BANK_1: Final = 0x05
"""Here stands IOCON while its BANK bit is 1, and an unused register while it is 0."""

_SETTINGS: Final = bytes.fromhex(
    "7f7f"  # IODIR: fourteen inputs, and two outputs
    "0000"  # IPOL: as they are
    "0000"  # GPINTEN: nobody waits for interrupts
    "0000 0000"  # DEFVAL, INTCON
    "0000"  # IOCON: addresses go on, BANK 0
    "7f7f"  # GPPU: a pull-up at each input
)

_log = logging.getLogger(__name__)


class Expander:
    """The chip. One thread at a time."""

    def __init__(self, bus: I2c, address: int) -> None:
        """Do nothing yet.

        Args:
            bus: where it hangs.
            address: 0x20 to 0x27, by its pins A0 to A2.

        Raises:
            ValueError: an address that no MCP23017 has.
        """
        if address not in ADDRESSES:
            raise ValueError(f"an MCP23017 answers at 0x20 to 0x27, not at {address:#04x}")
        self.bus = bus
        self.address = address
        self.resets = 0
        """How often it had lost its settings and got them again; the first time is not one."""
        self._set_up = False

    def check(self) -> bool:
        """Return whether its settings are ours; if not, set them again.

        What was read from it before is not to be believed then: without pull-ups its pins float.

        Raises:
            OSError: it does not answer.
        """
        if self._set_up:
            if self.bus.transfer(self.address, bytes([_IODIR]), len(_SETTINGS)) == _SETTINGS:
                return True
            self.resets += 1
            _log.warning("expander %#04x had lost its settings", self.address)
            self._set_up = False
        self.bus.transfer(self.address, bytes([_IOCON_IF_BANK_1, 0]))
        self.bus.transfer(self.address, bytes([_OLAT, 0, 0]))  # low before they are outputs
        self.bus.transfer(self.address, bytes([_IODIR]) + _SETTINGS)
        self._set_up = True
        return False

    def levels(self) -> int:
        """Return sixteen bits: bit 0 is GPA0, bit 8 is GPB0. Bits 7 and 15 mean nothing.

        Raises:
            OSError: it does not answer.
        """
        return int.from_bytes(self.bus.transfer(self.address, bytes([_GPIO]), 2), "little")
