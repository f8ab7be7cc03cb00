"""Writing into the register of a kiosk that is not running: founding it, loading lists offline."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from itertools import islice

from kiosk.assembly.clock import SystemClock
from kiosk.config import Settings
from kiosk.keeper.ports import Pins
from kiosk.registry.book import Book, open_book
from kiosk.rules import observations as o
from kiosk.rules.decide import decide
from kiosk.rules.entries import Entry, Refused
from kiosk.rules.fold import fold
from kiosk.rules.things import Officer, Weapon

PORTION = 5_000
"""Facts in one commit: one signature and two fsyncs for all of them."""

MakeFacts = Callable[[Pins], Iterable[o.Fact]]


def write_register(
    settings: Settings,
    by: str,
    make_facts: MakeFacts,
    tell: Callable[[int], None] = lambda _: None,
) -> Refused | None:
    """Write facts into a book that no kiosk has open; return the refusal that stopped it, if any.

    Portions before a refusal stay written; the refused one is not, and its refusal is in the book.

    Raises:
        BookBroken, BookUnwritable: as `open_book`; also when a kiosk is running on this book.
    """
    clock = SystemClock()
    with closing(
        open_book(settings.folder, settings.kiosk.name, settings.policy)
    ) as book:
        started = decide(
            book.bay(), o.KeeperStarted(clock.now(), (), settings.positions())
        ).entries
        book.journal.append(started)
        bay = fold(book.bay(), started)
        facts, done = iter(make_facts(book.pins)), 0
        while portion := tuple(islice(facts, PORTION)):
            seen = o.RegisterAsked(clock.now(), by, portion, _known(book, portion))
            entries: Sequence[Entry] = decide(bay, seen).entries
            book.journal.append(entries)
            bay = fold(bay, entries)
            if entries and isinstance(entries[-1], Refused):
                return entries[-1]
            done += len(portion)
            tell(done)
    return None


def _known(book: Book, facts: Sequence[o.Fact]) -> frozenset[str]:
    known = set[str]()
    for fact in facts:
        if isinstance(fact, Officer) and book.facts.person(fact.number) is not None:
            known.add(fact.number)
        if isinstance(fact, Weapon) and book.facts.weapon(fact.number) is not None:
            known.add(fact.number)
    return frozenset(known)
