"""The bytes of a serial reader: which texts come out, and which are refused."""

import re
from functools import reduce
from operator import xor
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.protocols.lines import Framing, LineDecoder
from drivers.protocols.reasons import REASONS
from drivers.readings import Reading, Scan, ScanRejected
from tests.drivers.frames import Frame, frames

noise = st.lists(
    st.one_of(
        st.binary(max_size=20),
        st.sampled_from([b"\r", b"\n", b"\t", b"\x02", b"\x03", b"]C1", b"8711218972875"]),
        st.sampled_from([bytes.fromhex(frame["hex"]) for frame in frames("RDM630")]),
    ),
    max_size=20,
).map(b"".join)
plain = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=64)
framings = st.sampled_from(get_args(Framing))


def rejected(reason: str) -> list[Reading]:
    return [ScanRejected("gate", reason)]


def scanned(*texts: str) -> list[Reading]:
    return [Scan("gate", text) for text in texts]


def tag_frame(number: bytes) -> bytes:
    return b"\x02" + (number + bytes([reduce(xor, number)])).hex().upper().encode() + b"\x03"


@pytest.mark.parametrize("frame", frames("RDM630") + frames("ID-12LA"), ids=lambda f: f["hex"])
def test_the_frames_of_real_badge_readers_are_read_or_refused(frame: Frame) -> None:
    """The altered one is a dump in a forum whose poster changed a digit of his own tag."""
    expected = scanned(frame["decoded"]["tag_id"]) if frame["valid"] else rejected("bad_checksum")
    assert LineDecoder("gate", framing="rdm6300").feed(bytes.fromhex(frame["hex"])) == expected


@pytest.mark.parametrize(
    "frame", frames("GM861 barcode engine, serial stream") + frames("serial barcode scanner, other")
)
def test_the_frames_of_real_barcode_scanners_are_read_without_being_told_how_they_end(
    frame: Frame,
) -> None:
    decoder = LineDecoder("gate", framing="auto", aim="aim" in frame["decoded"])
    assert decoder.feed(bytes.fromhex(frame["hex"])) == scanned(frame["decoded"]["barcode"])


@pytest.mark.parametrize("frame", frames("scanner output with AIM symbology identifier, CR suffix"))
def test_the_prefix_is_taken_off_what_real_scanners_send(frame: Frame) -> None:
    decoder = LineDecoder("gate", aim=True)
    assert decoder.feed(bytes.fromhex(frame["hex"])) == scanned(frame["decoded"]["data"])


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\n\r"])
def test_a_line_ends_with_cr_lf_both_or_tab(end: bytes) -> None:
    assert LineDecoder("gate").feed(b"one" + end + b"two" + end) == scanned("one", "two")


@pytest.mark.parametrize("tail", [b"", b"\r", b"\n", b"\r\n"])
def test_a_frame_is_what_stands_between_stx_and_etx(tail: bytes) -> None:
    decoder = LineDecoder("gate", framing="stx-etx")
    sent = b"\x02one" + tail + b"\x03\r\n\x02two" + tail + b"\x03"
    assert decoder.feed(sent) == scanned("one", "two")


def test_text_after_a_line_end_inside_a_frame_is_no_text() -> None:
    decoder = LineDecoder("gate", framing="stx-etx")
    assert decoder.feed(b"\x02on\re\x03\x02two\x03") == rejected("not_text") + scanned("two")


def test_auto_takes_lines_and_frames_from_one_reader() -> None:
    decoder = LineDecoder("gate", framing="auto")
    assert decoder.feed(b"one\r\n\x02two\x03three\t") == scanned("one", "two", "three")


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_frame_without_its_etx_hides_no_later_line(end: str) -> None:
    sent = end.join(("ABC", "\x02DEF", "GHI", "JKL", "")).encode()
    expected = scanned("ABC") + rejected("not_text") + scanned("GHI", "JKL")
    assert LineDecoder("gate", framing="auto").feed(sent) == expected


def test_the_line_behind_a_frame_without_its_etx_is_told_at_the_pause() -> None:
    decoder = LineDecoder("gate", framing="auto")
    assert decoder.feed(b"\x02DEF\rGHI\r") == rejected("not_text")
    assert decoder.busy
    assert decoder.pause() == scanned("GHI")
    assert not decoder.busy


