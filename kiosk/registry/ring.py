"""What the alarms saw, kept even when nothing else can be: 128 lines in 64 KiB laid out beforehand.

The file never grows, so writing works with 0 bytes free (measured on ext4), and a line is durable
when `write` returns. The newest line takes the place of the oldest.
"""

import os
import struct
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path

from kiosk.registry.files import write_whole

SIZE = 64 << 10
_RECORD = 512
"""One sector: a power cut leaves the line before it or the line itself."""

_HEAD = struct.Struct("<IQH")
_ROOM = _RECORD - _HEAD.size


@dataclass(frozen=True, slots=True)
class RingLine:
    """One line of the ring; `number` counts from 1 for ever."""

    number: int
    text: str


class Ring:
    """The open ring. May be written from any thread."""

    def __init__(self, path: Path) -> None:
        """Open the ring, laying it out if there is none of the right size.

        Raises:
            OSError: it can be neither.
        """
        if not path.exists() or path.stat().st_size != SIZE:
            write_whole(path, bytes(SIZE))
        self._handle = os.open(path, os.O_RDWR | os.O_DSYNC | os.O_CLOEXEC)
        self._turn = threading.Lock()
        self._next = max((line.number for line in self.read()), default=0) + 1

    def write(self, text: str) -> None:
        """Keep one line, durably; what is longer than 498 bytes loses its end.

        Raises:
            OSError: the disk does not take even this.
        """
        with self._turn:
            kept = text.encode()[:_ROOM].decode(errors="ignore").encode()
            body = struct.pack("<QH", self._next, len(kept)) + kept
            record = (struct.pack("<I", zlib.crc32(body)) + body).ljust(_RECORD, b"\0")
            os.pwrite(self._handle, record, self._next * _RECORD % SIZE)
            self._next += 1

    def read(self) -> tuple[RingLine, ...]:
        """Return the lines that are whole, oldest first."""
        content = os.pread(self._handle, SIZE, 0)
        found = []
        for start in range(0, len(content), _RECORD):
            record = content[start : start + _RECORD]
            crc, number, length = _HEAD.unpack_from(record)
            body = record[4 : _HEAD.size + length]
            if number and crc == zlib.crc32(body):
                found.append(RingLine(number, record[_HEAD.size : _HEAD.size + length].decode()))
        return tuple(sorted(found, key=lambda line: line.number))

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)
