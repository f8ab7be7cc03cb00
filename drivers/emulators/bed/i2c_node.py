"""An I2C bus, as i2c-dev has it: each ioctl is one packet of JSON for whoever has the chips.

A packet is a list of messages, each with address, whether it reads, and bytes or a length; or a
setting's number. The answer is errno, and the bytes of each message that read.
"""

import json
import struct
from typing import Final

from drivers.emulators.bed.node import PACKET, Client, Node

NAME: Final = "i2c-1"

# include/uapi/linux/i2c-dev.h: all of these ioctls are 0x07NN, without a size.
_LETTER: Final = 0x07
_TRANSFER: Final = 0x07
_MESSAGE: Final = struct.Struct("@HHHP")
_READS: Final = 0x0001


class I2cNode(Node):
    """/dev/i2c-1."""

    name = NAME
    description = (
        "P: /devices/platform/soc/i2c-1/i2c-dev/i2c-1\nN: i2c-1\nE: DEVNAME=/dev/i2c-1\n"
        "E: SUBSYSTEM=i2c-dev\nE: MAJOR=89\nE: MINOR=1\nA: dev=89:1\n\n"
    )

    def ioctl(self, client: Client) -> bool:
        """Hand on a transfer or a setting."""
        request = client.get_request() & 0xFFFFFFFF
        if request >> 8 != _LETTER:
            return False
        if request & 0xFF != _TRANSFER:
            # The value is in the argument itself, which umockdev shows as the address it is not.
            error, _ = self._asked({"setting": request & 0xFF})
            client.complete(-1 if error else 0, error)
            return True
        both = client.get_arg().resolve(0, 16)
        (count,) = struct.unpack_from("@I", bytes(both.retrieve()), 8)
        messages = both.resolve(0, count * _MESSAGE.size)
        asked, buffers = [], []
        for number in range(count):
            at = number * _MESSAGE.size
            address, flags, length, _ = _MESSAGE.unpack_from(bytes(messages.retrieve()), at)
            buffer = messages.resolve(at + 8, length) if length else None
            sent = bytes(buffer.retrieve()) if buffer is not None else b""
            reads = bool(flags & _READS)
            asked.append([address, reads, length if reads else sent.hex()])
            if reads and buffer is not None:
                buffers.append(buffer)
        error, heard = self._asked({"messages": asked})
        if not error:
            for buffer, told in zip(buffers, heard, strict=True):
                buffer.update(0, bytes.fromhex(told))
        client.complete(-1 if error else count, error)
        return True

    def _asked(self, what: dict[str, object]) -> tuple[int, list[str]]:
        self._far.send(json.dumps(what).encode())
        error, heard = json.loads(self._far.recv(PACKET))
        return int(error), list(heard)
