"""ISO 14443 type A: whole activations, and what noise between them may not take."""

from typing import Any

import pytest

from drivers.protocols.frames import HELD_MAX
from drivers.protocols.iso14443a import badge_refusal
from drivers.protocols.iso14443a_session import iso14443a_session
from tests.drivers.card_frames import TRIPLE, activation, card_frames, decode, decoded, rejections


def test_a_uid_of_ten_bytes_takes_three_levels() -> None:
    (told,) = decoded(decode(iso14443a_session(), TRIPLE))
    assert told["uid"] == "04A1B2C3D4E5F6071829"
    assert told["kind"] == "ISO14443-4, 10-byte UID"
    assert told["atqa"] == "0084"


def test_the_sak_says_whether_more_follows_and_not_the_byte_88() -> None:
    """A UID of four bytes that begins with 88 (unleashed-firmware, issue 1074)."""
    raw = activation("26", "0400", "9320", "88776655^", "937088776655^+", "08+")
    (told,) = decoded(decode(iso14443a_session(), raw))
    assert told["uid"] == "88776655"
    assert told["kind"] == "MIFARE Classic 1K, 4-byte UID"


def test_a_level_that_announces_another_must_begin_with_the_cascade_tag() -> None:
    raw = activation("26", "0400", "9320", "01020304^", "937001020304^+", "04+",
                     "9520", "05060708^", "957005060708^+", "00+")  # fmt: skip
    assert decoded(decode(iso14443a_session(), raw)) == []


def test_a_random_uid_is_told_and_refused_as_a_badge() -> None:
    raw = activation("52", "0400", "9320", "08112233^", "937008112233^+", "20+")
    (told,) = decoded(decode(iso14443a_session(), raw))
    assert told["refused_as_badge"] == "random_uid"
    assert badge_refusal(str(told["uid"])) == "random_uid"


def test_a_select_of_another_uid_than_the_card_answered_is_no_activation() -> None:
    raw = activation("52", "0400", "9320", "01020304^", "937001020305^+", "08+")
    assert decoded(decode(iso14443a_session(), raw)) == []


def test_calls_without_an_answer_and_a_halt_belong_to_an_activation() -> None:
    """proxmark3, hf_14a_reader_7b_rats.trace: four wake-ups before a card comes near."""
    raw = activation("52", "52", "52", "52", "52", "4403", "9320", "88048d24^", "937088048d24^+",
                     "24+", "9520", "32273b80^", "957032273b80^+", "20+", "e080+",
                     "067577810280+", "5000+")  # fmt: skip
    (told,) = decoded(decode(iso14443a_session(), raw))
    assert told["uid"] == "048D2432273B80"
    assert told["frames"][-1]["cmd"] == "HLTA"
    assert len(told["frames"]) == 17


def test_blocks_after_the_activation_are_told_by_their_bytes() -> None:
    """proxmark3, hf_mfdes_sniff.trace: PPS, and the first command of an application."""
    raw = TRIPLE + bytes.fromhex(
        "e0803173" "06757781028002f0" "d0110052a6" "d07387"
        "0a0000a4040007d2760000850100129f" "0a009000f393"
    )  # fmt: skip
    (told,) = decoded(decode(iso14443a_session(), raw))
    assert [frame.get("cmd") or frame["answer"] for frame in told["frames"][-6:]] == [
        "RATS", "ATS", "PPS", "data", "block", "data",
    ]  # fmt: skip


def test_a_card_that_slept_is_selected_again_as_another_activation() -> None:
    """proxmark3, hf_14a_mfu-sim.trace: halted, woken, selected without anticollision."""
    raw = bytes.fromhex(
        "26" "4400" "9320" "880466d63c" "9370880466d63c9558" "04da17" "9520" "5f00509c93"
        "95705f00509c93c30b" "00fe51" "3002108b" "93480000e11012000343da201e01617086e1"
        "1a004176" "500057cd" "52" "4400" "9370880466d63c9558" "04da17" "95705f00509c93c30b"
        "00fe51" "60f832" "00" "500057cd"
    )  # fmt: skip
    first, second = decoded(decode(iso14443a_session(), raw))
    assert first["uid"] == second["uid"] == "0466D65F00509C"
    assert second["frames"][-2]["answer"] == "NAK (4 bit)"
    assert second["kind"] == "MIFARE Ultralight EV1, 7-byte UID"


