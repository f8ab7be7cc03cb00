"""Badges that cannot be copied: NXP's vectors, a card that obeys, and cards that cheat."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.protocols.badge_proof import (
    SELECT_NTAG_424,
    WRONG_CARD,
    Ask,
    BadgeProof,
    Proved,
    select_desfire,
)
from drivers.protocols.ev2_session import (
    FACTORY_KEY,
    REFUSED,
    WRONG_KEY,
    WRONG_MAC,
    Authentication,
    Ev2Session,
    FactoryKeyRefused,
    NotBelieved,
    session_keys,
)
from drivers.protocols.iso14443_4 import (
    ANSWER_MAX,
    BROKEN,
    GONE,
    STUCK,
    TRIES,
    Answered,
    BlockProtocol,
    Failed,
    Send,
    deselect,
    frame_size,
)
from drivers.protocols.key_diversification import diversified_key
from tests.drivers.aes_block import AesBlock
from tests.drivers.ntag424_card import BlockCard, Ntag424Card

unhex = bytes.fromhex
MASTER = unhex("00112233445566778899aabbccddeeff")
UID = "04782E21801D80"
CHANCE = unhex("13c5db8a5930439fc3def9a4c675360f")


# ---------------------------------------------------------------- published vectors
@pytest.mark.parametrize(
    ("master", "diversifier", "key"),
    [
        # AN10922, 2.2.1, as in libfreefare's test_mifare_key_deriver_an10922.c.
        (
            "00112233445566778899aabbccddeeff",
            "04782e21801d803042f54e585020416275",
            "a8dd63a3b89d54b37ca802473fda9175",
        ),
        # AN10957, pages 13 and 14, the same file: an input shorter than a block.
        ("f3f9377698707b688eaf84abe39e3791", "04deadbeeffeed", "0bb408baff98b6ee9f2e1585777f6a51"),
    ],
)
def test_the_key_of_a_card_is_that_of_nxps_example(master: str, diversifier: str, key: str) -> None:
    assert diversified_key(AesBlock, unhex(master), unhex(diversifier)).hex() == key


# AN12196, 6.6 and 6.10: RndA, the card's challenge, our proof, its proof, TI, the two keys.
AUTHENTICATED = [
    (
        "13c5db8a5930439fc3def9a4c675360f",
        "a04c124213c186f22399d33ac2a3021591af",
        "90af00002035c3e05a752e0144bac0de51c1f22c56b34408a23d8aea266cab947ea8e0118d00",
        "3fa64db5446d1f34cd6ea311167f5e4985b89690c04a05f17fa7ab2f081206639100",
        "9d00c4df",
        "1309c877509e5a215007ff0ed19ca564",
        "4c6626f5e72ea694202139295c7a7fc7",
    ),
    (
        "b98f4c50cf1c2e084fd150e33992b048",
        "b875ceb0e66a6c5cd00898dc371f92d191af",
        "90af000020ff0306e47dfbc50087c4d8a78e88e62de1e8be457aa477c707e2f0874916a8b100",
        "0cc9a8094a8eea683ecaac5c7bf20584206d0608d477110fc6b3d5d3f65c3a6a9100",
        "7614281a",
        "7a93d6571e4b180fca6ac90c9a7488d4",
        "fc4af159b62e549b5812394cab1918cc",
    ),
]


@pytest.mark.parametrize(
    ("rnd_a", "challenge", "ours", "theirs", "ti", "enc", "mac"), AUTHENTICATED
)
def test_the_authentication_is_that_of_nxps_example(  # noqa: PLR0913 - the columns of its table
    *, rnd_a: str, challenge: str, ours: str, theirs: str, ti: str, enc: str, mac: str
) -> None:
    both = Authentication(AesBlock, FACTORY_KEY, 0, unhex(rnd_a), factory=True)
    assert both.first().hex() == "9071000002000000"
    assert both.second(unhex(challenge)) == unhex(ours)
    session = both.session(unhex(theirs))
    assert isinstance(session, Ev2Session)
    assert session._ti.hex() == ti
    keys = session_keys(AesBlock(FACTORY_KEY), unhex(rnd_a), both._rnd_b)
    assert [key.hex() for key in keys] == [enc, mac]


def test_a_mac_over_a_command_and_its_answer_is_that_of_nxps_example() -> None:
    """AN12196, 5.3: GetFileSettings."""
    mac = AesBlock(unhex("8248134a386e86eb7faf54a52e536cb6"))
    session = Ev2Session(mac, mac, unhex("7a21085e"))
    assert session.sealed(0xF5, b"\x02").hex() == "90f5000009026597a457c8cd442c00"
    settings = "0040eeee000100d1fe001f00004400004400002000006a0000"
    answer = unhex(settings + "2a474282e7a47986" + "9100")
    assert session.opened(answer, encrypted=False) == unhex(settings)


def test_encrypted_content_is_that_of_nxps_example() -> None:
    """AN12196, 6.12: WriteData."""
    session = Ev2Session(
        AesBlock(unhex("7a93d6571e4b180fca6ac90c9a7488d4")),
        AesBlock(unhex("fc4af159b62e549b5812394cab1918cc")),
        unhex("7614281a"),
    )
    sealed = session.sealed(0x8D, unhex("030000000a0000"), unhex("0102030405060708090a"))
    assert sealed.hex() == (
        "908d00001f030000000a00006b5e6804909962fc4e3ff5522cf0f8436c0c53315b9c73aa00"
    )
    assert session.opened(unhex("c26d236e4a7c046d9100")) == b""


def test_the_uid_of_a_card_is_opened_as_in_nxps_example() -> None:
    """AN12196, 7.3: GetCardUID."""
    session = Ev2Session(
        AesBlock(unhex("2b4d963c014dc36f24f69a50a394f875")),
        AesBlock(unhex("379d32130ce61705dd5fd8c36b95d764")),
        unhex("df055522"),
    )
    assert session.sealed(0x51).hex() == "90510000088e2c155adda99be300"
    answer = unhex("70756055688505b52a5e26e59e329cd6595f672298ea41b79100")
    assert session.opened(answer) == unhex("04958caa5c5e80")


# ---------------------------------------------------------------- the whole proof
def card(uid: str = UID, *, named: str | None = None, key: bytes | None = None) -> Ntag424Card:
    own = key or diversified_key(AesBlock, MASTER, unhex(uid))
    return Ntag424Card(named or uid, {1: own}, unhex("b9e2fc789b64bf237cccaa20ec7e6e48"))


def proof() -> BadgeProof:
    return BadgeProof(AesBlock, MASTER, UID, CHANCE)


def led(badge: BadgeProof, shown: Ntag424Card) -> Proved | NotBelieved:
    told: Ask | Proved | NotBelieved = badge.begin()
    while isinstance(told, Ask):
        told = badge.take(shown.answer(told.command))
    return told


def test_a_card_with_its_own_key_proves_its_uid() -> None:
    assert led(proof(), card()) == Proved(UID)


def test_a_copy_of_the_uid_without_the_key_proves_nothing() -> None:
    assert led(proof(), card(key=bytes(16))) == NotBelieved(REFUSED)
    assert led(proof(), card(key=MASTER)) == NotBelieved(REFUSED)


def test_another_cards_key_under_this_uid_proves_nothing() -> None:
    other = diversified_key(AesBlock, MASTER, unhex("04AABBCCDDEE80"))
    assert led(proof(), card(key=other)) == NotBelieved(REFUSED)


def test_a_card_that_names_itself_otherwise_is_the_wrong_card() -> None:
    assert led(proof(), card(named="04AABBCCDDEE80")) == NotBelieved(WRONG_CARD)


def test_answers_of_yesterday_prove_nothing() -> None:
    """Whoever recorded a whole proof plays it back against another random number."""
    shown = card()
    recorded: list[bytes] = []
    badge = proof()
    told: Ask | Proved | NotBelieved = badge.begin()
    while isinstance(told, Ask):
        recorded.append(shown.answer(told.command))
        told = badge.take(recorded[-1])
    replayed = BadgeProof(AesBlock, MASTER, UID, CHANCE[::-1])
    told = replayed.begin()
    for answer in recorded:
        told = replayed.take(answer)
        if isinstance(told, NotBelieved):
            break
    assert told == NotBelieved(WRONG_KEY)


def test_an_answer_that_only_mirrors_ours_proves_nothing() -> None:
    """A card without a key that sends back what it heard."""
    badge = proof()
    badge.begin()
    badge.take(b"\x90\x00")
    asked = badge.take(bytes(16) + b"\x91\xaf")
    assert isinstance(asked, Ask)
    assert badge.take(asked.command[5:37] + b"\x91\x00") == NotBelieved(WRONG_KEY)


def test_the_factory_key_proves_nothing() -> None:
    with pytest.raises(FactoryKeyRefused):
        Authentication(AesBlock, FACTORY_KEY, 0, CHANCE)


@pytest.mark.parametrize(("step", "length"), [(1, 18), (2, 34), (3, 26)])
def test_no_wrong_bit_of_an_answer_is_believed(step: int, length: int) -> None:
    """The card goes on as if nothing were wrong; the selection's answer is a status only."""
    for bit in range(8 * length):
        badge, shown = proof(), card()
        told: Ask | Proved | NotBelieved = badge.begin()
        asked = 0
        while isinstance(told, Ask):
            answer = bytearray(shown.answer(told.command))
            if asked == step:
                assert len(answer) == length
                answer[bit // 8] ^= 1 << bit % 8
            asked += 1
            told = badge.take(bytes(answer))
        assert isinstance(told, NotBelieved)


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5))
def test_no_answer_raises_or_is_believed(answers: list[bytes]) -> None:
    badge = proof()
    badge.begin()
    for answer in [b"\x90\x00", *answers]:
        assert not isinstance(badge.take(answer), Proved)


