"""The reader as the kiosk knows it: readings, each card once, and a state."""

import threading
import time
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from drivers.emulators.cards import Classic1k, Ntag213, TypeACard
from drivers.emulators.field import Card
from drivers.emulators.mfrc522 import EmulatedMfrc522
from drivers.emulators.mfrc522_facts import Register
from drivers.emulators.moments import Moments
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.smart_card import SmartCard
from drivers.emulators.spi import EmulatedSpi
from drivers.mfrc522_reader import Mfrc522Reader
from drivers.mfrc522_reader.library import Bus
from drivers.mfrc522_reader.presence import AWAY_LOOKS, TROUBLE_LOOKS, Presence
from drivers.mfrc522_reader.reader import LOOK_S
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.supervision import BACK_OFF_S, State
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.key_diversification import diversified_key
from drivers.readings import Found, Lost, Reading, Scan, ScanRejected
from tests.drivers.aes_block import AesBlock
from tests.drivers.inbox import PATIENCE_S, Inbox
from tests.drivers.rc522 import WHERE, Rc522

MASTER = bytes.fromhex("00112233445566778899aabbccddeeff")
SMART = "04782E21801D80"
Step = Callable[[], object]


class Script(threading.Event):
    """The reader's own waiting: between two looks a step is played; after the last it stops."""

    def __init__(self, moments: Moments, steps: Iterable[Step]) -> None:
        super().__init__()
        self._moments = moments
        self._steps = iter(steps)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self._moments.wait(timeout)
        if timeout == LOOK_S:
            step = next(self._steps, self.set)
            step()
        return self.is_set()


def rest() -> None:
    """Let a look pass."""


def played(bench: Rc522, *steps: Step, prove: bool = False) -> list[Reading]:
    """Play a scene with one look after each step, and return what was read."""
    inbox = Inbox()
    reader = reader_on(bench, prove=prove)
    reader._stopping = Script(bench.moments, steps)
    reader._read(inbox, lambda: inbox(Found("badge")))
    readings = inbox.all()
    assert readings.pop(0) == Found("badge")
    return readings


def reader_on(bench: Rc522, *, prove: bool = False) -> Mfrc522Reader:
    def proof(uid: str) -> BadgeProof:
        return BadgeProof(AesBlock, MASTER, uid, bytes(range(16)))

    return Mfrc522Reader(
        "badge", WHERE, make_proof=proof if prove else None, open_bus=lambda _: bench.bus
    )


def put(bench: Rc522, card: Card) -> Step:
    return lambda: bench.field.put(card)


def take(bench: Rc522, card: Card) -> Step:
    return lambda: bench.field.take(card)


def smart(key: bytes) -> SmartCard:
    return SmartCard(SMART, Ntag424(AesBlock, SMART, {1: key}, lambda size: bytes(range(size))))


def own_key() -> bytes:
    return diversified_key(AesBlock, MASTER, bytes.fromhex(SMART))


# ---------------------------------------------------------------- what is read
@pytest.mark.parametrize("uid", ["DEADBEEF", "04A1B2C3D4E580", "04112233445566778899"])
def test_a_badge_is_told_once_with_its_whole_uid_however_long_it_is_held(uid: str) -> None:
    bench = Rc522()
    assert played(bench, put(bench, TypeACard(uid)), *[rest] * 300) == [Scan("badge", uid)]


def test_a_badge_that_comes_back_after_half_a_second_is_told_again() -> None:
    bench = Rc522()
    card = Classic1k("DEADBEEF")
    here, away = put(bench, card), take(bench, card)
    told = played(bench, here, away, *[rest] * (AWAY_LOOKS - 2), here, away, *[rest] * 6, here)
    assert told == [Scan("badge", "DEADBEEF")] * 2


def test_the_next_badge_is_told_at_once() -> None:
    bench = Rc522()
    one, other = Classic1k("DEADBEEF"), Ntag213("04A1B2C3D4E580")

    def swap() -> None:
        bench.field.take(one)
        bench.field.put(other)

    told = played(bench, put(bench, one), swap, rest)
    assert told == [Scan("badge", "DEADBEEF"), Scan("badge", "04A1B2C3D4E580")]


def test_a_random_uid_is_no_badge_and_is_told_once_whatever_it_changes_to() -> None:
    """Phones and hidden cards begin with 08, and have another number each time."""
    bench = Rc522()
    phones = [Classic1k(f"08{number:06X}") for number in range(3)]
    steps: list[Step] = [put(bench, phones[0])]
    for one, other in pairwise(phones):
        steps += [take(bench, one), put(bench, other)]
    assert played(bench, *steps, rest) == [ScanRejected("badge", "random_uid")]


