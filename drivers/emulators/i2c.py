"""An I2C bus with emulated chips on it, and what can go wrong there: no chip, a held line, a dip.

It speaks in messages, as the kernel's ioctl does, and fails with the kernel's own errors. A chip
sees bytes, starts and stops.
"""

import errno
import os
import threading
from dataclasses import dataclass
from typing import Final, Protocol

NOBODY: Final = 0xFF
"""What a bus reads while nobody pulls it low."""


class I2cChip(Protocol):
    """A chip on the bus, to the byte."""

    def started(self, *, reading: bool) -> bool:
        """Be addressed (again); return whether it acknowledges."""
        ...

    def take(self, byte: int) -> bool:
        """Take one byte; return whether it acknowledges."""
        ...

    def give(self) -> int:
        """Give one byte."""
        ...

    def stopped(self) -> None:
        """See the bus let go: what was written takes effect now, in some chips."""
        ...

    def power_on(self) -> None:
        """Forget what is not kept without power."""
        ...


@dataclass(slots=True)
class Message:
    """One message of a transfer: `length` bytes are read, or `sent` is written."""

    address: int
    reading: bool
    sent: bytes = b""
    length: int = 0
    got: bytes = b""


class EmulatedI2c:
    """A bus, with the methods that a driver's bus has. All may be called from any thread."""

    def __init__(self, path: str = "the emulated bus") -> None:
        """Begin with no chip on it."""
        self.path = path
        self.chips: dict[int, I2cChip] = {}
        self.held = False
        """A chip or a wire holds a line low: nothing gets through until it lets go."""
        self.removed = False
        """There is no such bus, as after `rmmod`."""
        self.deaf: set[int] = set()
        """Addresses that do not acknowledge: a wire is off."""
        self.transfers = 0
        """How many transfers were tried."""
        self._lock = threading.RLock()

    def brown_out(self, *addresses: int) -> None:
        """Let the supply of these chips, or of all of them, dip for a moment."""
        with self._lock:
            for address in addresses or tuple(self.chips):
                self.chips[address].power_on()

    def perform(self, messages: list[Message]) -> int:
        """Perform a transfer as the kernel does; return 0, or its errno."""
        with self._lock:
            self.transfers += 1
            if self.removed:
                return errno.ENODEV
            if self.held:
                return errno.ETIMEDOUT
            failed = next((number for each in messages if (number := self._one(each))), 0)
            for address in {each.address for each in messages} & self.chips.keys() - self.deaf:
                self.chips[address].stopped()
            return failed

    def transfer(self, address: int, written: bytes, read: int = 0) -> bytes:
        """Write bytes to a chip, then read so many, without letting the bus go between.

        Raises:
            OSError: as the kernel's own device raises it.
        """
        messages = [Message(address, reading=False, sent=written)] if written or not read else []
        if read:
            messages.append(Message(address, reading=True, length=read))
        number = self.perform(messages)
        if number:
            raise OSError(number, os.strerror(number))
        return messages[-1].got

    def close(self) -> None:
        """Nothing was held."""

    def _one(self, message: Message) -> int:
        chip = self.chips.get(message.address)
        if chip is None or message.address in self.deaf:
            return errno.EREMOTEIO
        if not chip.started(reading=message.reading):
            return errno.EREMOTEIO
        if message.reading:
            message.got = bytes(chip.give() & NOBODY for _ in range(message.length))
            return 0
        return 0 if all(chip.take(byte) for byte in message.sent) else errno.EREMOTEIO