@pytest.mark.parametrize(
    ("card_sak", "kind"),
    [("18", "MIFARE Classic 4K"), ("24", ""), ("60", "ISO14443-4"), ("03", "SAK 03")],
)
def test_the_kind_is_told_by_the_sak(card_sak: str, kind: str) -> None:
    raw = activation("26", "0200", "9320", "01020304^", "937001020304^+", card_sak + "+")
    told = decoded(decode(iso14443a_session(), raw))
    assert [one["kind"] for one in told] == ([f"{kind}, 4-byte UID"] if kind else [])


def test_a_part_of_a_session_has_no_other_keys_than_the_known_ones_have() -> None:
    """A frame alone: `data` of the 16 bytes of a READ only; a block's bytes are in `hex`."""
    raw = TRIPLE + bytes.fromhex("1bdae557967088abda202c0a0000a4040007d2760000850100129f")
    raw += bytes.fromhex("93480000e11012000343da201e01617086e1")
    (told,) = decoded(decode(iso14443a_session(), raw))
    assert [frame.keys() for frame in told["frames"][-4:]] == [
        {"dir", "cmd", "pwd", "crc_ok", "hex"},
        {"dir", "answer", "crc_ok", "hex"},
        {"dir", "cmd", "crc_ok", "hex"},
        {"dir", "answer", "data", "crc_ok", "hex"},
    ]


@pytest.mark.parametrize(
    ("asked", "answer", "kind"),
    [
        ("60+", "0004040201000f03+", "NTAG213"),
        ("60+", "0004040201001103+", "NTAG215"),
        ("60+", "0004040201001303+", "NTAG216"),
        ("60+", "0004030101000b03+", "MIFARE Ultralight EV1"),
        ("60+", "0004030101000e03+", "MIFARE Ultralight EV1"),
        ("60+", "0004030104000f03+", "MIFARE Ultralight AES"),
        ("1a00+", "af1d8c1773c17ebc08+", "MIFARE Ultralight C"),
        ("1a00+", "af02fd5ca2e65616541bf64e345ed4d225+", "MIFARE Ultralight AES"),
        ("60+", "0005040201000f03+", "MIFARE Ultralight EV1"),
    ],
)
def test_an_answer_tells_the_kind_that_the_sak_does_not(asked: str, answer: str, kind: str) -> None:
    """NXP data sheets, GET_VERSION; proxmark3, hf_14a_mfuc and hf_14a_mful_aes_defaultkey."""
    raw = activation("26", "4400", "9320", "01020304^", "937001020304^+", "00+", asked, answer)
    (told,) = decoded(decode(iso14443a_session(), raw))
    assert told["kind"] == f"{kind}, 4-byte UID"


def test_a_password_tells_the_later_ultralight() -> None:
    (frame,) = [one for one in card_frames("ISO14443A activation") if "mfuc" in one["source"]]
    raw = bytes.fromhex(frame["hex"][:-44])  # up to READ and its answer
    asked = raw + bytes.fromhex("1bdae557967088abda202c")
    (told,) = decoded(decode(iso14443a_session(), asked))
    assert told["kind"] == "MIFARE Ultralight EV1, 7-byte UID"


def test_half_an_activation_is_rejected_as_half() -> None:
    for cut in range(1, len(TRIPLE)):
        assert rejections(decode(iso14443a_session(), TRIPLE[:cut])) == ["half_frame"]


@pytest.mark.parametrize(
    "raw",
    [
        activation("52", "0400", "9320", "0102030405", "937001020304^+", "08+"),
        activation("52", "0400", "9320", "01020304^", "93700102030404ffff", "08+"),
        activation("52", "0400", "9320", "01020304^", "937001020304^+", "080000"),
        activation("52", "0400", "9320", "01020304^", "937001020304^+", "20+", "e0801234"),
        activation("52", "0400", "9320", "01020304^", "937001020304^+", "20+", "e080+", "02800000"),
    ],
)
def test_an_activation_whose_check_fails_is_rejected_for_that(raw: bytes) -> None:
    assert rejections(decode(iso14443a_session(), raw)) == ["bad_checksum"]