def test_a_message_of_the_session_that_was_changed_is_not_opened() -> None:
    session = Ev2Session(AesBlock(MASTER), AesBlock(MASTER), b"\1\2\3\4")
    session.sealed(0x51)
    assert session.opened(bytes(24) + b"\x91\x00") == NotBelieved(WRONG_MAC)


def test_a_card_without_the_application_proves_nothing() -> None:
    badge = proof()
    badge.begin()
    assert badge.take(b"\x6a\x82") == NotBelieved(REFUSED)
    assert badge.take(b"\x90\x00") == NotBelieved(REFUSED)


def test_desfire_selects_its_application_by_number() -> None:
    assert select_desfire(unhex("3042f5")).hex() == "905a0000033042f500"


# ---------------------------------------------------------------- the block protocol
def carried(
    protocol: BlockProtocol, shown: BlockCard, command: bytes, chance: random.Random, lose: float
) -> Answered | Failed:
    """Carry a command over a field that loses blocks both ways."""
    told: Send | Answered | Failed = protocol.begin(command)
    while isinstance(told, Send):
        heard = chance.random() >= lose
        answer = shown.take(told.block) if heard else None
        told = protocol.take(answer if chance.random() >= lose else None)
    return told


@pytest.mark.parametrize("fsci", range(9))
@pytest.mark.parametrize("waits", [0, 3])
def test_a_proof_passes_in_pieces_of_any_size(fsci: int, waits: int) -> None:
    shown = BlockCard(card(), piece=frame_size(fsci) - 3, waits=waits)
    protocol, badge = BlockProtocol(frame_size(fsci)), proof()
    told: Ask | Proved | NotBelieved = badge.begin()
    while isinstance(told, Ask):
        answered = carried(protocol, shown, told.command, random.Random(1), 0)
        assert isinstance(answered, Answered)
        told = badge.take(answered.answer)
    assert told == Proved(UID)
    assert all(len(command) >= 6 for command in shown.commands)


