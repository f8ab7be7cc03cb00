"""An emulated PN532 on a pseudo-terminal, and scenes played before it, look by look."""

import threading
from collections.abc import Iterable
from pathlib import Path

from drivers.emulators.far_end import FarEnd
from drivers.emulators.pn532 import EmulatedPn532
from drivers.pn532_reader import Pn532Reader
from drivers.pn532_reader.reader import LOOK_S
from drivers.protocols.badge_proof import BadgeProof
from drivers.readings import Found, Reading
from tests.drivers.aes_block import AesBlock
from tests.drivers.inbox import Inbox
from tests.drivers.rc522 import MASTER, Step


class Pn532Bench:
    """The chip at the end of its cable, its field, and a driver that was not started."""

    def __init__(self, link: Path) -> None:
        self.chip = EmulatedPn532()
        self.field = self.chip.field
        self.wire = FarEnd(link, self.chip.hear)
        self.now_s = 100.0
        """What the reader's clock says: how often noise is told depends on it."""

    def driver(self, *, prove: bool = False) -> Pn532Reader:
        def proof(uid: str) -> BadgeProof:
            return BadgeProof(AesBlock, MASTER, uid, bytes(range(16)))

        return Pn532Reader(
            "badge",
            self.wire.url,
            make_proof=proof if prove else None,
            clock=lambda: self.now_s,
        )


class Script(threading.Event):
    """The reader's own waiting: between two looks a step is played; after the last it stops."""

    def __init__(self, steps: Iterable[Step]) -> None:
        super().__init__()
        self._steps = iter(steps)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == LOOK_S
        next(self._steps, self.set)()
        return self.is_set()


def played(
    bench: Pn532Bench, *steps: Step, prove: bool = False, driver: Pn532Reader | None = None
) -> list[Reading]:
    """Play a scene with one look after each step, and return what was read."""
    inbox = Inbox()
    reader = driver or bench.driver(prove=prove)
    reader._stopping = Script(steps)
    reader._read(inbox, lambda: inbox(Found("badge")))
    readings = inbox.all()
    assert readings.pop(0) == Found("badge")
    return readings
