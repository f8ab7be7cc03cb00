"""Whole cards through the driver and the emulated chip: UIDs, collisions, damage, and proofs."""

from collections.abc import Callable

import pytest

from drivers.emulators.cards import Classic1k, Ntag213, TypeACard
from drivers.emulators.field import crc_a
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.smart_card import Application, SmartCard
from drivers.mfrc522_reader.activation import Card, activate, halt
from drivers.mfrc522_reader.chip import Trouble
from drivers.mfrc522_reader.exchange import prove
from drivers.protocols.badge_proof import WRONG_CARD, BadgeProof, Proved
from drivers.protocols.ev2_session import REFUSED, WRONG_MAC, NotBelieved
from drivers.protocols.iso14443_4 import BROKEN, GONE, STUCK, Ats, Failed, read_ats
from drivers.protocols.key_diversification import diversified_key
from tests.drivers.aes_block import AesBlock
from tests.drivers.ntag424_card import Ntag424Card
from tests.drivers.rc522 import Rc522

unhex = bytes.fromhex
MASTER = unhex("00112233445566778899aabbccddeeff")
UID = "04782E21801D80"
UNIT_S = 256 * 16 / 13.56e6
CHANCE = unhex("13c5db8a5930439fc3def9a4c675360f")


# ---------------------------------------------------------------- activation
@pytest.mark.parametrize(
    "card",
    [
        Classic1k("DEADBEEF"),
        Classic1k("88776655"),  # begins with the cascade tag, and is a whole UID
        Ntag213("04A1B2C3D4E580"),
        Ntag213("04A1B2FFFFFF81"),  # the package takes it for the one before
        Ntag213("04A1B288E580FF"),
        TypeACard("04112233445566778899", sak=0x20),
        TypeACard("04112288445566778899", sak=0x00),
    ],
    ids=lambda card: card.uid.hex(),
)
def test_the_whole_uid_of_every_card_is_read_and_read_again(card: TypeACard) -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(card)
    for _ in range(3):
        met = activate(chip)
        assert isinstance(met, Card)
        assert met.uid == card.uid.hex().upper()
        assert met.sak == card._sak
        halt(chip)
    bench.field.take(card)
    assert activate(chip) is Trouble.SILENCE


def test_a_card_that_was_never_sent_to_sleep_is_missed_once_and_found_again() -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(Classic1k("DEADBEEF"))
    assert isinstance(activate(chip), Card)
    assert activate(chip) is Trouble.SILENCE
    assert isinstance(activate(chip), Card)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Classic1k("11223344"), Classic1k("11223355")),
        (Classic1k("11223344"), Ntag213("04A1B2C3D4E580")),
        (Ntag213("04A1B2C3D4E580"), Ntag213("04A1B2C3D4E581")),
        (Classic1k("11223344"), TypeACard("11223344", sak=0x20, atqa=0x04)),
    ],
)
def test_two_cards_at_once_are_two_cards_and_never_one(one: TypeACard, other: TypeACard) -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(one)
    bench.field.put(other)
    for _ in range(3):
        assert activate(chip) is Trouble.COLLISION
        chip.rest_field()


def test_a_card_that_leaves_after_any_frame_is_never_read() -> None:
    """The UID counts only with its last SAK."""
    bench = Rc522()
    chip = bench.opened()
    card = Ntag213("04A1B2C3D4E580")
    bench.field.put(card)
    for frames, expected in enumerate([Trouble.SILENCE, *[Trouble.LEFT] * 4]):
        card.leave_after(frames)
        assert activate(chip) is expected
        chip.rest_field()
    assert isinstance(activate(chip), Card)


def test_no_flipped_bit_of_any_answer_gives_another_uid() -> None:
    """BCC over each part, CRC over each SAK, and the cascade bit agrees with the cascade tag."""
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(Ntag213("04A1B2C3D4E580"))
    answers = 5
    for spoilt in range(1, answers):
        for bit in range(8 * (5 if spoilt % 2 else 3)):
            heard = iter(range(answers + 1))

            def noise(
                frame: bytes, heard: object = heard, spoilt: int = spoilt, bit: int = bit
            ) -> bytes:
                flip = next(heard) == spoilt  # type: ignore[call-overload] # an iterator
                changed = int.from_bytes(frame, "little") ^ (1 << bit if flip else 0)
                return changed.to_bytes(len(frame), "little")

            bench.field.noise = noise
            assert activate(chip) is Trouble.DAMAGED
            bench.field.noise = bytes
            chip.rest_field()


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([b"\xff\xff"], "no ATQA"),
        ([b"\x04"], "half an ATQA"),
        (
            [b"\x04\x00", unhex("1122334444"), b"\x04" + crc_a(b"\x04")],
            "the SAK says that there is more, and there was no cascade tag",
        ),
    ],
)
def test_answers_that_no_card_gives_are_damage(answers: list[bytes], why: str) -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(Classic1k("11223344"))
    lies = iter(answers)
    bench.field.noise = lambda frame: next(lies, frame)
    assert activate(chip) is Trouble.DAMAGED, why


