"""Keyboards as USB and as Linux tell them: shifts, the keypad way, lost keys, half records."""

from struct import pack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.protocols.frames import Decoder, Rejected
from drivers.protocols.input_records import evdev32, evdev64
from drivers.protocols.key_presses import LAYOUTS
from drivers.protocols.keyboard_reports import hid_keyboard
from drivers.protocols.pos_reports import hid_pos
from tests.drivers.card_frames import card_frames, decode, decoded, rejections

ENTER = "0000280000000000"
UP = "00" * 8
KEYS = {character: (code, shifted)
        for code, pair in LAYOUTS["us"].items() for shifted, character in enumerate(pair)
        if code < 70}  # fmt: skip


def typed(*reports: str) -> tuple[list[dict[str, Any]], list[str]]:
    found = decode(hid_keyboard(), bytes.fromhex("".join(reports)))
    return decoded(found), rejections(found)


def test_a_held_key_types_once() -> None:
    """A scanner that is slow, or a report that is told twice."""
    assert typed("0000040000000000", "0000040000000000", ENTER)[0] == [
        {"text": "a", "suffix": "Enter"}
    ]


def test_a_key_typed_twice_needs_to_be_let_go_of() -> None:
    one = "0000040000000000"
    assert typed(one, UP, one, UP, ENTER)[0][0]["text"] == "aa"


def test_two_keys_in_one_report_are_typed_in_its_order() -> None:
    assert typed("0000060504000000", ENTER)[0][0]["text"] == "cba"


@pytest.mark.parametrize(("report", "text"), [("0200040000000000", "A"), ("2000200000000000", "#")])
def test_either_shift_shifts(report: str, text: str) -> None:
    assert typed(report, UP, ENTER)[0][0]["text"] == text


def test_a_shift_let_go_of_shifts_no_more() -> None:
    assert typed("0200040000000000", "0000050000000000", ENTER)[0][0]["text"] == "Ab"


@pytest.mark.parametrize(("usage", "suffix"), [("28", "Enter"), ("2b", "Tab"), ("58", "KPEnter")])
def test_a_suffix_is_named(usage: str, suffix: str) -> None:
    assert typed("0000040000000000", UP, f"0000{usage}0000000000")[0] == [
        {"text": "a", "suffix": suffix}
    ]


def test_more_keys_than_can_be_told_refuse_the_scan_and_not_the_next() -> None:
    over = "0000010101010101"
    said, refused = typed("0000040000000000", over, UP, ENTER, UP, "0000050000000000", ENTER)
    assert refused == ["overrun"]
    assert said == [{"text": "b", "suffix": "Enter"}]


@pytest.mark.parametrize(
    "report",
    [
        "0100050000000000",  # Ctrl+B
        "0800040000000000",  # the Windows key
        "0000410000000000",  # F8
        "0400040000000000",  # Alt+A
        "00004c0000000000",  # Delete
        "0000a40000000000",  # a key that no map has
        "000004ff00000000",  # no usage of a keyboard
        "0005040000000000",  # the reserved byte
    ],
)
def test_a_key_that_no_label_holds_refuses_the_whole_scan(report: str) -> None:
    said, refused = typed("0000040000000000", UP, report, UP, ENTER)
    assert said == []
    assert len(refused) == 1


@pytest.mark.parametrize("spelled", ["6259", "62626162", "5a5961", "5b62", "6262", ""])
def test_the_keypad_way_spells_printable_characters_only(spelled: str) -> None:
    """01, 0090 (a letter, with a digit too many but right), 218, 30, 00, and nothing."""
    digits = "".join(str((usage - 0x58) % 10) for usage in bytes.fromhex(spelled))
    said, refused = typed(("0400" + spelled).ljust(16, "0"), UP, "0000040000000000", ENTER)
    printable = not digits or 32 <= int(digits) < 127
    assert bool(said) == printable
    assert bool(refused) != printable


def test_a_digit_held_longer_than_a_report_is_spelled_once() -> None:
    """Alt down, 6, 6 still down, 5, Alt up: A."""
    said, _ = typed("04005e0000000000", "04005e5d00000000", "04005d0000000000", UP, ENTER)
    assert said == [{"text": "A", "suffix": "Enter"}]


def test_half_a_report_is_rejected_at_the_pause() -> None:
    assert typed("00000400")[1] == ["half_frame"]


# ---------------------------------------------------------------- records of the kernel
def records(*told: tuple[int, int, int], wide: bool = True) -> bytes:
    return b"".join(pack("<qqHHi" if wide else "<iiHHi", 1_700_000_000, 5, *one) for one in told)


SYN = (0, 0, 0)


