"""How fast the bytes of a serial reader become scans."""

import time
from collections.abc import Iterator

from drivers.protocols.lines import LineDecoder
from drivers.readings import Scan
from tests.bench import warehouse
from tests.bench.rows import Row, p50

RUNS = 5


def decode_rows(scans: int) -> Iterator[Row]:
    """Measure the decoder of lines, in pieces as a serial port hands them over."""
    lines = b"".join(f"{warehouse.weapon(place).number}\r\n".encode() for place in range(scans))
    pieces = [lines[start : start + 64] for start in range(0, len(lines), 64)]
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