def test_a_whole_uid_of_seven_bytes_may_begin_with_08() -> None:
    bench = Rc522()
    assert played(bench, put(bench, Ntag213("08A1B2C3D4E580"))) == [Scan("badge", "08A1B2C3D4E580")]


def test_two_badges_held_together_are_rejected_once_and_one_of_them_is_then_read() -> None:
    bench = Rc522()
    one, other = Classic1k("11223344"), Ntag213("04A1B2C3D4E580")

    def both() -> None:
        bench.field.put(one)
        bench.field.put(other)

    told = played(bench, both, *[rest] * 20, take(bench, other), rest, rest)
    assert told == [ScanRejected("badge", "two_cards"), Scan("badge", "11223344")]


def test_a_card_that_flutters_at_the_edge_of_the_field_is_no_rejection() -> None:
    bench = Rc522()
    card = Ntag213("04A1B2C3D4E580")

    def flutter() -> None:
        bench.field.put(card)
        card.leave_after(2)

    told = played(bench, flutter, rest, card.lose_power, rest)
    assert told == [Scan("badge", "04A1B2C3D4E580")]


def test_answers_that_stay_damaged_are_rejected_once() -> None:
    bench = Rc522()
    bench.field.noise = lambda frame: bytes([frame[0] ^ 1]) + frame[1:] if len(frame) > 2 else frame
    told = played(bench, put(bench, Classic1k("DEADBEEF")), *[rest] * 20)
    assert told == [ScanRejected("badge", "bad_checksum")]


# ---------------------------------------------------------------- what has to be proved
def test_a_badge_that_proves_its_key_is_read_once() -> None:
    bench = Rc522()
    told = played(bench, put(bench, smart(own_key())), *[rest] * 20, prove=True)
    assert told == [Scan("badge", SMART)]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (smart(MASTER), "card_refused"),
        (TypeACard(SMART, sak=0x00), "card_cannot_prove"),
        (Classic1k("DEADBEEF"), "card_cannot_prove"),
        (Classic1k("08ADBEEF"), "random_uid"),
    ],
)
def test_a_copied_uid_is_rejected_once_where_proof_is_demanded(
    card: TypeACard, reason: str
) -> None:
    bench = Rc522()
    told = played(bench, put(bench, card), *[rest] * 20, prove=True)
    assert told == [ScanRejected("badge", reason)]


def test_a_proof_that_was_interrupted_is_begun_again() -> None:
    bench = Rc522()
    card = smart(own_key())

    def hastily() -> None:
        bench.field.put(card)
        card.leave_after(8)

    assert played(bench, hastily, rest, rest, prove=True) == [Scan("badge", SMART)]


def test_a_card_that_never_ends_its_proof_is_rejected_once() -> None:
    bench = Rc522()
    card = SmartCard(SMART, Ntag424(AesBlock, SMART, {1: own_key()}, bytes), waits=1000)
    told = played(bench, put(bench, card), *[rest] * (3 * TROUBLE_LOOKS), prove=True)
    assert told == [ScanRejected("badge", "card_stuck")]


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
    assert inbox.all() == ([Scan("badge", "DEADBEEF")] if rested else [])


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


# ---------------------------------------------------------------- cost
def test_an_idle_look_costs_few_messages() -> None:
    """The bar: 50 messages and 2 ms of a processor, ten times a second."""
    bench = Rc522()
    before: list[int] = []
    played(
        bench, lambda: before.append(bench.chip.transfers), *[rest] * 99,
        lambda: before.append(bench.chip.transfers),
    )  # fmt: skip
    assert (before[1] - before[0]) / 100 <= 20


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
    assert inbox.next() == Scan("badge", "04A1B2C3D4E580")
    chip.unplug(0xFF)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert "no chip answers at /dev/spidev0.0" in lost.why
    assert (reader.state, reader.why) == (State.GONE, lost.why)
    chip.plug()
    assert inbox.next() == Found("badge")
    assert inbox.next() == Scan("badge", "04A1B2C3D4E580")
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
    assert told == [Scan("badge", "11223344"), Scan("weapon", "55667788")]


# ---------------------------------------------------------------- presence alone
def test_a_second_kind_of_trouble_is_told_too() -> None:
    presence = Presence("badge")
    told = [presence.disturbed("two_cards") for _ in range(TROUBLE_LOOKS)]
    assert told == [None, None, ScanRejected("badge", "two_cards")]
    assert presence.disturbed("bad_checksum") == ScanRejected("badge", "bad_checksum")


def test_trouble_beside_a_card_that_was_told_does_not_tell_it_again() -> None:
    presence = Presence("badge")
    assert presence.is_new("11223344")
    presence.accept("11223344")
    for _ in range(2 * TROUBLE_LOOKS):
        presence.disturbed("two_cards")
    assert not presence.is_new("11223344")