def press(text: str) -> list[tuple[int, int, int]]:
    told: list[tuple[int, int, int]] = []
    for character in text:
        code, shifted = KEYS[character]
        shift = [(1, 42, 1), SYN] if shifted else []
        told += [*shift, (1, code, 1), SYN, (1, code, 0), SYN]
        told += [(1, 42, 0), SYN] if shifted else []
    return [*told, (1, 28, 1), SYN, (1, 28, 0), SYN]


@given(text=st.text(st.sampled_from(sorted(KEYS)), min_size=1, max_size=60), wide=st.booleans())
def test_what_is_typed_is_one_frame_however_long(text: str, *, wide: bool) -> None:
    """Capitals too: the shift that goes down before the first of them belongs to the scan."""
    decoder: Decoder = evdev64() if wide else evdev32()
    found = decode(decoder, records(*press(text), *press(text), wide=wide))
    assert [(said["text"], said["suffix"]) for said in decoded(found)] == [(text, "Enter")] * 2
    assert len(found) == 2


def test_records_of_a_short_scan_are_told_one_by_one() -> None:
    (said,) = decoded(decode(evdev64(), records(*press("12"))))
    assert len(said["events"]) == 12
    (said,) = decoded(decode(evdev64(), records(*press("A" * 20))))
    assert "events" not in said


DROPPED = [(0, 3, 0), (1, 3, 1), SYN]


def test_lost_records_refuse_the_scan_up_to_its_suffix() -> None:
    """WPN, a hole, 456: the kernel does not say what was in the hole, and 456 is no weapon."""
    typed = [*press("WPN")[:-4], *DROPPED, *press("456"), *press("9")]
    found = decode(evdev64(), records(*typed))
    assert rejections(found) == ["overrun"]
    assert [said.get("text") for said in decoded(found)] == ["9"]


def test_after_lost_records_a_pause_ends_the_scan_too() -> None:
    decoder = evdev64()
    found = decode(decoder, records(*press("12")[:-4], *DROPPED, *press("34")[:-4]))
    assert found == [Rejected("overrun")]
    assert [said["text"] for said in decoded(decode(decoder, records(*press("9"))))] == ["9"]


def test_a_shift_whose_release_was_lost_shifts_nothing() -> None:
    """The scan behind the hole is refused, as it may have begun in it; the next is not shifted."""
    lost = [(1, 42, 1), SYN, (0, 3, 0), SYN]
    found = decode(evdev64(), records(*lost, *press("8"), *press("9")))
    assert rejections(found) == ["overrun"]
    assert [said["text"] for said in decoded(found)] == ["9"]


def spoiled(text: str, begin: int, end: int, instead: bytes = b"", *, wide: bool = True) -> bytes:
    """Return a typed text with some of its bytes lost, or others in their place."""
    raw = records(*press(text), wide=wide)
    return raw[:begin] + instead + raw[end:]


HOLES = {
    "noise between two characters": spoiled("124", 192, 192, b"\xff" * 24),
    "noise in place of a press": spoiled("1234", 192, 216, b"\xff" * 24),
    "a press that lost bytes": spoiled("abcdef", 290, 295),
    "the first press": spoiled("124", 5, 10),
    "the press and the end of its report": spoiled("124", 0, 30),
    "all of the first report's keys": spoiled("124", 2, 50, b"\xff" * 46),
    "a capital's key": spoiled("WPN", 48, 72, b"\xff" * 24),
    "half a record at the end": spoiled("124", 300, 400),
    "a report without an end": spoiled("124", 192, 192, records(*[(3, 0, 1)] * 32)),
}


@pytest.mark.parametrize("hole", HOLES)
def test_no_text_is_told_of_a_scan_with_a_hole(hole: str) -> None:
    found = decode(evdev64(), HOLES[hole])
    assert len(rejections(found)) == 1
    assert [said["text"] for said in decoded(found) if "text" in said] == []


def test_a_scan_with_a_hole_hides_no_other_scan() -> None:
    raw = records(*press("56"))
    found = decode(evdev64(), raw + HOLES["noise in place of a press"] + raw)
    assert [said["text"] for said in decoded(found)] == ["56", "56"]
    assert rejections(found) == ["no_frame"]


def test_a_scan_whose_suffix_was_pressed_before_the_hole_is_whole() -> None:
    found = decode(evdev64(), spoiled("12", 240, 264, b"\xff" * 24))
    assert [said.get("text") for said in decoded(found)] == ["12", None]
    assert rejections(found) == ["no_frame"]


def test_reports_of_single_keys_are_told_after_noise_too() -> None:
    """The press was before the noise, or in it; what the report says is true."""
    raw = b"\xff" * 30 + records((4, 4, 0x70004), (1, 30, 0), SYN)
    found = decode(evdev64(), raw)
    assert rejections(found) == ["no_frame"]
    assert [len(said["events"]) for said in decoded(found)] == [3]


