"""A barcode or badge reader on a serial port: USB-CDC, a USB adapter, or the Pi's own UART.

What the bytes mean stands in `drivers.protocols.lines`.
"""

import termios
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Final

from drivers.parts.hot_plug import TICK_S, DeviceGone, HotPlugReader, why_gone
from drivers.protocols.lines import Framing, LineDecoder
from drivers.readings import Put

if TYPE_CHECKING:
    import serial

_PIECE: Final = 1024
"""Bytes taken at once, at most: a babbling reader must not fill the memory."""

_PORT_ERRORS: Final = (OSError, termios.error, ValueError)
"""All that pyserial raises: SerialException is an OSError; termios.error is none, and comes out
of flushes after a hang-up; ValueError is a wrong baud rate or URL."""


class SerialScanner(HotPlugReader):
    """A scanner on a serial port, read by one thread."""

    def __init__(  # noqa: PLR0913 - one keyword per setting of the reader
        self,
        reader: str,
        url: str,
        *,
        baud: int = 9600,
        framing: Framing = "line",
        aim: bool = False,
        max_length: int = 64,
        gap_ms: int = 500,
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            url: the device, or a pyserial URL; /dev/serial/by-id and by-path stay the same.
            baud: bits a second; a USB-CDC reader ignores it.
            framing: how scans begin and end.
            aim: whether the reader is set to send the AIM symbology prefix.
            max_length: the longest text that is still a scan, in characters.
            gap_ms: a longer silence inside a scan makes it a half scan. A character takes 1 ms at
                9600 baud; 500 also covers a slow wireless scanner.

        Raises:
            ValueError: an unknown framing, or a length outside 1..4096.
        """
        super().__init__(reader)
        self._url = url
        self._baud = baud
        self._gap_s = gap_ms / 1000

        def decoder() -> LineDecoder:
            return LineDecoder(reader, framing=framing, aim=aim, max_length=max_length)

        decoder()  # a wrong setting is told here, not by the thread
        self._decoder = decoder

    def _read(self, put: Put, found: Callable[[], None]) -> None:
        import serial

        try:
            # `exclusive` asks other exclusive openers to stay out; nothing can do more.
            port = serial.serial_for_url(
                self._url,
                baudrate=self._baud,
                timeout=min(self._gap_s, TICK_S),
                exclusive=True,
            )
        except _PORT_ERRORS as error:
            raise DeviceGone(why_gone(error, self._url)) from error
        decoder = self._decoder()
        with closing(port):
            found()
            try:
                self._read_bytes(port, decoder, put)
            except _PORT_ERRORS as error:
                for reading in decoder.pause():
                    put(reading)
                raise DeviceGone(f"unplugged: {why_gone(error, self._url)}") from error

    def _read_bytes(self, port: "serial.Serial", decoder: LineDecoder, put: Put) -> None:
        last = time.monotonic()
        while not self._stopping.is_set():
            # Ask for what is there, or for one byte: pyserial waits until it has all it was asked.
            received = port.read(min(port.in_waiting, _PIECE) or 1)
            if received:
                last = time.monotonic()
                readings = decoder.feed(received)
            elif decoder.busy and time.monotonic() - last >= self._gap_s:
                readings = decoder.pause()
            else:
                continue
            for reading in readings:
                put(reading)
