"""Walks one copy of a journal from its first entry to its last and stops at the first wrong one."""

import base64
import contextlib
import errno
import os
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import Path

from kiosk.registry.chain import Head, read_line, spelled
from kiosk.registry.database import connect_reader, is_damaged, runs_after
from kiosk.registry.keys import HeadKey
from kiosk.registry.plainly import plainly
from kiosk.rules.broken import BookBroken
from kiosk.rules.encoding import VERSION

Run = list[tuple[int, bytes, bytes, bytes | None]]
"""Number, exact bytes, hash and signature of some entries in order."""

_AT_ONCE = 512

_PREFIX = b'{"v":%d,"seq":' % VERSION + b"%d,"
"""`encoding.prefix`, ready for the number: it is asked for 400,000 times in a verification."""


class Stopped(Exception):
    """Somebody asked the verification to stop."""


class Broken(Exception):
    """An entry is not as it was written: its number, the copy, and a sentence."""

    def __init__(self, seq: int, copy: str, sentence: str) -> None:
        """Say where and what."""
        super().__init__(sentence)
        self.seq = seq
        self.copy = copy


class Walk:
    """One walk. `at` is the last entry found as it was written."""

    def __init__(
        self, copy: str, key: HeadKey | None, heads: Mapping[int, bytes], after: Head
    ) -> None:
        """Begin after a head; what follows must pass through `heads`, as far as it goes."""
        self.copy = copy
        self.at = after
        self.signatures = 0
        self._key = key
        self._heads = sorted(heads.items())
        self._signed: tuple[Head, bytes] | None = None

    def check(self, run: Run) -> None:
        """Check some entries: numbers, hashes, and the heads among them that left the box.

        Raises:
            Broken: one of them is not as it was written.
        """
        good = min(_sealed(run, self.at.hash), _numbered(run, self.at.seq + 1))
        if good < len(run):
            if good:
                self.at = _head(run[good - 1])
            raise self._changed(self.at.seq + 1)
        signed = next((entry for entry in reversed(run) if entry[3] is not None), None)
        if signed is not None and signed[3] is not None:
            self._signed = (_head(signed), signed[3])
        self._check_heads(run)
        if run:
            self.at = _head(run[-1])

    def _check_heads(self, run: Run) -> None:
        before = self.at.seq
        first = bisect_left(self._heads, (before + 1, b""))
        for seq, digest in self._heads[first:]:
            if seq > before + len(run):
                return
            if run[seq - before - 1][2] != digest:
                raise Broken(
                    seq,
                    self.copy,
                    f"Entry {seq} of the {self.copy} is not the one whose head was given away: the"
                    " book was written anew.",
                )

    def check_signature(self, again: Callable[[], Iterator[Run]]) -> None:
        """Check the last signature, which covers all before it; if it is wrong, find the first.

        Raises:
            Broken: it is not the kiosk's. `again` gives the same entries once more.
        """
        if self._key is None or self._signed is None:
            return
        self.signatures += 1
        if self._key.vouches(*self._signed):
            return
        key = self._key
        signed = [
            (Head(seq, digest), signature)
            for run in again()
            for seq, _, digest, signature in run
            if signature is not None
        ]
        first = bisect_left(signed, True, key=lambda one: not key.vouches(*one))  # noqa: FBT003 - not an argument
        seq = signed[first][0].seq
        raise Broken(
            seq,
            self.copy,
            f"The signature of entry {seq} in the {self.copy} is not this kiosk's: from there on,"
            " or a little before, the book was written anew.",
        )

    def _changed(self, seq: int) -> Broken:
        return Broken(
            seq,
            self.copy,
            f"Entry {seq} of the {self.copy} does not follow from the entry before: somebody"
            " changed it, took one out or put one in.",
        )


def _head(entry: tuple[int, bytes, bytes, bytes | None]) -> Head:
    return Head(entry[0], entry[2])


# Two short loops are faster than one long one, and a book is verified at every start.


def _sealed(run: Run, digest: bytes) -> int:
    """Return how many entries are sealed, each to the one before, beginning after a hash."""
    for good, (_, body, sealed, _) in enumerate(run):
        digest = sha256(digest + body).digest()
        if digest != sealed:
            return good
    return len(run)