SINGLE = activation("52", "0400", "9320", "B0BB8904^", "9370B0BB8904^+", "08+")
HALT = activation("5000+")


def names(session: dict[str, Any]) -> list[str]:
    """Return what the frames of an activation are called."""
    return [frame.get("cmd") or frame["answer"] for frame in session["frames"]]


def told_and_rejected(raw: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the activations in some bytes, and the reasons of what was rejected."""
    found = decode(iso14443a_session(), raw)
    return decoded(found), rejections(found)


def test_a_halt_ends_an_activation_and_no_command_is_a_block_or_an_answer() -> None:
    """Whoever sends SELECT behind a HLTA without a wake-up was heard in part."""
    lost_call = activation("957004CA994F^+", "00+")
    (told,), reasons = told_and_rejected(SINGLE + HALT + lost_call)
    assert names(told)[-2:] == ["SAK", "HLTA"]
    assert reasons == ["no_frame"]


@pytest.mark.parametrize("command", ["937001020304^+", "957004CA994F^+", "e080+", "5000+"])
def test_what_only_a_reader_says_is_no_answer_of_a_card(command: str) -> None:
    asked = SINGLE + activation("60+")
    (told,), _ = told_and_rejected(asked + activation(command))
    assert "data" not in names(told)


@pytest.mark.parametrize(
    "between",
    [b"\xff", HALT + b"\xff", SINGLE[1:], activation("6000+") + b"\x01\x02\x03\x04", b"\x0a\xff"],
)
def test_noise_behind_a_whole_activation_takes_neither_neighbour(between: bytes) -> None:
    told, reasons = told_and_rejected(SINGLE + between + SINGLE)
    assert [one["uid"] for one in told] == ["B0BB8904"] * 2
    assert reasons == ["no_frame"]


@pytest.mark.parametrize(
    ("behind", "last"),
    [
        ("6000+01020304", "AUTH A block 0"),
        ("ff", "SAK"),
        ("3000+", "READ page 0"),
        ("600001", "SAK"),
        ("1a00+af1d8c1773c17ebc08+ff", "data"),
        ("a20401020304+0aff", "WRITE page 4"),  # an acknowledgement carries no check
        ("0200a4+ff", "SAK"),  # nor does anything say that it was a block, and not noise
    ],
)
def test_an_activation_with_noise_behind_it_ends_with_a_frame_whose_check_holds(
    behind: str, last: str
) -> None:
    parts = behind.replace("+", "+ ").split()
    (told,), _ = told_and_rejected(SINGLE + activation(*parts))
    assert names(told)[-1] == last


def test_no_answer_to_a_key_carries_a_check() -> None:
    """A MIFARE Classic answers with a nonce; what comes behind it is enciphered."""
    by_chance = activation("0102030405060708+")
    (told,), reasons = told_and_rejected(SINGLE + activation("6000+") + by_chance + b"\xff")
    assert names(told)[-1] == "AUTH A block 0"
    assert reasons == ["no_frame"]


def test_a_damaged_activation_hides_no_whole_one() -> None:
    damaged = TRIPLE[:20] + bytes([TRIPLE[20] ^ 1]) + TRIPLE[21:]
    found = decode(iso14443a_session(), damaged + TRIPLE)
    assert rejections(found) == ["no_frame"]
    assert len(decoded(found)) == 1


def test_many_activations_without_a_pause_are_all_told() -> None:
    """proxmark3, hf_14a_mfu-sim.trace: 2,092 bytes of one card that is woken again and again."""
    many = HELD_MAX // len(TRIPLE)
    assert many * len(TRIPLE) > 2092
    found = decode(iso14443a_session(), TRIPLE * many)
    assert [told["uid"] for told in decoded(found)] == ["04A1B2C3D4E5F6071829"] * many


def test_a_burst_of_wake_ups_takes_no_time() -> None:
    """Every byte of it might begin an activation; none does."""
    for raw in (b"\x52" * 1024, b"\x26\x04\x00\x93\x20" * 204, TRIPLE[:-1] * 18):
        assert not decoded(decode(iso14443a_session(), raw))[18:]
