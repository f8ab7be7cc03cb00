"""The PN532 on a pseudo-terminal: what it reads, what it believes, and how it stands."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulators.cards import Classic1k, Ntag213, TypeACard
from drivers.emulators.field import Card
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.pn532 import EmulatedPn532
from drivers.emulators.smart_card import SmartCard
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.noise import NOISE_S
from drivers.parts.supervision import DeviceFault, State
from drivers.pn532_reader.cards import LOOK_PATIENCE_S, Trouble, look
from drivers.pn532_reader.chip import Pn532
from drivers.readings import Found, Lost, ScanRejected
from tests.drivers.aes_block import AesBlock
from tests.drivers.card_scans import uid_scan
from tests.drivers.inbox import Inbox
from tests.drivers.pn532_bench import Pn532Bench, Script, played
from tests.drivers.rc522 import MASTER, SMART, Step, own_key, rest, smart

LONG_PLAY = 60


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Pn532Bench]:
    made = Pn532Bench(tmp_path / "badge")
    yield made
    made.wire.unplug()


def put(bench: Pn532Bench, *cards: Card) -> Step:
    return lambda: bench.field.cards.extend(cards)


def take(bench: Pn532Bench, card: Card) -> Step:
    return lambda: bench.field.take(card)


# ---------------------------------------------------------------- what is read
@pytest.mark.parametrize("uid", ["DEADBEEF", "04A1B2C3D4E580", "04112233445566778899", "88776655"])
def test_a_badge_is_told_once_with_its_whole_uid_however_long_it_is_held(
    bench: Pn532Bench, uid: str
) -> None:
    told = played(bench, put(bench, TypeACard(uid)), *[rest] * LONG_PLAY)
    assert told == [uid_scan(uid)]


def test_the_next_badge_is_told_at_once_and_the_first_again_when_it_comes_back(
    bench: Pn532Bench,
) -> None:
    one, other = Classic1k("DEADBEEF"), Ntag213("04A1B2C3D4E580")
    told = played(
        bench, put(bench, one), take(bench, one), put(bench, other), take(bench, other),
        *[rest] * 5, put(bench, other),
    )  # fmt: skip
    assert told == [
        uid_scan("DEADBEEF"), uid_scan("04A1B2C3D4E580"), uid_scan("04A1B2C3D4E580"),
    ]  # fmt: skip


def test_two_badges_held_together_are_rejected_once_and_neither_is_read(bench: Pn532Bench) -> None:
    one, other = Classic1k("DEADBEEF"), smart(own_key())
    told = played(bench, put(bench, one, other), *[rest] * 20, take(bench, other), rest)
    assert told == [ScanRejected("badge", "two_cards"), uid_scan("DEADBEEF")]


def test_a_random_uid_is_no_badge(bench: Pn532Bench) -> None:
    told = played(bench, put(bench, Classic1k("08ADBEEF")), *[rest] * 9)
    assert told == [ScanRejected("badge", "random_uid")]


# ---------------------------------------------------------------- what has to be proved
def carried(bench: Pn532Bench) -> list[bytes]:
    return [asked for asked in bench.chip.asked if asked[0] == 0x40]


@pytest.mark.parametrize("uid", [SMART])
def test_a_badge_that_proves_its_key_is_read_once(bench: Pn532Bench, uid: str) -> None:
    told = played(bench, put(bench, smart(own_key())), *[rest] * 20, prove=True)
    assert told == [uid_scan(uid, proved=True)]
    assert len(carried(bench)) == 4, "select, two halves of the authentication, the UID: once"


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (smart(MASTER), "card_refused"),
        (TypeACard(SMART, sak=0x00), "card_cannot_prove"),
        (Classic1k("08ADBEEF"), "random_uid"),
    ],
)
def test_a_copied_uid_is_rejected_once_where_proof_is_demanded(
    bench: Pn532Bench, card: TypeACard, reason: str
) -> None:
    told = played(bench, put(bench, card), *[rest] * 20, prove=True)
    assert told == [ScanRejected("badge", reason)]
    assert len(carried(bench)) in {0, 3}, "it was asked once, or it was not worth asking"


def test_a_card_with_small_frames_and_little_haste_proves_itself(bench: Pn532Bench) -> None:
    application = Ntag424(AesBlock, SMART, {1: own_key()}, lambda size: bytes(range(size)))
    card = SmartCard(SMART, application, ats=bytes.fromhex("067077710280"), waits=3)
    assert played(bench, put(bench, card), rest, prove=True) == [uid_scan(SMART, proved=True)]


def test_a_proof_that_was_interrupted_is_begun_again(bench: Pn532Bench) -> None:
    card = smart(own_key())
    hear = bench.chip.hear

    def hastily(received: bytes) -> bytes:
        if len(carried(bench)) == 2 and card in bench.field.cards:
            bench.field.take(card)  # before the second half of the authentication
        return hear(received)

    bench.wire.answer = hastily

    told = played(bench, put(bench, card), put(bench, card), rest, prove=True)
    assert told == [uid_scan(SMART, proved=True)]
    assert len(carried(bench)) == 3 + 4


# ---------------------------------------------------------------- the wire and the chip
class Says(Pn532):
    """A chip that answers the same to all that it is asked."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def ask(self, command: bytes, patience_s: float = 0.0) -> bytes:
        assert (command, patience_s) == (b"\x4a\x02\x00", LOOK_PATIENCE_S)
        return self._answer


