"""Who answers for the nodes of a bed: an emulated chip at a chip select, an emulated I2C bus."""

import errno
import json

from drivers.emulators.bed.spi_node import MESSAGE
from drivers.emulators.i2c import EmulatedI2c, Message
from drivers.emulators.spi import SpiChip


class ChipSelect:
    """A chip behind /dev/spidevB.C."""

    def __init__(self, chip: SpiChip) -> None:
        """Wire a chip to it."""
        self.settings: dict[int, bytes] = {}
        """What the device was set to: number of the ioctl -> value."""
        self.removed = False
        """The device is gone for whoever has it open."""
        self._chip = chip

    def answer(self, packet: bytes) -> bytes:
        """Answer one ioctl."""
        kind, sent = packet[0], packet[1:]
        if self.removed:
            return bytes([errno.ENODEV])
        if kind == MESSAGE:
            return b"\0" + self._chip.transfer(sent)
        self.settings[kind] = sent
        return b"\0"


class ChipBus:
    """A bus of chips behind /dev/i2c-1."""

    def __init__(self, bus: EmulatedI2c) -> None:
        """Wire a bus to it."""
        self.settings: list[int] = []
        """Numbers of the ioctls that set something."""
        self._bus = bus

    def answer(self, packet: bytes) -> bytes:
        """Answer one ioctl."""
        asked = json.loads(packet)
        if "setting" in asked:
            self.settings.append(asked["setting"])
            return b"[0, []]"
        messages = [
            Message(address, reading=True, length=what)
            if reads
            else Message(address, reading=False, sent=bytes.fromhex(what))
            for address, reads, what in asked["messages"]
        ]
        error = self._bus.perform(messages)
        heard = [each.got.hex() for each in messages if each.reading]
        return json.dumps([error, heard]).encode()