def test_a_cascade_without_an_end_ends() -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(TypeACard("04112233445566778899"))
    part, more = unhex("88041122") + bytes([0x88 ^ 0x04 ^ 0x11 ^ 0x22]), b"\x04"
    true = [b"\x84\x00", part]
    said = iter([*true, more + crc_a(more), unhex("8833445567"), more + crc_a(more)])
    bench.field.noise = lambda frame: next(said, frame if len(frame) > 3 else more + crc_a(more))
    assert activate(chip) is Trouble.DAMAGED


# ---------------------------------------------------------------- the proof of an NTAG 424 DNA
def own_key(uid: str = UID) -> bytes:
    return diversified_key(AesBlock, MASTER, unhex(uid))


def shipped(key: bytes, uid: str = UID) -> Application:
    chance = iter([unhex("b9e2fc789b64bf237cccaa20ec7e6e48"), b"\x01\x02\x03\x04"] * 10)
    return Ntag424(AesBlock, uid, {1: key}, lambda _: next(chance))


def independent(key: bytes, uid: str = UID) -> Application:
    """A card that shares no line with the drivers: chaining and CMAC are a library's own."""
    return Ntag424Card(uid, {1: key}, unhex("b9e2fc789b64bf237cccaa20ec7e6e48"))


def led(bench: Rc522, uid: str = UID, *, leaves_after: int | None = None) -> object:
    chip = bench.opened()
    (card,) = bench.field.cards
    assert isinstance(card, SmartCard)
    if leaves_after is not None:
        card.leave_after(leaves_after)
    met = activate(chip)
    assert isinstance(met, Card)
    assert met.smart
    assert met.uid == uid
    return prove(chip, BadgeProof(AesBlock, MASTER, uid, CHANCE), bench.moments.wait)


@pytest.mark.parametrize("application", [shipped, independent])
@pytest.mark.parametrize("waits", [0, 3])
def test_a_card_with_its_own_key_proves_its_uid_through_the_chip(
    application: Callable[[bytes], Application], waits: int
) -> None:
    bench = Rc522()
    card = SmartCard(UID, application(own_key()), waits=waits)
    bench.field.put(card)
    assert led(bench) == Proved(UID)
    assert card._state == "halt", "it sleeps, and is found by the next look"


def test_a_card_gets_the_time_that_it_asks_for() -> None:
    """30 ms of its 38.7 for each block, and 60 after it asked for twice as many."""
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key()), waits=1, works_s=0.03))
    heard = 0

    def count(frame: bytes) -> bytes:
        nonlocal heard
        heard += 1
        return frame

    bench.field.noise = count
    assert led(bench) == Proved(UID)
    assert heard == 5 + 1 + 4 * 2 + 1, "and nothing had to be asked for twice"


def test_a_card_is_left_alone_after_its_ats_for_as_long_as_it_says() -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key()), ats=unhex("067777780280")))
    chip = bench.opened()
    activate(chip)
    waited: list[float] = []
    prove(chip, BadgeProof(AesBlock, MASTER, UID, CHANCE), waited.append)
    assert waited == [256 * UNIT_S]


def test_an_ats_with_a_wrong_crc_is_not_believed() -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key())))
    heard = iter(range(20))
    bench.field.noise = lambda frame: frame[:-1] + b"!" if next(heard) == 5 else frame
    assert led(bench) == Failed(BROKEN)


class Listener:
    """An application that takes every command for right, and remembers it."""

    def __init__(self) -> None:
        self.commands: list[bytes] = []

    def answer(self, command: bytes) -> bytes:
        self.commands.append(command)
        return b"\x90\x00"


def test_a_long_command_goes_in_frames_that_fit_the_fifo() -> None:
    """The card takes 256 bytes at once; the chip has 64."""
    bench, listener, select = Rc522(), Listener(), bytes(range(200))
    bench.field.put(SmartCard(UID, listener, ats=unhex("067877710280")))
    chip = bench.opened()
    activate(chip)
    proof = BadgeProof(AesBlock, MASTER, UID, CHANCE, select=select)
    assert prove(chip, proof, bench.moments.wait) == NotBelieved(REFUSED)
    assert listener.commands[0] == select


