"""The reader: one thread that looks at the field ten times a second, and its state."""

from collections.abc import Callable
from contextlib import closing
from typing import Final

from drivers.mfrc522_reader.activation import Card, activate, halt
from drivers.mfrc522_reader.chip import Chip, Trouble, Wait
from drivers.mfrc522_reader.chip_facts import GAIN_DB, GAINS
from drivers.mfrc522_reader.exchange import prove
from drivers.mfrc522_reader.library import Bus
from drivers.mfrc522_reader.spi_bus import SpiBus
from drivers.parts.badges import Badges, MakeProof, Outcome
from drivers.parts.hot_plug import DeviceGone, why_gone
from drivers.parts.supervision import SupervisedReader
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.iso14443_4 import Failed
from drivers.readings import Put, Reading

LOOK_S: Final = 0.1
"""Between two looks. Ours: a hand holds a badge for a third of a second at least."""

_GOOD_LOOKS: Final = 50
"""So many looks without a failure, and the reader counts as well again."""


class Mfrc522Reader(SupervisedReader):
    """An MFRC522 at one chip select. A Scan is the whole UID: 8, 14 or 20 capital hex digits."""

    def __init__(  # noqa: PLR0913 - one keyword per setting of the reader
        self,
        reader: str,
        path: str = "/dev/spidev0.0",
        *,
        gain_db: int = GAIN_DB,
        strict: bool = True,
        make_proof: MakeProof | None = None,
        open_bus: Callable[[str], Bus] = SpiBus,
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            path: the SPI device; /dev/spidev0.0 is CE0, /dev/spidev0.1 is CE1.
            gain_db: of the receiver: 18, 23, 33, 38, 43 or 48.
            strict: refuse a chip that we do not know, or whose self-test is not its maker's.
            make_proof: what a card has to prove; None believes its UID. With it, a card that can
                not prove anything is rejected.
            open_bus: opens the path.

        Raises:
            ValueError: a gain that the chip does not have.
        """
        super().__init__(reader)
        if gain_db not in GAINS:
            raise ValueError(f"the gain is one of {', '.join(map(str, GAINS))} dB, not {gain_db}")
        self._path = path
        self._gain_db = gain_db
        self._strict = strict
        self._make_proof = make_proof
        self._open_bus = open_bus
        self.chip = ""
        """The chip's name and self-test, once it was opened; for a technician."""

    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        try:
            bus = self._open_bus(self._path)
        except OSError as error:
            raise DeviceGone(why_gone(error, self._path)) from error
        with closing(bus), closing(Chip(bus, self._path, self._stopping.wait)) as chip:
            try:
                self.chip = chip.open(gain_db=self._gain_db, strict=self._strict)
                ready()
                self._watch(chip, put)
            except OSError as error:
                raise DeviceGone(f"unplugged: {why_gone(error, self._path)}") from error

    def _watch(self, chip: Chip, put: Put) -> None:
        badges = Badges(self.device, self._make_proof)
        looks = 0
        while not self._stopping.is_set():
            reading = self._look(chip, badges)
            # Whatever the chip said, it counts only if it is still the chip that was set up.
            chip.check()
            if reading is not None:
                put(reading)
            looks += 1
            if looks == _GOOD_LOOKS:
                self._proved_itself()
            self._stopping.wait(LOOK_S)

    def _look(self, chip: Chip, badges: Badges) -> Reading | None:
        """Look at the field once, and leave every card asleep."""
        met = activate(chip)
        if isinstance(met, Card):
            return badges.meet(_Selected(met, chip, self._stopping.wait))
        if met is Trouble.SILENCE:
            badges.empty()
            return None
        # A card that was left in the middle of its answers would miss the next wake-up.
        chip.rest_field()
        return badges.disturbed(met.value)


class _Selected:
    """A card as `Badges` meets it, behind this chip."""

    def __init__(self, card: Card, chip: Chip, wait: Wait) -> None:
        self.uid, self.smart = card.uid, card.smart
        self._chip, self._wait = chip, wait

    def prove(self, proof: BadgeProof) -> Outcome:
        told = prove(self._chip, proof, self._wait)
        if isinstance(told, Failed):
            self._chip.rest_field()  # it may wait in the middle of an exchange
        return told

    def rest(self) -> None:
        halt(self._chip)
