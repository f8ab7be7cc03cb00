"""OSDP readers on one line: in their secure channel or not at all."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulators.osdp import EmulatedOsdpReader
from drivers.osdp_line import Colour, OsdpLine, OsdpReader
from drivers.osdp_line.conversation import ORDERS_MAX
from drivers.osdp_line.packets import ReplyCutter
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.noise import NOISE_S
from drivers.parts.supervision import BACK_OFF_S, State
from drivers.protocols.osdp import sealed
from drivers.protocols.osdp_example import SCBK_D
from drivers.protocols.osdp_payloads import fields
from drivers.protocols.osdp_session import DefaultKeyRefused
from drivers.readings import CardScan, Found, Lost, Scan, ScanRejected
from tests.drivers.aes_block import AesBlock
from tests.drivers.inbox import Inbox
from tests.drivers.osdp_bench import HERE, KEYS, OPENING, OsdpBench, played, wiegand
from tests.drivers.rc522 import Step, rest

ID_ASKED = sealed(bytes.fromhex("53010900046100"))
"""The greeting of a panel to address 1."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[OsdpBench]:
    made = OsdpBench(tmp_path / "line")
    yield made
    made.wire.unplug()


# ---------------------------------------------------------------- the channel
def other_key(bench: OsdpBench) -> None:
    bench.inner.scbk = KEYS[1]


def default_key(bench: OsdpBench) -> None:
    bench.inner.scbk, bench.inner.key_named = SCBK_D, 0


def exchanged(bench: OsdpBench) -> None:
    bench.inner.uid = b"READER99"


def forged(bench: OsdpBench) -> None:
    bench.inner.plain = True


@pytest.mark.parametrize(
    ("befalls", "why"),
    [
        (other_key, "has another key than ours"),
        (default_key, "only the default key"),
        (exchanged, "another reader than the one that was set up"),
        (forged, "spoke in plain text"),
    ],
)
def test_a_reader_that_does_not_prove_itself_reads_nothing_and_its_neighbour_does(
    bench: OsdpBench, befalls: Callable[[OsdpBench], None], why: str
) -> None:
    befalls(bench)
    for reader in (bench.inner, bench.outer):
        reader.show(wiegand(0x3D7A4A))
    driver = bench.driver()
    told = played(bench, *OPENING, *[rest] * 4, driver=driver)
    lost = [reading for reading in told if isinstance(reading, Lost)]
    assert [reading.device for reading in lost] == ["in"]
    assert why in lost[0].why
    assert [r for r in told if isinstance(r, Scan)] == [CardScan("out", "3D7A4A", "wiegand26", 26)]
    assert (driver.readers[0].state, driver.readers[0].why) == (State.FAULT, lost[0].why)
    plain = {packet[5] for packet in bench.line.heard if not packet[4] & 0x08}
    assert plain == {0x61}, "nothing but a greeting was ever said in the clear"


def test_the_key_that_everybody_knows_is_refused_when_the_line_is_built() -> None:
    with pytest.raises(DefaultKeyRefused):
        OsdpLine("line", "/dev/null", [OsdpReader("in", 1, SCBK_D)], make_aes=AesBlock)


@pytest.mark.parametrize(
    "readers",
    [
        [OsdpReader("in", 1, KEYS[0]), OsdpReader("out", 1, KEYS[1])],
        [OsdpReader("in", 1, KEYS[0]), OsdpReader("in", 2, KEYS[1])],
        [OsdpReader("in", 127, KEYS[0])],
    ],
)
def test_two_readers_share_no_name_and_no_address(readers: list[OsdpReader]) -> None:
    with pytest.raises(ValueError, match="of its own"):
        OsdpLine("line", "/dev/null", readers, make_aes=AesBlock)


def test_a_reader_that_lost_power_is_lost_and_opens_a_new_channel(bench: OsdpBench) -> None:
    def show() -> None:
        bench.inner.show(wiegand(0x3D7A4A))

    told = played(
        bench, *OPENING, bench.inner.lose_power, rest, bench.clock.leap(BACK_OFF_S[0]),
        *OPENING, show, rest,
    )  # fmt: skip
    assert told[:2] == HERE
    assert [type(reading) for reading in told[2:]] == [Lost, Found, CardScan]


# ---------------------------------------------------------------- the wire
def drop(bench: OsdpBench, count: int) -> Step:
    """Lose so many answers on their way, from now on."""

    def begin() -> None:
        left = [count]

        def lossy(said: bytes) -> bytes:
            if not left[0]:
                return said
            left[0] -= 1
            return b""

        bench.wire.noise = lossy

    return begin


def test_an_answer_that_was_lost_is_asked_for_again_and_the_card_told_once(
    bench: OsdpBench,
) -> None:
    """The reader has given the card away already: only the same packet brings it back."""

    def show() -> None:
        bench.inner.show(wiegand(0x3D7A4A))
        drop(bench, 2)()

    told = played(bench, *OPENING, show, rest, rest)
    assert told == [*HERE, CardScan("in", "3D7A4A", "wiegand26", 26)]


