"""The emulated chip and cards against the data sheet, captures, and somebody else's driver."""

import json
from pathlib import Path

import pytest

from drivers.emulators.cards import Classic1k, Ntag213, TypeACard
from drivers.emulators.field import Said, crc_a, together
from drivers.emulators.mfrc522_facts import SELF_TESTS, WRONG_SELF_TEST, Command, Register
from drivers.mfrc522_reader.chip_facts import CHIPS
from drivers.mfrc522_reader.library import Library, library_on
from tests.drivers.card_frames import card_frames
from tests.drivers.rc522 import Rc522

unhex = bytes.fromhex


class Pins:
    """Registers one by one, as the data sheet numbers them."""

    def __init__(self, bench: Rc522) -> None:
        self.bench = bench
        bench.moments.wait(0.001)

    def read(self, register: int) -> int:
        return self.bench.bus.xfer2([register << 1 | 0x80, 0])[1]

    def write(self, register: int, *values: int) -> None:
        self.bench.bus.xfer2([register << 1, *values])

    def switch_on(self) -> None:
        """Full modulation, timer of 25 ms by itself, both antenna drivers, five milliseconds."""
        for register, value in (
            (Register.TIMER_MODE, 0x80),
            (Register.TIMER_PRESCALER, 0xA9),
            (Register.TIMER_HIGH, 0x03),
            (Register.TIMER_LOW, 0xE8),
            (Register.TX_CONTROL, 0x83),
        ):
            self.write(register, value)
        self.bench.moments.wait(0.005)

    def say(self, frame: bytes, bits: int = 0) -> bytes:
        """Transceive, wait half a millisecond and a bit per bit, and empty the FIFO."""
        self.write(Register.COMMAND, Command.IDLE)
        self.write(Register.COM_IRQ, 0x7F)
        self.write(Register.FIFO_LEVEL, 0x80)
        self.write(Register.FIFO_BYTE, *frame)
        self.write(Register.COMMAND, Command.TRANSCEIVE)
        self.write(Register.BIT_FRAMING, 0x80 | bits)
        self.bench.moments.wait(0.005)
        return bytes(self.read(Register.FIFO_BYTE) for _ in range(self.read(Register.FIFO_LEVEL)))


@pytest.fixture
def pins() -> Pins:
    return Pins(Rc522())


def test_after_power_on_the_registers_are_those_that_nxp_prints(pins: Pins) -> None:
    expected = {0x01: 0x20, 0x0E: 0xA0, 0x11: 0x3F, 0x14: 0x80, 0x26: 0x48, 0x37: 0x92}
    assert {address: pins.read(address) for address in expected} == expected


def test_one_message_reads_many_registers_and_writes_one_many_times(pins: Pins) -> None:
    """Data sheet, 8.1.2: the address of the next read goes with the answer to the last."""
    pins.write(Register.FIFO_BYTE, 1, 2, 3)
    asked = [Register.FIFO_LEVEL, Register.FIFO_BYTE, Register.FIFO_BYTE, Register.VERSION]
    said = pins.bench.bus.xfer2([*(register << 1 | 0x80 for register in asked), 0])
    assert said[1:] == [3, 1, 2, 0x92]


def test_the_fifo_holds_64_bytes_and_says_when_there_were_more(pins: Pins) -> None:
    pins.write(Register.FIFO_BYTE, *range(64))
    assert (pins.read(Register.FIFO_LEVEL), pins.read(Register.ERROR)) == (64, 0)
    pins.write(Register.FIFO_BYTE, 99)
    assert (pins.read(Register.FIFO_LEVEL), pins.read(Register.ERROR)) == (64, 0x10)
    pins.write(Register.FIFO_LEVEL, 0x80)
    assert (pins.read(Register.FIFO_LEVEL), pins.read(Register.ERROR)) == (0, 0)


def test_the_coprocessor_makes_crc_a_of_a_captured_frame(pins: Pins) -> None:
    """SELECT of the capture 5204009320b0bb890486...: its CRC is 3D30."""
    pins.write(Register.MODE, 0x3D)
    pins.write(Register.FIFO_BYTE, *unhex("9370b0bb890486"))
    pins.write(Register.COMMAND, Command.CALC_CRC)
    assert pins.read(Register.DIV_IRQ) & 0x04
    assert (pins.read(Register.CRC_LOW), pins.read(Register.CRC_HIGH)) == (0x3D, 0x30)
    assert crc_a(unhex("9370b0bb890486")) == unhex("3d30")


def test_the_timer_ends_when_its_registers_say_and_not_before(pins: Pins) -> None:
    pins.switch_on()
    pins.write(Register.COM_IRQ, 0x7F)
    pins.write(Register.CONTROL, 0x40)
    pins.bench.moments.wait(0.024)
    assert not pins.read(Register.COM_IRQ) & 0x01
    left = pins.read(Register.TIMER_COUNT_HIGH) << 8 | pins.read(Register.TIMER_COUNT_LOW)
    assert 10 < left < 40
    pins.bench.moments.wait(0.001)
    assert pins.read(Register.COM_IRQ) & 0x01


