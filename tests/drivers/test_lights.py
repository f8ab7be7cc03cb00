"""Lights: switching one waits for nothing, and a chip that forgot is told again."""

import pytest

from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.pca9685 import EmulatedPca9685
from drivers.lines.lights import Lights
from drivers.readings import Found, Lost, Reading
from tests.drivers.inbox import Inbox


class Bench:
    """One chip of lights."""

    def __init__(self) -> None:
        self.chip = EmulatedPca9685()
        self.bus = EmulatedI2c("/dev/i2c-1")
        self.bus.chips[0x40] = self.chip
        self.lights = Lights(self.bus)
        self.at_ms = 0

    def look(self, times: int = 1) -> list[Reading]:
        readings: list[Reading] = []
        for _ in range(times):
            self.lights.look(readings.append, self.at_ms)
            self.at_ms += 50
        return readings

    def lit(self) -> set[int]:
        return {lamp for lamp in range(16) if self.chip.brightness(lamp) == 1}


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_lights_are_dark_at_first_and_each_is_lit_and_darkened_alone(bench: Bench) -> None:
    assert bench.look() == [Found("lights")]
    assert bench.lit() == set()
    first, last = bench.lights.light(0), bench.lights.light(15)
    first.on()
    last.on()
    assert (first.is_on, bench.lit()) == (True, set()), "the caller waits for no bus"
    bench.look()
    assert bench.lit() == {0, 15}
    first.off()
    bench.look()
    assert bench.lit() == {15}
    last.close()
    bench.look()
    assert bench.lit() == set()


def test_nothing_is_written_while_nothing_changes(bench: Bench) -> None:
    bench.look()
    before = bench.bus.transfers
    bench.look(15)
    assert bench.bus.transfers == before
    bench.look(10)
    assert bench.bus.transfers == before + 2, "it is read back once a second"


def test_a_chip_that_was_reset_is_set_up_again_within_a_second(bench: Bench) -> None:
    bench.lights.light(3).on()
    bench.look()
    bench.bus.brown_out()
    assert bench.lit() == set()
    bench.look(21)
    assert bench.lit() == {3}
    assert bench.lights.resets == 1
    assert not bench.chip.answers_all_calls


def test_a_lamp_that_somebody_else_changed_is_put_right(bench: Bench) -> None:
    bench.lights.light(3).on()
    bench.look()
    bench.bus.transfer(0x40, b"\x12\x00\x00\x00\x10")
    bench.look(21)
    assert bench.lit() == {3}


def test_a_chip_that_is_away_is_told_once_and_shows_the_wishes_when_it_is_back(
    bench: Bench,
) -> None:
    bench.look()
    bench.bus.deaf.add(0x40)
    bench.lights.light(5).on()
    assert bench.look(3) == [Lost("lights", "no chip answers at 0x40 on /dev/i2c-1")]
    bench.bus.brown_out()
    bench.bus.deaf.clear()
    assert bench.look() == [Found("lights")]
    assert bench.lit() == {5}


def test_the_thread_carries_wishes_and_leaves_the_lamps_dark(bench: Bench) -> None:
    inbox = Inbox()
    bench.lights.light(1).on()
    bench.lights.start(inbox)
    assert inbox.next() == Found("lights")
    assert bench.lit() == {1}
    bench.lights.stop()
    assert bench.lit() == set()
    bench.bus.deaf.add(0x40)
    bench.lights.stop()


def test_a_lamp_that_is_not_there_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="lamps 0 to 15, not 16"):
        bench.lights.light(16)
