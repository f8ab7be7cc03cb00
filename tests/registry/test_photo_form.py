"""What a picture is, by its own bytes: whatever is sent, it is one of three forms or refused."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.registry.photo_form import BYTES_MAX, SIDE_MAX, NoPicture, recognised
from tests.registry.pictures import JPEG, PICTURES, PNG, WEBP

BEHIND = (b"<html><script>alert(1)</script>", b"PK\x03\x04", b"<svg xmlns='x'/>", b"\0" * 9)


def why(content: bytes) -> str:
    """Return why something is no picture we keep."""
    with pytest.raises(NoPicture) as refused:
        recognised(content)
    return refused.value.reason


def png(width: int, height: int, *, pixels: bytes = b"x") -> bytes:
    """Return the frame of a PNG that says it has these sides."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    sides = struct.pack(">II", width, height) + b"\x08\x02\0\0\0"
    middle = chunk(b"IDAT", zlib.compress(pixels)) if pixels else b""
    return PNG[:8] + chunk(b"IHDR", sides) + middle + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_known_by_its_content_with_its_sides_and_its_end(kind: str) -> None:
    found = recognised(PICTURES[kind])
    assert (found.kind, found.width, found.height) == (kind, 24, 16)
    assert found.size == len(PICTURES[kind])


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("behind", BEHIND, ids=["html", "zip", "svg", "noughts"])
def test_what_hangs_behind_the_end_is_not_of_the_picture(kind: str, behind: bytes) -> None:
    """A file may be a picture and a page at once: what is kept is the picture."""
    found = recognised(PICTURES[kind] + behind)
    assert found.size == len(PICTURES[kind])


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_that_is_cut_short_anywhere_is_refused(kind: str) -> None:
    whole = PICTURES[kind]
    for length in range(len(whole)):
        assert why(whole[:length]) in {"picture_cut_short", "not_a_picture"}, length
    assert why(whole[:-40]) in {"picture_cut_short", "not_a_picture"}
    assert why(JPEG[: len(JPEG) // 2]) == "picture_cut_short"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xd8", b"%PDF-1.7", b"GIF89a" + b"\0" * 99, b"<svg xmlns='x'/>",
        b"<!doctype html><img>", b"BM" + b"\0" * 99, b"\0\0\0\x18ftypheic" + b"\0" * 99,
        b"II*\0" + b"\0" * 99, b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\0\x01", b"\xff\xd8\xff\xe0\0\x02abc",
        b"RIFF\x04\0\0\0WEBP", b"RIFF\x0c\0\0\0WEBPVP8 \xff\0\0\0",
        b"RIFF\x0c\0\0\0WAVEfmt \0\0\0\0", png(1, 1, pixels=b""), PNG[:8] + PNG[33:],
        WEBP.replace(b"\x9d\x01\x2a", b"\x9d\x01\x2b"), b"<html>" + JPEG,
    ],
    ids=range(20),
)  # fmt: skip
def test_what_is_no_picture_of_the_three_forms_is_refused(content: bytes) -> None:
    assert why(content) == "not_a_picture"


def test_a_changed_byte_in_a_png_is_found() -> None:
    changed = bytearray(PNG)
    changed[60] ^= 1
    assert why(bytes(changed)) == "picture_cut_short"


def test_a_picture_of_100_megabytes_is_refused_before_it_is_read() -> None:
    assert why(JPEG + bytes(100 << 20)) == "picture_too_large"
    assert recognised(JPEG + bytes(BYTES_MAX - len(JPEG))).size == len(JPEG)


@pytest.mark.parametrize(
    ("width", "height", "may"),
    [
        (8_000, 6_000, True), (8_000, 6_251, False), (SIDE_MAX, 1, True), (SIDE_MAX + 1, 1, False),
        (65_535, 65_535, False), (0, 5, False), (2**31 - 1, 2**31 - 1, False),
    ],
)  # fmt: skip
def test_few_bytes_that_say_they_are_many_pixels_are_refused(
    width: int, height: int, *, may: bool
) -> None:
    """A browser takes four bytes a pixel, whatever the file has."""
    if may:
        assert recognised(png(width, height)).width == width
    else:
        assert why(png(width, height)) in {"picture_too_wide", "not_a_picture"}


@pytest.mark.parametrize("size", range(3))
def test_the_sides_of_every_webp_are_read(size: int) -> None:
    """Three kinds of chunk tell them, each in its own way."""
    lossy = struct.pack("<HH", 24, 16)
    lossless = b"\x2f" + struct.pack("<I", 23 | 15 << 14) + b"\0"
    canvas = b"\0" * 4 + b"\x17\0\0\x0f\0\0"
    chunks = (
        b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a" + lossy,
        b"VP8L" + struct.pack("<I", len(lossless)) + lossless,
        b"VP8X\x0a\0\0\0" + canvas + b"ANMF\0\0\0\0",
    )
    content = b"WEBP" + chunks[size]
    found = recognised(b"RIFF" + struct.pack("<I", len(content)) + content)
    assert (found.width, found.height) == (24, 16)


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_are_a_picture_or_refused(content: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff", PNG[:8], b"RIFF\xc8\0\0\0WEBP"):
        try:
            assert recognised(head + content).size <= len(head + content)
        except NoPicture as refused:
            assert refused.reason  # noqa: PT017 - no picture, and it says why


@given(
    st.sampled_from([*PICTURES.values()]),
    st.lists(st.tuples(st.integers(0, 800), st.integers(0, 255)), max_size=6),
)
@settings(max_examples=400)
def test_a_picture_with_changed_bytes_is_one_or_is_refused(
    whole: bytes, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(whole)
    for place, value in changes:
        content[place % len(content)] = value
    try:
        found = recognised(bytes(content))
        assert 0 < found.size <= len(content)
        assert 0 < found.width <= SIDE_MAX
    except NoPicture as refused:
        assert refused.reason  # noqa: PT017 - as above
