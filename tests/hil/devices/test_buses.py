"""The chips behind /dev/spidev0.0 and /dev/i2c-1: emulated, on nodes of the kernel (CUSE)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import lgpio
import pytest

from drivers.lines.clock_chip import ClockChip
from drivers.lines.expander import Expander
from drivers.lines.i2c_bus import I2cBus, why_silent
from drivers.mfrc522_reader import Mfrc522Reader
from drivers.readings import Found, Lost
from tests.drivers.card_scans import uid_scan
from tests.drivers.inbox import Inbox
from tests.hil.child import Child
from tests.hil.waiting import until

SPIDEV = "/dev/spidev0.0"
VERSION = bytes([0x37 << 1 | 0x80, 0])
"""Reads VersionReg; the answer stands behind the byte of the address."""


@pytest.fixture
def spi() -> Iterator[Child]:
    with Child("spi_node") as node:
        assert node.first == "ready"
        yield node


@pytest.fixture
def i2c() -> Iterator[Child]:
    with Child("i2c_node") as node:
        assert node.first == "ready"
        yield node


def test_the_node_answers_a_library_that_knows_nothing_of_us_as_the_kernels_would(
    spi: Child,
) -> None:
    """The C of lgpio speaks SPI too: what our reader meets here is not made to its measure."""
    assert spi.first == "ready"
    bus = lgpio.spi_open(0, 0, 1_000_000, 0)
    assert lgpio.spi_xfer(bus, VERSION) == [2, bytearray([0, 0x92])]
    lgpio.spi_close(bus)


def test_cards_are_read_through_spidev_each_once_and_an_unplugged_chip_is_lost_and_found(
    spi: Child,
) -> None:
    inbox, reader = Inbox(), Mfrc522Reader("badge", SPIDEV)
    reader.start(inbox)
    assert inbox.next() == Found("badge")
    for uid in ("04A1B2C3D4E580", "04112233445566"):
        spi.order(f"put {uid}")
        assert inbox.next() == uid_scan(uid)
        spi.order("take")
    assert inbox.all() == []
    spi.order("unplug")
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert f"no chip answers at {SPIDEV}" in lost.why
    spi.order("plug")
    until(lambda: Found("badge") in inbox.all(), "the chip that is back")
    spi.order("put 04A1B2C3D4E580")
    assert inbox.next() == uid_scan("04A1B2C3D4E580")
    reader.stop()


def test_a_device_node_that_goes_under_the_reader_is_lost_and_found_when_it_is_back() -> None:
    inbox, reader = Inbox(), Mfrc522Reader("badge", SPIDEV)
    reader.start(inbox)
    assert inbox.next() == Lost("badge", f"nothing is plugged in at {SPIDEV}")
    with Child("spi_node") as node:
        assert inbox.next() == Found("badge")
        node.kill()
        lost = inbox.next()
        assert isinstance(lost, Lost)
        assert lost.why.startswith("unplugged: ")
    with Child("spi_node") as node:
        until(lambda: Found("badge") in inbox.all(), "the node that is back")
        node.order("put 04A1B2C3D4E580")
        assert inbox.next() == uid_scan("04A1B2C3D4E580")
        reader.stop()


def test_a_clock_and_an_expander_on_one_i2c_node_are_written_and_read(i2c: Child) -> None:
    bus = I2cBus()
    clock, expander = ClockChip(bus), Expander(bus, 0x20)
    assert clock.read().stood_still
    clock.set(datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC))
    assert not clock.read().stood_still
    until(lambda: clock.read().time == datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC), "two seconds")
    assert [expander.check(), expander.check()] == [False, True]
    assert expander.levels() & 1
    i2c.order("shut 0")
    assert not expander.levels() & 1
    i2c.order("dip")
    assert (expander.check(), expander.resets) == (False, 1)
    bus.close()


def test_a_held_i2c_bus_and_a_chip_that_is_not_there_are_sentences(i2c: Child) -> None:
    bus = I2cBus()
    with pytest.raises(OSError, match="Remote I/O error") as nobody:
        bus.transfer(0x27, b"\0", 1)
    assert why_silent(nobody.value, bus, 0x27) == "no chip answers at 0x27 on /dev/i2c-1"
    i2c.order("hold")
    with pytest.raises(TimeoutError) as held:
        bus.transfer(0x20, b"\0", 1)
    assert "a chip or a wire holds it low" in why_silent(held.value, bus, 0x20)
    i2c.order("free")
    assert bus.transfer(0x20, b"\0", 1) == b"\xff"
    bus.close()
