"""The bytes of one device, for somebody who only looks. Knows no format."""

import errno
import os
import select
from collections.abc import Iterator
from typing import Final

from drivers.parts.hot_plug import why_gone
from drivers.parts.serial_port import PORT_ERRORS

_PIECE: Final = 1024
"""Bytes taken at once, at most: a babbling reader must not fill the memory."""


def serial_bytes(url: str, baud: int, gap_s: float) -> Iterator[bytes]:
    """Open a serial device and return what it sends, piece by piece, until it goes.

    Args:
        url: the device, or a pyserial URL.
        baud: bits a second; a USB-CDC reader ignores it.
        gap_s: a silence this long gives an empty piece.

    Raises:
        OSError: the device can't be opened, or went away.
    """
    import serial

    try:
        # `exclusive` asks other exclusive openers to stay out: a kiosk that runs keeps its reader.
        with serial.serial_for_url(url, baudrate=baud, timeout=gap_s, exclusive=True) as port:
            while True:
                # Ask for what is there, or for one byte: pyserial waits for all it was asked.
                yield port.read(min(port.in_waiting, _PIECE) or 1)
    except PORT_ERRORS as wrong:
        number = wrong.errno if isinstance(wrong, OSError) else None
        raise OSError(number or errno.EIO, why_gone(wrong, url)) from wrong


def record_bytes(path: str, gap_s: float) -> Iterator[bytes]:
    """Open an input or hidraw device and return what it gives, piece by piece, until it goes.

    It is not taken: whoever else reads it goes on reading it.

    Args:
        path: the device.
        gap_s: a silence this long gives an empty piece.

    Raises:
        OSError: the device can't be opened, or went away.
    """
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        poller = select.poll()
        poller.register(fd, select.POLLIN)
        while True:
            if not poller.poll(gap_s * 1000):
                yield b""
                continue
            try:
                yield os.read(fd, _PIECE)
            except BlockingIOError:
                continue  # it went, or somebody was quicker
    finally:
        os.close(fd)
