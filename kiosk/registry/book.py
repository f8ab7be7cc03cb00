"""The front door of the registry: one folder, one kiosk, one writer."""

import contextlib
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from kiosk.registry import keys
from kiosk.registry.bay_table import read_bay
from kiosk.registry.chain import Head
from kiosk.registry.database import connect_reader, is_damaged, others_wrote
from kiosk.registry.days import Days
from kiosk.registry.files import read_whole, write_whole
from kiosk.registry.holding import KEY, take_hold
from kiosk.registry.journal import Journal
from kiosk.registry.lens import Lenses
from kiosk.registry.losses_table import LossBook
from kiosk.registry.mending import Repair
from kiosk.registry.national_table import NationalBook
from kiosk.registry.opening import DATABASE, Copies, open_copies
from kiosk.registry.people import People
from kiosk.registry.photos import Photos
from kiosk.registry.pins import Pins
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Progress, Tell, silent
from kiosk.registry.queries import Facts, Office
from kiosk.registry.racking_queries import Incoming
from kiosk.registry.ring import Ring
from kiosk.registry.search import Search
from kiosk.registry.space import BALLAST_BYTES, Space
from kiosk.registry.story import Stories
from kiosk.registry.transfers_table import TransferBook
from kiosk.registry.untold import Untold
from kiosk.registry.verify import Verdict, unfinished, whole
from kiosk.registry.walk import Stopped
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookBroken, BookUnwritable
from kiosk.rules.observations import Mended
from kiosk.rules.policy import Policy

__all__ = ["Book", "Head", "Progress", "Repair", "open_book"]

PEPPER = "pepper"

PAUSE_S = 0.002
"""Rest of the background verification between two bites of some 4 ms. Half of all commits then
take 0.6 ms and nine of ten 1.2 ms at most, as without it; with no rest 1.0 and 3.4 (in memory, two
processors, 100,000 entries in 10 s instead of 6)."""