def test_a_stopped_timer_does_not_end(pins: Pins) -> None:
    pins.switch_on()
    pins.write(Register.COM_IRQ, 0x7F)
    pins.write(Register.CONTROL, 0x40)
    pins.write(Register.CONTROL, 0x80)
    pins.bench.moments.wait(1.0)
    assert not pins.read(Register.COM_IRQ) & 0x01


def test_a_frame_that_nobody_answers_starts_the_timer(pins: Pins) -> None:
    pins.switch_on()
    assert pins.say(b"\x52", 7) == b""
    assert pins.read(Register.COM_IRQ) & 0x61 == 0x40
    pins.bench.moments.wait(0.025)
    assert pins.read(Register.COM_IRQ) & 0x61 == 0x41


@pytest.mark.parametrize("version", sorted(SELF_TESTS))
def test_a_chip_prepared_as_nxp_says_tests_itself(version: int) -> None:
    pins = Pins(Rc522(version))
    pins.write(Register.FIFO_BYTE, *bytes(25))
    pins.write(Register.COMMAND, Command.MEM)
    pins.write(Register.AUTO_TEST, 0x09)
    pins.write(Register.FIFO_BYTE, 0)
    pins.write(Register.COMMAND, Command.CALC_CRC)
    assert pins.read(Register.FIFO_LEVEL) == 0, "it takes its time"
    pins.bench.moments.wait(0.006)
    told = bytes(pins.read(Register.FIFO_BYTE) for _ in range(64))
    assert told == SELF_TESTS[version]


def test_the_self_tests_are_those_of_the_published_vectors() -> None:
    frames = json.loads(Path(__file__).with_name("chip_frames.json").read_text("utf-8"))
    published = {int(one["decoded"]["version_reg"], 16): unhex(one["hex"]) for one in frames}
    assert dict(SELF_TESTS) == published
    assert {version: chip.self_test for version, chip in CHIPS.items()} == published


def test_a_self_test_without_its_preparation_says_something_else(pins: Pins) -> None:
    pins.write(Register.AUTO_TEST, 0x09)
    pins.write(Register.FIFO_BYTE, 1)
    pins.write(Register.COMMAND, Command.CALC_CRC)
    pins.bench.moments.wait(0.006)
    assert bytes(pins.read(Register.FIFO_BYTE) for _ in range(64)) == WRONG_SELF_TEST


def test_the_buffer_comes_back_into_an_empty_fifo(pins: Pins) -> None:
    pins.write(Register.FIFO_BYTE, *range(25))
    pins.write(Register.COMMAND, Command.MEM)
    assert pins.read(Register.FIFO_LEVEL) == 0
    pins.write(Register.COMMAND, Command.MEM)
    assert [pins.read(Register.FIFO_BYTE) for _ in range(25)] == list(range(25))


def test_a_reset_chip_hears_nothing_until_its_oscillator_swings(pins: Pins) -> None:
    pins.write(Register.COMMAND, Command.SOFT_RESET)
    assert pins.read(Register.COMMAND) & 0x10
    pins.write(Register.COMMAND, Command.SOFT_RESET)
    pins.write(Register.MODE, 0x00)
    pins.bench.moments.wait(0.001)
    assert (pins.read(Register.COMMAND), pins.read(Register.MODE)) == (0x20, 0x3F)


@pytest.mark.parametrize("frame", card_frames("ISO14443A activation session"))
def test_a_card_answers_as_real_cards_were_heard_to(frame: dict[str, object]) -> None:
    """Captures of proxmark3, as far as the SAK: reader and card in turn."""
    pins = Pins(Rc522())
    pins.switch_on()
    decoded = frame["decoded"]
    assert isinstance(decoded, dict)
    card = TypeACard(decoded["uid"], sak=int(decoded["sak"], 16))
    card._atqa = unhex(decoded["atqa"])[::-1]
    pins.bench.field.put(card)
    turns = [turn for turn in decoded["frames"] if "READ" not in turn.get("cmd", "")]
    pairs = [
        (unhex(asked["hex"]), unhex(told["hex"]))
        for asked, told in zip(turns[::2], turns[1::2], strict=False)
        if asked["cmd"] != "RATS" and told["dir"] == "tag->reader"
    ]
    assert len(pairs) >= 3
    for asked, told in pairs:
        assert pins.say(asked, 7 if len(asked) == 1 else 0) == told


