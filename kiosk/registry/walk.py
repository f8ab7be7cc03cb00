"""Walks one copy of a journal from its first entry to its last and stops at the first wrong one."""

import base64
import contextlib
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import Path

from kiosk.registry.chain import Head, read_line, spelled
from kiosk.registry.database import connect_reader, runs_after
from kiosk.registry.keys import HeadKey
from kiosk.rules.encoding import prefix

Run = list[tuple[int, bytes, bytes, bytes | None]]
"""Number, exact bytes, hash and signature of some entries in order."""

_AT_ONCE = 512


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
        before, digest, signed = self.at.seq, self.at.hash, 0
        for seq, (number, body, sealed, signature) in enumerate(run, before + 1):
            if (
                sha256(digest + body).digest() != sealed
                or number != seq
                or not body.startswith(prefix(seq))
            ):
                self.at = Head(seq - 1, digest)
                raise self._changed(seq)
            digest = sealed
            if signature is not None:
                signed = seq
        if signed:
            _, _, sealed, signature = run[signed - before - 1]
            self._signed = (Head(signed, sealed), signature or b"")
        self._check_heads(run)
        self.at = Head(before + len(run), digest)

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
        Broken: it cannot be read.
    """
    if not path.exists():
        raise Broken(1, "database", f"The database {path.name} is gone.")
    at = 0
    try:
        with contextlib.closing(connect_reader(path)) as connection:
            for run in runs_after(connection, 0, "seq, body, hash, signature"):
                yield run
                at = run[-1][0]
    except sqlite3.Error as wrong:
        raise Broken(at + 1, "database", f"The database cannot be read: {wrong}.") from wrong


def runs_of_lines(path: Path, at: int, end: int) -> Iterator[Run]:
    """Return the entries of the line file after number `at`, whose line ends at byte `end`.

    Lines after the last signed one are a commit in flight: it is being written, or the power went.

    Raises:
        Broken: lines cannot be read, and later ones can.
    """
    if not path.exists():
        raise Broken(1, "line file", f"The line file {path.name} is gone.")
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
