"""An emulated MFRC522 on a bench without a clock, and scenes played before it, look by look."""

import threading
from collections.abc import Callable, Iterable

from drivers.emulators.field import Card
from drivers.emulators.mfrc522 import EmulatedMfrc522
from drivers.emulators.moments import Moments
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.smart_card import SmartCard
from drivers.emulators.spi import EmulatedSpi
from drivers.mfrc522_reader import Mfrc522Reader
from drivers.mfrc522_reader.chip import Chip
from drivers.mfrc522_reader.reader import LOOK_S
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.key_diversification import diversified_key
from drivers.readings import Found, Reading
from tests.drivers.aes_block import AesBlock
from tests.drivers.inbox import Inbox

WHERE = "/dev/spidev0.0"
MASTER = bytes.fromhex("00112233445566778899aabbccddeeff")
SMART = "04782E21801D80"
Step = Callable[[], object]


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


class Script(threading.Event):
    """The reader's own waiting: between two looks a step is played; after the last it stops."""

    def __init__(self, moments: Moments, steps: Iterable[Step]) -> None:
        super().__init__()
        self._moments = moments
        self._steps = iter(steps)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self._moments.wait(timeout)
        if timeout == LOOK_S:
            step = next(self._steps, self.set)
            step()
        return self.is_set()


def rest() -> None:
    """Let a look pass."""


def played(bench: Rc522, *steps: Step, prove: bool = False) -> list[Reading]:
    """Play a scene with one look after each step, and return what was read."""
    inbox = Inbox()
    reader = reader_on(bench, prove=prove)
    reader._stopping = Script(bench.moments, steps)
    reader._read(inbox, lambda: inbox(Found("badge")))
    readings = inbox.all()
    assert readings.pop(0) == Found("badge")
    return readings


def reader_on(bench: Rc522, *, prove: bool = False) -> Mfrc522Reader:
    def proof(uid: str) -> BadgeProof:
        return BadgeProof(AesBlock, MASTER, uid, bytes(range(16)))

    return Mfrc522Reader(
        "badge", WHERE, make_proof=proof if prove else None, open_bus=lambda _: bench.bus
    )


def put(bench: Rc522, card: Card) -> Step:
    return lambda: bench.field.put(card)


def take(bench: Rc522, card: Card) -> Step:
    return lambda: bench.field.take(card)


def smart(key: bytes) -> SmartCard:
    return SmartCard(SMART, Ntag424(AesBlock, SMART, {1: key}, lambda size: bytes(range(size))))


def own_key() -> bytes:
    return diversified_key(AesBlock, MASTER, bytes.fromhex(SMART))
