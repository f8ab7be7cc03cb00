"""The reader as the kiosk knows it: readings, each card once."""

from itertools import pairwise

import pytest

from drivers.emulators.cards import Classic1k, Ntag213, TypeACard
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.smart_card import SmartCard
from drivers.parts.presence import AWAY_LOOKS, TROUBLE_LOOKS, Presence
from drivers.readings import ScanRejected
from tests.drivers.aes_block import AesBlock
from tests.drivers.card_scans import uid_scan
from tests.drivers.rc522 import (
    MASTER,
    SMART,
    Rc522,
    Step,
    own_key,
    played,
    put,
    rest,
    smart,
    take,
)


# ---------------------------------------------------------------- what is read
@pytest.mark.parametrize("uid", ["DEADBEEF", "04A1B2C3D4E580", "04112233445566778899"])
def test_a_badge_is_told_once_with_its_whole_uid_however_long_it_is_held(uid: str) -> None:
    bench = Rc522()
    assert played(bench, put(bench, TypeACard(uid)), *[rest] * 300) == [uid_scan(uid)]


def test_a_badge_that_comes_back_after_half_a_second_is_told_again() -> None:
    bench = Rc522()
    card = Classic1k("DEADBEEF")
    here, away = put(bench, card), take(bench, card)
    told = played(bench, here, away, *[rest] * (AWAY_LOOKS - 2), here, away, *[rest] * 6, here)
    assert told == [uid_scan("DEADBEEF")] * 2


def test_the_next_badge_is_told_at_once() -> None:
    bench = Rc522()
    one, other = Classic1k("DEADBEEF"), Ntag213("04A1B2C3D4E580")

    def swap() -> None:
        bench.field.take(one)
        bench.field.put(other)

    told = played(bench, put(bench, one), swap, rest)
    assert told == [uid_scan("DEADBEEF"), uid_scan("04A1B2C3D4E580")]


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
    assert played(bench, put(bench, Ntag213("08A1B2C3D4E580"))) == [uid_scan("08A1B2C3D4E580")]


def test_two_badges_held_together_are_rejected_once_and_one_of_them_is_then_read() -> None:
    bench = Rc522()
    one, other = Classic1k("11223344"), Ntag213("04A1B2C3D4E580")

    def both() -> None:
        bench.field.put(one)
        bench.field.put(other)

    told = played(bench, both, *[rest] * 20, take(bench, other), rest, rest)
    assert told == [ScanRejected("badge", "two_cards"), uid_scan("11223344")]


def test_a_card_that_flutters_at_the_edge_of_the_field_is_no_rejection() -> None:
    bench = Rc522()
    card = Ntag213("04A1B2C3D4E580")

    def flutter() -> None:
        bench.field.put(card)
        card.leave_after(2)

    told = played(bench, flutter, rest, card.lose_power, rest)
    assert told == [uid_scan("04A1B2C3D4E580")]


def test_answers_that_stay_damaged_are_rejected_once() -> None:
    bench = Rc522()
    bench.field.noise = lambda frame: bytes([frame[0] ^ 1]) + frame[1:] if len(frame) > 2 else frame
    told = played(bench, put(bench, Classic1k("DEADBEEF")), *[rest] * 20)
    assert told == [ScanRejected("badge", "bad_checksum")]


# ---------------------------------------------------------------- what has to be proved
def test_a_badge_that_proves_its_key_is_read_once() -> None:
    bench = Rc522()
    told = played(bench, put(bench, smart(own_key())), *[rest] * 20, prove=True)
    assert told == [uid_scan(SMART, proved=True)]


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

    assert played(bench, hastily, rest, rest, prove=True) == [uid_scan(SMART, proved=True)]


def test_a_card_that_never_ends_its_proof_is_rejected_once() -> None:
    bench = Rc522()
    card = SmartCard(SMART, Ntag424(AesBlock, SMART, {1: own_key()}, bytes), waits=1000)
    told = played(bench, put(bench, card), *[rest] * (3 * TROUBLE_LOOKS), prove=True)
    assert told == [ScanRejected("badge", "card_stuck")]


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


def test_a_card_that_is_missed_now_and_then_is_still_the_same_card() -> None:
    presence = Presence("badge")
    presence.accept("11223344")
    for _ in range(3):
        for _ in range(AWAY_LOOKS - 1):
            presence.empty()
        assert not presence.is_new("11223344")


def test_trouble_now_and_then_is_not_told() -> None:
    presence = Presence("badge")
    for _ in range(3):
        assert [presence.disturbed("bad_checksum") for _ in range(TROUBLE_LOOKS - 1)] == [None] * 2
        presence.empty()