def _numbered(run: Run, first: int) -> int:
    """Return how many entries carry the numbers from `first` on, outside and in their bytes."""
    begins = _PREFIX
    for good, entry in enumerate(run, first):
        if entry[0] != good or not entry[1].startswith(begins % good):
            return good - first
    return len(run)


class Twin:
    """Holds the line file against the database while that is walked: the same bytes, cheaply.

    `alike`: so far. `seq` and `end`: the last entry of the run before, and where its line ends.
    """

    def __init__(self, path: Path) -> None:
        """Open the line file; one that is not there is not alike."""
        self._lines = path.open("rb") if path.exists() else None
        self.alike = self._lines is not None
        self.seq = 0
        self.end = 0

    def compare(self, run: Run) -> None:
        """Compare the lines of some entries, in order."""
        if self._lines is None or not self.alike:
            return
        expected = b"".join([spelled(body, digest, signed) for _, body, digest, signed in run])
        self.alike = self._lines.read(len(expected)) == expected
        if self.alike:
            self.seq = run[-1][0]
            self.end += len(expected)

    def close(self) -> None:
        """Let go of the line file."""
        if self._lines is not None:
            self._lines.close()


def runs_of_database(path: Path) -> Iterator[Run]:
    """Return the entries of the database.

    Raises:
        Broken: it is gone, is damaged or is none, or is not to be opened at all.
        PermissionError: this account may not read it.
        sqlite3.Error: it does not answer now.
    """
    if not path.exists():
        raise Broken(
            1,
            "database",
            f"The database {path.name} is gone. The kiosk makes it again from the line file at its"
            " next start, and says so.",
        )
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, "this account may not read it", str(path))
    at = 0
    try:
        with contextlib.closing(connect_reader(path)) as connection:
            for run in runs_after(connection, 0, "seq, body, hash, signature"):
                yield run
                at = run[-1][0]
    except BookBroken as wrong:
        raise Broken(1, "database", str(wrong)) from wrong
    except sqlite3.Error as wrong:
        if not is_damaged(wrong):
            raise
        raise Broken(
            at + 1,
            "database",
            f"The database cannot be read ({plainly(wrong)}). Nothing was changed. Stop the kiosk,"
            " then have it made again from the line file: kiosk rebuild database.",
        ) from wrong


def runs_of_lines(path: Path, at: int, end: int) -> Iterator[Run]:
    """Return the entries of the line file after number `at`, whose line ends at byte `end`.

    Lines after the last signed one are a commit in flight: it is being written, or the power went.

    Raises:
        Broken: lines cannot be read, and later ones can.
    """
    if not path.exists():
        raise Broken(
            1,
            "line file",
            f"The line file {path.name} is gone. The kiosk writes it again from the database at its"
            " next start, and says so.",
        )
    begun: Run = []
    with path.open("rb") as lines:
        lines.seek(end)
        rest: Iterable[bytes] = ()
        for raw in lines:
            entry = _read(at + len(begun) + 1, raw)
            if entry is None:
                rest = chain((raw,), lines)
                break
            begun.append(entry)
            if entry[3] is not None and len(begun) >= _AT_ONCE:
                yield begun
                at += len(begun)
                begun = []
        signed = max((place for place, entry in enumerate(begun, 1) if entry[3]), default=0)
        if signed:
            yield begun[:signed]
        _refuse_later_commits(at + len(begun) + 1, rest)


def _read(seq: int, raw: bytes) -> tuple[int, bytes, bytes, bytes | None] | None:
    """Return what a line says, if we spelled it; faster than `chain.read_line`."""
    try:
        body, digest, signed = raw.split(b"\t")
        sealed = bytes.fromhex(digest.decode())
        signature = None if signed == b"-\n" else base64.b64decode(signed)
    except ValueError:
        return None
    if (
        b"\0" in body
    ):  # a destroyed block may lie between the halves of two lines, and no JSON has one
        return None
    return (seq, body, sealed, signature) if spelled(body, sealed, signature) == raw else None


def _refuse_later_commits(seq: int, rest: Iterable[bytes]) -> None:
    """One commit may have been in flight when the power went; two were not."""
    signed = [line.seq for raw in rest if (line := read_line(raw)) and line.signature]
    if len(signed) > 1:
        raise Broken(
            seq,
            "line file",
            f"Line {seq} of the line file cannot be read, and it goes on up to line {signed[-1]}:"
            " a block is destroyed, or somebody changed it.",
        )
