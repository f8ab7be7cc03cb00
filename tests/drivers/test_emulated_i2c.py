"""The emulated bus and chips do what the data sheets say, where our drivers do not look."""

import errno

import pytest

from drivers.emulators.ads1115 import EmulatedAds1115
from drivers.emulators.ds3231 import PAGE, EmulatedAt24c32, EmulatedDs3231
from drivers.emulators.i2c import EmulatedI2c, I2cChip, Message
from drivers.emulators.ina219 import EmulatedIna219
from drivers.emulators.mcp23017 import EmulatedMcp23017
from drivers.emulators.pca9685 import EmulatedPca9685


def on_a_bus(chip: I2cChip) -> EmulatedI2c:
    bus = EmulatedI2c()
    bus.chips[0x20] = chip
    return bus


def test_a_bus_fails_with_the_kernels_own_errors() -> None:
    bus = on_a_bus(EmulatedMcp23017())
    read = [Message(0x20, reading=True, length=1)]
    assert bus.perform(read) == 0
    assert bus.perform([Message(0x21, reading=True, length=1)]) == errno.EREMOTEIO
    bus.deaf.add(0x20)
    assert bus.perform(read) == errno.EREMOTEIO
    bus.deaf.clear()
    bus.held = True
    assert bus.perform(read) == errno.ETIMEDOUT
    bus.removed = True
    assert bus.perform(read) == errno.ENODEV


def test_an_expander_reads_its_pins_its_pulls_and_its_own_outputs() -> None:
    chip = EmulatedMcp23017()
    bus = on_a_bus(chip)
    bus.transfer(0x20, bytes([0x00, 0x0F]))  # port A: four inputs, four outputs
    bus.transfer(0x20, bytes([0x14, 0xA5]))
    chip.wired[0:2] = [True, False]
    assert bus.transfer(0x20, b"\x12", 1) == bytes([0xA0 | 0b0001])
    bus.transfer(0x20, bytes([0x0C, 0x0C]))  # pull-ups at pins 2 and 3
    assert bus.transfer(0x20, b"\x12", 1) == bytes([0xA0 | 0b1101])
    bus.transfer(0x20, bytes([0x02, 0xFF]))  # inputs turned round, outputs not
    assert bus.transfer(0x20, b"\x12", 1) == bytes([0xA0 | 0b0010])


def test_an_expander_in_bank_1_has_other_addresses_and_comes_back() -> None:
    chip = EmulatedMcp23017()
    bus = on_a_bus(chip)
    bus.transfer(0x20, bytes([0x0A, 0x80]))
    bus.transfer(0x20, bytes([0x10, 0x12]))
    assert chip.register(0, 1) == 0x12
    bus.transfer(0x20, bytes([0x05, 0x00]))
    assert bus.transfer(0x20, b"\x00", 2) == b"\xff\x12"


def test_an_expander_goes_round_its_registers_or_stays_at_one() -> None:
    bus = on_a_bus(EmulatedMcp23017())
    assert bus.transfer(0x20, b"\x15", 3) == b"\x00\xff\xff"
    bus.transfer(0x20, bytes([0x0A, 0x20]))
    assert bus.transfer(0x20, b"\x00", 3) == b"\xff\xff\xff"


def test_a_brown_out_resets_the_chips_that_it_names() -> None:
    bus = EmulatedI2c()
    first, second = EmulatedMcp23017(), EmulatedMcp23017()
    bus.chips |= {0x20: first, 0x21: second}
    for address in bus.chips:
        bus.transfer(address, b"\x00\x00\x00")
    bus.brown_out(0x20)
    assert (first.register(0, 0), second.register(0, 0)) == (0xFF, 0x00)
    bus.brown_out()
    assert second.register(0, 0) == 0xFF


