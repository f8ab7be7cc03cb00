"""Finds what somebody changed: on a live book, on a copied folder, or on one copy alone.

The chain finds an edit, a deletion, an insertion, a swap; the signature of the last head finds a
chain written anew without the key; only heads that left the box find a book rolled back as a whole,
or one written anew with the stolen key. What is newer than the last head that left is the window
that remains. No seal covers the tables: they are held against what the entries make of them.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kiosk.registry.chain import GENESIS, Head
from kiosk.registry.files import read_whole
from kiosk.registry.keys import PUBLIC_KEY, HeadKey, key_from_text
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Progress, Tell, silent
from kiosk.registry.tables_check import JOURNAL, differing_tables
from kiosk.registry.walk import Broken, Stopped, Twin, Walk, runs_of_database, runs_of_lines
from kiosk.rules.broken import BookBroken
from kiosk.rules.entries import Fault

BEFORE = Head(0, GENESIS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found.

    `fault`: why nothing may be issued on this book, or None. `entries`: how many were found as they
    were written. `broken_at` and `copy`: the first that is not, and where. `tables`: the names of
    those that are not what the entries make of them; None when they were not compared. `seconds`:
    how long it took. `sentence` says it all to a technician.
    """

    fault: Fault | None
    entries: int
    head_seq: int
    head_hash: str
    seconds: float
    broken_at: int | None
    copy: str | None
    sentence: str
    signatures_checked: int
    tables: tuple[str, ...] | None = None

    @property
    def good(self) -> bool:
        """Whether everything that was looked at is as it was written."""
        return self.fault is None


def unfinished(wrong: Exception) -> Verdict:
    """Return the verdict of a verification that failed: nobody knows, so nothing opens (P8)."""
    return Verdict(
        Fault.BOOK_UNCHECKED, 0, 0, "", 0.0, None, None,
        f"The book could not be checked to its end ({plainly(wrong)}). Nothing is issued on a"
        " book that nobody checked: look at the disk, then start the kiosk again.",
        0,
    )  # fmt: skip


def whole(  # noqa: PLR0913 - all but the place have a usual value
    place: Path,
    *,
    heads: Iterable[tuple[int, str]] = (),
    key: HeadKey | None = None,
    chain_only: bool = False,
    tell: Tell = silent,
    stop: threading.Event | None = None,
    pause_s: float = 0.0,
    clock: Callable[[], float] = lambda: 0.0,
) -> Verdict:
    """Verify a book from its first entry to its last, and then its tables; changes nothing.

    Args:
        place: the data folder, or a database (`.db`) or a line file alone.
        heads: numbers and hashes (hex) that left the box; the book must contain every one.
        key: the kiosk's public key from a place the box cannot reach; else the one in the folder.
        chain_only: leave the tables out, which take some ten times as long as the chain.
        tell: told how far it is.
        stop: ends the verification when set.
        pause_s: rest between two bites of the tables, as `differing_tables` has it.
        clock: seconds that only grow, for the verdict.

    Raises:
        Stopped: `stop` was set.
        OSError: a copy cannot be read.
    """
    begun = clock()
    work = _Work(
        heads={seq: bytes.fromhex(digest) for seq, digest in heads},
        key=key or _key_beside(place),
        tell=tell,
        stop=stop or threading.Event(),
    )
    broken = None
    try:
        if place.is_dir():
            _both(place, work)
        else:
            _alone(place, work)
        _refuse_rolled_back(work.walks[-1], work.heads)
    except Broken as wrong:
        broken = wrong
    except sqlite3.Error as wrong:
        return unfinished(wrong)
    verdict = _verdict(work, broken)
    database = place / DATABASE if place.is_dir() else place
    if verdict.good and database.suffix == ".db" and not chain_only:
        verdict = _with_tables(verdict, database, work, pause_s)
    return replace(verdict, seconds=clock() - begun)


@dataclass(slots=True)
class _Work:
    """One verification under way."""

    heads: dict[int, bytes]
    key: HeadKey | None
    tell: Tell
    stop: threading.Event
    walks: list[Walk] = field(default_factory=list)

    def walk(
        self, path: Path, *, twin: Twin | None = None, after: Head = BEFORE, end: int = 0
    ) -> Walk:
        """Walk through one copy, or through its rest after a head that ends at byte `end`."""
        one = Walk("database" if path.suffix == ".db" else "line file", self.key, self.heads, after)
        self.walks.append(one)
        if path.suffix == ".db":
            runs = partial(runs_of_database, path)
        else:
            runs = partial(runs_of_lines, path, after.seq, end)
        for run in runs():
            one.check(run)
            if twin is not None:
                twin.compare(run)
            self.tell(Progress(f"verifying the {one.copy}", one.at.seq, 0))
            if self.stop.is_set():
                raise Stopped
        one.check_signature(runs)
        return one


