"""What cards OSDP readers tell: each at its own reader, once, with its length and kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.osdp_line.cards import card_of, text_of
from drivers.osdp_line.conversation import Conversation
from drivers.protocols.osdp_session import SecureChannel
from drivers.readings import CardScan, Found, Reading, Scan, ScanRejected
from tests.drivers.aes_block import AesBlock
from tests.drivers.osdp_bench import (
    HERE,
    KEYS,
    OPENING,
    Chance,
    OsdpBench,
    emulated,
    played,
    wiegand,
)
from tests.drivers.rc522 import rest

FACILITY_61_CARD_31306 = "00011110101111010010010100"
"""A 26-bit card: even parity, 61, 31306, odd parity."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[OsdpBench]:
    made = OsdpBench(tmp_path / "line")
    yield made
    made.wire.unplug()


def test_two_readers_on_one_line_tell_each_its_own_cards(bench: OsdpBench) -> None:
    def show() -> None:
        bench.inner.show(wiegand(0x3D7A4A))
        bench.outer.show(wiegand(0xCE754C00, 32))

    told = played(bench, *OPENING, show, rest)
    assert told == [
        *HERE, CardScan("in", "3D7A4A", "wiegand26", 26),
        CardScan("out", "CE754C00", "wiegand34", 34),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bits", "told"),
    [
        (wiegand(0x00002A), CardScan("in", "00002A", "wiegand26", 26)),
        (wiegand(0x3D7A4A)[:-1] + "x", ScanRejected("in", "bad_parity")),
        (f"{0x04A1B2C3D4E580:056b}", CardScan("in", "04A1B2C3D4E580", "iso14443a", 56)),
        (f"{0xDEADBEEF:032b}", CardScan("in", "DEADBEEF", "iso14443a", 32)),
        (f"{0x08ADBEEF:032b}", ScanRejected("in", "random_uid")),
        (f"{0x1234567:037b}", CardScan("in", "0001234567", "raw", 37)),
        ("1" * 256, CardScan("in", "F" * 64, "raw", 256)),
        ("1" * 257, ScanRejected("in", "too_long")),
        ("", ScanRejected("in", "bad_length")),
    ],
)
def test_a_card_is_its_number_with_length_and_kind(
    bench: OsdpBench, bits: str, told: Reading
) -> None:
    flipped = "0" if wiegand(0x3D7A4A)[-1] == "1" else "1"

    def show() -> None:
        bench.inner.show(bits.replace("x", flipped))

    assert played(bench, *OPENING, show, rest) == [*HERE, told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"1010000168", Scan("in", "1010000168")),
        (b"\x1b[2J", ScanRejected("in", "not_text")),
        (b"9" * 65, ScanRejected("in", "too_long")),
        (b"", ScanRejected("in", "half_scan")),
    ],
)
def test_a_card_that_comes_as_characters_is_a_plain_text(
    bench: OsdpBench, text: bytes, told: Reading
) -> None:
    assert played(bench, *OPENING, lambda: bench.inner.show_text(text), rest) == [*HERE, told]


def test_a_stuck_reader_that_repeats_a_card_for_an_hour_tells_it_once() -> None:
    now = 0.0
    reader = emulated(1, KEYS[0])
    chance = Chance()

    def channel() -> SecureChannel:
        return SecureChannel(AesBlock, KEYS[0], chance(8), addr=1)

    conversation = Conversation("in", 1, channel, lambda: now)
    told: list[Reading] = []
    while now < 3600:
        now += 0.24  # a status takes the place of a poll now and then
        reader.show(FACILITY_61_CARD_31306)
        packet = conversation.next_packet()
        assert packet is not None
        told += conversation.take(reader.answer(packet))
        while len(reader.cards) > 1:
            reader.cards.pop()
    assert told == [Found("in"), CardScan("in", "3D7A4A", "wiegand26", 26)]
    assert now > 3600


def test_a_card_that_comes_back_after_half_a_second_is_told_again(bench: OsdpBench) -> None:
    def show() -> None:
        bench.inner.show(wiegand(0x3D7A4A))

    told = played(bench, *OPENING, show, show, bench.clock.leap(0.5), show, rest)
    assert told == [*HERE, *[CardScan("in", "3D7A4A", "wiegand26", 26)] * 2]


@pytest.mark.promise("P9")
@given(st.binary(max_size=400))
def test_whatever_a_reader_says_of_a_card_is_a_scan_or_a_rejection(payload: bytes) -> None:
    for read in (card_of, text_of):
        told = read("in", payload)
        assert isinstance(told, Scan | ScanRejected)
        assert isinstance(told, ScanRejected) or 0 < len(told.text) <= 64
