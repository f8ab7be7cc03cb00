"""A /dev/i2c-1 with an expander (0x20) and a clock (0x68) on it, both emulated (`tests.hil.cuse`).

Says "ready" on stdout; then each line on stdin is an order: `hold` or `free` the bus, `dip` its
supply, `shut PIN` or `open PIN` a contact to ground at the expander. It ends with its stdin.
"""

import errno
import os
import struct
import sys
import threading
import time
from typing import Final

from drivers.emulators.ds3231 import EmulatedDs3231
from drivers.emulators.i2c import EmulatedI2c, Message
from drivers.emulators.mcp23017 import EmulatedMcp23017
from tests.hil.cuse import Memory, serve

# include/uapi/linux/i2c-dev.h and i2c.h: these requests have no size, and settings no memory.
_LETTER: Final = 0x07
_SETTINGS: Final = (0x01, 0x02)  # I2C_RETRIES, I2C_TIMEOUT
_TRANSFER: Final = 0x07  # I2C_RDWR
_MESSAGES: Final = struct.Struct("@PI4x")
_MESSAGE: Final = struct.Struct("@HHHP")
_READS: Final = 0x0001


def transfer(bus: EmulatedI2c, memory: Memory, argument: int) -> int:
    """Do an I2C_RDWR, as i2c-dev.c does it."""
    address, number = _MESSAGES.unpack(memory.read(argument, _MESSAGES.size))
    described = memory.read(address, number * _MESSAGE.size)
    rows = [_MESSAGE.unpack_from(described, row * _MESSAGE.size) for row in range(number)]
    messages = [
        Message(chip, reading=True, length=length)
        if flags & _READS
        else Message(chip, reading=False, sent=memory.read(buffer, length))
        for chip, flags, length, buffer in rows
    ]
    memory.will_write(*((buffer, length) for _, flags, length, buffer in rows if flags & _READS))
    error = bus.perform(messages)
    if error:
        return -int(error)
    memory.write(*(message.got for message in messages if message.reading))
    return int(number)


def obey(bus: EmulatedI2c, contacts: list[bool | None]) -> None:
    """Do what stdin says, until it ends."""
    for line in sys.stdin:
        order, _, pin = line.strip().partition(" ")
        match order:
            case "hold" | "free":
                bus.held = order == "hold"
            case "shut":
                contacts[int(pin)] = False
            case "open":
                contacts[int(pin)] = None
            case _:
                bus.brown_out()
        print("done", flush=True)  # noqa: T201 - the answer to whoever gave the order
    os._exit(0)  # the other thread waits in the kernel


def main() -> None:
    """Serve the node."""
    bus, expander = EmulatedI2c(), EmulatedMcp23017()
    bus.chips |= {0x20: expander, 0x68: EmulatedDs3231(time.monotonic)}

    def ioctl(memory: Memory, request: int, argument: int) -> int:
        number, letter = request & 0xFF, request >> 8
        if letter == _LETTER and number in _SETTINGS:
            return 0
        if letter == _LETTER and number == _TRANSFER:
            return transfer(bus, memory, argument)
        return -errno.ENOTTY

    threading.Thread(target=obey, args=(bus, expander.wired), daemon=True).start()
    serve("i2c-1", ioctl, lambda: print("ready", flush=True))  # noqa: T201 - the same


if __name__ == "__main__":
    main()