def _alone(place: Path, work: _Work) -> None:
    """Verify one copy. What is empty or has nothing that can be read is no copy of a book."""
    if work.walk(place).at.seq == 0:
        raise Broken(
            1,
            work.walks[-1].copy,
            f"{place.name} holds no entry that can be read: it is empty, no copy of a book, or"
            " destroyed from its beginning on.",
        )


def _both(folder: Path, work: _Work) -> None:
    """Verify the database, and that the line file has the same bytes, so that it needs no walk."""
    lines = folder / LINES
    if not (folder / DATABASE).exists() and not lines.exists():
        raise Broken(
            1,
            "database",
            f"There is no book in {folder}, neither database nor line file. If there was one,"
            " restore it from a backup or from the hub.",
        )
    with contextlib.closing(Twin(lines)) as twin:
        database = work.walk(folder / DATABASE, twin=twin)
    if twin.alike:
        # A power cut leaves the line file ahead, never behind.
        work.walk(lines, after=database.at, end=twin.end)
        return
    alone = work.walk(lines)
    if alone.at.seq < database.at.seq:
        raise Broken(
            alone.at.seq + 1,
            alone.copy,
            f"The line file ends after line {alone.at.seq}; the database goes on to entry"
            f" {database.at.seq}. The kiosk mends that at its next start, and says so.",
        )
    raise Broken(
        twin.seq + 1,
        alone.copy,
        f"About entry {twin.seq + 1} the two copies begin to differ, and each is sealed in itself:"
        " one of them was written anew. A head that left the kiosk says which.",
    )


def _verdict(work: _Work, broken: Broken | None) -> Verdict:
    last = max((one.at for one in work.walks), key=lambda head: head.seq, default=BEFORE)
    copies = " and the ".join(dict.fromkeys(one.copy for one in work.walks))
    signed = "" if work.key else " No public key is at hand: no signature was checked."
    return Verdict(
        fault=Fault.BOOK_BROKEN if broken else None,
        entries=last.seq,
        head_seq=last.seq,
        head_hash=last.hex,
        seconds=0.0,
        broken_at=broken.seq if broken else None,
        copy=broken.copy if broken else None,
        sentence=str(broken)
        if broken
        else f"{last.seq:,} entries in the {copies}, each sealed to the one before. The head is"
        f" {last.seq} {last.hex}.{signed}",
        signatures_checked=sum(one.signatures for one in work.walks),
    )


def _with_tables(chain: Verdict, database: Path, work: _Work, pause_s: float) -> Verdict:
    """Return the verdict on a whole chain, the tables looked at as well."""
    try:
        tables = differing_tables(database, tell=work.tell, stop=work.stop, pause_s=pause_s)
    except (BookBroken, OSError, sqlite3.Error) as wrong:
        return replace(
            chain,
            fault=Fault.BOOK_UNCHECKED,
            sentence=f"The tables could not be compared with the entries ({plainly(wrong)}). The"
            f" chain is whole: {chain.sentence}",
        )
    if not tables:
        sentence = f"{chain.sentence} The tables are what the entries make of them."
        return replace(chain, tables=(), sentence=sentence)
    part = "database" if JOURNAL in tables else "tables"
    return replace(
        chain,
        fault=Fault.TABLES_DIFFER,
        tables=tables,
        sentence=f"The tables {', '.join(tables)} are not what the entries make of them: somebody"
        " changed them past the book. Keep a copy of the folder, then stop the kiosk and make them"
        f" again: kiosk rebuild {part}. The book itself is whole: {chain.sentence}",
    )


def _refuse_rolled_back(book: Walk, heads: Mapping[int, bytes]) -> None:
    """A head that left the box is a promise that the book had so many entries."""
    farthest = max(heads, default=0)
    if farthest > book.at.seq:
        raise Broken(
            book.at.seq + 1,
            book.copy,
            f"The book ends at entry {book.at.seq}, but head {farthest} left this kiosk: entries"
            " were cut off, or the whole card was put back to an older state.",
        )


def _key_beside(place: Path) -> HeadKey | None:
    folder = place if place.is_dir() else place.parent
    text = read_whole(folder / PUBLIC_KEY)
    return None if text is None else key_from_text(text.decode(errors="replace"))
