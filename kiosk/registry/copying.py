"""A copy of the book on another disk, made while the kiosk writes, and verified before it counts.

The database first, as of one moment; of the line file as much as belongs to that moment. Neither
the kiosk's key nor the pepper of the PINs is copied: who finds the stick can read who took what,
and can neither go on with the journal nor try PINs.
"""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.registry.database import connect_reader, last_row
from kiosk.registry.files import sync_folder, write_all, write_whole
from kiosk.registry.keys import PUBLIC_KEY, key_from_text
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.plainly import plainly
from kiosk.registry.verify import whole
from kiosk.rules.broken import BookBroken, BookUnwritable

KEPT = 14
"""Copies that stay on the disk: two weeks of evenings. Ours."""

_BITE = 1 << 20
_COPY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*-\d{9}")


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was verified: where, how many entries, and the head it ends with (hex)."""

    path: Path
    entries: int
    head: str
    dropped: int
    """How many older copies were taken away."""


def copy_book(folder: Path, into: Path, *, same_disk: bool = False, kept: int = KEPT) -> Copied:
    """Copy the book in `folder` into a new folder below `into`, verify it, and drop the oldest.

    A copy that is not whole keeps the ending `.new` and is taken away by the next one.

    Raises:
        BookUnwritable: there is no such place, it is on the book's own disk, or a disk failed.
        BookBroken: the copy does not verify: the book itself is damaged. Older copies stay.
    """
    if not into.is_dir():
        raise BookUnwritable(f"There is no folder {into}: plug the stick in, or name another.")
    try:
        if not same_disk and into.stat().st_dev == folder.stat().st_dev:
            raise BookUnwritable(
                f"{into} is on the disk of the book: no stick is there. A copy there would die"
                " with the card. Nothing was copied."
            )
        return _copied(folder, into, kept)
    except (OSError, sqlite3.Error) as wrong:
        raise BookUnwritable(
            f"The book cannot be copied to {into} ({plainly(wrong)}). Older copies are as they"
            " were."
        ) from wrong


def _copied(folder: Path, into: Path, kept: int) -> Copied:
    key = key_from_text((folder / PUBLIC_KEY).read_text(encoding="utf-8"))
    fresh = into / f"{key.kiosk}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    with (
        closing(connect_reader(folder / DATABASE)) as book,
        closing(sqlite3.connect(fresh / DATABASE, isolation_level=None)) as copy,
    ):
        book.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
        last = last_row(copy)
    _copy_lines(folder / LINES, fresh / LINES, last.line_end)
    write_whole(fresh / PUBLIC_KEY, key.file_text.encode())
    verdict = whole(fresh, key=key)
    if not verdict.good:
        raise BookBroken(
            f"The copy does not verify: {verdict.sentence} Look at the book itself with kiosk"
            " verify. Older copies were left alone."
        )
    place = into / f"{key.kiosk}-{last.seq:09d}"
    shutil.rmtree(place, ignore_errors=True)  # of the same entries: nothing new was written since
    fresh.rename(place)
    sync_folder(into)
    return Copied(place, last.seq, last.hash.hex(), _dropped(into, key.kiosk, kept))


def _copy_lines(path: Path, to: Path, size: int) -> None:
    """Copy the first `size` bytes of the line file, durably."""
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
    try:
        with path.open("rb") as lines:
            while size and (bite := lines.read(min(size, _BITE))):
                write_all(handle, bite)
                size -= len(bite)
        os.fsync(handle)
    finally:
        os.close(handle)


def copies_in(folder: Path, kiosk: str) -> list[Path]:
    """Return the copies of one kiosk's book below a folder, that of the fewest entries first."""
    return sorted(
        path
        for path in folder.glob(f"{kiosk}-*")
        if _COPY.fullmatch(path.name) and len(path.name) == len(kiosk) + 10
    )


def _dropped(into: Path, kiosk: str, kept: int) -> int:
    """Take the oldest copies of this kiosk away; return how many."""
    copies = copies_in(into, kiosk)
    for path in copies[:-kept]:
        shutil.rmtree(path)
    return len(copies[:-kept])
