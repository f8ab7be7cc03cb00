"""Two emulated OSDP readers on one line, and scenes played on it, round by round."""

import threading
import time
from collections.abc import Iterable
from pathlib import Path

from drivers.emulators.far_end import FarEnd
from drivers.emulators.osdp import EmulatedLine, EmulatedOsdpReader
from drivers.osdp_line import OsdpLine, OsdpReader
from drivers.osdp_line.line import TURN_S
from drivers.readings import Found, Reading
from tests.drivers.aes_block import AesBlock
from tests.drivers.inbox import Inbox
from tests.drivers.rc522 import Step, rest

KEYS = (
    bytes.fromhex("8f3a0c55d1e24b7796aa10f2c4b81e6d"),
    bytes.fromhex("00112233445566778899aabbccddeeff"),
)
HERE = [Found("in"), Found("out")]
OPENING = (rest,) * 4
"""Rounds until both readers are ready and have told their state."""


class Leaping:
    """A clock that goes as always, and leaps when it is told to."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s

    def leap(self, seconds: float) -> Step:
        def ahead() -> None:
            self.ahead_s += seconds

        return ahead


class Chance:
    """Bytes that were never used before, the same in each run."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, size: int) -> bytes:
        self._count += 1
        return self._count.to_bytes(size)


def emulated(addr: int, scbk: bytes, uid: bytes = b"READER01") -> EmulatedOsdpReader:
    return EmulatedOsdpReader(addr, scbk, AesBlock, Chance(), uid=uid)


class OsdpBench:
    """The readers "in" at address 1 and "out" at 2, their line, and a driver not yet started."""

    def __init__(self, link: Path) -> None:
        self.inner, self.outer = emulated(1, KEYS[0]), emulated(2, KEYS[1])
        self.line = EmulatedLine([self.inner, self.outer])
        self.wire = FarEnd(link, self.line.hear)
        self.clock = Leaping()

    def driver(self) -> OsdpLine:
        readers = [OsdpReader("in", 1, KEYS[0], b"READER01"), OsdpReader("out", 2, KEYS[1])]
        return OsdpLine(
            "line", self.wire.url, readers,
            make_aes=AesBlock, chance=Chance(), clock=self.clock,
        )  # fmt: skip


class Script(threading.Event):
    """The line's own waiting: between two rounds a step is played; after the last it stops."""

    def __init__(self, steps: Iterable[Step]) -> None:
        super().__init__()
        self._steps = iter(steps)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == TURN_S
        next(self._steps, self.set)()
        return self.is_set()


def played(bench: OsdpBench, *steps: Step, driver: OsdpLine | None = None) -> list[Reading]:
    """Play a scene with one round after each step, and return what was told of the readers."""
    inbox = Inbox()
    line = driver or bench.driver()
    line._stopping = Script(steps)
    line._read(inbox, lambda: inbox(Found("line")))
    readings = inbox.all()
    assert readings.pop(0) == Found("line")
    return readings


def wiegand(number: int, size: int = 24) -> str:
    """Return a card with its parities: even over its first half, odd over its second."""
    bits = f"{number:0{size}b}"
    half = size // 2
    return f"{bits[:half].count('1') % 2}{bits}{1 - bits[half:].count('1') % 2}"
