"""A /dev/spidev0.0 with an emulated MFRC522 behind it (see `tests.hil.cuse`).

Says "ready" on stdout; then each line on stdin is an order: `put UID`, `take` (the card put last),
`unplug`, `plug`. It ends with its stdin.
"""

import errno
import os
import struct
import sys
import threading
import time
from typing import Final

from drivers.emulators.cards import Ntag213
from drivers.emulators.mfrc522 import EmulatedMfrc522
from tests.hil.cuse import Memory, serve

# include/uapi/linux/spi/spidev.h
_LETTER: Final = ord("k")
_MESSAGE: Final = 0
_WRITES: Final = 0x40000000
_TRANSFER: Final = struct.Struct("=QQIIHBBBBBB")


class Select:
    """One chip select, as spidev.c shows it."""

    def __init__(self, chip: EmulatedMfrc522) -> None:
        """Put a chip there."""
        self._chip = chip
        self._settings: dict[int, bytes] = {3: b"\x08"}  # eight bits a word, as at power-on

    def ioctl(self, memory: Memory, request: int, argument: int) -> int:
        """Do what SPI_IOC_* asks for."""
        number, letter, size = request & 0xFF, request >> 8 & 0xFF, request >> 16 & 0x3FFF
        if letter != _LETTER:
            return -errno.ENOTTY
        if number == _MESSAGE:
            return self._message(memory, argument, size)
        if request & _WRITES:
            self._settings[number] = memory.read(argument, size)
        else:
            memory.will_write((argument, size))
            memory.write(self._settings.get(number, b"")[:size].ljust(size, b"\0"))
        return 0

    def _message(self, memory: Memory, argument: int, size: int) -> int:
        """Let one message through: all its transfers between chip select down and up."""
        described = memory.read(argument, size)
        transfers = [
            _TRANSFER.unpack_from(described, at)[:3] for at in range(0, size, _TRANSFER.size)
        ]
        sent = [memory.read(tx, length) if tx else bytes(length) for tx, _, length in transfers]
        memory.will_write(*((rx, length) for _, rx, length in transfers if rx))
        heard = self._chip.transfer(b"".join(sent))
        at = 0
        for _, rx, length in transfers:
            if rx:
                memory.write(heard[at : at + length])
            at += length
        return len(heard)


def main() -> None:
    """Serve the node; cards come and go by stdin."""
    chip = EmulatedMfrc522(time.monotonic)
    cards: list[Ntag213] = []

    def obey() -> None:
        for line in sys.stdin:
            order, _, uid = line.strip().partition(" ")
            match order:
                case "put":
                    cards.append(Ntag213(uid))
                    chip.field.put(cards[-1])
                case "take":
                    chip.field.take(cards.pop())
                case "unplug":
                    chip.unplug()
                case _:
                    chip.plug()
            print("done", flush=True)  # noqa: T201 - the answer to whoever gave the order
        os._exit(0)  # the other thread waits in the kernel

    threading.Thread(target=obey, daemon=True).start()
    serve("spidev0.0", Select(chip).ioctl, lambda: print("ready", flush=True))  # noqa: T201 - the same


if __name__ == "__main__":
    main()
