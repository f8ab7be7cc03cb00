"""What an MFRC522 costs that looks at an empty field ten times a second."""

import threading
import time
from collections.abc import Iterator, Sequence

from drivers.mfrc522_reader import Mfrc522Reader
from drivers.mfrc522_reader.library import Bus
from drivers.mfrc522_reader.reader import LOOK_S
from tests.bench.rows import Row, p50
from tests.drivers.rc522 import WHERE, Rc522

ROWS = ("mfrc522_poll", "mfrc522_poll_transfers")
METHOD = (
    "The driver, from its waiting to its next waiting, on answers that the emulated chip gave"
    " before: a message is answered at once, so neither the chip nor the emulator is counted."
    " Bare is what the messages alone cost so, and is taken off. Every wait is a real one of a"
    " microsecond. The kernel's part of a message is not in it: some 20 us on a Pi, an estimate."
)

CPU_MS, TRANSFERS = 2.0, 50
"""The bars: of one look."""

RUNS = 5
_A_MOMENT_S = 1e-6

Message = tuple[list[int], list[int]]
"""What was sent, and what came back meanwhile."""


class Recorded:
    """A bus that keeps what passes over another."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.tape: list[Message] = []

    def xfer2(self, values: Sequence[int]) -> list[int]:
        """Send bytes, and return what came back meanwhile."""
        told = self._bus.xfer2(values)
        self.tape.append((list(values), told))
        return told

    def close(self) -> None:
        """Let it go."""


class Replayed:
    """A bus that answers at once what it answered before."""

    def __init__(self, tape: Sequence[Message]) -> None:
        self._tape = iter(tape)

    def xfer2(self, values: Sequence[int]) -> list[int]:
        """Return what came back when these bytes were sent."""
        sent, told = next(self._tape)
        assert len(values) == len(sent), "the driver does as it did"
        return told

    def close(self) -> None:
        """Let it go."""


class Looks(threading.Event):
    """The reader's own waiting, without a clock: it stops after so many looks."""

    def __init__(
        self, looks: int, tape: Sequence[Message] = (), bench: Rc522 | None = None
    ) -> None:
        super().__init__()
        self._left = looks + 1  # the first look sets the chip's timer and is not counted
        self._tape = tape
        self._bench = bench
        self.began_at = self.ended_at = 0
        self.cpu_s = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        """Let no time pass, or the emulator's; stop the reader after its last look."""
        assert timeout is not None
        if self._bench is None:
            super().wait(_A_MOMENT_S)
        else:
            self._bench.moments.wait(timeout)
        if timeout == LOOK_S:
            self._left -= 1
            if self.cpu_s == 0.0:
                self.began_at = len(self._tape)
                self.cpu_s = -time.thread_time()
            elif not self._left:
                self.cpu_s += time.thread_time()
                self.ended_at = len(self._tape)
                self.set()
        return self.is_set()


def poll_rows(looks: int) -> Iterator[Row]:
    """Measure so many looks at an empty field."""
    tape, polls = recorded(looks)
    transfers = len(polls) / looks
    whole = p50([_driven(tape, looks) for _ in range(RUNS)]) / looks * 1000
    bare = p50([_bare(polls) for _ in range(RUNS)]) / looks * 1000
    value = whole - bare
    yield Row(
        "mfrc522_poll", value, "ms of CPU", bare, value / bare,
        bar=f"<= {CPU_MS:g} ms of CPU and <= {TRANSFERS} SPI transfers, ten times a second",
        met=value <= CPU_MS and transfers <= TRANSFERS,
        note=f"{transfers:.1f} SPI transfers a look; {looks} looks, p50 of {RUNS} runs. {METHOD}",
    )  # fmt: skip
    yield Row(
        "mfrc522_poll_transfers", transfers, "transfers",
        bar=f"<= {TRANSFERS}", met=transfers <= TRANSFERS,
        note="SPI messages of one look at an empty field, its check of the chip included",
    )  # fmt: skip


def recorded(looks: int) -> tuple[list[Message], list[Message]]:
    """Let the driver look at the emulated chip; return all messages, and those of its looks."""
    bench = Rc522()
    bus = Recorded(bench.bus)
    waiting = Looks(looks, bus.tape, bench)
    _look(bus, waiting)
    return bus.tape, bus.tape[waiting.began_at : waiting.ended_at]


def _driven(tape: Sequence[Message], looks: int) -> float:
    """Return the CPU seconds of the driver and of the messages together."""
    waiting = Looks(looks)
    _look(Replayed(tape), waiting)
    return waiting.cpu_s


def _bare(polls: Sequence[Message]) -> float:
    """Return the CPU seconds of the messages alone."""
    bus = Replayed(polls)
    began = time.thread_time()
    for sent, _ in polls:
        bus.xfer2(sent)
    return time.thread_time() - began


def _look(bus: Bus, waiting: Looks) -> None:
    reader = Mfrc522Reader("bench", WHERE, open_bus=lambda _: bus)
    reader._stopping = waiting
    reader._read(_unheard, lambda: None)


def _unheard(_: object) -> None:
    """Take a reading that nobody wants."""
