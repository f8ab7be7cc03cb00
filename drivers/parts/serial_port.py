"""A serial port for this program alone. What pyserial raises ends here, as one sentence.

pyserial lets out four kinds of exception, one of which is no OSError; a driver that sees its port
through this room has one thing to expect: that the device is gone.
"""

import termios
from contextlib import suppress
from typing import Final, Self

from drivers.parts.hot_plug import TICK_S, DeviceGone, why_gone
from drivers.parts.usb import path_of

PORT_ERRORS: Final = (OSError, termios.error, ValueError)
"""All that pyserial raises: SerialException is an OSError; termios.error is none, and comes out
of flushes after a hang-up; ValueError is a wrong baud rate or URL."""

_PIECE: Final = 1024
"""Bytes taken at once, at most: a babbling reader must not fill the memory."""

_WRITE_S: Final = 1.0
"""How long a port may take to accept our bytes. Ours: the longest packet we send, 64 bytes, takes
0.07 s at 9600 baud; a USB adapter that accepts nothing has hung."""


class SerialPort:
    """An open port. One thread uses it."""

    def __init__(self, url: str, baud: int, *, tick_s: float = TICK_S) -> None:
        """Open it.

        Args:
            url: the device, a pyserial URL, or `usb:` (drivers.parts.usb); by-path names stay.
            baud: bits a second; a USB-CDC reader ignores it.
            tick_s: the longest that `received` waits.

        Raises:
            DeviceGone: it is not there, is no port, may not be opened, or another program has it.
        """
        import serial

        self._url = url
        try:
            url = path_of(url, "tty")
            # `exclusive` asks other exclusive openers to stay out; nothing can do more.
            self._port = serial.serial_for_url(
                url, baudrate=baud, timeout=tick_s, write_timeout=_WRITE_S, exclusive=True
            )
        except PORT_ERRORS as error:
            raise DeviceGone(why_gone(error, url)) from error

    def __enter__(self) -> Self:
        """Return the open port."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the port go, also one that went already."""
        with suppress(*PORT_ERRORS):
            self._port.close()

    def received(self) -> bytes:
        """Wait for a byte, and return it with those that came with it, or nothing after a tick.

        Raises:
            DeviceGone: the port went away.
        """
        try:
            # Ask for what is there, or for one byte: pyserial waits until it has all it was asked.
            return self._port.read(min(self._port.in_waiting, _PIECE) or 1)
        except PORT_ERRORS as error:
            raise self._gone(error) from error

    def send(self, sent: bytes) -> None:
        """Send bytes, and return when the system has taken them.

        Raises:
            DeviceGone: the port went away, or takes nothing.
        """
        try:
            self._port.write(sent)
        except PORT_ERRORS as error:
            raise self._gone(error) from error

    def forget(self) -> bytes:
        """Throw away what was received and not taken; return its first bytes, to be judged.

        Raises:
            DeviceGone: the port went away.
        """
        try:
            waiting = self._port.in_waiting
            forgotten: bytes = self._port.read(min(waiting, _PIECE)) if waiting else b""
            if waiting > _PIECE:
                self._port.reset_input_buffer()  # a babbler's; it was caught already
        except PORT_ERRORS as error:
            raise self._gone(error) from error
        return forgotten

    def _gone(self, error: Exception) -> DeviceGone:
        return DeviceGone(f"unplugged: {why_gone(error, self._url)}")
