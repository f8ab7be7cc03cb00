"""A small memory beside the clock (AT24C32), that remembers how far the book had come.

A memory card can be taken out, copied and put back as it was last month; this chip stays on the
board. It keeps a number that only grows, and some bytes with it. What they mean is not known here.
"""

import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from drivers.lines.i2c_bus import I2c

ADDRESS: Final = 0x57
"""A0 to A2 open, as on the common ZS-042 board."""

SEALED_BYTES: Final = 32
"""How many bytes stand with each number: a SHA-256."""

_PAGE: Final = 32
_RECORD: Final = 2 * _PAGE
_RECORDS: Final = 4096 // _RECORD
"""Written in turn: a million times each (AT24C32, 0336K), so 64 million in all."""

_FIELDS: Final = struct.Struct(">4sQ32s")
_MARK: Final = b"far1"
_ASKS: Final = 50
_ASK_S: Final = 0.001
"""A page is written within 10 ms (AT24C32): until then the chip does not answer."""

Wait = Callable[[float], object]
"""Lets so many seconds pass."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """How far it had come."""

    number: int
    sealed: bytes


class WitnessMemory:
    """The chip. One thread at a time."""

    def __init__(self, bus: I2c, address: int = ADDRESS, *, wait: Wait | None = None) -> None:
        """Do nothing yet."""
        self._bus = bus
        self._address = address
        self._wait = wait or threading.Event().wait
        self._looked = False
        self._place = _RECORDS - 1
        self._newest: Witnessed | None = None

    def newest(self) -> Witnessed | None:
        """Return the highest number that stands there whole, or None if none does.

        The first time it reads the whole chip, for half a second at 100 kHz.

        Raises:
            OSError: it does not answer.
        """
        if not self._looked:
            for place in range(_RECORDS):
                found = self._read(place)
                if found and (self._newest is None or found.number > self._newest.number):
                    self._place, self._newest = place, found
            self._looked = True
        return self._newest

    def remember(self, number: int, sealed: bytes) -> None:
        """Write a number that is higher than all before, and read it back.

        A power cut in the middle leaves the number before it.

        Args:
            number: from 0 to 2^64 - 1.
            sealed: 32 bytes.

        Raises:
            OSError: it does not answer, or did not keep what was written.
            ValueError: the number is not higher, or the bytes are not 32.
        """
        if len(sealed) != SEALED_BYTES:
            raise ValueError(f"{SEALED_BYTES} bytes stand with a number, not {len(sealed)}")
        before = self.newest()
        if before is not None and number <= before.number:
            raise ValueError(f"{number} is not higher than {before.number}")
        place = (self._place + 1) % _RECORDS
        fields = _FIELDS.pack(_MARK, number, sealed)
        record = (fields + zlib.crc32(fields).to_bytes(4, "big")).ljust(_RECORD, b"\0")
        for offset in (0, _PAGE):
            at = place * _RECORD + offset
            self._talk(at.to_bytes(2, "big") + record[offset : offset + _PAGE], 0)
        if self._read(place) != Witnessed(number, sealed):
            raise OSError(f"the memory at {self._address:#04x} did not keep what was written")
        self._place, self._newest = place, Witnessed(number, sealed)

    def _read(self, place: int) -> Witnessed | None:
        record = self._talk((place * _RECORD).to_bytes(2, "big"), _RECORD)
        fields, check = record[: _FIELDS.size], record[_FIELDS.size : _FIELDS.size + 4]
        if zlib.crc32(fields).to_bytes(4, "big") != check:
            return None
        mark, number, sealed = _FIELDS.unpack(fields)
        return Witnessed(number, sealed) if mark == _MARK else None

    def _talk(self, written: bytes, read: int) -> bytes:
        """Transfer, asking again while the chip still writes."""
        for _ in range(_ASKS - 1):
            try:
                return self._bus.transfer(self._address, written, read)
            except OSError:
                self._wait(_ASK_S)
        return self._bus.transfer(self._address, written, read)
