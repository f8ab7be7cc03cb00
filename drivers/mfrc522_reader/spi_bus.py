"""One chip select of an SPI bus, through the kernel's own device: no library.

Each message is one ioctl, chip select down to up, so threads and programs on other chip selects of
the same bus come between messages and never into one.
"""

import fcntl
import os
import struct
from array import array
from collections.abc import Sequence
from typing import Final

SPEED_HZ: Final = 1_000_000
"""Ours: the chip takes 10 MHz, jumper wires do not."""

_MODE: Final = b"\x00"  # clock low at rest, sampled at its first edge (data sheet, 8.1.2)
_WORD: Final = b"\x08"

# include/uapi/linux/spi/spidev.h: ioctl numbers, and struct spi_ioc_transfer.
_WRITE_MODE: Final = 0x40016B01
_WRITE_WORD: Final = 0x40016B03
_WRITE_SPEED: Final = 0x40046B04
_MESSAGE: Final = 0x40206B00
_TRANSFER: Final = struct.Struct("=QQIIHBBBBBB")  # buffers, bytes, Hz, pause, word, select, wires


class SpiBus:
    """The device at one chip select, for this program alone."""

    def __init__(self, path: str, speed_hz: int = SPEED_HZ) -> None:
        """Open it.

        Args:
            path: /dev/spidevBUS.SELECT.
            speed_hz: bits a second.

        Raises:
            OSError: it is not there, is no SPI device, may not be opened, or EAGAIN: another
                program has it. The kernel lets two in; this lock keeps out whoever asks for it.
        """
        self._speed_hz = speed_hz
        self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.ioctl(self._fd, _WRITE_MODE, _MODE)
            fcntl.ioctl(self._fd, _WRITE_WORD, _WORD)
            fcntl.ioctl(self._fd, _WRITE_SPEED, struct.pack("=I", speed_hz))
        except OSError:
            self.close()
            raise

    def xfer2(self, values: Sequence[int]) -> list[int]:
        """Send bytes, and return what came back meanwhile, byte for byte.

        The name is that of the spidev package, which the mfrc522 package calls.

        Raises:
            OSError: the device went away.
        """
        sent = array("B", values)
        received = array("B", bytes(len(sent)))
        fcntl.ioctl(
            self._fd,
            _MESSAGE,
            _TRANSFER.pack(
                sent.buffer_info()[0],
                received.buffer_info()[0],
                len(sent),
                self._speed_hz,
                *(0, 0, 0, 0, 0, 0, 0),
            ),
        )
        return received.tolist()

    def close(self) -> None:
        """Let the device go."""
        os.close(self._fd)
