"""How the reader stands: what befalls its chip, its device and its thread, and what is told."""

import threading
import time
from collections.abc import Callable

import pytest

from drivers.emulators.cards import Classic1k, Ntag213
from drivers.emulators.mfrc522 import EmulatedMfrc522
from drivers.emulators.mfrc522_facts import Register
from drivers.emulators.smart_card import SmartCard
from drivers.emulators.spi import EmulatedSpi
from drivers.mfrc522_reader import Mfrc522Reader
from drivers.mfrc522_reader.library import Bus
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.supervision import BACK_OFF_S, State
from drivers.protocols.badge_proof import BadgeProof
from drivers.readings import Found, Lost
from tests.drivers.aes_block import AesBlock
from tests.drivers.card_scans import uid_scan
from tests.drivers.inbox import PATIENCE_S, Inbox
from tests.drivers.rc522 import MASTER, SMART, WHERE, Rc522, Script, put, reader_on, rest


# ---------------------------------------------------------------- what befalls the chip
@pytest.mark.parametrize(
    ("befalls", "state", "why"),
    [
        (lambda chip: chip.unplug(0x00), State.GONE, "no chip answers"),
        (lambda chip: chip.unplug(0xFF), State.GONE, "no chip answers"),
        (lambda chip: chip.brown_out(), State.FAULT, "lost its settings"),
        (lambda chip: setattr(chip, "stuck", True), State.FAULT, "hangs"),
    ],
)
@pytest.mark.parametrize("rested", [False, True])
def test_a_chip_that_fails_with_a_card_before_it_reads_nothing_more(
    *, befalls: Callable[[EmulatedMfrc522], None], state: State, why: str, rested: bool
) -> None:
    bench = Rc522()
    reader = reader_on(bench)
    inbox = Inbox()

    def fail() -> None:
        befalls(bench.chip)
        bench.field.put(Classic1k("11223344"))

    steps = [put(bench, Classic1k("DEADBEEF")), rest, fail] if rested else [fail]
    reader._stopping = Script(bench.moments, steps)
    with pytest.raises(DeviceGone, match=why):
        reader._read(inbox, lambda: None)
    assert (reader.state, reader.faults) == (state, 1)
    assert inbox.all() == ([uid_scan("DEADBEEF")] if rested else [])


def test_a_chip_that_is_reset_during_a_look_reads_nothing() -> None:
    """The UID came over whole; what the chip says afterwards takes it back."""
    bench = Rc522()
    reader = reader_on(bench)
    inbox = Inbox()
    card = Classic1k("DEADBEEF")
    carry_out = card.hear

    def hear(frame: bytes, bits: int) -> object:
        if frame[:1] == b"\x50":
            bench.chip.brown_out()
        return carry_out(frame, bits)

    card.hear = hear  # type: ignore[method-assign, assignment] # a card and a dip at once
    reader._stopping = Script(bench.moments, [put(bench, card), rest])
    with pytest.raises(DeviceGone, match="lost its settings"):
        reader._read(inbox, lambda: None)
    assert inbox.all() == []


def test_failures_that_follow_each_other_wait_longer_and_longer() -> None:
    bench = Rc522()
    bench.chip.unplug()
    reader = reader_on(bench)
    reader._stopping = Script(bench.moments, [])
    waits = []
    for _ in range(7):
        with pytest.raises(DeviceGone):
            reader._read(Inbox(), lambda: None)
        waits.append(reader._retry_s)
    assert tuple(waits) == (*BACK_OFF_S, BACK_OFF_S[-1], BACK_OFF_S[-1])
    bench.chip.plug()
    reader._stopping = Script(bench.moments, [*[rest] * 60, bench.chip.unplug])
    with pytest.raises(DeviceGone):
        reader._read(Inbox(), lambda: None)
    assert reader._retry_s == BACK_OFF_S[0], "it had worked for a while"


def test_a_chip_that_fails_again_at_once_is_not_asked_more_often() -> None:
    bench = Rc522()
    reader = reader_on(bench)
    waits = []
    for _ in range(3):
        reader._stopping = Script(bench.moments, [bench.chip.brown_out])
        with pytest.raises(DeviceGone):
            reader._read(Inbox(), lambda: None)
        waits.append(reader._retry_s)
    assert tuple(waits) == BACK_OFF_S[:3]


