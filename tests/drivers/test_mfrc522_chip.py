"""The chip's own part of the driver: what is checked before it is relied on, and every end."""

import builtins
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any

import pytest

from drivers.emulators.cards import Classic1k
from drivers.emulators.mfrc522_facts import SELF_TESTS, Register
from drivers.mfrc522_reader import library
from drivers.mfrc522_reader.chip import FRAME_MAX, Trouble
from drivers.mfrc522_reader.chip_facts import GAINS
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.supervision import DeviceFault
from tests.drivers.rc522 import WHERE, Rc522


# ---------------------------------------------------------------- opening
@pytest.mark.parametrize("version", sorted(SELF_TESTS))
def test_a_chip_that_passes_its_makers_self_test_is_opened_by_name(version: int) -> None:
    bench = Rc522(version)
    name = bench.closed().open(gain_db=43)
    assert name.endswith("self-test passed")
    assert ("FM17522" in name) == (version == 0x88)


@pytest.mark.parametrize("version", sorted(SELF_TESTS))
def test_a_chip_that_fails_its_self_test_is_refused_unless_that_is_allowed(version: int) -> None:
    bench = Rc522(version)
    bench.chip.failing = True
    with pytest.raises(DeviceFault, match="fails its self-test"):
        bench.closed().open(gain_db=43)
    assert bench.closed().open(gain_db=43, strict=False).endswith("self-test failed")


def test_an_unknown_chip_is_refused_by_its_number_unless_that_is_allowed() -> None:
    bench = Rc522(0x12)
    with pytest.raises(DeviceFault, match="version 12"):
        bench.closed().open(gain_db=43)
    assert bench.closed().open(gain_db=43, strict=False) == "unknown chip 12, self-test not known"


@pytest.mark.parametrize("level", [0x00, 0xFF])
def test_a_line_that_floats_is_a_chip_that_is_gone(level: int) -> None:
    bench = Rc522()
    bench.chip.unplug(level)
    with pytest.raises(DeviceGone, match="no chip answers") as gone:
        bench.closed().open(gain_db=43)
    assert not isinstance(gone.value, DeviceFault)


def test_a_chip_whose_crystal_does_not_swing_is_given_up() -> None:
    bench = Rc522()
    chip = bench.closed()
    reset = bench.chip._reset

    def never() -> None:
        reset()
        bench.chip._ready_at = 1e9

    bench.chip._reset = never  # type: ignore[method-assign] # what befalls this one chip
    with pytest.raises(DeviceFault, match="crystal"):
        chip.open(gain_db=43)


@pytest.mark.parametrize(("gain_db", "bits"), GAINS.items())
def test_the_gain_reaches_the_receiver(gain_db: int, bits: int) -> None:
    bench = Rc522()
    bench.closed().open(gain_db=gain_db)
    assert bench.chip.register(Register.RF_CONFIG) >> 4 == bits


def test_an_open_chip_has_its_field_on_and_a_closed_one_off() -> None:
    bench = Rc522()
    chip = bench.opened()
    assert bench.chip.register(Register.TX_CONTROL) & 0x03 == 0x03
    chip.close()
    assert bench.chip.register(Register.TX_CONTROL) & 0x03 == 0


def test_closing_a_chip_whose_bus_went_away_is_no_failure() -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.bus.removed = True
    chip.close()
    assert bench.chip.register(Register.TX_CONTROL) & 0x03 == 0x03, "nobody could tell it"


# ---------------------------------------------------------------- while it works
@pytest.mark.parametrize(
    ("befalls", "kind", "why"),
    [
        (lambda chip: chip.unplug(0x00), DeviceGone, "no chip answers"),
        (lambda chip: chip.unplug(0xFF), DeviceGone, "no chip answers"),
        (lambda chip: chip.brown_out(), DeviceFault, "lost its settings"),
        (lambda chip: setattr(chip, "stuck", True), DeviceFault, "does not end its command"),
    ],
)
def test_what_befalls_a_chip_between_two_frames_is_told_as_what_it_is(
    befalls: Callable[[Any], None], kind: type[Exception], why: str
) -> None:
    bench = Rc522()
    chip = bench.opened()
    chip.check()
    befalls(bench.chip)

    def look() -> None:
        chip.transceive(b"\x52", patience_s=0.001, seven_bits=True)
        chip.check()

    with pytest.raises(kind, match=why) as told:
        look()
    assert WHERE in str(told.value)
    assert type(told.value) is kind