def test_lost_blocks_lose_and_double_no_command() -> None:
    """A thousand seeds: each command is carried out once and answered, or the card is gone."""
    gone = 0
    for seed in range(1000):
        chance = random.Random(seed)
        shown = BlockCard(card(), piece=13)
        protocol = BlockProtocol(16)
        answered = carried(protocol, shown, SELECT_NTAG_424, chance, 0.15)
        if answered == Failed(GONE):
            gone += 1
            assert len(shown.commands) <= 1
            continue
        assert answered == Answered(b"\x90\x00")
        assert shown.commands == [SELECT_NTAG_424]
        challenged = carried(protocol, shown, unhex("9071000002010000"), chance, 0.15)
        assert challenged == Failed(GONE) or (
            isinstance(challenged, Answered) and challenged.answer[-2:] == b"\x91\xaf"
        )
        assert len(shown.commands) <= 2
    assert 0 < gone < 200


def test_a_card_that_went_away_is_asked_three_times_more() -> None:
    protocol = BlockProtocol()
    told: Send | Answered | Failed = protocol.begin(b"\x00")
    asked = 0
    while isinstance(told, Send):
        asked += 1
        told = protocol.take(None)
    assert told == Failed(GONE)
    assert asked == 1 + TRIES


def test_a_request_for_time_is_granted_and_told_to_the_driver() -> None:
    protocol = BlockProtocol()
    protocol.begin(b"\x00")
    assert protocol.take(b"\xf2\x07") == Send(b"\xf2\x07", waits=7)
    assert protocol.take(b"\x02\x90\x00") == Answered(b"\x90\x00")