@pytest.mark.parametrize("fsci", range(9))
def test_a_proof_passes_in_frames_of_any_size(fsci: int) -> None:
    bench = Rc522()
    ats = bytes([0x06, 0x70 | fsci]) + unhex("77710280")
    bench.field.put(SmartCard(UID, shipped(own_key()), ats=ats))
    assert led(bench) == Proved(UID)


@pytest.mark.parametrize("application", [shipped, independent])
@pytest.mark.parametrize("key", [MASTER, bytes(16), own_key("04AABBCCDDEE80")])
def test_a_copied_uid_without_its_key_proves_nothing(
    application: Callable[[bytes], Application], key: bytes
) -> None:
    """The thief has the UID, and any key but that of this card."""
    bench = Rc522()
    bench.field.put(SmartCard(UID, application(key)))
    assert led(bench) == NotBelieved(REFUSED)


def test_a_card_whose_number_is_not_that_of_its_key_is_the_wrong_card() -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key(), "04AABBCCDDEE80")))
    assert led(bench) == NotBelieved(WRONG_CARD)


class Liar:
    """A card in front of the card: it spoils the last answer of a proof."""

    def __init__(self, card: Application) -> None:
        self.card = card

    def answer(self, command: bytes) -> bytes:
        told = self.card.answer(command)
        return bytes([told[0] ^ 1]) + told[1:] if len(told) == 26 else told


def test_an_answer_that_was_changed_on_its_way_is_not_believed() -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, Liar(shipped(own_key()))))
    assert led(bench) == NotBelieved(WRONG_MAC)


def test_a_card_that_leaves_after_any_frame_of_its_proof_proves_nothing() -> None:
    activation, proof = 5, 5  # RATS, and four commands of one block each
    for frames in range(activation, activation + proof):
        bench = Rc522()
        bench.field.put(SmartCard(UID, shipped(own_key())))
        assert led(bench, leaves_after=frames) == Failed(GONE)
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key())))
    assert led(bench, leaves_after=activation + proof) == Proved(UID)


def test_a_card_that_only_asks_for_time_is_given_up() -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key()), waits=1000))
    assert led(bench) == Failed(STUCK)


@pytest.mark.parametrize(
    ("ats", "told"),
    [
        # NTAG 424 DNA, and DESFire EV1 of the capture 5204...: times as powers of two of 302 us.
        ("067777710280", Ats(128, 128 * UNIT_S, 2 * UNIT_S)),
        ("0675778102" + "80", Ats(64, 256 * UNIT_S, 2 * UNIT_S)),
        ("0458800213", None),  # longer than it says
        ("04588002", Ats(256, 16 * UNIT_S, 0.0)),  # TA and TC, no TB: 4.8 ms
        ("037280", None),  # TA, TB and TC promised, one of them there
        ("01", Ats(32, 16 * UNIT_S, 0.0)),
        ("0320ff", Ats(16, 16 * UNIT_S, 0.0)),  # reserved times mean the defaults
        ("0280", None),
        ("", None),
    ],
)
def test_an_ats_says_how_long_frames_and_waits_may_be(ats: str, told: Ats | None) -> None:
    assert read_ats(unhex(ats)) == told


@pytest.mark.parametrize("ats", [b"\x07\x77", b"\x02\x80", b"\x02\x70", b"\x01\x02"])
def test_an_ats_that_is_none_breaks_the_protocol(ats: bytes) -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key()), ats=ats))
    assert led(bench) == Failed(BROKEN)


def test_a_damaged_block_is_asked_for_again_and_the_proof_goes_on() -> None:
    bench = Rc522()
    bench.field.put(SmartCard(UID, shipped(own_key())))
    heard = 0

    def noise(frame: bytes) -> bytes:
        nonlocal heard
        heard += 1
        return frame[:-1] + bytes([frame[-1] ^ 0x10]) if heard in {7, 9, 12} else frame

    bench.field.noise = noise
    assert led(bench) == Proved(UID)
    assert heard > 12


def test_a_card_left_in_the_middle_of_its_proof_is_found_again_after_the_field_rested() -> None:
    bench = Rc522()
    chip = bench.opened()
    bench.field.put(SmartCard(UID, shipped(own_key())))
    assert isinstance(activate(chip), Card)
    chip.transceive(unhex("e050bca5"), patience_s=0.005)
    assert [activate(chip) for _ in range(3)] == [Trouble.SILENCE] * 3
    chip.rest_field()
    assert isinstance(activate(chip), Card)
