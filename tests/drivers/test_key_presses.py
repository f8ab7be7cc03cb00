"""The keys of a scanner, as numbers: which texts come out, and which are refused."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.protocols.key_presses import (
    EV_KEY,
    EV_LED,
    EV_SYN,
    LED_CAPSL,
    SYN_DROPPED,
    SYN_REPORT,
    KeyDecoder,
)
from drivers.protocols.reasons import REASONS
from drivers.readings import Reading, Scan, ScanRejected
from tests.drivers.frames import frames
from tests.drivers.umockdev_bed import Record, presses

ENTER, TAB, KP_ENTER, CAPS_LOCK, NUM_LOCK = 28, 15, 96, 58, 69
LEFT_CTRL, LEFT_ALT, LEFT_META, F1, RIGHT_SHIFT, KEY_A, KEY_DOWN = 29, 56, 125, 59, 54, 30, 108
DROPPED: Record = (EV_SYN, SYN_DROPPED, 0)
REPORT: Record = (EV_SYN, SYN_REPORT, 0)

printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=64)
records = st.tuples(
    st.one_of(st.sampled_from([EV_SYN, EV_KEY, 4, EV_LED]), st.integers(0, 0xFFFF)),
    st.one_of(st.integers(0, 130), st.integers(0, 0xFFFF)),
    st.one_of(st.integers(0, 2), st.integers(-(2**31), 2**31 - 1)),
)


def press(*codes: int) -> list[Record]:
    return [(EV_KEY, code, value) for code in codes for value in (1, 0)]


def feed(decoder: KeyDecoder, taken: list[Record]) -> list[Reading]:
    return [reading for record in taken for reading in decoder.feed(*record)]


@given(printable)
def test_every_text_on_us_keys_is_read_as_it_was_typed(text: str) -> None:
    assert feed(KeyDecoder("badge"), presses(text)) == [Scan("badge", text)]


@pytest.mark.parametrize("frame", frames("evdev struct input_event stream, 64-bit"))
def test_a_recorded_stream_of_a_real_device_is_read(frame: dict[str, object]) -> None:
    stream = bytes.fromhex(str(frame["hex"]))
    taken = [struct.unpack("<HHi", stream[at + 16 : at + 24]) for at in range(0, len(stream), 24)]
    decoded = frame["decoded"]
    assert isinstance(decoded, dict)
    expected = [Scan("badge", decoded["text"])] if "text" in decoded else []
    assert feed(KeyDecoder("badge"), taken) == expected


@pytest.mark.parametrize("end", [ENTER, TAB, KP_ENTER])
def test_enter_tab_and_keypad_enter_all_end_a_scan(end: int) -> None:
    assert feed(KeyDecoder("badge"), press(2, 3, end)) == [Scan("badge", "12")]


def test_a_key_that_is_no_suffix_of_this_reader_is_no_text_either() -> None:
    decoder = KeyDecoder("badge", suffixes=["enter"])
    assert feed(decoder, press(2, TAB, 3, ENTER)) == [ScanRejected("badge", "control_key")]


def test_a_suffix_alone_says_nothing() -> None:
    """Some scanners send CR and LF, which arrive as two suffixes."""
    decoder = KeyDecoder("badge")
    assert feed(decoder, press(ENTER, ENTER, 2, ENTER, TAB)) == [Scan("badge", "1")]


def test_the_keypad_types_digits_whatever_num_lock_says() -> None:
    keys = [82, 79, 80, 81, 75, NUM_LOCK, 76, 77, 71, 72, 73, 83, 74, 78, 55, 98, KP_ENTER]
    assert feed(KeyDecoder("badge"), press(*keys)) == [Scan("badge", "0123456789.-+*/")]


def test_either_shift_makes_capitals_and_only_while_it_is_held() -> None:
    taken = [(EV_KEY, RIGHT_SHIFT, 1), *press(KEY_A), (EV_KEY, RIGHT_SHIFT, 0)]
    assert feed(KeyDecoder("badge"), taken + press(KEY_A, ENTER)) == [Scan("badge", "Aa")]


def test_two_shifts_held_and_one_released_is_still_shifted() -> None:
    taken = [(EV_KEY, 42, 1), (EV_KEY, RIGHT_SHIFT, 1), (EV_KEY, 42, 0)]
    assert feed(KeyDecoder("badge"), taken + press(KEY_A, ENTER)) == [Scan("badge", "A")]


def test_caps_lock_turns_letters_and_not_digits_and_shift_turns_them_back() -> None:
    taken = press(CAPS_LOCK, KEY_A, 2)
    taken += [(EV_KEY, 42, 1), *press(KEY_A), (EV_KEY, 42, 0), *press(CAPS_LOCK, KEY_A, ENTER)]
    assert feed(KeyDecoder("badge"), taken) == [Scan("badge", "A1aa")]


def test_the_caps_lock_light_counts_at_the_start_and_when_it_changes() -> None:
    """Scanners that watch the light send the other case while it is on."""
    decoder = KeyDecoder("badge", caps=True)
    assert feed(decoder, press(KEY_A, ENTER)) == [Scan("badge", "A")]
    assert feed(decoder, [(EV_LED, LED_CAPSL, 0), *press(KEY_A, ENTER)]) == [Scan("badge", "a")]


def test_a_held_key_that_the_kernel_repeats_is_typed_once() -> None:
    taken = [(EV_KEY, 2, 1), (EV_KEY, 2, 2), (EV_KEY, 2, 2), (EV_KEY, 2, 0), *press(ENTER)]
    assert feed(KeyDecoder("badge"), taken) == [Scan("badge", "1")]


def test_two_keys_down_at_once_are_both_typed() -> None:
    """A Symbol LS2208 sends "ht" without a release between (vpatron/barcode_scanner_python)."""
    taken = [(EV_KEY, 35, 1), (EV_KEY, 20, 1), (EV_KEY, 35, 0), (EV_KEY, 20, 0), *press(ENTER)]
    assert feed(KeyDecoder("badge"), taken) == [Scan("badge", "ht")]


@pytest.mark.parametrize("key", [LEFT_CTRL, LEFT_ALT, LEFT_META, 97, 100, 126, F1, KEY_DOWN, 0x110])
@pytest.mark.parametrize("place", ["before", "inside"])
def test_a_key_no_label_can_hold_rejects_the_scan_up_to_its_suffix(key: int, place: str) -> None:
    """A label could otherwise open a menu: Code 128 holds Ctrl and function keys."""
    before, after = ([2, 3], [4]) if place == "inside" else ([], [2, 3, 4])
    decoder = KeyDecoder("badge")
    taken = press(*before, key, *after, ENTER)
    assert feed(decoder, taken) == [ScanRejected("badge", "control_key")]
    assert feed(decoder, press(2, ENTER)) == [Scan("badge", "1")]


def test_a_control_key_still_held_from_before_rejects_the_next_scan_too() -> None:
    decoder = KeyDecoder("badge")
    held: list[Record] = [(EV_KEY, LEFT_CTRL, 1)]
    rejected = [ScanRejected("badge", "control_key")]
    assert feed(decoder, held + press(ENTER, 2, ENTER)) == rejected * 2
    assert feed(decoder, [(EV_KEY, LEFT_CTRL, 0), *press(2, ENTER)]) == [Scan("badge", "1")]


def test_a_scan_is_too_long_by_one_character_and_not_before() -> None:
    decoder = KeyDecoder("badge", max_length=8)
    assert feed(decoder, presses("12345678")) == [Scan("badge", "12345678")]
    assert feed(decoder, presses("123456789")) == [ScanRejected("badge", "too_long")]
    assert feed(decoder, presses("1")) == [Scan("badge", "1")]


def test_a_pause_inside_a_scan_makes_it_a_half_scan_and_the_next_is_whole() -> None:
    decoder = KeyDecoder("badge")
    assert (feed(decoder, press(2, 3)), decoder.busy) == ([], True)
    assert (decoder.pause(), decoder.busy) == ([ScanRejected("badge", "half_scan")], False)
    assert decoder.pause() == []
    assert feed(decoder, press(4, ENTER)) == [Scan("badge", "3")]


def test_a_pause_ends_a_rejected_scan_without_a_second_word() -> None:
    decoder = KeyDecoder("badge")
    assert feed(decoder, press(F1)) == [ScanRejected("badge", "control_key")]
    assert decoder.pause() == []
    assert feed(decoder, press(4, ENTER)) == [Scan("badge", "3")]


def test_a_pause_that_the_program_slept_through_shows_in_the_records_own_times() -> None:
    """After a stall, half a scan and a whole one arrive together; they are not one text."""
    decoder = KeyDecoder("badge", gap_ms=500)
    first = [r for at, code in ((0, 2), (5, 3)) for r in decoder.feed(EV_KEY, code, 1, at)]
    second = [r for at, code in ((506, 4), (511, ENTER)) for r in decoder.feed(EV_KEY, code, 1, at)]
    assert first + second == [ScanRejected("badge", "half_scan"), Scan("badge", "3")]


def test_a_clock_that_steps_back_inside_a_scan_does_no_harm() -> None:
    decoder = KeyDecoder("badge")
    taken = [
        r for at, code in ((9000, 2), (5, 3), (9, ENTER)) for r in decoder.feed(1, code, 1, at)
    ]
    assert taken == [Scan("badge", "12")]


def test_after_dropped_records_the_rest_of_the_scan_is_not_taken_for_a_scan() -> None:
    """A label with a hole in it must not become the badge of somebody else."""
    decoder = KeyDecoder("badge")
    taken = [*press(2, 3), DROPPED, *press(4), REPORT, *press(5, 6, ENTER)]
    assert feed(decoder, taken) == [ScanRejected("badge", "overrun")]
    assert feed(decoder, press(7, ENTER)) == [Scan("badge", "6")]


def test_dropped_records_let_go_of_every_key_whose_release_may_be_lost() -> None:
    decoder = KeyDecoder("badge")
    held: list[Record] = [(EV_KEY, 42, 1), (EV_KEY, LEFT_CTRL, 1), *press(CAPS_LOCK)]
    feed(decoder, [*held, DROPPED, REPORT, *press(ENTER)])
    assert feed(decoder, press(KEY_A, ENTER)) == [Scan("badge", "a")]


def test_a_pause_ends_the_wait_for_a_report_that_never_comes() -> None:
    decoder = KeyDecoder("badge")
    assert feed(decoder, [DROPPED, *press(2)]) == [ScanRejected("badge", "overrun")]
    assert decoder.busy
    assert decoder.pause() == []
    assert feed(decoder, press(4, ENTER)) == [Scan("badge", "3")]


@given(st.lists(records, max_size=300))
@pytest.mark.promise("P9")
def test_no_input_raises_or_grows_and_only_plain_texts_come_out(taken: list[Record]) -> None:
    decoder = KeyDecoder("badge", max_length=16)
    for reading in feed(decoder, taken) + decoder.pause():
        match reading:
            case Scan("badge", text):
                assert 1 <= len(text) <= 16
                assert text.isascii()
                assert text.isprintable()
            case ScanRejected("badge", reason):
                assert reason in REASONS
            case other:
                raise AssertionError(f"not for a decoder to say: {other}")
    assert not decoder.busy
    assert len(decoder._held) <= 8


@given(st.lists(records, max_size=100), printable)
@pytest.mark.promise("P9")
def test_after_any_input_an_overrun_and_a_pause_the_next_scan_is_read(
    taken: list[Record], text: str
) -> None:
    decoder = KeyDecoder("badge")
    feed(decoder, [*taken, (EV_LED, LED_CAPSL, 0), REPORT, (EV_LED, LED_CAPSL, 0), DROPPED, REPORT])
    decoder.pause()
    assert feed(decoder, presses(text)) == [Scan("badge", text)]


@given(st.lists(records, max_size=100))
def test_no_scan_is_rejected_twice(taken: list[Record]) -> None:
    """Between two rejections a scan has ended: otherwise one bad label beeps for ever."""
    decoder = KeyDecoder("badge")
    told: list[int] = []
    for number, record in enumerate(taken):
        told += [number for r in decoder.feed(*record) if isinstance(r, ScanRejected)]
    for first, second in pairwise(told):
        between = [code for kind, code, value in taken[first:second] if kind == EV_KEY and value]
        assert set(between) & {ENTER, TAB, KP_ENTER}


@pytest.mark.parametrize("wrong", [{"layout": "kh"}, {"suffixes": ["return"]}, {"suffixes": []}])
def test_a_wrong_setting_is_told_at_once(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"layout|suffixes"):
        KeyDecoder("badge", **wrong)  # type: ignore[arg-type] # the wrong type is the test