@pytest.mark.parametrize("multiplier", [0, 60, 63])
def test_an_impossible_request_for_time_ends_the_exchange(multiplier: int) -> None:
    protocol = BlockProtocol()
    protocol.begin(b"\x00")
    assert protocol.take(bytes([0xF2, multiplier])) == Failed(STUCK)


def test_a_card_that_asks_for_time_for_ever_is_stuck() -> None:
    protocol = BlockProtocol()
    told: Send | Answered | Failed = protocol.begin(b"\x00")
    while isinstance(told, Send):
        told = protocol.take(b"\xf2\x01")
    assert told == Failed(STUCK)


def test_a_piece_with_the_wrong_number_is_asked_for_again() -> None:
    protocol = BlockProtocol()
    protocol.begin(b"\x00")
    assert protocol.take(b"\x03\x90\x00") == Send(b"\xb2")
    assert protocol.take(b"\x02\x90\x00") == Answered(b"\x90\x00")


def test_a_command_that_the_card_did_not_hear_is_said_again() -> None:
    protocol = BlockProtocol()
    said = protocol.begin(b"\x90\x51")
    assert protocol.take(None) == Send(b"\xb2")
    assert protocol.take(b"\xa3") == said


def test_a_card_is_sent_to_sleep_without_an_answer_to_wait_for() -> None:
    assert deselect() == b"\xc2"


def test_an_answer_that_never_ends_is_cut_off() -> None:
    protocol = BlockProtocol()
    told: Send | Answered | Failed = protocol.begin(b"\x00")
    number, heard = 0, 0
    while isinstance(told, Send):
        told = protocol.take(bytes([0x12 | number]) + bytes(250))
        number ^= 1
        heard += 250
    assert told == Failed(STUCK)
    assert heard <= ANSWER_MAX + 250


@pytest.mark.parametrize("block", [b"\xb2", b"\xb3", b"\xa2"])
def test_a_card_that_says_what_only_readers_say_breaks_the_protocol(block: bytes) -> None:
    protocol = BlockProtocol()
    protocol.begin(b"\x00")
    assert protocol.take(block) == Failed(BROKEN)


@given(st.lists(st.one_of(st.none(), st.binary(max_size=20)), max_size=60))
def test_no_block_raises(blocks: list[bytes | None]) -> None:
    protocol = BlockProtocol()
    told: Send | Answered | Failed = protocol.begin(bytes(40))
    for block in blocks:
        if not isinstance(told, Send):
            told = protocol.begin(bytes(40))
        told = protocol.take(block)
        assert isinstance(told, Send | Answered | Failed)
