"""Every format of cards, badge buses and keyboards: real frames, cut, glued, damaged, and noise."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.protocols.card_formats import CARD_FORMATS
from drivers.protocols.frames import HELD_MAX, Frame, Rejected
from tests.drivers.card_frames import (
    FORMATS,
    CardFrame,
    card_frames,
    decode,
    decoded,
    format_frames,
    rejections,
    says,
)

MARKED = {"osdp", "evdev64", "evdev32", "hid-pos"}
"""Formats that find a frame's beginning by themselves, after noise."""

COUNTED = {"wiegand26", "wiegand34", "hid-keyboard", "osdp-sc"}
"""Formats whose frames are as long as each other, or end with a key."""

known = {name: [bytes.fromhex(one["hex"]) for key, one in format_frames() if key == name]
         for name in FORMATS.values()}  # fmt: skip
pieces = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from(sorted({raw for frames in known.values() for raw in frames})),
        st.sampled_from([b"\xff", b"\x53", b"\x53\x80\x80\x05\x04", b"\x26", b"\x02", b"\0" * 24]),
    ),
    max_size=60,
)


def identified(frames: list[tuple[str, CardFrame]]) -> pytest.MarkDecorator:
    ids = [f"{name}-{frame['hex'][:24]}" for name, frame in frames]
    return pytest.mark.parametrize(("name", "frame"), frames, ids=ids)


def test_every_format_has_a_frame_from_outside() -> None:
    assert set(CARD_FORMATS) == set(FORMATS.values())


@identified(format_frames(valid=True))
def test_a_published_frame_says_what_is_printed_beside_it(name: str, frame: CardFrame) -> None:
    found = decode(CARD_FORMATS[name](), bytes.fromhex(frame["hex"]))
    assert len(found) == 1
    assert says(found[0], frame["decoded"])


@pytest.mark.parametrize(
    ("name", "frame"),
    [*format_frames(valid=False), ("iso14443a", card_frames("ISO14443A UID trap")[1])],
)
def test_a_frame_that_is_marked_as_wrong_is_rejected(name: str, frame: CardFrame) -> None:
    assert not frame["valid"]
    found = decode(CARD_FORMATS[name](), bytes.fromhex(frame["hex"]))
    assert found
    assert not decoded(found)


@identified(format_frames())
def test_no_cut_changes_what_is_found(name: str, frame: CardFrame) -> None:
    raw = bytes.fromhex(frame["hex"])
    whole = decode(CARD_FORMATS[name](), raw)
    assert decode(CARD_FORMATS[name](), *(bytes([byte]) for byte in raw)) == whole
    for cut in range(len(raw)):
        assert decode(CARD_FORMATS[name](), raw[:cut], raw[cut:]) == whole


@pytest.mark.parametrize("name", sorted(MARKED | COUNTED | {"iso14443a-session"}))
def test_frames_that_are_glued_together_are_all_found(name: str) -> None:
    frames = [frame for key, frame in format_frames() if key == name]
    # A text that no key ends runs on into the next one.
    frames = [frame for frame in frames if name != "hid-keyboard" or "suffix" in frame["decoded"]]
    for first in frames:
        for second in frames:
            if (
                "LEFTSHIFT down" in first["decoded"].get("meaning", "")
                and "text" in second["decoded"]
            ):
                continue  # the same digits, shifted: another text
            glued = bytes.fromhex(first["hex"]) + bytes.fromhex(second["hex"])
            found = decode(CARD_FORMATS[name](), glued)
            assert len(found) == 2
            for one, frame in zip(found, (first, second), strict=True):
                assert says(one, frame["decoded"]) == frame["valid"]


@pytest.mark.parametrize("noise", [b"\x00", b"\x01\x02\x03", b"\x53\x00\x05", b"\xaa" * 7])
@pytest.mark.parametrize("name", sorted(MARKED | {"iso14443a-session"}))
def test_noise_before_a_frame_is_rejected_and_hides_nothing(name: str, noise: bytes) -> None:
    for key, frame in format_frames(valid=True):
        if key == name:
            found = decode(CARD_FORMATS[name](), noise + bytes.fromhex(frame["hex"]))
            assert len(found) == 2
            assert isinstance(found[0], Rejected)
            assert says(found[1], frame["decoded"])


