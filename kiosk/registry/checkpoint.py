"""When the database's own file is written, and how a cut in the middle of that is noticed.

A power cut during a write may destroy the whole erase block around it (up to 128 KiB). In the WAL
that costs commits, which the line file brings back; in the database's own file it would cost pages
nobody looks at. So every checkpoint is announced in a small file first: a start that finds the
announcement checks the whole database, and any other start need not.
"""

import os
import sqlite3
from pathlib import Path

from kiosk.registry.files import read_whole, write_whole

COMMITS_MAX = 200
LINE_BYTES_MAX = 512 << 10
"""A checkpoint is due after so many commits, or so many bytes of lines: 3 to 4 MiB of WAL, about
SQLite's own default of 1,000 pages."""

_CLEAN = b"clean\n"
_REBUILD = b"rebuild\n"
_SIZE = 32


class Mark:
    """The announcement: `clean`, a checkpoint begun at some entry, or a rebuild under way."""

    def __init__(self, path: Path) -> None:
        """Read it. One that is missing or damaged counts as a checkpoint begun."""
        self._path = path
        self._text = read_whole(path)

    @property
    def clean(self) -> bool:
        """Whether the database's own file is whole for certain."""
        return self._text == _CLEAN.ljust(_SIZE)

    @property
    def rebuild(self) -> bool:
        """Whether a rebuild of the database was begun and not finished."""
        return self._text == _REBUILD.ljust(_SIZE)

    @property
    def begun_at(self) -> int | None:
        """The journal's last number when the checkpoint began; None if nobody knows."""
        words = (self._text or b"").split()
        if len(words) == 2 and words[0] == b"checkpoint" and words[1].isdigit():  # noqa: PLR2004 - a word and a number
            return int(words[1])
        return None

    def say_clean(self) -> None:
        """Announce that the database's own file is whole."""
        self._say(_CLEAN)

    def say_checkpoint(self, seq: int) -> None:
        """Announce a checkpoint of a journal that ends at `seq`."""
        self._say(b"checkpoint %d\n" % seq)

    def say_rebuild(self) -> None:
        """Announce that the database is not to be read: it will be made again."""
        self._say(_REBUILD)

    def _say(self, text: bytes) -> None:
        content = text.ljust(_SIZE)
        if self._text == content:
            return
        if self._text is None or len(self._text) != _SIZE:
            write_whole(self._path, content)
        else:
            handle = os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                os.pwrite(handle, content, 0)
                os.fdatasync(handle)
            finally:
                os.close(handle)
        self._text = content


class Checkpoints:
    """Takes the checkpoints of one database, from its writer's thread."""

    def __init__(self, connection: sqlite3.Connection, mark: Mark) -> None:
        """Take the writer's connection and the mark of its database."""
        self._connection = connection
        self._mark = mark
        self._commits = 0
        self._line_bytes = 0

    def committed(self, seq: int, line_bytes: int) -> None:
        """Take note of a commit, and a checkpoint if one is due; `seq` is its last number.

        The log stays as long as it is and is written over from its beginning: a file that does not
        grow is synced with one write to the disk less.

        Raises:
            OSError, sqlite3.Error: storage failed.
        """
        self._commits += 1
        self._line_bytes += line_bytes
        if self._commits >= COMMITS_MAX or self._line_bytes >= LINE_BYTES_MAX:
            self._take(seq, "RESTART")

    def take(self, seq: int) -> bool:
        """Move the whole log into the database's file and empty it.

        Returns False while somebody reads an older state: the announcement stands until it is done.

        Raises:
            OSError, sqlite3.Error: storage failed.
        """
        return self._take(seq, "TRUNCATE")

    def _take(self, seq: int, how: str) -> bool:
        self._mark.say_checkpoint(seq)
        self._connection.execute("PRAGMA busy_timeout = 0")
        (busy, _, _) = self._connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        self._connection.execute("PRAGMA busy_timeout = 2000")
        if not busy:
            self._mark.say_clean()
            self._commits = self._line_bytes = 0
        return not busy
