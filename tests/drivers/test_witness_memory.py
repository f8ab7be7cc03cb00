"""The memory that stays on the board: a number that only grows, through power cuts and years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulators.ds3231 import SIZE, EmulatedAt24c32
from drivers.emulators.i2c import EmulatedI2c
from drivers.lines.witness_memory import Witnessed, WitnessMemory


def sealed(number: int) -> bytes:
    return bytes([number % 256]) * 32


class Bench:
    """One memory chip, read by a program that starts again and again."""

    def __init__(self) -> None:
        self.chip = EmulatedAt24c32()
        self.bus = EmulatedI2c()
        self.bus.chips[0x57] = self.chip
        self.waited: list[float] = []

    def started(self) -> WitnessMemory:
        return WitnessMemory(self.bus, wait=self.waited.append)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_new_chip_witnesses_nothing(bench: Bench) -> None:
    assert bench.started().newest() is None


def test_what_was_remembered_is_known_after_every_start(bench: Bench) -> None:
    for number in (0, 7, 8, 2**64 - 1):
        bench.started().remember(number, sealed(number))
        assert bench.started().newest() == Witnessed(number, sealed(number))
    assert bench.waited, "the chip was busy, and asked again"


def test_a_number_that_is_not_higher_is_refused(bench: Bench) -> None:
    """A card put back as it was last month counts from last month on."""
    bench.started().remember(100, sealed(1))
    for number in (99, 100):
        with pytest.raises(ValueError, match=f"{number} is not higher than 100"):
            bench.started().remember(number, sealed(2))
    assert bench.started().newest() == Witnessed(100, sealed(1))


def test_the_whole_chip_is_written_in_turn(bench: Bench) -> None:
    memory = bench.started()
    for number in range(200):
        memory.remember(number, sealed(number))
    assert bench.started().newest() == Witnessed(199, sealed(199))
    assert bench.chip.writes == 400
    assert b"\xff" * 32 not in bytes(bench.chip.memory)


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("torn_after", [0, 1, 5, 12, 15])
def test_a_power_cut_in_any_write_leaves_the_number_before(
    bench: Bench, page: int, torn_after: int
) -> None:
    for number in range(70):
        bench.started().remember(number, sealed(number))
    memory = bench.started()
    memory.newest()
    real = bench.chip.stopped
    pages = [0]

    def cut() -> None:
        if bench.chip._written:
            if pages[0] == page:
                bench.chip.torn_after = torn_after
                real()
                bench.bus.deaf.add(0x57)
            pages[0] += 1
        real()

    bench.chip.stopped = cut  # type: ignore[method-assign] # the power goes in this very write
    with pytest.raises(OSError, match="121"):
        memory.remember(70, sealed(70))
    bench.bus.deaf.clear()
    bench.chip.stopped = real  # type: ignore[method-assign] # and is back
    assert bench.started().newest() == Witnessed(69, sealed(69))
    bench.started().remember(70, sealed(70))
    assert bench.started().newest() == Witnessed(70, sealed(70))


@given(st.integers(0, SIZE - 1), st.integers(1, 255))
def test_a_changed_byte_is_never_believed(place: int, flip: int) -> None:
    bench = Bench()
    for number in range(3):
        bench.started().remember(number, sealed(number))
    bench.chip.memory[place] ^= flip
    newest = bench.started().newest()
    assert newest in {Witnessed(2, sealed(2)), Witnessed(1, sealed(1))}


def test_a_chip_that_does_not_keep_is_an_error(bench: Bench) -> None:
    bench.chip.stopped = lambda: None  # type: ignore[method-assign] # write-protected
    with pytest.raises(OSError, match="did not keep"):
        bench.started().remember(1, sealed(1))


def test_other_than_32_bytes_are_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="32 bytes stand with a number, not 31"):
        bench.started().remember(1, bytes(31))


def test_a_chip_that_is_away_is_asked_for_long_enough_and_then_is_an_error(bench: Bench) -> None:
    bench.bus.deaf.add(0x57)
    with pytest.raises(OSError, match="121"):
        bench.started().newest()
    assert 0.01 < sum(bench.waited) < 0.1
