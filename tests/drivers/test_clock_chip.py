"""The clock chip: what it says, and when it must not be believed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulators.ds3231 import EmulatedDs3231
from drivers.emulators.i2c import EmulatedI2c
from drivers.lines.clock_chip import ChipTime, ClockChip

PHNOM_PENH = timezone(timedelta(hours=7))


class Bench:
    """A clock chip whose time is moved by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.emulated = EmulatedDs3231(lambda: self.now_s)
        self.bus = EmulatedI2c()
        self.bus.chips[0x68] = self.emulated
        self.chip = ClockChip(self.bus)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_new_chip_says_that_it_is_not_to_be_believed(bench: Bench) -> None:
    assert bench.chip.read() == ChipTime(datetime(2000, 1, 1, tzinfo=UTC), stood_still=True)


def test_a_chip_that_was_set_goes_on_and_is_believed_until_its_battery_goes(bench: Bench) -> None:
    bench.chip.set(datetime(2026, 12, 31, 23, 59, 58, tzinfo=UTC))
    bench.now_s = 3.9
    bench.bus.brown_out()
    assert bench.chip.read() == ChipTime(datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC), False)
    bench.emulated.lose_battery()
    assert bench.chip.read().stood_still


def test_only_utc_stands_in_the_chip(bench: Bench) -> None:
    bench.chip.set(datetime(2026, 11, 23, 3, 0, tzinfo=PHNOM_PENH))
    assert bench.chip.read().time == datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)))  # noqa: DTZ001 - given UTC next
def test_every_second_of_two_centuries_comes_back(time: datetime) -> None:
    bench = Bench()
    utc = time.replace(microsecond=0, tzinfo=UTC)
    bench.chip.set(utc)
    assert bench.chip.read() == ChipTime(utc, stood_still=False)


def time_of(spelled: bytes) -> datetime | None:
    """Return what the driver makes of seven registers that hold anything."""

    class Scratch(EmulatedDs3231):
        def started(self, *, reading: bool) -> bool:
            done = super().started(reading=reading)
            self._bytes[:7] = spelled
            return done

    bus = EmulatedI2c()
    bus.chips[0x68] = Scratch(lambda: 0.0)
    return ClockChip(bus).read().time


@given(st.binary(min_size=7, max_size=7))
def test_whatever_stands_in_the_registers_is_a_time_or_none(spelled: bytes) -> None:
    told = time_of(spelled)
    assert told is None or 2000 <= told.year < 2200


def test_digits_that_are_none_are_no_time() -> None:
    assert time_of(bytes.fromhex("00 0f 12 01 01 01 26")) is None
    assert time_of(bytes.fromhex("00 15 12 01 01 01 26")) is not None


def test_twelve_hours_are_understood_if_somebody_else_set_the_chip(bench: Bench) -> None:
    bench.bus.transfer(0x68, bytes.fromhex("00 00 30 52 01 01 01 26"))
    assert bench.chip.read().time == datetime(2026, 1, 1, 0, 30, tzinfo=UTC), "12 at night"
    bench.bus.transfer(0x68, bytes.fromhex("00 00 30 72 01 01 01 26"))
    assert bench.chip.read().time == datetime(2026, 1, 1, 12, 30, tzinfo=UTC), "12 at noon"


@pytest.mark.parametrize("celsius", [25.0, 41.75, -7.25, 0.0])
def test_it_knows_how_warm_it_is(bench: Bench, celsius: float) -> None:
    bench.emulated.celsius = celsius
    assert bench.chip.celsius() == celsius


def test_a_time_without_zone_or_of_another_century_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="with a time zone"):
        bench.chip.set(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused
    with pytest.raises(ValueError, match="no year 2200"):
        bench.chip.set(datetime(2200, 1, 1, tzinfo=UTC))


def test_a_chip_that_is_away_is_an_error_of_the_kernel(bench: Bench) -> None:
    bench.bus.deaf.add(0x68)
    with pytest.raises(OSError, match="121"):
        bench.chip.read()
