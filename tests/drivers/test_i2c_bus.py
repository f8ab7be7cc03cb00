"""The bus on a real /dev/i2c-1, in a program of its own, and what its errors mean."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.ina219 import EmulatedIna219
from drivers.emulators.mcp23017 import EmulatedMcp23017
from drivers.lines.i2c_bus import I2cBus, why_silent
from tests.drivers.i2c_bed import I2cBed

FDS = Path("/proc/self/fd")


@pytest.fixture
def bed() -> Iterator[I2cBed]:
    started = I2cBed()
    yield started
    assert started.end() == 0


def test_a_chip_is_written_and_read_in_one_transfer_through_the_kernels_own_device(
    bed: I2cBed,
) -> None:
    chip = EmulatedMcp23017()
    bed.bus.chips[0x20] = chip
    assert bed.order("transfer", 0x20, "00", 2) == "ffff"
    assert bed.order("transfer", 0x20, "007f3c", 0) == ""
    assert bed.order("transfer", 0x20, "00", 2) == "7f3c"
    assert (chip.register(0, 0), chip.register(0, 1)) == (0x7F, 0x3C)
    assert bed.settings == [2, 1], "time-out and retries, once"
    assert bed.bus.transfers == 3


def test_each_failure_is_a_sentence_and_the_bus_works_again_after_it(bed: I2cBed) -> None:
    bed.bus.chips[0x20] = EmulatedMcp23017()
    assert bed.order("transfer", 0x27, "00", 1) == "no chip answers at 0x20 on /dev/i2c-1"
    bed.bus.held = True
    assert "a chip or a wire holds it low" in bed.order("transfer", 0x20, "00", 1)
    bed.bus.held, bed.bus.removed = False, True
    assert "there is no /dev/i2c-1" in bed.order("transfer", 0x20, "00", 1)
    bed.bus.removed = False
    assert bed.order("transfer", 0x20, "00", 1) == "ff"
    assert bed.settings == [2, 1, 2, 1], "a bus that went away is opened again"


def test_contacts_and_current_come_through_the_real_node(bed: I2cBed) -> None:
    expander, meter = EmulatedMcp23017(), EmulatedIna219()
    bed.bus.chips |= {0x20: expander, 0x41: meter}
    expander.wired[0] = False
    for at_ms in (0, 25, 50):
        assert bed.order("look", at_ms) == []
    assert bed.order("look", 75) == [
        {"kind": "Found", "device": "door"},
        {"kind": "Edge", "line": "door", "closed": True},
        {"kind": "Found", "device": "rack"},
        {"kind": "Edge", "line": "rack", "closed": False},
    ]
    meter.current_ma = 650
    assert bed.order("current") == 650


def test_a_bus_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    bus = I2cBus(str(tmp_path / "i2c-1"))
    with pytest.raises(FileNotFoundError) as absent:
        bus.transfer(0x20, b"")
    assert why_silent(absent.value, bus, 0x20).startswith("there is no ")
    bus.close()


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EREMOTEIO, "no chip answers at 0x20"),
        (errno.ENXIO, "no chip answers at 0x20"),
        (errno.ETIMEDOUT, "does not move"),
        (errno.EAGAIN, "does not move"),
        (errno.EACCES, "may not open"),
        (errno.EIO, "failed at 0x20"),
    ],
)
def test_what_the_kernel_says_is_told_in_words(number: int, says: str) -> None:
    assert says in why_silent(OSError(number, os.strerror(number)), EmulatedI2c(), 0x20)


def test_a_file_that_is_no_bus_fails_and_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "no-bus").touch()
    bus = I2cBus(str(tmp_path / "no-bus"))
    before = len(list(FDS.iterdir()))
    for _ in range(3):
        with pytest.raises(OSError, match="ioctl"):
            bus.transfer(0x20, b"\0", 1)
    assert len(list(FDS.iterdir())) == before
    bus.close()
