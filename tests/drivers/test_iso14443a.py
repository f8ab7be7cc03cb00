"""ISO 14443 type A: frames from traces that the file does not hold, and whole activations."""

from typing import Any

import pytest

from drivers.protocols.frames import HELD_MAX
from drivers.protocols.iso14443a import (
    FRAME_MAX,
    all_checked_ends,
    badge_refusal,
    bcc,
    checked,
    crc_a,
    iso14443a,
    read_frame,
)
from drivers.protocols.iso14443a_session import iso14443a_session
from tests.drivers.card_frames import card_frames, decode, decoded, rejections

# proxmark3, traces/: reader_7b_rats, mfu-sim, mfp_mad_sl3, mful_aes_defaultkey.
TRACED: dict[str, dict[str, Any]] = {
    "24d836": {"answer": "SAK", "sak": "24", "uid_complete": False},
    "4403": {"answer": "ATQA", "atqa_le": "0344"},
    "9520": {"dir": "reader->tag", "cmd": "ANTICOLLISION CL2"},
    "957032273b80aecaf4": {"cmd": "SELECT CL2", "crc_ok": True},
    "06757781028002f0": {"answer": "ATS", "fsci": 5, "historical": "80"},
    "0c75778002c1052f2f0035c760d3": {"answer": "ATS", "historical": "c1052f2f0035c7"},
    "500057cd": {"dir": "reader->tag", "cmd": "HLTA", "crc_ok": True},
    "60f832": {"cmd": "GET_VERSION"},
    "1a004176": {"cmd": "AUTHENTICATE"},
    "3003999a": {"cmd": "READ page 3"},
    "93480000e11012000343da201e01617086e1": {
        "answer": "16 bytes of memory",
        "data": "93480000e11012000343da201e016170",
    },
    "af1d8c1773c17ebc081113": {"dir": "tag->reader", "answer": "data", "crc_ok": True},
}


@pytest.mark.parametrize("raw", TRACED)
def test_a_traced_frame_is_told(raw: str) -> None:
    (told,) = decoded(decode(iso14443a(), bytes.fromhex(raw)))
    assert told | TRACED[raw] == told


@pytest.mark.parametrize(("message", "crc"), [("0000", "a01e"), ("1234", "26cf")])
def test_the_crc_is_that_of_annex_b(message: str, crc: str) -> None:
    """ISO/IEC 14443-3, annex B, examples 1 and 2."""
    assert crc_a(bytes.fromhex(message)).hex() == crc


@pytest.mark.parametrize(
    "raw",
    [
        "8877665544",  # wrong BCC
        "93708804942c35296c",  # wrong UID in a SELECT
        "937088049400" + "18" + "0000",
        "24ff",  # reserved bits of an ATQA
        "0f00",  # more than one anticollision frame size
        "c400",  # a UID size that does not exist
        "500157cd",
        "27",
        "9330",
    ],
)
def test_what_no_card_and_no_reader_says_is_rejected(raw: str) -> None:
    assert not decoded(decode(iso14443a(), bytes.fromhex(raw)))


def test_a_select_whose_crc_holds_needs_its_bcc_too() -> None:
    body = bytes.fromhex("937001020304ff")
    assert read_frame(body + crc_a(body)) is None


def test_frames_glued_together_are_divided_where_their_checks_end() -> None:
    glued = [frame["hex"] for frame in card_frames("ISO14443A frame")]
    found = decoded(decode(iso14443a(), bytes.fromhex("".join(glued[:12]))))
    assert len(found) == 12


def test_a_whole_activation_without_a_pause_is_divided_at_its_atqa_too() -> None:
    glued = bytes.fromhex("2644009320a1a2a3a4049370a1a2a3a4045fcd20fc70")
    found = decoded(decode(iso14443a(), glued))
    assert [one.get("cmd") or one["answer"] for one in found] == [
        "REQA (7 bit)", "ATQA", "ANTICOLLISION CL1", "UID CLn + BCC", "SELECT CL1", "SAK",
    ]  # fmt: skip


