"""An MCP23017: sixteen pins behind an I2C address, as its data sheet (DS20001952, rev. D) says.

Interrupts are left out: the capture registers read as the pins. Pins 7 and 15 are inputs here as
they were in the first silicon; a driver must not use them so.
"""

from typing import Final

from drivers.emulators.registers import RegisterChip

PINS: Final = 16

_IODIR, _IPOL, _GPPU, _GPIO, _OLAT = 0, 1, 6, 9, 10
_IOCON, _INTF, _INTCAP = 5, 7, 8
_BANK, _SEQOP = 0x80, 0x20
_KINDS: Final = 11


class EmulatedMcp23017(RegisterChip):
    """The chip, and what is wired to its pins."""

    def __init__(self) -> None:
        """Switch it on with nothing wired to it."""
        self.wired: list[bool | None] = [None] * PINS
        """What pulls each pin from outside: high, low, or nothing."""
        self.floats = False
        """What a pin reads that nothing pulls, from outside or from inside."""
        super().__init__()

    def power_on(self) -> None:
        """Make every pin an input without pull, and forget the rest (table 3-1)."""
        self._kinds = [[0, 0] for _ in range(_KINDS)]
        self._kinds[_IODIR] = [0xFF, 0xFF]

    def register(self, kind: int, port: int) -> int:
        """Return a register by its kind (0 IODIR ... 10 OLAT) and port (0 A, 1 B)."""
        if kind in {_GPIO, _INTCAP}:
            return self._pins(port)
        return self._kinds[kind][0 if kind == _IOCON else port]

    def _pins(self, port: int) -> int:
        inputs, pulled = self._kinds[_IODIR][port], self._kinds[_GPPU][port]
        read = 0
        for bit in range(8):
            outside = self.wired[8 * port + bit]
            if not inputs >> bit & 1:
                level = bool(self._kinds[_OLAT][port] >> bit & 1)
            elif outside is not None:
                level = outside
            else:
                level = bool(pulled >> bit & 1) or self.floats
            read |= level << bit
        return read ^ (self._kinds[_IPOL][port] & inputs)

    def _place(self, register: int) -> tuple[int, int] | None:
        """Return kind and port of an address, in the order that IOCON.BANK asks for."""
        if self._kinds[_IOCON][0] & _BANK:
            kind, port = register & 0x0F, register >> 4
        else:
            kind, port = register >> 1, register & 1
        return (kind, port) if kind < _KINDS and port < 2 else None  # noqa: PLR2004 - two ports

    def _read(self, register: int) -> int:
        place = self._place(register)
        return 0 if place is None else self.register(*place)

    def _write(self, register: int, byte: int) -> None:
        place = self._place(register)
        if place is None:
            return
        kind, port = place
        if kind in {_INTF, _INTCAP}:
            return
        if kind == _GPIO:
            kind = _OLAT
        self._kinds[kind][0 if kind == _IOCON else port] = byte

    def _after(self, register: int) -> int:
        if self._kinds[_IOCON][0] & _SEQOP:
            return register
        return 0 if register >= 2 * _KINDS - 1 else register + 1