def test_a_control_key_refuses_a_scan_and_alone_is_only_told() -> None:
    assert rejections(decode(evdev64(), records((1, 29, 1), SYN, *press("5")))) == ["control_key"]
    alone = decode(evdev64(), records((1, 125, 1), SYN, (1, 125, 0), SYN, *press("5")))
    assert rejections(alone) == []
    assert [said.get("text") for said in decoded(alone)] == [None, None, "5"]


def test_a_release_without_a_press_lets_go_of_what_was_held_before() -> None:
    """Enter of a command line, let go of when the recording has begun."""
    stray = [(1, 42, 1), SYN, (1, 28, 0), SYN]
    found = decode(evdev64(), records(*stray, *press("12")))
    assert [said.get("text") for said in decoded(found)] == [None, None, "12"]
    held = [(1, 42, 1), SYN, (1, 42, 2), SYN, *press("12")]
    assert decoded(decode(evdev64(), records(*held)))[-1]["text"] == "!@"


def test_a_key_held_down_is_repeated_by_the_kernel_and_typed_once() -> None:
    held = [(1, 2, 1), SYN, (1, 2, 2), SYN, (1, 2, 2), SYN, (1, 2, 0), SYN]
    found = decode(evdev64(), records(*held, *press("3")))
    assert [said["text"] for said in decoded(found)] == ["13"]


def test_a_scan_that_begins_before_enter_is_let_go_of_is_another_scan() -> None:
    fast = [(1, 2, 1), SYN, (1, 2, 0), SYN, (1, 28, 1), SYN, (1, 3, 1), SYN, (1, 28, 0), SYN]
    found = decode(evdev64(), records(*fast, (1, 3, 0), SYN, (1, 28, 1), SYN, (1, 28, 0), SYN))
    assert [said["text"] for said in decoded(found)] == ["1", "2"]


def test_what_was_typed_before_the_records_stopped_is_told_without_a_suffix() -> None:
    (said,) = decoded(decode(evdev64(), records((1, 2, 1), SYN, (1, 2, 0), SYN, (1, 3, 1), SYN)))
    assert said["text"] == "12"
    assert "suffix" not in said


def test_one_key_and_then_silence_is_told_report_by_report() -> None:
    """As a test of a keyboard is recorded: a, then a shift that shifts nothing."""
    tried = [(4, 4, 0x70004), (1, 30, 1), SYN, (4, 4, 0x70004), (1, 30, 0), SYN]
    shift = [(1, 42, 1), SYN, (1, 42, 0), SYN]
    found = decode(evdev64(), records(*tried, *shift))
    assert [len(said["events"]) for said in decoded(found)] == [3, 3, 2, 2]
    assert [said.get("text") for said in decoded(found)] == ["a", None, None, None]


def test_a_report_with_the_end_of_one_scan_and_the_beginning_of_the_next_is_divided() -> None:
    both = [(1, 2, 1), SYN, (1, 2, 0), (1, 28, 1), (1, 28, 0), (1, 5, 1), SYN, (1, 5, 0), SYN]
    found = decoded(decode(evdev64(), records(*both, (1, 28, 1), SYN, (1, 28, 0), SYN)))
    assert [(said["text"], len(said["events"])) for said in found] == [("1", 5), ("4", 8)]
    assert [said["suffix"] for said in found] == ["Enter", "Enter"]


def test_a_press_that_no_report_ended_has_typed_nothing() -> None:
    found = decode(evdev64(), records((1, 4, 1), SYN, (1, 4, 0), (1, 5, 1)))
    assert [said.get("text") for said in decoded(found)] == ["3", None]


def test_a_key_that_types_nothing_is_told_when_it_stands_alone() -> None:
    found = decode(evdev64(), records((1, 66, 1), SYN, (1, 66, 0), SYN))
    assert [said["events"][0]["value"] for said in decoded(found)] == [1, 0]
    assert len(found) == 2
    before = decode(evdev64(), records((1, 66, 1), SYN, (1, 66, 0), SYN, *press("12")))
    assert rejections(before) == ["control_key"]
    assert decoded(before) == []


def test_a_report_without_an_end_is_not_kept_for_ever() -> None:
    decoder = evdev64()
    found = decoder.feed(records(*[(3, 0, 1)] * 200))
    assert decoder.held < 1000
    assert rejections(found)


@pytest.mark.parametrize("bad", [(1, 30, 7), (9, 0, 0), (1, 0x300, 1), (0, 99, 0)])
def test_a_record_that_the_kernel_does_not_write_is_noise(bad: tuple[int, int, int]) -> None:
    found = decode(evdev32(), records(bad, wide=False))
    assert decoded(found) == []
    assert rejections(found) == ["no_frame"]


# ---------------------------------------------------------------- HID-POS
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