def test_the_rest_of_a_frame_with_a_byte_spoiled_into_cr_is_no_line() -> None:
    decoder = LineDecoder("gate", framing="auto")
    readings = decoder.feed(b"\x02WEAPO\r12\r\n\x03\x02two\x03")
    assert readings == rejected("not_text") + rejected("half_scan") + scanned("two")


@pytest.mark.parametrize(
    ("framing", "sent", "expected"),
    [
        ("auto", b"871\x02two\x03", rejected("half_scan") + scanned("two")),
        ("auto", b"\x02871\x02two\x03", rejected("half_scan") + scanned("two")),
        ("auto", b"871\x03two\r", rejected("half_scan") + scanned("two")),
        ("stx-etx", b"871\x03\x02two\x03", rejected("half_scan") + scanned("two")),
        ("stx-etx", b"871\r\x02two\x03", rejected("half_scan") + scanned("two")),
        ("stx-etx", b"\x03\x02two\x03", rejected("half_scan") + scanned("two")),
        ("rdm6300", b"\x020100073\x03", rejected("half_scan")),
        ("rdm6300", b"\x02\x03", rejected("half_scan")),
        ("rdm6300", b"\x0201000734G0D2\x03", rejected("not_text")),
        ("rdm6300", b"\x0201000734E0D2D\x03", rejected("too_long")),
        ("line", b"\x02871\x03\r\ntwo\r", rejected("not_text") + scanned("two")),
    ],
)
def test_a_frame_with_a_lost_end_is_rejected_once_and_the_next_is_read(
    framing: Framing, sent: bytes, expected: list[Reading]
) -> None:
    assert LineDecoder("gate", framing=framing).feed(sent) == expected


@pytest.mark.parametrize("byte", [0x00, 0x1B, 0x1D, 0x7F, 0x80, 0xC3, 0xFF])
def test_a_byte_that_is_not_printable_ascii_rejects_its_line_and_no_other(byte: int) -> None:
    """0x1D, GS, is a real one: a GS1 barcode with fields. Our labels have none."""
    decoder = LineDecoder("gate")
    assert decoder.feed(b"87" + bytes([byte]) + b"11\rtwo\r") == rejected("not_text") + scanned(
        "two"
    )


def test_a_scan_of_4096_bytes_is_one_rejection_and_the_next_scan_is_read() -> None:
    decoder = LineDecoder("gate")
    assert decoder.feed(b"A" * 4096 + b"\rtwo\r") == rejected("too_long") + scanned("two")


def test_a_scan_is_too_long_by_one_character_and_not_before() -> None:
    decoder = LineDecoder("gate", max_length=8)
    assert decoder.feed(b"12345678\r123456789\r") == scanned("12345678") + rejected("too_long")


def test_the_prefix_does_not_count_as_length() -> None:
    decoder = LineDecoder("gate", aim=True, max_length=8)
    assert decoder.feed(b"]C112345678\r]C1123456789\r") == scanned("12345678") + rejected(
        "too_long"
    )


@pytest.mark.parametrize("text", ["8711218972875", "]XX", "]X", "]1C7", "]"])
def test_a_reader_that_shall_name_the_symbology_and_does_not_is_rejected(text: str) -> None:
    assert LineDecoder("gate", aim=True).feed(text.encode() + b"\r") == rejected("no_aim_prefix")


def test_a_prefix_with_nothing_behind_it_is_half_a_scan() -> None:
    assert LineDecoder("gate", aim=True).feed(b"]Q1\r") == rejected("half_scan")


def test_without_being_told_a_bracket_is_text() -> None:
    assert LineDecoder("gate").feed(b"]C1168901\r") == scanned("]C1168901")


def test_a_pause_inside_a_scan_makes_it_a_half_scan_and_the_next_is_whole() -> None:
    decoder = LineDecoder("gate")
    assert (decoder.feed(b"871"), decoder.busy) == ([], True)
    assert (decoder.pause(), decoder.busy) == (rejected("half_scan"), False)
    assert decoder.feed(b"two\r") == scanned("two")


def test_a_pause_after_stx_alone_is_half_a_scan_too() -> None:
    decoder = LineDecoder("gate", framing="stx-etx")
    decoder.feed(b"\x02")
    assert decoder.pause() == rejected("half_scan")


def test_a_pause_ends_a_rejected_scan_without_a_second_word() -> None:
    decoder = LineDecoder("gate")
    assert decoder.feed(b"\xff\xff") == rejected("not_text")
    assert decoder.pause() == []
    assert decoder.feed(b"two\r") == scanned("two")


