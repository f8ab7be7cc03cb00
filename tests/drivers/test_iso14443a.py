"""ISO 14443 type A: frames from traces that the file does not hold."""

from typing import Any

import pytest

from drivers.protocols.iso14443a import (
    FRAME_MAX,
    all_checked_ends,
    badge_refusal,
    checked,
    crc_a,
    iso14443a,
    read_frame,
)
from tests.drivers.card_frames import TRIPLE, activation, card_frames, decode, decoded, rejections

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


@pytest.mark.parametrize(
    ("glued", "told"),
    [
        ("500057cd 4400 9320", ["HLTA", "ATQA", "ANTICOLLISION CL1"]),
        ("20fc70 0400 9370b0bb8904863d30", ["SAK", "ATQA", "SELECT CL1"]),
        ("500057cd 4400 9320 880466d63c", ["HLTA", "ATQA", "ANTICOLLISION CL1", "UID CLn + BCC"]),
        (
            "52 4400 500057cd 4400 9320",
            ["WUPA (7 bit)", "ATQA", "HLTA", "ATQA", "ANTICOLLISION CL1"],
        ),
    ],
)
def test_one_atqa_whose_call_was_not_heard_takes_no_neighbour(glued: str, told: list[str]) -> None:
    found = decoded(decode(iso14443a(), bytes.fromhex(glued)))
    assert [one.get("cmd") or one["answer"] for one in found] == told


@pytest.mark.parametrize(
    "glued",
    [
        "500057cd 4400 500057cd 4400 9320",
        "500057cd 4400 0400 9320",
        "9320 4400 9320",
        "500057cd 0400 500057cd",
        "9370b0bb8904863d30 8804 8804a81d39",
        "500057cd 88048d2425 8804 9370b0bb8904863d30",
    ],
)
def test_no_other_two_bytes_between_frames_are_an_atqa(glued: str) -> None:
    """A second one, one amid an anticollision, one that the reader does not go on from."""
    assert rejections(decode(iso14443a(), bytes.fromhex(glued))) == ["no_frame"]


def test_a_burst_with_a_damaged_frame_is_not_believed_in_part() -> None:
    assert rejections(decode(iso14443a(), bytes.fromhex("00fe5120fc71"))) == ["no_frame"]


@pytest.mark.parametrize("uid", ["B0BB8904", "04942CCA994F80", "08112233445566", "8804A1B2"])
def test_a_uid_that_stays_is_not_refused(uid: str) -> None:
    assert badge_refusal(uid) is None


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


@pytest.mark.parametrize("raw", [b"", b"\x00" * 40, TRIPLE * 2, bytes(range(256)) * 2])
def test_every_end_that_a_check_allows_is_found_in_one_pass(raw: bytes) -> None:
    raw += crc_a(raw)
    ends = [
        [end for end in range(begin + 3, len(raw) + 1) if checked(raw[begin:end])]
        for begin in range(len(raw) + 1)
    ]
    near = [[end for end in one if end - at <= FRAME_MAX] for at, one in enumerate(ends)]
    assert all_checked_ends(raw) == near
