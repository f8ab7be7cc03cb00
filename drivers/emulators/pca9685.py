"""A PCA9685: sixteen lamps, dimmed by pulses, as its data sheet (rev. 4) says."""

from typing import Final

from drivers.emulators.registers import RegisterChip

LAMPS: Final = 16

_MODE1, _MODE2, _FIRST, _LAST, _ALL, _PRESCALE = 0, 1, 6, 69, 250, 254
_SLEEP, _INCREMENT, _RESTART = 0x10, 0x20, 0x80
_FULL: Final = 0x10
_STEPS: Final = 4096


class EmulatedPca9685(RegisterChip):
    """The chip, and how bright each of its lamps is."""

    def power_on(self) -> None:
        """Sleep, with every lamp fully off (tables 5 to 8)."""
        self._bytes = bytearray(256)
        self._bytes[_MODE1], self._bytes[_MODE2] = 0x11, 0x04
        self._bytes[2:6] = b"\xe2\xe4\xe8\xe0"
        self._bytes[_FIRST + 3 : _LAST + 1 : 4] = bytes([_FULL]) * LAMPS
        self._bytes[_PRESCALE] = 0x1E

    @property
    def answers_all_calls(self) -> bool:
        """Whether it takes what is written to address 0x70, where another chip may live."""
        return bool(self._bytes[_MODE1] & 1)

    def brightness(self, lamp: int) -> float:
        """Return how bright a lamp is, from 0 to 1. A chip that sleeps shows none but full ones."""
        on_low, on_high, off_low, off_high = self._bytes[_FIRST + 4 * lamp :][:4]
        if off_high & _FULL:
            return 0.0
        if on_high & _FULL:
            return 1.0
        if self._bytes[_MODE1] & _SLEEP:
            return 0.0
        on, off = on_high << 8 | on_low, off_high << 8 | off_low
        return (off - on) % _STEPS / _STEPS

    def _read(self, register: int) -> int:
        return self._bytes[register]

    def _write(self, register: int, byte: int) -> None:
        if register == _PRESCALE and not self._bytes[_MODE1] & _SLEEP:
            return
        if register == _MODE1:
            byte &= ~_RESTART
        if _ALL <= register < _PRESCALE:
            self._bytes[_FIRST + register - _ALL : _LAST + 1 : 4] = bytes([byte]) * LAMPS
        self._bytes[register] = byte

    def _after(self, register: int) -> int:
        if not self._bytes[_MODE1] & _INCREMENT:
            return register
        return 0 if register == _LAST else (register + 1) & 0xFF
