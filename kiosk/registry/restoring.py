"""The chain of a lost book, fetched from wherever it is kept, verified, and given a key to go on.

Where it comes from is a `ChainSource`: a copy on a stick now, a hub later. Nothing in here touches
the book itself: a chain is laid into a folder of its own, which is put in place when it is whole.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.registry.book import PEPPER
from kiosk.registry.chain import Head
from kiosk.registry.files import read_whole, write_whole
from kiosk.registry.holding import KEY
from kiosk.registry.keys import PUBLIC_KEY, HeadKey, KeyBefore, SigningKey, key_from_text
from kiosk.registry.opening import DATABASE, LINES, open_copies
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Tell, silent
from kiosk.registry.verify import Verdict, whole
from kiosk.rules.broken import BookBroken, BookUnwritable, ConfigWrong
from kiosk.rules.entries import Fault

HEADROOM_BYTES = 32 << 20
"""What is left free beside a chain that is laid down: its tables are made again there. Ours."""

PEPPER_BYTES = 32

_NUMBERED = re.compile(r"-\d{9}")


class ChainSource(Protocol):
    """Where the chain of a book can be fetched."""

    @property
    def name(self) -> str:
        """What the book calls it, for people."""
        ...

    def lay(self, folder: Path) -> None:
        """Lay the line file and the public key into an empty folder, and the database if it is had.

        Raises:
            BookUnwritable: it cannot be fetched now, or not be written down.
        """
        ...


@dataclass(frozen=True, slots=True)
class CopySource:
    """A copy that `kiosk backup` made."""

    path: Path

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name

    def lay(self, folder: Path) -> None:
        """Copy what is there; what is lacking is found when the chain is verified.

        Raises:
            BookUnwritable: there is not enough room, or a disk failed.
        """
        try:
            found = [path for name in (LINES, DATABASE) if (path := self.path / name).exists()]
            needed = 2 * sum(path.stat().st_size for path in found) + HEADROOM_BYTES
            free = shutil.disk_usage(folder).free
            if free < needed:
                raise BookUnwritable(
                    f"{folder} has room for {free >> 20} MiB, and {needed >> 20} MiB are needed."
                    " Nothing was put back."
                )
            for path in found:
                shutil.copyfile(path, folder / path.name)
                _synced(folder / path.name)
            public = read_whole(self.path / PUBLIC_KEY)
        except OSError as wrong:
            raise BookUnwritable(
                f"The copy in {self.path} cannot be fetched ({plainly(wrong)}). Nothing was put"
                " back."
            ) from wrong
        if public is None:
            raise BookBroken(
                f"There is no copy of a book in {self.path}: it has no {PUBLIC_KEY}. Name the"
                " folder that kiosk backup made."
            )
        write_whole(folder / PUBLIC_KEY, public)


def newest_copy(place: Path, kiosk: str) -> CopySource:
    """Return the copy in a folder: itself, or the newest of this kiosk below it.

    Raises:
        BookUnwritable: there is none.
    """
    if (place / PUBLIC_KEY).exists():
        return CopySource(place)
    copies = sorted(
        path for path in place.glob(f"{kiosk}-*") if _NUMBERED.fullmatch(path.name[len(kiosk) :])
    )
    if not copies:
        raise BookUnwritable(
            f"There is no copy of {kiosk!r} in {place}: plug the stick in, or name its folder."
        )
    return CopySource(copies[-1])


@dataclass(frozen=True, slots=True)
class Laid:
    """A chain that was laid down and verified, with its tables: where it ends, and its key."""

    head: Head
    key: HeadKey
    verdict: Verdict


def lay_verified(
    source: ChainSource,
    folder: Path,
    kiosk: str,
    heads: Iterable[tuple[int, str]] = (),
    tell: Tell = silent,
) -> Laid:
    """Lay a chain into an empty folder, verify it, and make its tables agree with it.

    Args:
        source: where it comes from.
        folder: empty.
        kiosk: whose book it must be.
        heads: numbers and hashes (hex) that left the box; those after its end say what is lost.
        tell: told how far it is.

    Raises:
        BookBroken: it is not as it was written, or is no book.
        BookUnwritable: a disk failed, or there is no room.
        ConfigWrong: it is another kiosk's.
    """
    source.lay(folder)
    key = key_from_text((read_whole(folder / PUBLIC_KEY) or b"").decode(errors="replace"))
    if key.kiosk != kiosk:
        raise ConfigWrong(
            f"[kiosk], name: {source.name} is a book of {key.kiosk!r}, not of {kiosk!r}. Nothing"
            " was put back."
        )
    try:
        chain = folder if (folder / DATABASE).exists() else folder / LINES
        ends = _good(whole(chain, key=key, chain_only=True, tell=tell)).head_seq
        open_copies(folder, key, tell, fresh=False).close()  # a hub's chain has no database yet
        inside = [head for head in heads if head[0] <= ends]
        verdict = _good(whole(folder, heads=inside, key=key, tell=tell))
    except (OSError, sqlite3.Error) as wrong:
        raise BookUnwritable(
            f"{source.name} cannot be put back into {folder} now ({plainly(wrong)}). Look at both"
            " disks, and do it once more."
        ) from wrong
    return Laid(Head(verdict.head_seq, bytes.fromhex(verdict.head_hash)), key, verdict)


def _good(verdict: Verdict) -> Verdict:
    """Return a verdict that is good.

    Raises:
        BookBroken: it is not.
        BookUnwritable: nobody knows.
    """
    if verdict.fault is Fault.BOOK_UNCHECKED:
        raise BookUnwritable(verdict.sentence)
    if not verdict.good:
        raise BookBroken(verdict.sentence)
    return verdict


def give_new_key(folder: Path, laid: Laid, pepper: bytes | None) -> SigningKey:
    """Give a chain that was laid down a key to go on with; the one before vouches for the rest.

    The old key may lie on a card that somebody took: it vouches for nothing after the copy's end.

    Args:
        folder: where the chain was laid down.
        laid: what was found there.
        pepper: of the book that was lost, so that its PINs go on being right; None: a new one.

    Raises:
        BookBroken: this is no pepper.
        OSError: the disk does not take it.
    """
    if pepper is not None and len(pepper) != PEPPER_BYTES:
        raise BookBroken(f"This is no pepper: expected {PEPPER_BYTES} bytes, not {len(pepper)}.")
    before = (KeyBefore(HeadKey(laid.key.kiosk, laid.key.raw), laid.head.seq), *laid.key.before)
    key = SigningKey(laid.key.kiosk, os.urandom(32), before)
    write_whole(folder / PEPPER, pepper or os.urandom(PEPPER_BYTES), mode=0o600)
    write_whole(folder / PUBLIC_KEY, key.file_text.encode())
    write_whole(folder / KEY, key.secret, mode=0o600)
    return key


def _synced(path: Path) -> None:
    """Make what was copied durable, with the rights that a book's files have."""
    path.chmod(0o640)
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