class Book:
    """An open book. `journal` and `bay` belong to one thread; the rest to any."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one book, put together by open_book alone
        self,
        folder: Path,
        policy: Policy,
        key: keys.SigningKey,
        pepper: bytes,
        copies: Copies,
        untold: Untold,
        closing: contextlib.ExitStack,
    ) -> None:
        """Put the parts together; `closing` lets go of them, last opened first."""
        self.folder = folder
        self.key = key
        self.repairs = tuple(copies.repairs)
        self._untold = untold
        self.journal = Journal(copies, key, str(uuid.uuid4()))
        closing.callback(self.journal.close)
        self.facts = Facts(connect_reader(folder / DATABASE))
        closing.callback(self.facts.close)
        self.office = Office(connect_reader(folder / DATABASE))
        closing.callback(self.office.close)
        self.search = Search(connect_reader(folder / DATABASE))
        closing.callback(self.search.close)
        self.stories = Stories(connect_reader(folder / DATABASE))
        closing.callback(self.stories.close)
        self.incoming = Incoming(connect_reader(folder / DATABASE))
        closing.callback(self.incoming.close)
        self.transfers = TransferBook(connect_reader(folder / DATABASE))
        closing.callback(self.transfers.close)
        self.losses = LossBook(connect_reader(folder / DATABASE))
        closing.callback(self.losses.close)
        self.national = NationalBook(connect_reader(folder / DATABASE))
        closing.callback(self.national.close)
        self.people = People(connect_reader(folder / DATABASE))
        closing.callback(self.people.close)
        self.lenses = Lenses(connect_reader(folder / DATABASE))
        closing.callback(self.lenses.close)
        self.days = Days(connect_reader(folder / DATABASE))
        closing.callback(self.days.close)
        self.pins = Pins(connect_reader(folder / DATABASE), pepper)
        closing.callback(self.pins.close)
        self.ring = Ring(folder / "alarms.ring")
        closing.callback(self.ring.close)
        self._tables = copies.connection
        self._alone = others_wrote(copies.connection)
        self._policy = policy
        self._space = Space(folder)
        self._stop = threading.Event()
        self._closing = closing

    @property
    def head(self) -> Head:
        """The last entry that is durable on both copies."""
        return self.journal.head

    @property
    def untold(self) -> tuple[Mended, ...]:
        """What was mended at this opening or an earlier one, and no entry says yet."""
        return self._untold.mended

    def told(self) -> None:
        """Take note that entries say all that was untold; they are durable.

        Raises:
            BookUnwritable: the disk does not take that; the next start says it once more.
        """
        try:
            self._untold.forget()
        except OSError as wrong:
            raise BookUnwritable(
                f"The disk does not forget what was mended in the book ({plainly(wrong)})."
                " Nothing may open now; the program must end and start again."
            ) from wrong

    def bay(self) -> Bay:
        """Return the bay after the last entry, with nobody standing there.

        Raises:
            BookBroken: the tables are not such as entries make.
            BookUnwritable: the disk does not give them.
        """
        try:
            return read_bay(self._tables, self._policy)
        except (sqlite3.Error, ValueError, TypeError) as wrong:
            if isinstance(wrong, sqlite3.Error) and not is_damaged(wrong):
                raise BookUnwritable(
                    f"The tables cannot be read now ({plainly(wrong)})."
                ) from wrong
            raise BookBroken(
                f"The tables cannot be read ({plainly(wrong)}): somebody changed them past the"
                " book. Keep a copy of the folder, then make them again: kiosk rebuild tables."
            ) from wrong

    def written_by_others(self) -> bool:
        """Return whether anybody else wrote to the database since this book was opened.

        The writer is one: whoever else writes goes past the entries, also when they take it back
        later. A database that does not answer counts as written. Of the writer's own thread.
        """
        try:
            return others_wrote(self._tables) != self._alone
        except sqlite3.Error:
            return True

    def free_bytes(self) -> int:
        """Return what may still be written to the disk.

        Raises:
            OSError: the disk does not answer.
        """
        return self._space.free_bytes()

    def photos(self, wall_ms: Callable[[], int]) -> Photos:
        """Return the photos beside this book; `wall_ms` says how old one is."""
        return Photos(
            self.folder,
            named=self.incoming.names_photo,
            free_bytes=self.free_bytes,
            wall_ms=wall_ms,
        )

    def release_ballast(self) -> int:
        """Make room on a full disk for some 300 entries; return the bytes gained.

        Raises:
            OSError: the disk does not answer.
        """
        return self._space.release_ballast()

    def verify_in_background(self, on_done: Callable[[Verdict], None]) -> None:
        """Verify the whole book and its tables beside the keeper's work, once.

        `on_done` is called from the verification's own thread, whatever became of it; only `close`
        ends it early and unheard.
        """
        thread = threading.Thread(target=self._verify, args=(on_done,), name="verification")
        thread.start()
        self._closing.callback(thread.join)
        self._closing.callback(self._stop.set)

    def _verify(self, on_done: Callable[[Verdict], None]) -> None:
        try:
            verdict = whole(self.folder, key=self.key, stop=self._stop, pause_s=PAUSE_S)
        except Stopped:
            return
        except Exception as wrong:  # noqa: BLE001 - whatever it was, nobody knows how the book is
            verdict = unfinished(wrong)
        on_done(verdict)

    def close(self) -> None:
        """Leave both copies whole and let the next writer in.

        Raises:
            OSError, sqlite3.Error: storage failed; the next start mends it.
        """
        self._closing.close()


def open_book(
    folder: Path,
    kiosk: str,
    policy: Policy,
    *,
    tell: Tell = silent,
    create: bool = True,
) -> Book:
    """Open the book in a folder for its one writer, mending what a power cut left.

    Args:
        folder: the data folder of one kiosk.
        kiosk: the kiosk's name, part of every entry and of every head that leaves the box.
        policy: the policy in force; the bay carries it.
        tell: told how far a repair is; an ordinary start has nothing to tell.
        create: make a new book where there is none.

    Raises:
        BookBroken: somebody changed the book, or both copies are lost. Only a person can go on.
        BookUnwritable: another program is writing it, or the disk does not take or give bytes.
        ConfigWrong: the book is another kiosk's, or the name cannot be one.
    """
    try:
        with contextlib.ExitStack() as closing:
            return _opened(folder, kiosk, policy, tell, closing, create=create)
    except (OSError, sqlite3.Error) as wrong:
        raise BookUnwritable(
            f"The book in {folder} cannot be opened now ({plainly(wrong)}). Nothing may open;"
            " start again, and look at the disk if it stays so."
        ) from wrong


def _opened(  # noqa: PLR0913 - what open_book was given
    folder: Path,
    kiosk: str,
    policy: Policy,
    tell: Tell,
    closing: contextlib.ExitStack,
    *,
    create: bool,
) -> Book:
    key, fresh = take_hold(folder, kiosk, closing, create=create)
    space = Space(folder)
    if space.free_bytes() < BALLAST_BYTES:
        space.release_ballast()
    copies = open_copies(folder, key, tell, fresh=fresh)
    closing.callback(copies.close)
    untold = Untold(folder)
    untold.add(mended for repair in copies.repairs for mended in repair.mended)
    if fresh:
        write_whole(folder / PEPPER, os.urandom(32), mode=0o600)
        write_whole(folder / keys.PUBLIC_KEY, key.file_text.encode())
        # Last of all: where a key is, there was a whole book.
        write_whole(folder / KEY, key.secret, mode=0o600)
    pepper = read_whole(folder / PEPPER)
    if pepper is None:
        raise BookBroken(
            f"The pepper is gone from {folder}: no PIN can be checked. Put it back from the backup."
        )
    space.take_on_ballast()
    return Book(folder, policy, key, pepper, copies, untold, closing.pop_all())