def test_a_card_needs_five_milliseconds_of_field(pins: Pins) -> None:
    pins.bench.field.put(Classic1k("B0BB8904"))
    pins.switch_on()
    assert pins.say(b"\x26", 7) == unhex("0400")
    pins.write(Register.TX_CONTROL, 0x80)
    pins.bench.moments.wait(0.006)
    pins.write(Register.TX_CONTROL, 0x83)
    assert pins.say(b"\x26", 7) == b""
    assert pins.say(b"\x26", 7) == unhex("0400")


def test_a_card_lives_through_a_short_gap_in_the_field(pins: Pins) -> None:
    pins.bench.field.put(Classic1k("B0BB8904"))
    pins.switch_on()
    assert pins.say(b"\x26", 7) == unhex("0400")
    pins.write(Register.TX_CONTROL, 0x80)
    pins.bench.moments.wait(0.004)
    pins.write(Register.TX_CONTROL, 0x83)
    pins.bench.moments.wait(0.005)
    assert pins.say(unhex("9320")) == unhex("b0bb890486")


def test_a_card_that_sleeps_wakes_for_wupa_only(pins: Pins) -> None:
    pins.bench.field.put(Classic1k("B0BB8904"))
    pins.switch_on()
    for frame, bits in ((b"\x26", 7), (unhex("9320"), 0), (unhex("9370b0bb8904863d30"), 0)):
        assert pins.say(frame, bits)
    assert pins.say(unhex("500057cd")) == b""
    assert pins.say(b"\x26", 7) == b""
    assert pins.say(b"\x52", 7) == unhex("0400")


def test_a_tag_is_read_in_pages_with_its_crc_taken_off_by_the_chip(pins: Pins) -> None:
    tag = Ntag213("04A1B2C3D4E580")
    pins.bench.field.put(tag)
    pins.switch_on()
    pins.write(Register.TX_MODE, 0x80)
    pins.say(b"\x26", 7)
    pins.write(Register.TX_MODE, 0x00)
    first, second = unhex("8804a1b2"), unhex("c3d4e580")
    for level, part in ((0x93, first), (0x95, second)):
        check = part[0] ^ part[1] ^ part[2] ^ part[3]
        select = bytes([level, 0x70]) + part + bytes([check])
        assert pins.say(bytes([level, 0x20])) == part + bytes([check])
        assert len(pins.say(select + crc_a(select))) == 3
    pins.write(Register.TX_MODE, 0x80)
    pins.write(Register.RX_MODE, 0x80)
    assert pins.say(b"\x60") == unhex("0004040201000f03")
    assert pins.say(b"\x30\x00") == bytes(tag.memory[:16])
    assert pins.say(b"\x30\x2d") == b"\x00", "no page 45"
    assert pins.read(Register.CONTROL) & 0x07 == 4


def test_two_cards_collide_at_the_first_bit_on_which_they_differ(pins: Pins) -> None:
    for uid in ("11223344", "11223355"):
        pins.bench.field.put(Classic1k(uid))
    pins.switch_on()
    assert pins.say(b"\x26", 7) == unhex("0400"), "the same answer is no collision"
    assert pins.say(unhex("9320"))[:3] == unhex("112233")
    assert pins.read(Register.ERROR) & 0x08
    assert pins.read(Register.COLLISION) & 0x3F == 25


@pytest.mark.parametrize(
    ("said", "collision"),
    [((b"\x01", b"\x01"), None), ((b"\x01", b"\x05"), 3), ((b"\x01", b"\x01\x05"), 9)],
)
def test_answers_at_once_are_put_together_bit_by_bit(
    said: tuple[bytes, ...], collision: int | None
) -> None:
    assert together([Said(one) for one in said]).collision == collision


def test_the_mfrc522_package_itself_finds_a_card_in_the_emulated_field(pins: Pins) -> None:
    """Somebody else's driver agrees with the emulator on registers, FIFO, CRC and frames."""
    library = library_on(pins.bench.bus)
    library.MFRC522_Init()
    pins.bench.moments.wait(0.01)
    assert library.CalulateCRC([0x50, 0x00]) == [0x57, 0xCD]
    pins.bench.field.put(Classic1k("DEADBEEF"))
    assert _asked(pins, library, [library.PICC_REQIDL], bits=7) == [0x04, 0x00]
    assert _asked(pins, library, [0x93, 0x20]) == [0xDE, 0xAD, 0xBE, 0xEF, 0x22]


def _asked(pins: Pins, library: Library, frame: list[int], bits: int = 0) -> list[int]:
    """Let the package exchange a frame; its own wait ends at once, so time passes by hand."""
    library.Write_MFRC522(library.BitFramingReg, bits)
    read = library.Read_MFRC522

    def slow(register: int) -> int:
        pins.bench.moments.wait(0.001)
        told: int = read(register)
        return told

    library.Read_MFRC522 = slow
    status, told, _ = library.MFRC522_ToCard(library.PCD_TRANSCEIVE, frame)
    library.Read_MFRC522 = read
    assert status == library.MI_OK
    answer: list[int] = told
    return answer
