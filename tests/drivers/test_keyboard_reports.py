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
from tests.drivers.card_frames import decode, decoded, rejections

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


EIGHT = bytes.fromhex("0000250000000000" + UP + ENTER + UP)
NINE = bytes.fromhex("0000260000000000" + UP + ENTER + UP)


@pytest.mark.parametrize("at", range(12))
@pytest.mark.parametrize("count", range(1, 8))
def test_after_bytes_lost_in_a_scan_the_next_scans_are_read(at: int, count: int) -> None:
    lost = EIGHT[:at] + EIGHT[at + count :]
    found = decode(hid_keyboard(), NINE + lost + NINE + NINE)
    assert [said["text"] for said in decoded(found)] == ["9", "9", "9"]
    assert len(rejections(found)) == 1


@pytest.mark.parametrize("at", range(17))
@pytest.mark.parametrize("added", ["00", "05", "ff", "0000", "001e", "00" * 5])
def test_after_bytes_added_in_a_scan_the_next_scans_are_read(at: int, added: str) -> None:
    spoiled = EIGHT[:at] + bytes.fromhex(added) + EIGHT[at:]
    found = decode(hid_keyboard(), NINE + spoiled + NINE + NINE)
    texts = [said["text"] for said in decoded(found)]
    assert texts == ["9", "9", "9"]
    assert len(rejections(found)) == 1


def test_a_scan_that_lost_a_byte_is_rejected_once() -> None:
    found = decode(hid_keyboard(), EIGHT + EIGHT[1:] + EIGHT + EIGHT)
    assert [said["text"] for said in decoded(found)] == ["8", "8", "8"]
    assert rejections(found) == ["no_frame"]


def test_no_text_is_told_at_a_pause_when_bytes_are_missing() -> None:
    """Two bytes lost: the next key's number stands where the modifiers do, and types nothing."""
    one, three = bytes.fromhex("00001e0000000000" + UP), bytes.fromhex("0000200000000000" + UP)
    assert decode(hid_keyboard(), one + three[2:]) == [Rejected("half_frame")]


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


ALTERED = {
    "a press that is lost with its report": spoiled("1234", 96, 144),
    "another key": spoiled("1234", 114, 115, b"\x0b"),
    "a press that became a release": spoiled("1234", 116, 117, b"\x00"),
    "a release of another key": spoiled("1234", 162, 163, b"\x0b"),
}


@pytest.mark.parametrize("altered", ALTERED)
def test_a_key_let_go_of_that_was_never_pressed_refuses_its_scan(altered: str) -> None:
    raw = records(*press("56"))
    found = decode(evdev64(), raw + ALTERED[altered] + raw)
    assert [said.get("text") for said in decoded(found)] == ["56", "56"]
    assert rejections(found) == ["no_frame"]


def test_a_key_let_go_of_behind_enter_that_was_never_pressed_refuses_its_scan() -> None:
    fast = [*press("1")[:-4], (1, 28, 1), SYN, (1, 3, 0), SYN, (1, 28, 0), SYN]
    found = decode(evdev64(), records(*fast, *press("56")))
    assert rejections(found) == ["no_frame"]
    assert [said["text"] for said in decoded(found)] == ["56"]


def test_a_modifier_held_since_before_the_records_may_be_let_go_of_in_a_scan() -> None:
    held = [(1, 2, 1), SYN, (1, 42, 0), SYN, (1, 2, 0), SYN, *press("3")]
    assert decoded(decode(evdev64(), records(*held)))[0]["text"] == "13"


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
