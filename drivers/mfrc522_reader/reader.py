"""The reader: one thread that looks at the field ten times a second, and its state."""

from collections.abc import Callable
from contextlib import closing
from typing import Final

from drivers.mfrc522_reader.activation import Card, activate, halt
from drivers.mfrc522_reader.chip import Chip, Trouble
from drivers.mfrc522_reader.chip_facts import GAIN_DB, GAINS
from drivers.mfrc522_reader.exchange import prove
from drivers.mfrc522_reader.library import Bus
from drivers.mfrc522_reader.presence import Presence
from drivers.mfrc522_reader.spi_bus import SpiBus
from drivers.parts.hot_plug import DeviceGone, why_gone
from drivers.parts.supervision import SupervisedReader
from drivers.protocols.badge_proof import BadgeProof, Proved
from drivers.protocols.card_reasons import CANNOT_PROVE
from drivers.protocols.ev2_session import NotBelieved
from drivers.protocols.iso14443a import badge_refusal
from drivers.readings import Put, Reading

LOOK_S: Final = 0.1
"""Between two looks. Ours: a hand holds a badge for a third of a second at least."""

_GOOD_LOOKS: Final = 50
"""So many looks without a failure, and the reader counts as well again."""

MakeProof = Callable[[str], BadgeProof]
"""Makes the proof that the card with this UID (upper-case hexadecimal) has to give."""


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
        presence = Presence(self.device)
        looks = 0
        while not self._stopping.is_set():
            reading = self._look(chip, presence)
            # Whatever the chip said, it counts only if it is still the chip that was set up.
            chip.check()
            if reading is not None:
                put(reading)
            looks += 1
            if looks == _GOOD_LOOKS:
                self._proved_itself()
            self._stopping.wait(LOOK_S)

    def _look(self, chip: Chip, presence: Presence) -> Reading | None:
        """Look at the field once, and leave every card asleep."""
        met = activate(chip)
        if isinstance(met, Card):
            return self._meet(met, chip, presence)
        if met is Trouble.SILENCE:
            presence.empty()
            return None
        # A card that was left in the middle of its answers would miss the next wake-up.
        chip.rest_field()
        return presence.disturbed(met.value)

    def _meet(self, card: Card, chip: Chip, presence: Presence) -> Reading | None:
        refusal = badge_refusal(card.uid)
        name = refusal or card.uid  # random UIDs are all the same to us
        if not presence.is_new(name):
            halt(chip)
            return None
        if refusal is None and self._make_proof is not None and not card.smart:
            refusal = CANNOT_PROVE
        if refusal is not None or self._make_proof is None:
            halt(chip)
            return presence.refuse(name, refusal) if refusal else presence.accept(name)
        match prove(chip, self._make_proof(card.uid), self._stopping.wait):
            case Proved():
                return presence.accept(name)
            case NotBelieved(why):
                return presence.refuse(name, why)
            case failed:
                chip.rest_field()  # it may wait in the middle of an exchange
                return presence.disturbed(failed.why)
