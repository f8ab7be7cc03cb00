"""Writing into the register of a kiosk that is not running: founding it, loading lists offline."""

import os
import pwd
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.policy_watch import config_before, policy_before
from kiosk.config import Settings
from kiosk.config.comparing import digest
from kiosk.keeper.desk_eyes import registering
from kiosk.registry.book import Book, open_book
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.entries import Entry, Refused
from kiosk.rules.fold import fold
from kiosk.rules.things import CableId, Moment

PORTION = 2_500
"""Rows in one commit: one signature and two fsyncs for all of them."""

Row = Sequence[o.Fact]
"""Facts that are written together or not at all: a weapon and its place."""

MakeRows = Callable[[Book], Iterable[Row]]
"""Makes the rows with the open book at hand: it seals PINs and knows what is registered."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were written, and why no more were: `reason` is a refusal's wire name."""

    rows: int
    reason: str = ""
    about: str = ""


class NotOwner(PermissionError):
    """The book belongs to another account: what we wrote, its kiosk could not open again."""


def write_register(
    settings: Settings,
    by: str,
    make_rows: MakeRows,
    tell: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write rows of facts into a book that no kiosk has open, in portions; `tell` counts the rows.

    A refusal ends it: the portions before stay written, of the refused one nothing is, and the
    refusal is in the book.

    Raises:
        NotOwner: the book is another account's.
        BookBroken, BookUnwritable: as `open_book`; also when a kiosk is running on this book.
    """
    refuse_other_owner(settings)
    clock = SystemClock()
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        bay = _laid(book, settings, clock)
        rows, done = iter(make_rows(book)), 0
        while portion := list(islice(rows, PORTION)):
            facts = tuple(fact for row in portion for fact in row)
            entries = decide(bay, registering(book.facts, clock.now(), by, facts)).entries
            book.journal.append(entries)
            bay = fold(bay, entries)
            refused = next((entry for entry in entries if isinstance(entry, Refused)), None)
            if refused is not None:
                return Written(done, refused.reason, refused.text)
            done += len(portion)
            tell(done)
    return Written(done)


See = Callable[[Book, Moment], o.Observation]
"""Tells what is to be decided on, with the open book at hand."""


def write_seen(settings: Settings, see: See) -> tuple[Entry, ...]:
    """Decide on one observation in a book that no kiosk has open; return what was written.

    Raises:
        NotOwner: the book is another account's.
        BookBroken, BookUnwritable: as `open_book`; also when a kiosk is running on this book.
    """
    refuse_other_owner(settings)
    clock = SystemClock()
    folder, name = settings.folder, settings.kiosk.name
    with closing(open_book(folder, name, settings.policy, create=False)) as book:
        entries = decide(book.bay(), see(book, clock.now())).entries
        book.journal.append(entries)
    return entries


def refuse_other_owner(settings: Settings) -> None:
    """Refuse to write as another account than the one whose kiosk must go on writing.

    Raises:
        NotOwner: says as whom to do it.
    """
    folder = settings.folder
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        owner = account(folder.stat().st_uid)
        raise NotOwner(13, f"this book belongs to {owner}; do it as {owner}", str(folder))


def account(uid: int) -> str:
    """Return the name of an account of this machine."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _laid(book: Book, settings: Settings, clock: SystemClock) -> Bay:
    """Return the bay with the positions of the configuration; they are written if they are new.

    The cables stand as the book last saw them: nobody looks at a contact in here.
    """
    bay = book.bay()
    positions = settings.positions()
    if tuple(bay.positions.values()) == positions:
        return bay
    open_cables = tuple(CableId(cable) for cable in sorted(bay.open_cables))
    before = policy_before(book.office)
    seen = o.KeeperStarted(
        clock.now(),
        open_cables,
        positions,
        policy_before=before,
        signals=bay.signals,
        config=digest(settings),
        config_before=config_before(book.office),
    )
    started = decide(bay, seen).entries
    book.journal.append(started)
    return fold(bay, started)
