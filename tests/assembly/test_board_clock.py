"""The clock chip says whether the wall clock may be believed; nobody believes a chip that stood."""

from datetime import UTC, datetime, timedelta

import pytest

from drivers.emulators.ds3231 import EmulatedDs3231
from drivers.emulators.i2c import EmulatedI2c
from drivers.lines.clock_chip import ClockChip
from kiosk.assembly.board_clock import judged
from kiosk.assembly.clock import SystemClock
from kiosk.rules.things import ClockQuality

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
WALL_MS = round(NOW.timestamp() * 1000)


@pytest.fixture
def bus() -> EmulatedI2c:
    """A bus with a chip whose battery was never changed."""
    made = EmulatedI2c("/dev/i2c-1")
    made.chips[0x68] = EmulatedDs3231(lambda: 0.0)
    return made


def test_a_chip_that_agrees_is_believed(bus: EmulatedI2c) -> None:
    ClockChip(bus).set(NOW + timedelta(seconds=59))
    assert judged(bus, 0x68, WALL_MS) == (ClockQuality.RTC, "")


def test_a_chip_that_stood_still_is_not_believed_though_it_agrees(bus: EmulatedI2c) -> None:
    chip = ClockChip(bus)
    chip.set(NOW)
    bus.chips[0x68].lose_battery()  # type: ignore[attr-defined]  # the emulated one
    quality, said = judged(bus, 0x68, round(datetime(2000, 1, 1, tzinfo=UTC).timestamp() * 1000))
    assert quality is ClockQuality.UNKNOWN
    assert "change its battery" in said


def test_a_chip_and_a_system_that_are_apart_are_both_not_believed(bus: EmulatedI2c) -> None:
    ClockChip(bus).set(NOW - timedelta(minutes=2))
    quality, said = judged(bus, 0x68, WALL_MS)
    assert quality is ClockQuality.UNKNOWN
    assert "are 120 s apart: one of them is wrong" in said


def test_a_chip_that_is_away_is_said(bus: EmulatedI2c) -> None:
    bus.deaf.add(0x68)
    assert judged(bus, 0x68, WALL_MS) == (
        ClockQuality.UNKNOWN,
        "The clock chip is silent: no chip answers at 0x68 on /dev/i2c-1.",
    )


def test_what_was_found_of_the_chip_stands_in_every_moment() -> None:
    clock = SystemClock()
    clock.believe(ClockQuality.RTC)
    assert clock.now().clock in {ClockQuality.RTC, ClockQuality.NTP}
