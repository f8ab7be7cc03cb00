"""Scanners in HID-POS mode: codes, commands and answers, and what damage does to the next ones."""

from typing import Any

import pytest

from drivers.protocols.pos_reports import hid_pos
from tests.drivers.card_frames import card_frames, decode, decoded, rejections


def pos(text: bytes, *, continued: bool = False) -> bytes:
    report = bytes([2, len(text)]) + text
    return report.ljust(63, b"\0") + bytes([continued])


def test_a_code_in_two_reports_says_that_it_goes_on() -> None:
    found = decoded(decode(hid_pos(), pos(b"A" * 56, continued=True) + pos(b"BC")))
    assert [(one["text"], one["continued"]) for one in found] == [("A" * 56, True), ("BC", False)]


def test_a_code_whose_zeros_were_left_off_is_told_at_the_pause() -> None:
    decoder = hid_pos()
    assert decoder.feed(b"\x02\x0412AB") == []
    (said,) = decoded(decoder.pause())
    assert said["text"] == "12AB"


def test_after_noise_a_code_is_not_believed_before_a_pause() -> None:
    """Nothing in it is a check: noise could be one."""
    decoder = hid_pos()
    assert decoded(decode(decoder, b"\x99" + pos(b"12AB"))) == []
    assert len(decoded(decode(decoder, pos(b"12AB")))) == 1


def test_a_code_behind_zeros_that_are_none_is_no_code() -> None:
    """A length with one bit wrong, and half a report glued to the next."""
    flipped = b"\x02\x06WEAPON1".ljust(62, b"\0") + b"\x6a\x00"
    half = pos(b"XYZ")[:30] + pos(b"ABC")
    for raw in (flipped, half, pos(b"XYZ")[:62] + pos(b"ABC"), pos(b"XYZ")[:63] + pos(b"ABC")):
        found = decode(hid_pos(), raw)
        assert decoded(found) == []
        assert rejections(found) == ["no_frame"]


@pytest.mark.parametrize("at", [0, 1, 2, 5, 40, 62])
def test_a_damaged_report_keeps_its_place_and_hides_no_other(at: int) -> None:
    damaged = bytearray(pos(b"123"))
    damaged[at] ^= 0x80
    found = decode(hid_pos(), pos(b"XYZ") + damaged + pos(b"ABC") + pos(b"DEF"))
    assert [one["text"] for one in decoded(found)] == ["XYZ", "ABC", "DEF"]
    assert len(rejections(found)) == 1


def test_what_goes_on_from_a_damaged_report_is_no_code() -> None:
    damaged = bytearray(pos(b"A" * 56, continued=True))
    damaged[5] ^= 0x80
    found = decode(hid_pos(), bytes(damaged) + pos(b"BC") + pos(b"DEF"))
    assert [one["text"] for one in decoded(found)] == ["DEF"]
    assert rejections(found) == ["no_frame"]


@pytest.mark.parametrize("noise", ["041e64", "0236e9fab937f7b96c", "0404"])
def test_a_command_inside_what_looked_like_a_report_is_found(noise: str) -> None:
    """Also where it was kept waiting: the zeros in it are its own."""
    frames = [bytes.fromhex(one["hex"]) for one in card_frames("Newland FM30")]
    stream = b"".join(bytes.fromhex(noise) + frame for frame in frames * 2)
    found = decoded(decode(hid_pos(), stream))
    assert [one["report_id"] for one in found] == [frame[0] for frame in frames * 2]


def test_zeros_that_were_left_off_end_no_other_report() -> None:
    """A code that is none, and in it half an answer that zeros would make whole."""
    half = b"\x02\x0e\x02\x00\x00\x08EL03"
    found = decode(hid_pos(), bytes([2, len(half) + 1]) + b"\x01" + half)
    assert decoded(found) == []
    assert rejections(found)


def test_an_answer_with_all_its_zeros_is_one_report() -> None:
    frames = card_frames("Newland FM30")
    padded = b"".join(bytes.fromhex(one["hex"]).ljust(64, b"\0") for one in frames)
    assert len(decode(hid_pos(), padded)) == len(frames)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("0207020000010033 31", {"answer": "done", "crc_ok": True}),
        ("04097e000801000202 32b9", {"report_id": 4, "payload_len": 9, "crc_ok": True}),
    ],
)
def test_the_other_reports_of_the_note_are_told(raw: str, told: dict[str, Any]) -> None:
    (said,) = decoded(decode(hid_pos(), bytes.fromhex(raw)))
    assert said | told == said


@pytest.mark.parametrize("raw", ["0300", "0240" + "41" * 64, "0204" + "41004141", "0400"])
def test_what_is_no_report_is_rejected(raw: str) -> None:
    found = decode(hid_pos(), bytes.fromhex(raw).ljust(64, b"\0"))
    assert decoded(found) == []
    assert rejections(found)
