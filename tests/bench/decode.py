"""How fast the bytes of a reader become scans, and those of every wire format frames."""

import time
from collections.abc import Iterator

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import Frame
from drivers.protocols.lines import LineDecoder
from drivers.readings import Scan
from tests.bench import warehouse
from tests.bench.rows import Row, p50
from tests.drivers import wire

RUNS = 5
PIECE = 64
NAMES = tuple(name for name in FORMATS if name in wire.DEVICES and name != "line")
ROWS = ("decode_line", *(f"decode_{name.replace('-', '_')}" for name in NAMES))
"""The row of the plain line is that of the driver's own decoder."""


def decode_rows(scans: int) -> Iterator[Row]:
    """Measure the decoder of lines, in pieces as a serial port hands them over."""
    lines = b"".join(f"{warehouse.weapon(place).number}\r\n".encode() for place in range(scans))
    pieces = [lines[start : start + PIECE] for start in range(0, len(lines), PIECE)]
    took = []
    for _ in range(RUNS):
        decoder, read = LineDecoder("bench"), 0
        begun = time.perf_counter()
        for piece in pieces:
            read += sum(isinstance(reading, Scan) for reading in decoder.feed(piece))
        took.append(time.perf_counter() - begun)
        assert read == scans, "the decoder lost a scan"
    yield Row(
        "decode_line", scans / p50(took), "scans/s",
        note=f"{scans:,} labels of 10 digits with CR LF, in pieces of 64 bytes; p50 of {RUNS}",
    )  # fmt: skip
    for name in NAMES:
        yield format_row(name, max(scans // 10, 1))


def format_row(name: str, frames: int) -> Row:
    """Measure the decoder of one wire format on its known frames, repeated."""
    known = [wire.sent(frame) for frame in wire.joinable(name)]
    stream = b"".join(known[place % len(known)] for place in range(frames))
    pieces = [stream[start : start + PIECE] for start in range(0, len(stream), PIECE)]
    took = []
    for _ in range(RUNS):
        decoder, read = FORMATS[name](), 0
        begun = time.perf_counter()
        for piece in pieces:
            read += sum(isinstance(found, Frame) for found in decoder.feed(piece))
        took.append(time.perf_counter() - begun)
        read += sum(isinstance(found, Frame) for found in decoder.pause())
        assert read == frames, f"{name}: {read} of {frames} frames"
    return Row(
        f"decode_{name.replace('-', '_')}", frames / p50(took), "frames/s",
        note=f"{frames:,} known frames, {len(stream) // frames} bytes each on average, in pieces"
        f" of {PIECE} bytes; p50 of {RUNS}",
    )  # fmt: skip
