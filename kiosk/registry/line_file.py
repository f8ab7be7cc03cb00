"""Copy 1 of the journal: a file that only grows, one line an entry, readable with `less`.

Knows bytes and durability; what the lines must say is `registry.chain` and `registry.opening`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.registry.files import sync_folder, write_all


class LineFile:
    """The open line file. Used by one thread, the writer's."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make an empty one, durably.

        Raises:
            OSError: it can be neither.
        """
        fresh = not path.exists()
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._handle = os.open(path, flags, 0o640)
        self._path = path
        self.size = os.fstat(self._handle).st_size
        """Bytes in the file; all of them durable between two calls."""
        if fresh:
            os.fsync(self._handle)
            sync_folder(path.parent)

    def append(self, lines: bytes) -> None:
        """Add lines and return when they are durable.

        Raises:
            OSError: they may be there, in part or whole, or not at all.
        """
        write_all(self._handle, lines)
        os.fdatasync(self._handle)
        self.size += len(lines)

    def cut(self, size: int) -> None:
        """Forget everything after the first `size` bytes, durably.

        Raises:
            OSError: the rest may still be there.
        """
        os.ftruncate(self._handle, size)
        os.fdatasync(self._handle)
        self.size = size

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` up to `stop`.

        Raises:
            OSError: they cannot be read.
        """
        pieces = []
        while start < stop and (piece := os.pread(self._handle, stop - start, start)):
            pieces.append(piece)
            start += len(piece)
        return b"".join(pieces)

    def lines(self, start: int) -> Iterator[bytes]:
        """Return the lines from byte `start` on, each with its LF; the last may lack one.

        Raises:
            OSError: they cannot be read.
        """
        with self._path.open("rb") as reader:
            reader.seek(start)
            yield from reader

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)
