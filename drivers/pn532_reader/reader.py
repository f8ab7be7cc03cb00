"""The reader: one thread that looks at the field some ten times a second, and its state."""

import time
from collections.abc import Callable
from typing import Final

from drivers.parts.badges import Badges, MakeProof, Outcome
from drivers.parts.noise import Noise
from drivers.parts.repeats import Clock
from drivers.parts.serial_port import SerialPort
from drivers.parts.supervision import DeviceFault, SupervisedReader
from drivers.pn532_reader.cards import Card, Trouble, look, prove
from drivers.pn532_reader.chip import BAUD, Pn532, Silent
from drivers.protocols.badge_proof import BadgeProof
from drivers.readings import Put, Reading

LOOK_S: Final = 0.1
"""Between two looks. Ours: a hand holds a badge for a third of a second at least."""

_TICK_S: Final = 0.02
"""A frame arrives in pieces up to 16 ms apart (a USB adapter's latency timer)."""

_GOOD_LOOKS: Final = 50
"""So many looks without a failure, and the reader counts as well again."""


class Pn532Reader(SupervisedReader):
    """A PN532 on a serial port. A Scan is the whole UID: 8, 14 or 20 capital hex digits."""

    def __init__(
        self,
        reader: str,
        url: str,
        *,
        make_proof: MakeProof | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            url: the device, or a pyserial URL; /dev/serial/by-id and by-path stay the same.
            make_proof: what a card has to prove; None believes its UID. With it, a card that can
                not prove anything is rejected.
            clock: seconds that only grow; it measures how often noise is told.
        """
        super().__init__(reader)
        self._url = url
        self._make_proof = make_proof
        self._noise = Noise(reader, clock)
        self.chip = ""
        """The chip's name and firmware, once it was opened; for a technician."""

    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        with SerialPort(self._url, BAUD, tick_s=_TICK_S) as port:
            chip = Pn532(port, self._url)
            try:
                self.chip = chip.open()
                ready()
                self._watch(chip, put)
            except Silent:
                raise DeviceFault(f"the chip at {self._url} hangs in a command") from None

    def _watch(self, chip: Pn532, put: Put) -> None:
        badges = Badges(self.device, self._make_proof)
        looks = 0
        while not self._stopping.is_set():
            reading = _look(chip, badges)
            # A chip that was reset meanwhile sleeps and does not answer: then nothing was read.
            chip.field_off()
            if chip.was_noisy():
                self._noise.tell(put)
            if reading is not None:
                put(reading)
            looks += 1
            if looks == _GOOD_LOOKS:
                self._proved_itself()
            self._stopping.wait(LOOK_S)


def _look(chip: Pn532, badges: Badges) -> Reading | None:
    match look(chip):
        case Card(uid, smart):
            return badges.meet(_Selected(uid, chip, smart=smart))
        case Trouble(reason):
            return badges.disturbed(reason)
        case None:
            badges.empty()
            return None


class _Selected:
    """A card as `Badges` meets it, behind this chip."""

    def __init__(self, uid: str, chip: Pn532, *, smart: bool) -> None:
        self.uid, self.smart = uid, smart
        self._chip = chip

    def prove(self, proof: BadgeProof) -> Outcome:
        return prove(self._chip, proof)

    def rest(self) -> None:
        """Do nothing: after each look the field goes off."""