@pytest.mark.parametrize("card_atqa", ["0400", "4403", "0100"])
def test_an_atqa_beside_any_other_frame_is_told(card_atqa: str) -> None:
    for frame in card_frames("ISO14443A frame"):
        for glued in (card_atqa + frame["hex"], frame["hex"] + card_atqa):
            assert len(decoded(decode(iso14443a(), bytes.fromhex(glued)))) == 2


@pytest.mark.parametrize("glued", ["04004400", "9320040020fc70", "20fc700400440020fc70"])
def test_two_bytes_that_answer_no_call_are_no_atqa(glued: str) -> None:
    assert rejections(decode(iso14443a(), bytes.fromhex(glued))) == ["no_frame"]


def test_a_burst_with_a_damaged_frame_is_not_believed_in_part() -> None:
    assert rejections(decode(iso14443a(), bytes.fromhex("00fe5120fc71"))) == ["no_frame"]


def activation(*parts: str) -> bytes:
    """Return reader and card in turn; a CRC is added where a part ends with `+`."""
    told = b""
    for part in parts:
        raw = bytes.fromhex(part.rstrip("+^"))
        if "^" in part:
            raw += bytes([bcc(raw[-4:])])
        told += raw + (crc_a(raw) if part.endswith("+") else b"")
    return told


TRIPLE = activation(
    "52", "8400",
    "9320", "8804A1B2^", "93708804A1B2^+", "04+",
    "9520", "88C3D4E5^", "957088C3D4E5^+", "04+",
    "9720", "F6071829^", "9770F6071829^+", "20+",
)  # fmt: skip


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


@pytest.mark.parametrize("uid", ["B0BB8904", "04942CCA994F80", "08112233445566", "8804A1B2"])
def test_a_uid_that_stays_is_not_refused(uid: str) -> None:
    assert badge_refusal(uid) is None


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


def test_three_bytes_alone_are_an_answer_to_select_and_a_reserved_ats_is_bytes() -> None:
    (told,) = decoded(decode(iso14443a(), activation("01+")))
    assert told["answer"] == "SAK"
    (told,) = decoded(decode(iso14443a(), activation("0285+")))
    assert told["answer"] == "data"


@pytest.mark.parametrize("raw", ["a2+", "b3+", "d0+", "02+", "f2+"])
def test_three_bytes_of_a_block_are_no_answer_to_select(raw: str) -> None:
    """proxmark3, hf_visa_apple_ecp and hf_mfdes_sniff: an acknowledgement, an answer to PPS."""
    (told,) = decoded(decode(iso14443a(), activation(raw)))
    assert (told["answer"], told["data"]) == ("data", raw[:2])


@pytest.mark.parametrize("raw", ["00+", "28+", "38+", "40+", "88+", "98+", "53+"])
def test_three_bytes_of_a_known_sak_are_one(raw: str) -> None:
    (told,) = decoded(decode(iso14443a(), activation(raw)))
    assert (told["answer"], told["sak"]) == ("SAK", raw[:2])


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


@pytest.mark.parametrize("raw", [b"", b"\x00" * 40, TRIPLE * 2, bytes(range(256)) * 2])
def test_every_end_that_a_check_allows_is_found_in_one_pass(raw: bytes) -> None:
    raw += crc_a(raw)
    ends = [
        [end for end in range(begin + 3, len(raw) + 1) if checked(raw[begin:end])]
        for begin in range(len(raw) + 1)
    ]
    near = [[end for end in one if end - at <= FRAME_MAX] for at, one in enumerate(ends)]
    assert all_checked_ends(raw) == near


def test_a_burst_of_wake_ups_takes_no_time() -> None:
    """Every byte of it might begin an activation; none does."""
    for raw in (b"\x52" * 1024, b"\x26\x04\x00\x93\x20" * 204, TRIPLE[:-1] * 18):
        assert not decoded(decode(iso14443a_session(), raw))[18:]