def test_a_device_that_goes_is_gone_and_a_driver_that_breaks_is_a_fault() -> None:
    for breaks, state in ((OSError(19, "No such device"), State.GONE), (KeyError(1), State.FAULT)):
        bench = Rc522()
        reader = reader_on(bench)

        def fail(breaks: Exception = breaks) -> None:
            raise breaks

        reader._stopping = Script(bench.moments, [fail])
        with pytest.raises((DeviceGone, KeyError)):
            reader._read(Inbox(), lambda: None)
        assert reader.state is state
        assert bench.chip.register(Register.TX_CONTROL) & 0x03 == 0, "the field is off"


def test_a_reader_says_opening_before_it_is_ready() -> None:
    bench = Rc522()
    reader = reader_on(bench)
    reader._stopping = Script(bench.moments, [])
    states: list[State] = []
    open_bus = reader._open_bus

    def opening(path: str) -> Bus:
        states.append(reader.state)
        return open_bus(path)

    reader._open_bus = opening
    reader._read(Inbox(), lambda: states.append(reader.state))
    assert states == [State.OPENING, State.READY]


def test_an_unknown_gain_is_told_when_the_reader_is_built() -> None:
    with pytest.raises(ValueError, match="18, 23, 33, 38, 43, 48 dB, not 40"):
        Mfrc522Reader("badge", gain_db=40)


# ---------------------------------------------------------------- the thread
def test_the_thread_finds_reads_loses_and_finds_again_and_ends_at_once() -> None:
    chip = EmulatedMfrc522(time.monotonic)
    reader = Mfrc522Reader("badge", WHERE, open_bus=lambda _: EmulatedSpi(chip))
    assert reader.state is State.GONE
    inbox = Inbox()
    reader.start(inbox)
    assert inbox.next() == Found("badge")
    assert (reader.state, reader.why) == (State.READY, "")
    assert reader.chip == "MFRC522 version 2.0, self-test passed"
    card = Ntag213("04A1B2C3D4E580")
    chip.field.put(card)
    assert inbox.next() == uid_scan("04A1B2C3D4E580")
    chip.unplug(0xFF)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert "no chip answers at /dev/spidev0.0" in lost.why
    assert (reader.state, reader.why) == (State.GONE, lost.why)
    chip.plug()
    assert inbox.next() == Found("badge")
    assert inbox.next() == uid_scan("04A1B2C3D4E580")
    began = time.monotonic()
    reader.stop()
    assert time.monotonic() - began < 0.5
    assert inbox.all() == []
    assert (reader.state, reader.why) == (State.GONE, "it was stopped")


class Slow:
    """An application that says when it is asked, and a card that never comes to its answer."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.card = SmartCard(SMART, self, ats=bytes.fromhex("057777e002"), works_s=4.0)

    def answer(self, command: bytes) -> bytes:
        self.asked.set()
        return command


def test_a_thread_in_the_middle_of_a_long_wait_for_a_card_ends_at_once() -> None:
    """The card wants 5 s for an answer; the driver gives it one, and a stop not even that."""
    chip = EmulatedMfrc522(time.monotonic)
    reader = Mfrc522Reader(
        "badge",
        WHERE,
        make_proof=lambda uid: BadgeProof(AesBlock, MASTER, uid, bytes(16)),
        open_bus=lambda _: EmulatedSpi(chip),
    )
    inbox, slow = Inbox(), Slow()
    chip.field.put(slow.card)
    reader.start(inbox)
    assert slow.asked.wait(PATIENCE_S)
    began = time.monotonic()
    reader.stop()
    assert time.monotonic() - began < 0.3
    assert inbox.all() == [Found("badge")]
    assert "reader badge" not in {thread.name for thread in threading.enumerate()}


def test_two_readers_on_two_chip_selects_read_their_own_cards() -> None:
    chips = {f"/dev/spidev0.{select}": EmulatedMfrc522(time.monotonic) for select in (0, 1)}
    inboxes = [Inbox(), Inbox()]
    readers = [
        Mfrc522Reader(name, path, open_bus=lambda path: EmulatedSpi(chips[path]))
        for name, path in zip(("badge", "weapon"), chips, strict=True)
    ]
    for reader, inbox, chip in zip(readers, inboxes, chips.values(), strict=True):
        reader.start(inbox)
        assert inbox.next() == Found(reader.device)
        chip.field.put(Classic1k("11223344" if reader.device == "badge" else "55667788"))
    told = [inbox.next() for inbox in inboxes]
    for reader in readers:
        reader.stop()
    assert told == [uid_scan("11223344"), uid_scan("55667788", "weapon")]
