"""A reader that only talks: its bytes become readings, its port goes and comes.

What the bytes mean is its decoder's; the thread here only reads.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from drivers.parts.hot_plug import RETRY_S, TICK_S, DeviceGone
from drivers.parts.serial_port import SerialPort
from drivers.parts.supervision import SupervisedReader
from drivers.readings import Put, Reading

PLUG_BACK_OFF_S: Final = (RETRY_S / 2, RETRY_S)
"""Before each new try. Short, because opening a port that is not there costs nothing, and the
person who has just plugged it in holds a badge before it."""


class ReadingDecoder(Protocol):
    """Turns the bytes of one reader into readings. No input raises."""

    @property
    def busy(self) -> bool:
        """Whether something has begun and not ended, so that a silence would mean something."""
        ...

    def feed(self, received: bytes) -> Sequence[Reading]:
        """Take some bytes, and return what they complete."""
        ...

    def pause(self) -> Sequence[Reading]:
        """Say that nothing came for the gap, or that the port went: what has begun is over."""
        ...


class SerialReader(SupervisedReader):
    """A reader on a serial port, read by one thread that does nothing else."""

    def __init__(
        self,
        reader: str,
        url: str,
        *,
        baud: int,
        gap_s: float,
        make_decoder: Callable[[], ReadingDecoder],
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            url: the device, or a pyserial URL.
            baud: bits a second.
            gap_s: a longer silence ends what has begun, in seconds.
            make_decoder: makes a decoder that has heard nothing, at each opening.
        """
        super().__init__(reader, back_off_s=PLUG_BACK_OFF_S)
        make_decoder()  # a wrong setting is told here, not by the thread
        self._url = url
        self._baud = baud
        self._gap_s = gap_s
        self._make_decoder = make_decoder

    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        decoder = self._make_decoder()
        with SerialPort(self._url, self._baud, tick_s=min(self._gap_s, TICK_S)) as port:
            ready()
            try:
                self._read_bytes(port, decoder, put)
            except DeviceGone:
                for reading in decoder.pause():
                    put(reading)
                raise

    def _read_bytes(self, port: SerialPort, decoder: ReadingDecoder, put: Put) -> None:
        last = time.monotonic()
        while not self._stopping.is_set():
            received = port.received()
            if received:
                last = time.monotonic()
                readings = decoder.feed(received)
            elif decoder.busy and time.monotonic() - last >= self._gap_s:
                readings = decoder.pause()
            else:
                continue
            for reading in readings:
                put(reading)
                self._proved_itself()
