"""How fast the bytes of a reader become scans, and those of every wire format frames."""

import time
from collections.abc import Callable, Iterator, Sequence

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import Frame
from drivers.protocols.lines import LineDecoder
from drivers.readings import Scan
from tests.bench import warehouse
from tests.bench.rows import Row, p50
from tests.drivers import wire
from tests.fuzz import formats

RUNS = 5
PIECE = 64
NAMES = tuple(name for name in FORMATS if name != "line")
ROWS = ("decode_line", *(f"decode_{name.replace('-', '_')}" for name in NAMES))
"""The row of the plain line is that of the driver's own decoder."""

METHOD = (
    "Bare is a Python loop that takes the exclusive or of the same bytes and does nothing else:"
    " less than any check value costs byte by byte. No rate is promised; a serial line of 115,200"
    " baud brings 11,520 bytes a second."
)

_PAUSED = frozenset({"iso14443a", "iso14443a-session"})
"""The formats whose frames only a pause divides."""


def decode_rows(scans: int) -> Iterator[Row]:
    """Measure the decoder of lines, in pieces as a serial port hands them over."""
    lines = b"".join(f"{warehouse.weapon(place).number}\r\n".encode() for place in range(scans))
    pieces = [lines[start : start + PIECE] for start in range(0, len(lines), PIECE)]

    def read() -> int:
        decoder = LineDecoder("bench")
        return sum(isinstance(one, Scan) for piece in pieces for one in decoder.feed(piece))

    what = f"{scans:,} labels of 10 digits with CR LF, in pieces of 64 bytes"
    yield _row("line", scans, lines, _rate(read, scans), ("scans/s", what))
    for name in NAMES:
        yield format_row(name, max(scans // 10, 1))


def format_row(name: str, frames: int) -> Row:
    """Measure the decoder of one wire format on its known frames, repeated."""
    known = [wire.sent(frame) for frame in formats.good(name)]
    sent = [known[place % len(known)] for place in range(frames)]
    stream = b"".join(sent)
    bursts = sent if name in _PAUSED else [stream]
    pieces = [
        [burst[start : start + PIECE] for start in range(0, len(burst), PIECE)] for burst in bursts
    ]
    what = (
        f"{frames:,} known frames, {len(stream) // frames} bytes each on average, in pieces of"
        f" {PIECE} bytes"
    )
    rate = _rate(lambda: _read(name, pieces), frames)
    return _row(name, frames, stream, rate, ("frames/s", what))


def _read(name: str, bursts: Sequence[Sequence[bytes]]) -> int:
    """Return how many frames a new decoder reads; a pause ends each burst."""
    decoder, read = FORMATS[name](), 0
    for pieces in bursts:
        for piece in pieces:
            read += sum(isinstance(found, Frame) for found in decoder.feed(piece))
        read += sum(isinstance(found, Frame) for found in decoder.pause())
    return read


def _rate(read: Callable[[], int], expected: int) -> float:
    """Return how much is read in a second; the median of some runs."""
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        got = read()
        took.append(time.perf_counter() - begun)
        assert got == expected, f"{got} of {expected} were read"
    return expected / p50(took)


def _row(name: str, frames: int, stream: bytes, rate: float, told: tuple[str, str]) -> Row:
    unit, what = told
    bare = _rate(lambda: _checked(stream, frames), frames)
    rate_mb = rate * len(stream) / frames / 1e6
    return Row(
        f"decode_{name.replace('-', '_')}", rate, unit, bare, rate / bare,
        note=f"{what}: {rate_mb:.2f} MB/s; p50 of {RUNS}. {METHOD}",
    )  # fmt: skip


def _checked(stream: bytes, frames: int) -> int:
    """Take the exclusive or of some bytes, one after the other, and say that it was done."""
    check = 0
    for byte in stream:
        check ^= byte
    assert 0 <= check < 256, "it is a byte"
    return frames
