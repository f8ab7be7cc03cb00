"""Every known frame of every wire format: whole, in pieces, glued, in noise, with a wrong bit."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import Rejected
from tests.drivers.frames import Frame
from tests.drivers.wire import (
    CHECKED,
    DEVICES,
    accepted,
    core,
    decoded,
    joinable,
    known,
    says,
    sent,
)

EVERY = [
    pytest.param(name, frame, id=f"{name} {frame['hex'][:40]}")
    for name in DEVICES
    for frame in known(name)
]
PACKETS = [name for name in CHECKED if name not in {"rdm6300", "id12"}]
NOISES = 20
BLIND = bytes.fromhex("02000001003331")
"""A GM65 acknowledges a command; its heartbeat differs in one bit, which no CRC covers."""


def noise_for(name: str, chance: random.Random) -> bytes:
    """Return noise behind which this format can find a frame: a text needs the end of a text."""
    noise = chance.randbytes(chance.randrange(1, 40))
    if name in PACKETS:
        return noise
    if name in {"rdm6300", "id12"}:
        return noise + b"\x02"
    return noise.translate(None, b"\x02\x03") + b"\xff\r"


@pytest.mark.parametrize(("name", "frame"), EVERY)
def test_a_known_frame_says_what_is_known_of_it(name: str, frame: Frame) -> None:
    found = decoded(name, [sent(frame)])
    if frame["valid"]:
        assert len(found) == 1
        assert says(found[0], frame), found
    else:
        assert found
        assert not accepted(found)


@pytest.mark.parametrize(("name", "frame"), EVERY)
def test_the_split_makes_no_difference(name: str, frame: Frame) -> None:
    whole = sent(frame)
    expected = decoded(name, [whole])
    assert decoded(name, [bytes([byte]) for byte in whole]) == expected
    for cut in range(len(whole)):
        assert decoded(name, [whole[:cut], whole[cut:]]) == expected


@pytest.mark.parametrize("name", DEVICES)
def test_frames_glued_together_are_all_found(name: str) -> None:
    chosen = joinable(name)
    assert len(chosen) > 1
    found = decoded(name, [b"".join(map(sent, chosen))])
    assert len(found) == len(chosen)
    assert all(map(says, found, chosen))


@pytest.mark.parametrize("name", DEVICES)
def test_a_good_frame_between_broken_ones_and_halves_is_found(name: str) -> None:
    bad = [sent(frame) for frame in known(name, valid=False) if name != "aim"]
    if name in CHECKED:
        wholes = [core(name, frame) for frame in known(name, valid=True)]
        bad += [whole[: len(whole) // 2] for whole in wholes]
    for frame in joinable(name):
        for wrong in bad:
            found = decoded(name, [wrong + sent(frame) + wrong + sent(frame)])
            assert [says(each, frame) for each in accepted(found)] == [True, True], wrong.hex()
            assert len(found) > len(accepted(found))


@pytest.mark.parametrize("name", DEVICES)
def test_frames_in_noise_are_all_found_and_no_others(name: str) -> None:
    chance = random.Random(name)
    chosen = joinable(name)
    for _ in range(NOISES):
        stream = b"".join(noise_for(name, chance) + sent(frame) for frame in chosen)
        found = decoded(name, [stream])
        assert len(accepted(found)) == len(chosen)
        assert all(map(says, accepted(found), chosen))
        assert len(found) > len(chosen), "the noise was not told"


@pytest.mark.parametrize("name", CHECKED)
def test_no_frame_with_one_wrong_bit_is_accepted_as_another(name: str) -> None:
    """Two holes of the GM65 can't be closed: commands unchecked on purpose, and `BLIND`."""
    for frame in known(name, valid=True):
        if "unchecked" in str(frame["decoded"].get("crc")):
            continue
        (right,) = decoded(name, [sent(frame)])
        for bit in range(8 * len(sent(frame))):
            wrong = bytearray(sent(frame))
            wrong[bit // 8] ^= 1 << bit % 8
            if bytes(wrong) == BLIND:
                continue
            others = [each for each in accepted(decoded(name, [bytes(wrong)])) if each != right]
            # A badge reader's digits may be of either case, and are told as they came.
            assert all(
                str(each.decoded).upper() == str(right.decoded).upper()  # type: ignore[union-attr]  # it is a frame
                for each in others
            ), (wrong.hex(), others)


@pytest.mark.parametrize("name", [*CHECKED, "line", "gm65-code"])
def test_half_a_frame_is_a_rejection(name: str) -> None:
    for frame in joinable(name):
        whole = core(name, frame)
        for cut in range(1, len(whole)):
            if whole[cut:] == b"\n":
                continue  # CR alone is an end too
            found = decoded(name, [whole[:cut]])
            assert found, whole[:cut].hex()
            assert not accepted(found), whole[:cut].hex()


@pytest.mark.parametrize("name", DEVICES)
def test_a_silence_alone_is_no_rejection(name: str) -> None:
    assert decoded(name, []) == []
    decoder = FORMATS[name]()
    for frame in joinable(name):
        decoder.feed(sent(frame))
    decoder.pause()
    assert decoder.pause() == []


@given(st.sampled_from(tuple(DEVICES)), st.data())
@settings(deadline=None)
def test_any_bytes_at_any_split_are_frames_or_rejections(name: str, draw: st.DataObject) -> None:
    pieces = draw.draw(
        st.lists(
            st.one_of(
                st.binary(max_size=300),
                st.sampled_from([sent(frame) for frame in known(name)]),
                st.integers(1, 9000).map(bytes),
                st.integers(1, 9000).map(lambda many: b"7" * many),
            ),
            max_size=12,
        )
    )
    found = decoded(name, pieces)
    assert found == decoded(name, [b"".join(pieces)])
    assert all(each.reason for each in found if isinstance(each, Rejected))
