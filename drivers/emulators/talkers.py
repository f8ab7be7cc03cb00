"""Readers that only talk, each on its cable: scanners, a 125 kHz tag reader, a Wiegand bridge.

Written from the makers' sheets; shares no code with the drivers.
"""

from functools import reduce
from operator import xor
from pathlib import Path
from typing import Final

from drivers.emulators.far_end import Answer, FarEnd, silent

REPEATS_S: Final = 0.065
"""How often an RDM6300 says a tag that is held (module's data sheet; captures show 50 to 65 ms)."""

_STX: Final = b"\x02"
_ETX: Final = b"\x03"


class LineScanner(FarEnd):
    """A barcode scanner that ends each code with the same bytes."""

    def __init__(self, link: Path, *, end: bytes = b"\r", answer: Answer = silent) -> None:
        """Plug it in."""
        super().__init__(link, answer)
        self._end = end

    def frame(self, code: str) -> bytes:
        """Return what it says of a code."""
        return code.encode() + self._end

    def scan(self, code: str) -> None:
        """Read a code."""
        self.send(self.frame(code))


class Rdm6300(FarEnd):
    """A tag reader; with `tail` CR LF it is an ID-12LA."""

    def __init__(self, link: Path, *, tail: bytes = b"") -> None:
        """Plug it in."""
        super().__init__(link)
        self._tail = tail

    def frame(self, tag: str) -> bytes:
        """Return what it says of a tag, ten hexadecimal digits."""
        check = reduce(xor, bytes.fromhex(tag))
        return _STX + f"{tag}{check:02X}".encode() + self._tail + _ETX

    def hold(self, tag: str, times: int = 1) -> None:
        """Say a tag so many times, one after the other and as fast as the cable takes it."""
        for _ in range(times):
            self.send(self.frame(tag))


class WiegandBridge(FarEnd):
    """A bridge that writes the bits of a Wiegand 26 reader to a serial port, from the left."""

    def frame(self, card: str) -> bytes:
        """Return what it says of a card, the six digits between the parities."""
        bits = f"{int(card, 16):024b}"
        even, odd = bits[:12].count("1") % 2, 1 - bits[12:].count("1") % 2
        return int(f"{even}{bits}{odd}".ljust(32, "0"), 2).to_bytes(4, "big")
