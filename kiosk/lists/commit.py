"""A list let in at a terminal while no kiosk runs: decided and written as a keeper would."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.cards.commit import Committed, Voucher
from kiosk.lists.letting_in import Rows, Sweep, next_line
from kiosk.registry.book import Book
from kiosk.registry.progress import Progress, Tell
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.fold import fold
from kiosk.rules.national import NationalList
from kiosk.rules.observations import national as n
from kiosk.rules.things import Moment, OfficerNumber, PinFit

AT_ONCE = 10
"""Portions in one commit: one signature and two syncs for all of them."""

Now = Callable[[], Moment]


@dataclass
class Alone:
    """The book in one hand: decides, writes and folds as a keeper does, with nobody at the bay."""

    book: Book
    now: Now
    bay: Bay

    def step(self, *several: o.Observation) -> tuple[e.Entry, ...]:
        """Decide on some observations, and write all that follows at once."""
        written: tuple[e.Entry, ...] = ()
        for seen in several:
            entries = decide(self.bay, seen).entries
            self.bay = fold(self.bay, entries)
            written += entries
        if written:
            self.book.journal.append(written)
        return written


def commit(  # noqa: PLR0913, PLR0917 - a list, a book, and who stands by it
    book: Book, path: Path, listing: NationalList, vouchers: Iterable[Voucher], now: Now, tell: Tell
) -> Committed:
    """Let a list in, or go on with one that was begun.

    Raises:
        BookBroken, BookUnwritable: as the journal; what was committed before stays.
        TableWrong, OSError: the file is not the one that was judged, or cannot be read.
    """
    alone, kept = Alone(book, now, book.bay()), book.national.one(listing.name)
    if kept is None:
        refused = _begun(alone, listing, vouchers)
        if refused is not None:
            return refused
    elif kept.closed is not None:
        return Committed(listing.rows)
    rows, taken = Rows(path, listing.sha256), 0 if kept is None else kept.taken
    while taken < listing.rows:
        lines: list[o.Observation] = []
        while len(lines) < AT_ONCE and (line := next_line(taken, listing, rows, now())):
            lines.append(n.ListRead(line.at, line))
            taken += len(line.rows)
        alone.step(*lines)
        tell(Progress("writing the list", taken, listing.rows))
    _closed(alone, listing)
    return Committed(listing.rows)


def _begun(alone: Alone, listing: NationalList, vouchers: Iterable[Voucher]) -> Committed | None:
    """Have the rules decide on the two people; return why not, if they do not."""
    book = alone.book
    vouching = tuple(
        o.Signature(number, book.facts.person(number), fit.matches, fit is PinFit.DURESS)
        for one in vouchers
        for number in (OfficerNumber(one.number),)
        for fit in (book.pins.fit(number, one.pin),)
    )
    entries = alone.step(n.ListVouched(alone.now(), listing, vouching))
    if any(isinstance(entry, e.NationalListBegun) for entry in entries):
        return None
    return Committed(0, *why_not(entries))


def why_not(entries: Iterable[e.Entry]) -> tuple[str, str]:
    """Return the refusal among some lines, and what it is about; else two empty texts."""
    for entry in entries:
        match entry:
            case e.Refused(_, reason, text):
                return reason, text
            case e.PinRefused(_, officer):
                return "pin_wrong", officer
            case _:
                continue
    return "", ""


def _closed(alone: Alone, listing: NationalList) -> None:
    """Hold every weapon against the lists, and close this one."""
    sweep, here = Sweep(alone.book.national, alone.book.facts), 0
    for number in sweep.found():
        seen = sweep.seen(alone.now(), number)
        if seen is not None:
            here += 1
            alone.step(seen)
    closed = e.NationalListClosed(alone.now(), listing.name, listing.rows, here)
    alone.step(n.ListRead(closed.at, closed))