@given(noise, framings, st.sampled_from([True, False]), st.data())
@pytest.mark.promise("P9")
def test_readings_do_not_depend_on_how_the_bytes_are_cut(
    sent: bytes,
    framing: Framing,
    aim: bool,  # noqa: FBT001 - hypothesis passes by place
    draw: st.DataObject,
) -> None:
    aim = aim and framing != "rdm6300"
    whole = LineDecoder("gate", framing=framing, aim=aim, max_length=16)
    pieces = LineDecoder("gate", framing=framing, aim=aim, max_length=16)
    expected = whole.feed(sent)
    got: list[Reading] = []
    while sent:
        cut = draw.draw(st.integers(1, len(sent)))
        got += pieces.feed(sent[:cut])
        sent = sent[cut:]
    assert got == expected
    assert pieces.pause() == whole.pause()


@given(noise, framings, st.integers(1, 32))
@pytest.mark.promise("P9")
def test_no_bytes_raise_or_grow_and_only_plain_texts_come_out(
    sent: bytes, framing: Framing, max_length: int
) -> None:
    decoder = LineDecoder("gate", framing=framing, max_length=max_length)
    longest = 10 if framing == "rdm6300" else max_length
    readings: list[Reading] = []
    for byte in sent:
        readings += decoder.feed(bytes([byte]))
        assert decoder.held <= max(longest, 12) + 1
    for reading in readings + decoder.pause():
        match reading:
            case Scan("gate", text):
                assert 1 <= len(text) <= longest
                assert re.fullmatch(r"[ -~]+", text)
            case ScanRejected("gate", reason):
                assert reason in REASONS
            case other:
                raise AssertionError(f"not for a decoder to say: {other}")
    assert not decoder.busy


@given(noise)
def test_lines_are_exactly_what_stands_between_line_ends(sent: bytes) -> None:
    """Said a second time, in another way: nothing is lost, invented or joined."""
    *lines, rest = re.split(rb"[\r\n\t]", sent)
    good = re.compile(rb"[ -~]{1,16}")
    decoder = LineDecoder("gate", max_length=16)
    readings = decoder.feed(sent)
    assert len(readings) - bool(decoder.swallowing) == len([line for line in lines if line])
    texts = [reading.text.encode() for reading in readings if isinstance(reading, Scan)]
    assert texts == [line for line in lines if good.fullmatch(line)]
    assert decoder.busy == bool(rest)


@given(noise, framings, plain)
@pytest.mark.promise("P9")
def test_after_any_bytes_and_a_pause_the_next_scan_is_read(
    sent: bytes, framing: Framing, text: str
) -> None:
    decoder = LineDecoder("gate", framing=framing)
    decoder.feed(sent)
    decoder.pause()
    if framing == "rdm6300":
        assert decoder.feed(tag_frame(b"\x01\x00\x07\x34\xe0")) == scanned("01000734E0")
    elif framing == "stx-etx":
        assert decoder.feed(b"\x02" + text.encode() + b"\x03") == scanned(text)
    else:
        assert decoder.feed(text.encode() + b"\r") == scanned(text)


@given(st.binary(min_size=5, max_size=5), st.integers(1, 12), st.sampled_from("0123456789ABCDEF"))
@pytest.mark.promise("P9")
def test_no_tag_with_one_wrong_digit_is_read_as_another_tag(
    number: bytes, place: int, digit: str
) -> None:
    frame = bytearray(tag_frame(number))
    unaltered = frame[place] == ord(digit)
    frame[place] = ord(digit)
    expected = scanned(number.hex().upper()) if unaltered else rejected("bad_checksum")
    assert LineDecoder("gate", framing="rdm6300").feed(bytes(frame)) == expected


def test_a_tag_in_lower_case_is_the_same_tag() -> None:
    decoder = LineDecoder("gate", framing="rdm6300")
    assert decoder.feed(tag_frame(b"\x01\x00\x07\x34\xe0").lower()) == scanned("01000734E0")


@pytest.mark.parametrize(
    "wrong",
    [
        {"framing": "csv"},
        {"max_length": 0},
        {"max_length": 4097},
        {"framing": "rdm6300", "aim": True},
    ],
)
def test_a_wrong_setting_is_told_at_once(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"framing|max_length|AIM"):
        LineDecoder("gate", **wrong)  # type: ignore[arg-type] # the wrong type is the test
