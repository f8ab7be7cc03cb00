"""A restore, tried beside the book: what would come back, what would be lost, how long it takes.

A copy that was never put back is a hope. The drill does what a restore does up to the last step, in
a folder that is thrown away, and the book says that it was made.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.founding import account, refuse_other_owner, write_seen
from kiosk.config import Settings
from kiosk.registry.chain import Head
from kiosk.registry.holding import has_book
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import Tell
from kiosk.registry.queries import Office
from kiosk.registry.restoring import ChainSource, lay_verified
from kiosk.rules.broken import BookBroken
from kiosk.rules.entries import RestoreDrilled, UpdateBegun, UpdateDone, UpdateRolledBack
from kiosk.service.protocol import KioskSilent
from kiosk.service.upkeep import TEXT_MAX, DrillTold, tell_kiosk

DAY_MS = 86_400_000

HeadText = tuple[int, str]
"""A head that left the box: number and hash in hex."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill found. `told`: as the book is told; `fault` there is empty when all is well.

    `head`: where the copy ends, None when it is none. `compared`: the book itself was at hand.
    """

    told: DrillTold
    head: Head | None
    compared: bool

    @property
    def lost(self) -> int:
        """How many entries would be lost, as far as anybody knows."""
        return self.told.known_seq - self.told.last_seq


def drill(
    settings: Settings,
    source: ChainSource,
    heads: Iterable[HeadText],
    within: Path,
    tell: Tell,
) -> Drill:
    """Put a copy back into a folder below `within`, compare it, and throw it away again.

    Raises:
        NotOwner: the book is another account's.
        BookUnwritable: there is no room, or a disk failed.
        ConfigWrong: the copy is another kiosk's.
    """
    refuse_other_owner(settings)
    heads = tuple(heads)
    clock = SystemClock()
    begun_ms = clock.now().mono_ms
    with tempfile.TemporaryDirectory(prefix="kiosk-drill-", dir=within) as folder:
        try:
            laid = lay_verified(source, Path(folder), settings.kiosk.name, heads, tell)
        except BookBroken as wrong:
            told = DrillTold(
                source.name, 0, "", 0, clock.now().mono_ms - begun_ms, str(wrong)[:TEXT_MAX]
            )
            return Drill(told, None, compared=False)
        fault, known_seq, compared = _against_book(settings, laid.head, heads)
    told = DrillTold(
        source.name,
        laid.head.seq,
        laid.head.hex,
        known_seq,
        clock.now().mono_ms - begun_ms,
        fault[:TEXT_MAX],
    )
    return Drill(told, laid.head, compared)


def _against_book(
    settings: Settings, copy: Head, heads: Sequence[HeadText]
) -> tuple[str, int, bool]:
    """Hold a copy against the book itself.

    Returns why they do not belong together, the last entry known, and whether there is a book.
    """
    given = max((seq for seq, _ in heads), default=0)
    if not has_book(settings.folder):
        return "", max(given, copy.seq), False
    with closing(Office.at(settings.folder / DATABASE)) as office:
        newest = office.lines(limit=1)
        last = newest[0].seq if newest else 0
        if copy.seq > last:
            return _behind(copy, last), copy.seq, True
        if office.hash_at(copy.seq) != copy.hash:
            return _apart(copy.seq), last, True
        for seq, digest in heads:
            if seq <= last and office.hash_at(seq) != bytes.fromhex(digest):
                return _apart(seq), last, True
    return "", max(given, last), True


def _behind(copy: Head, last: int) -> str:
    return (
        f"The copy goes on to entry {copy.seq}, and the book itself ends at entry {last}: the book"
        " was put back to an older state. Keep the copy, and look at the book with kiosk verify."
    )


def _apart(seq: int) -> str:
    return (
        f"Entry {seq} is not the same in the book as outside of it: one of them was written anew."
        " Keep all copies, and compare them with heads that left the kiosk: kiosk verify --head."
    )


def write_drill(settings: Settings, made: Drill) -> int:
    """Have the book say that a drill was made; return the number of the line, 0 without a book.

    Args:
        settings: of the kiosk; a running one writes it itself.
        made: the drill.

    Raises:
        KioskSilent: the kiosk could not write it.
        NotOwner, BookBroken, BookUnwritable: as `write_seen`.
    """
    if not has_book(settings.folder):
        return 0
    try:
        done = tell_kiosk(Path(settings.kiosk.socket), made.told)
    except KioskSilent:
        by = account(os.geteuid())
        entries = write_seen(settings, lambda _, at: made.told.seen(at, by))
        with closing(Office.at(settings.folder / DATABASE)) as office:
            return office.lines(limit=len(entries))[0].seq
    if done.reason:
        raise KioskSilent("The kiosk cannot write now, and its book does not tell of this drill.")
    return done.seq


def open_update(office: Office) -> tuple[int, UpdateBegun] | None:
    """Return the line that began an update of which no line tells the end, by its number."""
    begun, *ends = (
        office.upkeep(kind.KIND) for kind in (UpdateBegun, UpdateDone, UpdateRolledBack)
    )
    if begun is None or any(end is not None and end[0] > begun[0] for end in ends):
        return None
    (line,) = office.lines(before_seq=begun[0] + 1, limit=1)
    assert isinstance(line.entry, UpdateBegun), "the table names it"
    return line.seq, line.entry


def last_drill_ms(office: Office) -> int | None:
    """Return when a copy was last put back as a drill, wall milliseconds; None: never."""
    made = office.upkeep(RestoreDrilled.KIND)
    return None if made is None else made[1]
