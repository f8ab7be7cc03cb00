"""A chip select of an SPI bus, as spidev has it: each ioctl is one packet for whoever has the chip.

A packet is a byte for the kind of ioctl, its number in include/uapi/linux/spi/spidev.h (0: a
message, else a setting), and bytes. The answer is errno, and for a message what came back.
"""

import socket
import struct
from typing import Final

from drivers.emulators.bed.node import PACKET, Client, Node

SELECTS: Final = (0, 1)
MESSAGE: Final = 0

_LETTER: Final = ord("k")
_TRANSFER: Final = struct.Struct("=QQIIHBBBBBB")


class SpiNode(Node):
    """/dev/spidev0.0 or /dev/spidev0.1."""

    def __init__(self, select: int, far: socket.socket) -> None:
        """Make the node of a chip select."""
        super().__init__(far)
        self.name = f"spidev0.{select}"
        self.description = (
            f"P: /devices/platform/soc/spi0/spi0.{select}/spidev/spidev0.{select}\n"
            f"N: {self.name}\nE: DEVNAME=/dev/{self.name}\nE: SUBSYSTEM=spidev\n"
            f"E: MAJOR=153\nE: MINOR={select}\nA: dev=153:{select}\n\n"
        )

    def ioctl(self, client: Client) -> bool:
        """Hand on a message or a setting."""
        request = client.get_request() & 0xFFFFFFFF
        number, letter, size = request & 0xFF, request >> 8 & 0xFF, request >> 16 & 0x3FFF
        if letter != _LETTER:
            return False
        told = client.get_arg().resolve(0, size)
        if number != MESSAGE:
            error, _ = self._asked(number, bytes(told.retrieve()))
            client.complete(-1 if error else 0, error)
            return True
        length = 0
        for at in range(0, size, _TRANSFER.size):
            _, _, count, *_ = _TRANSFER.unpack_from(bytes(told.retrieve()), at)
            sent, received = told.resolve(at, count), told.resolve(at + 8, count)
            error, answer = self._asked(MESSAGE, bytes(sent.retrieve()))
            if error:
                client.complete(-1, error)
                return True
            received.update(0, answer)
            length += count
        client.complete(length, 0)
        return True

    def _asked(self, kind: int, sent: bytes) -> tuple[int, bytes]:
        self._far.send(bytes([kind]) + sent)
        answer = self._far.recv(PACKET)
        return answer[0], answer[1:]