@pytest.mark.promise("P9")
@given(st.binary(max_size=60) | st.builds(b"\1\1".__add__, st.binary(max_size=30)))
def test_whatever_the_chip_says_of_a_card_is_a_uid_of_a_lawful_length_or_trouble(
    answer: bytes,
) -> None:
    met = look(Says(answer))
    assert met is None or isinstance(met, Trouble) or len(met.uid) in {8, 14, 20}


@pytest.mark.promise("P9")
def test_noise_before_an_answer_and_damaged_answers_are_overcome_and_told_once(
    bench: Pn532Bench,
) -> None:
    bench.wire.noise = lambda said: b"\x13\x00\xff\x37" + said

    def damage() -> None:
        bench.chip.damages = 2

    told = played(bench, damage, put(bench, Classic1k("DEADBEEF")), rest)
    assert told == [JAMMED, uid_scan("DEADBEEF")]


JAMMED = ScanRejected("badge", "noise")


def jam(bench: Pn532Bench) -> Step:
    return lambda: bench.wire.send(b"\x13\x37" * 32)


def leap(bench: Pn532Bench, seconds: float) -> Step:
    def ahead() -> None:
        bench.now_s += seconds

    return ahead


@pytest.mark.promise("P9")
def test_bytes_that_answer_nothing_are_one_rejection_and_the_reader_goes_on(
    bench: Pn532Bench,
) -> None:
    reader = bench.driver()
    states = []
    told = played(
        bench, *[jam(bench)] * 20, put(bench, Classic1k("DEADBEEF")),
        lambda: states.append(reader.state), driver=reader,
    )  # fmt: skip
    assert told == [JAMMED, uid_scan("DEADBEEF")]
    assert (states, reader.faults) == ([State.READY], 0)


@pytest.mark.promise("P9")
def test_noise_that_goes_on_is_told_again_and_not_with_each_look(bench: Pn532Bench) -> None:
    told = played(
        bench, jam(bench), rest, leap(bench, NOISE_S - 0.1), jam(bench), rest,
        leap(bench, 0.1), rest, jam(bench), rest,
    )  # fmt: skip
    assert told == [JAMMED] * 2


def test_what_a_chip_says_while_it_wakes_is_no_noise(bench: Pn532Bench) -> None:
    bench.wire.spoil_next(lambda said: b"\x13\x37" * 32 + said)
    assert played(bench, *[rest] * 3) == []


def test_whole_answers_that_come_too_late_are_no_noise_and_half_ones_are(
    bench: Pn532Bench,
) -> None:
    nobody = bytes.fromhex("0000ff03fdd54b00e000")

    def say(said: bytes) -> Step:
        return lambda: bench.wire.send(said)

    assert played(bench, say(nobody), rest, say(nobody * 2), rest) == []
    assert played(bench, say(nobody[:7]), rest) == [JAMMED]


def test_an_answer_that_comes_in_single_bytes_is_whole(bench: Pn532Bench) -> None:
    def dribble(received: bytes) -> bytes:
        for byte in bench.chip.hear(received):
            bench.wire.send(bytes([byte]))
        return b""

    bench.wire.answer = dribble
    assert played(bench, put(bench, Classic1k("DEADBEEF"))) == [uid_scan("DEADBEEF")]


