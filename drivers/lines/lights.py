"""Lights on a PCA9685: one a position. Whoever switches one waits for no bus.

A thread of its own carries the wish to the chip, and looks once a second whether it still is so.
"""

import threading
from typing import Final

from drivers.lines.i2c_bus import I2c, why_silent
from drivers.lines.polled import PolledSense
from drivers.readings import Put

ADDRESS: Final = 0x40
LAMPS: Final = 16

LOOK_S: Final = 0.05
"""Between two looks at what is wished. Ours: a light that comes later than 0.1 s seems late."""

CHECK_MS: Final = 1000
"""How often the chip is read though nothing was switched."""

# Registers and settings: PCA9685 data sheet, rev. 4, tables 4 to 8.
_MODE1, _MODE2, _FIRST = 0x00, 0x01, 0x06
_AWAKE: Final = b"\x20\x04"
"""MODE1: addresses go on, awake, silent at 0x70 and the other common addresses. MODE2: push-pull.
A chip that was reset says 0x11."""
_FULL_ON: Final = b"\x00\x10\x00\x00"
_FULL_OFF: Final = b"\x00\x00\x00\x10"


class Lights(PolledSense):
    """The chip, and what each lamp shall be. Switching is for any thread and never fails."""

    def __init__(self, bus: I2c, address: int = ADDRESS, device: str = "lights") -> None:
        """Begin with all lights off.

        Args:
            bus: where it hangs.
            address: 0x40 to 0x7F, by its pins A0 to A5.
            device: the name in Lost and Found.
        """
        super().__init__(device, LOOK_S)
        self._bus = bus
        self._address = address
        self._lock = threading.Lock()
        self._wished = [False] * LAMPS
        self._shown: list[bool] | None = None
        self._checked_ms: int | None = None
        self.resets = 0
        """How often the chip had forgotten what it was told."""

    def light(self, lamp: int) -> "Light":
        """Return one light as an output of its own.

        Raises:
            ValueError: no such lamp.
        """
        if lamp not in range(LAMPS):
            raise ValueError(f"a PCA9685 has lamps 0 to {LAMPS - 1}, not {lamp}")
        return Light(self, lamp)

    def wish(self, lamp: int, *, on: bool) -> None:
        """Let a lamp be on or off, soon."""
        with self._lock:
            self._wished[lamp] = on

    def wished(self, lamp: int) -> bool:
        """Return whether a lamp shall be on."""
        with self._lock:
            return self._wished[lamp]

    def look(self, put: Put, at_ms: int) -> None:
        """Carry the wishes to the chip, and look now and then whether it has them."""
        with self._lock:
            wished = list(self._wished)
        try:
            if self._checked_ms is None or at_ms - self._checked_ms >= CHECK_MS:
                self._check()
                self._checked_ms = at_ms
            if wished != self._shown:
                self._bus.transfer(self._address, bytes([_FIRST]) + _lamps(wished))
                self._shown = wished
        except OSError as error:
            self._checked_ms = self._shown = None
            self._told.lost(put, self.device, why_silent(error, self._bus, self._address))
        else:
            self._told.found(put, self.device)

    def stop(self) -> None:
        """Look no more, and darken every lamp if the chip still listens."""
        super().stop()
        try:
            self._bus.transfer(self._address, bytes([_FIRST]) + _lamps([False] * LAMPS))
        except OSError:
            return  # it was told as lost before

    def _check(self) -> None:
        """Read back what it shows; set it up again if that is not what it was told."""
        if self._shown is not None:
            modes = self._bus.transfer(self._address, bytes([_MODE1]), 2)
            lamps = self._bus.transfer(self._address, bytes([_FIRST]), 4 * LAMPS)
            if modes == _AWAKE and lamps == _lamps(self._shown):
                return
            self.resets += 1
        self._shown = None
        self._bus.transfer(self._address, bytes([_MODE1]) + _AWAKE[:1])
        self._bus.transfer(self._address, bytes([_MODE2]) + _AWAKE[1:])


class Light:
    """One lamp, as an output like any other."""

    def __init__(self, lights: Lights, lamp: int) -> None:
        """Be this lamp."""
        self._lights = lights
        self._lamp = lamp

    @property
    def is_on(self) -> bool:
        """Whether it shall be on."""
        return self._lights.wished(self._lamp)

    def on(self) -> None:
        """Light it."""
        self._lights.wish(self._lamp, on=True)

    def off(self) -> None:
        """Darken it."""
        self._lights.wish(self._lamp, on=False)

    def close(self) -> None:
        """Darken it; the chip is let go with all lights."""
        self.off()


def _lamps(shown: list[bool]) -> bytes:
    return b"".join(_FULL_ON if on else _FULL_OFF for on in shown)