@pytest.mark.parametrize(
    ("register", "value"),
    [
        (Register.TX_CONTROL, 0x80),
        (Register.TX_CONTROL, 0x82),
        (Register.RF_CONFIG, 0x48),
        (Register.TIMER_PRESCALER, 0x00),
        (Register.VERSION, 0x91),
    ],
)
def test_one_setting_that_is_not_ours_any_more_is_enough(register: Register, value: int) -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.chip._registers[register] = value
    with pytest.raises(DeviceFault, match="lost its settings"):
        chip.check()


@pytest.mark.parametrize("patience_s", [0.001, 0.1, 1.0, 60.0])
def test_a_chip_that_hangs_is_given_up_after_a_bounded_time_and_work(patience_s: float) -> None:
    """The package's own loop read the chip 2,000 times, and its read() for ever."""
    bench = Rc522()
    chip = bench.opened()
    bench.chip.stuck = True
    began, transfers = bench.moments.now(), bench.chip.transfers
    with pytest.raises(DeviceFault):
        chip.transceive(b"\x52", patience_s=patience_s, seven_bits=True)
    assert bench.moments.now() - began < 2 * min(patience_s, 1.0) + 0.1
    assert bench.chip.transfers - transfers < 450


def test_an_empty_field_costs_few_transfers_and_ends_with_the_chips_own_timer() -> None:
    bench = Rc522()
    chip = bench.opened()
    chip.transceive(b"\x52", patience_s=0.001, seven_bits=True)
    began, transfers = bench.moments.now(), bench.chip.transfers
    assert chip.transceive(b"\x52", patience_s=0.001, seven_bits=True) is Trouble.SILENCE
    assert 0.001 < bench.moments.now() - began < 0.004
    assert bench.chip.transfers - transfers <= 15


def test_an_answer_that_begins_before_its_time_is_up_is_heard_to_its_end() -> None:
    bench = Rc522()
    bench.field.put(Classic1k("B0BB8904"))
    chip = bench.opened()
    told = chip.transceive(b"\x52", patience_s=0.0002, seven_bits=True)
    assert told == bytes.fromhex("0400")


def test_only_frames_that_fit_the_fifo_are_sent() -> None:
    chip = Rc522().opened()
    with pytest.raises(AssertionError, match="FIFO"):
        chip.transceive(bytes(FRAME_MAX + 1), patience_s=0.001)


@pytest.mark.parametrize(
    ("noise", "trouble"), [(lambda _: bytes(65), Trouble.DAMAGED), (lambda _: b"", Trouble.DAMAGED)]
)
def test_an_answer_that_is_too_long_or_empty_is_damaged(
    noise: Callable[[bytes], bytes], trouble: Trouble
) -> None:
    bench = Rc522()
    bench.field.put(Classic1k("B0BB8904"))
    bench.field.noise = noise
    assert bench.opened().transceive(b"\x52", patience_s=0.001, seven_bits=True) is trouble


# ---------------------------------------------------------------- the package
def test_the_package_is_used_without_hardware_libraries_and_leaves_nothing_behind() -> None:
    """RPi.GPIO takes pins, and raises off a Pi and on a Pi 5; spidev is not needed."""
    before = set(sys.modules)
    real = builtins.__import__
    made = library.library_on(Rc522().bus)
    assert made.Read_MFRC522(made.VersionReg) == 0x92
    assert builtins.__import__ is real
    new = {name.partition(".")[0] for name in set(sys.modules) - before}
    assert new.isdisjoint({"RPi", "spidev", "mfrc522"})


def test_a_missing_package_is_a_fault_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(
        DeviceFault, match=r"is not installed: pip install --no-deps mfrc522==0.0.7"
    ):
        Rc522().closed()


def test_another_release_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: "0.1.0")
    with pytest.raises(DeviceFault, match=r"is installed as 0\.1\.0"):
        Rc522().closed()
