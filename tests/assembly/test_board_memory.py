"""The memory on the board knows a book that was put back, whatever both its copies say (P4)."""

import threading
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from drivers.emulators.ds3231 import EmulatedAt24c32
from drivers.emulators.i2c import EmulatedI2c
from drivers.lines.witness_memory import WitnessMemory
from drivers.readings import Found, Lost
from kiosk.assembly.board_memory import NAME, BoardMemory
from kiosk.assembly.health import SystemHealth
from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.parts import build_parts
from kiosk.assembly.witness import Log
from kiosk.config import WitnessSettings
from kiosk.registry.chain import Head
from kiosk.rules.bay import Bay
from kiosk.rules.entries import Fault
from tests.assembly.program import warehouse
from tests.drivers.inbox import Inbox

PATIENCE_S = 20.0


class Bench:
    """A board, and a book whose entries have hashes of their own."""

    def __init__(self) -> None:
        self.bus = EmulatedI2c("/dev/i2c-1")
        self.bus.chips[0x57] = EmulatedAt24c32()
        self.book = [bytes([seq % 256]) * 32 for seq in range(100)]

    def head(self) -> Head:
        return Head(len(self.book) - 1, self.book[-1])

    def hash_at(self, seq: int) -> bytes | None:
        return self.book[seq] if seq < len(self.book) else None

    def started(self) -> BoardMemory:
        return BoardMemory(self.bus, 0x57, self.head)

    def remembers(self) -> None:
        """Run once, as far as the book has come."""
        self.started().stop()

    def objection(self) -> str | None:
        return self.started().objection(self.hash_at)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_new_chip_and_a_book_that_goes_on_are_no_objection(bench: Bench) -> None:
    assert bench.objection() is None
    bench.remembers()
    assert bench.objection() is None
    bench.book.append(b"n" * 32)
    assert bench.objection() is None


@pytest.mark.promise("P4")
def test_a_book_that_was_put_back_is_objected_to(bench: Bench) -> None:
    bench.remembers()
    del bench.book[60:]
    said = bench.objection()
    assert said is not None
    assert said.startswith("The memory on the board knows entry 99 of a book that went on from")
    assert "this book ends at 59" in said


@pytest.mark.promise("P4")
def test_a_book_that_was_made_again_from_somewhere_is_objected_to_however_long(
    bench: Bench,
) -> None:
    bench.remembers()
    bench.book[90:] = [b"x" * 32] * 50
    assert bench.objection() is not None


def test_what_is_objected_is_a_fault_that_stays() -> None:
    health = SystemHealth(lambda: 1 << 40, lambda: False)
    assert list(health.faults()) == []
    health.objected(NAME)
    assert list(health.faults()) == [(Fault.BOOK_BROKEN, NAME)]


def test_it_remembers_while_it_runs_and_says_when_it_is_away(bench: Bench) -> None:
    said, memory = Inbox(), bench.started()
    memory.look(said, 0)
    assert said.all() == [Found(NAME)]
    bench.book.append(b"n" * 32)
    bench.bus.deaf.add(0x57)
    memory.look(said, 10_000)
    assert said.all() == [Lost(NAME, "no chip answers at 0x57 on /dev/i2c-1")]
    assert bench.objection() is None, "a chip that is away says nothing; its loss is a fault"
    bench.bus.deaf.clear()
    memory.look(said, 20_000)
    assert said.all() == [Found(NAME)]
    del bench.book[-1:]
    assert bench.objection() is not None


class Started(Log):
    """Hears what a kiosk says, and stops it once its faults are known."""

    def __init__(self, out: StringIO, stop: threading.Event) -> None:
        super().__init__(out)
        self._stop = stop
        self.faults: set[tuple[Fault, str]] = set()

    def told(self, bay: Bay) -> None:
        """Look at the first picture after the start."""
        self.faults |= set(bay.faults)
        if bay.faults:
            self._stop.set()


@pytest.mark.promise("P4")
def test_a_kiosk_whose_card_was_put_back_opens_nothing_and_says_so(
    bench: Bench, tmp_path: Path
) -> None:
    _, settings = warehouse(tmp_path)
    bench.bus.chips[0x57] = EmulatedAt24c32()
    WitnessMemory(bench.bus).remember(1_000_000, b"\1" * 32)
    said, stop = StringIO(), threading.Event()
    witness = Started(said, stop)
    with_chip = replace(settings, witness=WitnessSettings())
    kiosk = Kiosk(with_chip, witness, build=partial(build_parts, open_bus=lambda _: bench.bus))
    thread = threading.Thread(target=kiosk.run, args=(stop,))
    thread.start()
    assert stop.wait(PATIENCE_S)
    thread.join(PATIENCE_S)
    assert (Fault.BOOK_BROKEN, NAME) in witness.faults
    assert "The memory on the board knows entry 1000000" in said.getvalue()