@pytest.mark.promise("P9")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: b"\x00\x53\xff\x53\x01" + said,
        lambda said: b"\x53\x81\x08\x00\x04\x40\x00\x00" + said + bytes(range(256)),
    ],
)
def test_noise_around_an_answer_hides_no_card_and_is_told_once(
    bench: OsdpBench, spoil: Callable[[bytes], bytes]
) -> None:
    bench.wire.noise = lambda said: spoil(said) if said else said
    told = played(bench, *OPENING, lambda: bench.outer.show(wiegand(0x3D7A4A)), rest)
    assert told == [JAMMED, *HERE, CardScan("out", "3D7A4A", "wiegand26", 26)]


JAMMED = ScanRejected("line", "noise")


@pytest.mark.parametrize("before", [b"\xff" * 300, b"\x00\x53"])
def test_marks_and_the_glitch_of_a_line_that_turns_round_are_no_noise(
    bench: OsdpBench, before: bytes
) -> None:
    bench.wire.noise = lambda said: before + said if said else said
    told = played(bench, *OPENING, lambda: bench.outer.show(wiegand(0x3D7A4A)), rest)
    assert told == [*HERE, CardScan("out", "3D7A4A", "wiegand26", 26)]


@pytest.mark.promise("P9")
def test_bytes_that_answer_nothing_are_rejected_in_the_lines_name_and_all_go_on(
    bench: OsdpBench,
) -> None:
    def jam() -> None:
        bench.wire.send(b"\x13\x37" * 32)

    driver = bench.driver()
    told = played(
        bench, *OPENING, *[jam] * 5, bench.clock.leap(NOISE_S), jam, jam, rest,
        lambda: bench.outer.show(wiegand(0x3D7A4A)), rest, driver=driver,
    )  # fmt: skip
    assert told == [*HERE, JAMMED, JAMMED, CardScan("out", "3D7A4A", "wiegand26", 26)]
    assert (driver.faults, [each.faults for each in driver.readers]) == (0, [0, 0])


@pytest.mark.promise("P9")
@given(st.lists(st.binary(max_size=80)))
def test_every_byte_of_a_line_is_in_a_packet_or_a_mark_or_counted(pieces: list[bytes]) -> None:
    cutter = ReplyCutter()
    packet = EmulatedOsdpReader(1, KEYS[0], AesBlock, bytes).answer(ID_ASKED)
    replies = [reply for piece in [*pieces, packet] for reply in cutter.feed(piece)]
    replies += cutter.pause()
    received = b"".join([*pieces, packet])
    marks = received.count(0xFF) - sum(reply.count(0xFF) for reply in replies)
    assert packet in replies
    assert cutter.strange() == len(received) - marks - sum(map(len, replies))
    assert cutter.strange() == 0


def test_an_adapter_that_echoes_what_we_say_is_no_answer(bench: OsdpBench) -> None:
    bench.wire.answer = lambda heard: heard + bench.line.hear(heard)
    told = played(bench, *OPENING, lambda: bench.outer.show(wiegand(0x3D7A4A)), rest)
    assert told == [*HERE, CardScan("out", "3D7A4A", "wiegand26", 26)]


def test_an_answer_of_the_other_reader_and_a_late_one_are_passed_over(bench: OsdpBench) -> None:
    old: list[bytes] = []

    def with_the_last(said: bytes) -> bytes:
        old.append(said)
        return b"".join(old[-3:]) if said else said

    bench.wire.noise = with_the_last
    told = played(bench, *OPENING, lambda: bench.outer.show(wiegand(0x3D7A4A)), rest)
    assert told == [*HERE, CardScan("out", "3D7A4A", "wiegand26", 26)]