def test_an_ammeter_measures_in_steps_of_10_microvolts_up_to_its_range() -> None:
    chip = EmulatedIna219()
    bus = on_a_bus(chip)
    chip.current_ma = -1.04
    assert bus.transfer(0x20, b"\x01", 2) == (-10).to_bytes(2, "big", signed=True)
    chip.current_ma = 9_999
    assert bus.transfer(0x20, b"\x01", 2) == (32_000).to_bytes(2, "big")
    chip.supply_mv = 11_800
    assert int.from_bytes(bus.transfer(0x20, b"\x02", 2), "big") >> 3 == 2950
    bus.transfer(0x20, b"\x00\x19\x9f")
    bus.transfer(0x20, b"\x00\x80\x00")
    assert chip.configuration == 0x399F
    with pytest.raises(OSError, match="121"):
        bus.transfer(0x20, b"\x00\x80\x00\x00")


def test_a_converter_converts_when_it_is_started_and_says_when_it_is_done() -> None:
    chip = EmulatedAds1115()
    chip.inputs_mv = [1000.0, 250.0, 5000.0, 0.0]
    chip.busy_for = 2
    bus = on_a_bus(chip)
    bus.transfer(0x20, b"\x01\xc3\xe3")
    assert [bus.transfer(0x20, b"\x01", 1)[0] >> 7 for _ in range(3)] == [0, 0, 1]
    assert int.from_bytes(bus.transfer(0x20, b"\x00", 2), "big") == 8000
    bus.transfer(0x20, b"\x01\x85\x83")  # 0 against 1, 2.048 V
    assert int.from_bytes(bus.transfer(0x20, b"\x00", 2), "big") == 12000
    bus.transfer(0x20, b"\x01\xe3\xe3")
    assert bus.transfer(0x20, b"\x00", 2) == b"\x7f\xff"


def test_a_lamp_driver_sleeps_dims_and_listens_to_all() -> None:
    chip = EmulatedPca9685()
    bus = on_a_bus(chip)
    answers = [chip.answers_all_calls]
    bus.transfer(0x20, b"\x00\x20")
    assert [*answers, chip.answers_all_calls] == [True, False]
    bus.transfer(0x20, b"\x06\x00\x00\x00\x04")
    assert chip.brightness(0) == 0.25
    bus.transfer(0x20, b"\x00\x31")
    assert chip.brightness(0) == 0.0
    bus.transfer(0x20, b"\xfa\x00\x10\x00\x00")
    assert [chip.brightness(lamp) for lamp in range(16)] == [1.0] * 16
    bus.brown_out()
    assert chip.brightness(3) == 0.0


def test_a_clock_goes_on_in_both_spellings_of_the_hour() -> None:
    now = [0.0]
    chip = EmulatedDs3231(lambda: now[0])
    bus = on_a_bus(chip)
    bus.transfer(0x20, bytes.fromhex("00 58 59 72 04 29 02 24"))  # 12 h afternoon
    now[0] = 3.0
    assert bus.transfer(0x20, b"\x00", 7).hex() == "01006104290224"
    bus.transfer(0x20, bytes.fromhex("00 59 59 23 04 31 12 99"))
    now[0] = 4.0
    assert bus.transfer(0x20, b"\x00", 7).hex() == "00000005018100"
    bus.transfer(0x20, b"\x0f\x80")
    assert bus.transfer(0x20, b"\x0f", 1) == b"\x80", "the flag can not be set"


def test_a_clock_without_battery_starts_again_and_says_so() -> None:
    chip = EmulatedDs3231(lambda: 0.0)
    bus = on_a_bus(chip)
    bus.transfer(0x20, b"\x0f\x00")
    bus.brown_out()
    assert bus.transfer(0x20, b"\x0f", 1)[0] & 0x80 == 0
    chip.lose_battery()
    assert bus.transfer(0x20, b"\x0f", 1)[0] & 0x80


def test_a_memory_writes_within_one_page_and_is_silent_meanwhile() -> None:
    chip = EmulatedAt24c32(busy_for=1)
    bus = on_a_bus(chip)
    bus.transfer(0x20, (PAGE - 1).to_bytes(2, "big") + b"ab")
    with pytest.raises(OSError, match="121"):
        bus.transfer(0x20, b"\0\0", 1)
    assert bus.transfer(0x20, b"\0\0", 1) == b"b", "it goes round in its page"
    assert bus.transfer(0x20, (PAGE - 1).to_bytes(2, "big"), 2) == b"a\xff"