@identified(format_frames(valid=True))
def test_noise_and_then_a_pause_hide_nothing(name: str, frame: CardFrame) -> None:
    decoder = CARD_FORMATS[name]()
    assert not decoded(decode(decoder, b"\x99\x53\x07"))
    found = decode(decoder, bytes.fromhex(frame["hex"]))
    assert len(found) == 1
    assert says(found[0], frame["decoded"])


def flips(raw: bytes) -> list[bytes]:
    return [
        bytes([*raw[:at], raw[at] ^ 1 << bit, *raw[at + 1 :]])
        for at in range(len(raw))
        for bit in range(8)
    ]


CHECKED = [
    (name, frame)
    for name, frame in format_frames(valid=True)
    if name in {"iso14443a", "osdp", "wiegand26", "wiegand34", "osdp-sc"}
    or (name == "hid-pos" and frame["decoded"].get("crc_ok"))
]


@identified(CHECKED)
def test_a_frame_with_one_wrong_bit_is_never_another_frame(name: str, frame: CardFrame) -> None:
    """Only OSDP's marks are outside its check: a wrong one is noise before the same packet."""
    raw = bytes.fromhex(frame["hex"])
    whole = decoded(decode(CARD_FORMATS[name](), raw))[0] | {"marks": 0}
    for wrong in flips(raw):
        found = decode(CARD_FORMATS[name](), wrong)
        assert all(said == whole for said in decoded(found)), wrong.hex()
        assert not all(isinstance(one, Frame) for one in found) or wrong[-len(raw) :] == raw


@pytest.mark.parametrize("frame", card_frames("ISO14443A activation session"))
def test_an_activation_with_one_wrong_bit_tells_no_other_card(frame: CardFrame) -> None:
    """ATQA carries no check: a wrong bit there changes what is told of it, and no more."""
    raw = bytes.fromhex(frame["hex"])
    for wrong in flips(raw):
        for said in decoded(decode(CARD_FORMATS["iso14443a-session"](), wrong)):
            assert said["uid"] == frame["decoded"]["uid"]
            assert said["sak"] == frame["decoded"]["sak"]


@pytest.mark.parametrize("name", sorted(CARD_FORMATS))
@settings(max_examples=60)
@given(received=pieces, paused=st.booleans())
def test_whatever_comes_in_little_is_held_and_nothing_raises(
    name: str, received: list[bytes], paused: bool  # noqa: FBT001 - hypothesis gives it
) -> None:  # fmt: skip
    decoder = CARD_FORMATS[name]()
    for piece in received:
        decoder.feed(piece)
        assert 0 <= decoder.held <= HELD_MAX
        if paused:
            decoder.pause()
            assert decoder.held == 0


@pytest.mark.parametrize("name", ["iso14443a", "iso14443a-session"])
def test_a_burst_that_is_too_long_is_told_once_and_not_kept(name: str) -> None:
    decoder = CARD_FORMATS[name]()
    told = [one for _ in range(5000) for one in decoder.feed(b"\x93")]
    assert told == [Rejected("too_long")]
    assert decoder.held == 0
    assert decoder.pause() == []


@pytest.mark.parametrize("name", sorted(CARD_FORMATS))
@settings(max_examples=40)
@given(received=pieces, cuts=st.lists(st.integers(0, 400), max_size=8))
def test_the_split_makes_no_difference(name: str, received: list[bytes], cuts: list[int]) -> None:
    whole = b"".join(received)
    at = [0, *sorted(cuts), len(whole)]
    split = [whole[begin:end] for begin, end in pairwise(at)]
    assert decode(CARD_FORMATS[name](), *split) == decode(CARD_FORMATS[name](), whole)


@pytest.mark.parametrize("name", sorted(CARD_FORMATS))
def test_after_any_noise_and_a_pause_a_decoder_is_as_new(name: str) -> None:
    decoder = CARD_FORMATS[name]()
    for raw in known["osdp"] + known["evdev64"] + [b"\x53" * 3000, b"\x02\x3e" * 40]:
        decode(decoder, raw)
    for raw in known[name]:
        assert decode(decoder, raw) == decode(CARD_FORMATS[name](), raw)
        assert rejections(decode(decoder, b"")) == []