def test_half_an_answer_three_times_and_the_reader_is_lost(bench: OsdpBench) -> None:
    def halve() -> None:
        bench.line.away.add(2)
        bench.wire.noise = lambda said: said[: len(said) // 2]

    told = played(bench, *OPENING, halve, rest, rest)
    assert told == [
        *HERE, JAMMED, Lost("in", "no reader answers at address 1"),
        Lost("out", "no reader answers at address 2"),
    ]  # fmt: skip


def test_a_reader_that_is_away_is_asked_less_and_less_and_its_neighbour_goes_on(
    bench: OsdpBench,
) -> None:
    bench.line.away.add(1)
    driver = bench.driver()
    waits = []

    def note() -> None:
        away = driver.readers[0]
        if away._wait_until > bench.clock():
            waits.append(round(away._wait_until - bench.clock()))
            bench.clock.ahead_s = away._wait_until - time.monotonic()
        bench.outer.show(wiegand(len(waits) + 1))

    told = played(bench, *[note] * 12, driver=driver)
    assert waits[:3] == [round(BACK_OFF_S[0] - 0.1), 1, 2]
    assert [r for r in told if isinstance(r, Lost)] == [
        Lost("in", "no reader answers at address 1")
    ]
    assert sum(isinstance(reading, CardScan) for reading in told) >= 3


# ---------------------------------------------------------------- tamper, power, light and sound
def test_an_opened_case_and_a_weak_supply_are_faults_until_they_are_over(bench: OsdpBench) -> None:
    bench.inner.tampered = True

    def change() -> None:
        bench.inner.tampered, bench.inner.power_failed = False, True
        bench.clock.ahead_s += 5

    told = played(bench, *OPENING, change, rest)
    assert told == [
        *HERE,
        Lost("in tamper", "reader in says that its case is open"),
        Found("in tamper"),
        Lost("in power", "reader in says that its supply fails"),
    ]


def test_lights_and_sounds_reach_their_reader_and_no_other(bench: OsdpBench) -> None:
    driver = bench.driver()

    def order() -> None:
        driver.show("out", Colour.GREEN, 3)
        driver.show("out", Colour.RED)
        driver.beep("out", 2)

    played(bench, *OPENING, order, rest, rest, driver=driver)
    assert [payload.hex(" ", 2) for payload in bench.outer.lights] == [
        "0000 0201 0002 021e 0000 0000 0000",  # green for 30 tenths, then as before
        "0000 0000 0000 0000 0001 0100 0101",  # red until the next
    ]
    assert [fields("BUZ", payload)["count"] for payload in bench.outer.sounds] == [2]
    assert (bench.inner.lights, bench.inner.sounds) == ([], [])


def test_orders_for_a_reader_that_is_away_are_forgotten(bench: OsdpBench) -> None:
    driver = bench.driver()

    def go_away() -> None:
        for _ in range(3):
            driver.beep("out")
        bench.line.away.add(2)

    def come_back() -> None:
        bench.line.away.clear()
        bench.clock.ahead_s += 60

    played(
        bench, *OPENING, go_away, rest, rest, lambda: driver.beep("out"), come_back, *OPENING,
        rest, rest, driver=driver,
    )  # fmt: skip
    assert driver.readers[1].state is State.READY
    assert bench.outer.sounds == []


def test_of_too_many_orders_the_last_ones_are_kept(bench: OsdpBench) -> None:
    driver = bench.driver()

    def order() -> None:
        for count in range(1, ORDERS_MAX + 3):
            driver.beep("in", count)

    played(bench, *OPENING, order, *[rest] * (ORDERS_MAX + 2), driver=driver)
    assert [fields("BUZ", payload)["count"] for payload in bench.inner.sounds] == list(
        range(3, ORDERS_MAX + 3)
    )


def test_a_reader_without_a_light_says_so_and_goes_on_reading(bench: OsdpBench) -> None:
    driver = bench.driver()
    meant = bench.inner._meant

    def meant_without_lights(code: int, payload: bytes) -> tuple[int, bytes]:
        return (0x41, b"\x03") if code == 0x69 else meant(code, payload)

    bench.inner._meant = meant_without_lights  # type: ignore[method-assign] # no light at all

    def order() -> None:
        driver.show("in", Colour.RED)
        bench.inner.show(wiegand(0x3D7A4A))

    told = played(bench, *OPENING, order, rest, rest, driver=driver)
    assert told == [*HERE, CardScan("in", "3D7A4A", "wiegand26", 26)]
    assert driver.readers[0].refused == "unknown command"


# ---------------------------------------------------------------- the thread
def test_a_line_that_is_pulled_out_loses_its_readers_and_all_come_back(bench: OsdpBench) -> None:
    line, inbox = bench.driver(), Inbox()
    line._back_off_s = (0.02,)
    line.start(inbox)
    assert [inbox.next() for _ in range(3)] == [Found("line"), *HERE]
    bench.wire.unplug()
    lost = [inbox.next() for _ in range(3)]
    assert [reading.device for reading in lost if isinstance(reading, Lost)] == [
        "in", "out", "line",
    ]  # fmt: skip
    assert inbox.next() == Lost("line", f"nothing is plugged in at {bench.wire.link}")
    bench.wire.plug()
    assert [inbox.next() for _ in range(3)] == [Found("line"), *HERE]
    bench.outer.show(wiegand(0x3D7A4A))
    assert inbox.next() == CardScan("out", "3D7A4A", "wiegand26", 26)
    began = time.monotonic()
    line.stop()
    assert time.monotonic() - began < 0.5
    assert inbox.all() == []


def test_a_port_that_goes_in_the_middle_of_a_question_is_gone(bench: OsdpBench) -> None:
    line = bench.driver()
    with pytest.raises(DeviceGone, match="unplugged"):
        played(bench, *OPENING, bench.wire.unplug, rest, driver=line)
    assert [each.state for each in line.readers] == [State.GONE] * 2