def stuck(bench: Pn532Bench) -> None:
    bench.chip.stuck = True


def half(bench: Pn532Bench) -> None:
    bench.wire.noise = lambda said: said[: len(said) // 2]


def damaged(bench: Pn532Bench) -> None:
    bench.chip.damages = 1000


def asleep(bench: Pn532Bench) -> None:
    bench.chip.power_off()


def deaf(bench: Pn532Bench) -> None:
    bench.wire.answer = lambda _: b""


def pulled(bench: Pn532Bench) -> None:
    bench.wire.unplug()


def foolish(bench: Pn532Bench) -> None:
    bench.chip._commands.clear()


@pytest.mark.parametrize(
    ("befalls", "state", "why"),
    [
        (stuck, State.FAULT, "hangs in a command"),
        (half, State.FAULT, "arrives damaged"),
        (damaged, State.FAULT, "arrives damaged"),
        (asleep, State.GONE, "no chip answers"),
        (deaf, State.GONE, "no chip answers"),
        (pulled, State.GONE, "unplugged"),
        (foolish, State.FAULT, "refuses command"),
    ],
)
def test_a_chip_that_fails_reads_nothing_more_and_says_why(
    bench: Pn532Bench, befalls: Callable[[Pn532Bench], None], state: State, why: str
) -> None:
    reader, inbox = bench.driver(), Inbox()

    def fail() -> None:
        befalls(bench)
        bench.field.put(Classic1k("11223344"))

    reader._stopping = Script([rest, fail])
    with pytest.raises(DeviceGone, match=why):
        reader._read(inbox, lambda: None)
    assert (reader.state, reader.faults) == (state, 1)
    assert inbox.all() == []


def test_a_chip_that_is_reset_during_a_look_reads_nothing(bench: Pn532Bench) -> None:
    """The UID came over whole; that the chip sleeps afterwards takes it back."""
    hear = bench.chip.hear

    def reset_after_list(received: bytes) -> bytes:
        said = hear(received)
        if bench.chip.asked and bench.chip.asked[-1][0] == 0x4A and bench.field.cards:
            bench.chip.power_off()
        return said

    bench.wire.answer = reset_after_list
    reader, inbox = bench.driver(), Inbox()
    reader._stopping = Script([put(bench, Classic1k("DEADBEEF")), rest])
    with pytest.raises(DeviceGone, match="no chip answers"):
        reader._read(inbox, lambda: None)
    assert inbox.all() == []


def test_another_chip_is_refused(bench: Pn532Bench) -> None:
    bench.chip = EmulatedPn532(bytes.fromhex("33010607"))
    bench.wire.answer = bench.chip.hear
    with pytest.raises(DeviceFault, match="no PN532: it says 0333010607"):
        bench.driver()._read(Inbox(), lambda: None)


def test_the_field_is_off_between_two_looks(bench: Pn532Bench) -> None:
    """A card that sleeps would miss the next question; and the board stays cool."""
    asked = []

    def note() -> None:
        asked.append(bench.chip.asked[-1])

    played(bench, rest, note, note)
    assert asked == [b"\x32\x01\x00"] * 2


# ---------------------------------------------------------------- the thread
def test_the_thread_finds_reads_loses_and_finds_again_and_ends_at_once(bench: Pn532Bench) -> None:
    reader, inbox = bench.driver(), Inbox()
    reader._back_off_s = (0.02,)
    reader.start(inbox)
    assert inbox.next() == Found("badge")
    assert (reader.state, reader.chip) == (State.READY, "PN532, firmware 1.6")
    bench.field.put(Ntag213("04A1B2C3D4E580"))
    assert inbox.next() == uid_scan("04A1B2C3D4E580")
    bench.wire.unplug()
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("unplugged: ")
    assert inbox.next() == Lost("badge", f"nothing is plugged in at {bench.wire.link}")
    bench.chip.power_off()
    bench.wire.plug()
    assert inbox.next() == Found("badge")
    assert inbox.next() == uid_scan("04A1B2C3D4E580")
    began = time.monotonic()
    reader.stop()
    assert time.monotonic() - began < 0.5
    assert (reader.state, inbox.all()) == (State.GONE, [])
