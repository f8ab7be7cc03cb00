"""An emulated MFRC522 on a bench without a clock: time passes as the driver works and waits."""

from drivers.emulators.mfrc522 import EmulatedMfrc522
from drivers.emulators.moments import Moments
from drivers.emulators.spi import EmulatedSpi
from drivers.mfrc522_reader.chip import Chip

WHERE = "/dev/spidev0.0"


class Rc522:
    """The chip, its field and its bus; `opened` is the driver's side, set up and checked."""

    def __init__(self, version: int = 0x92) -> None:
        self.moments = Moments()
        self.chip = EmulatedMfrc522(self.moments.now, version=version)
        self.bus = EmulatedSpi(self.chip, self.moments.wait)
        self.field = self.chip.field

    def closed(self) -> Chip:
        return Chip(self.bus, WHERE, self.moments.wait)

    def opened(self) -> Chip:
        chip = self.closed()
        chip.open(gain_db=43)
        return chip
