"""A stack that two people stand by, written into the book: one entry a card, signed by the batch.

Whatever ends it in the middle, it goes on behind the last card that is in the book: cards come in
the order of their list, each batch whole or not at all.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.cards.circles import no_circles
from kiosk.cards.waiting import Waiting
from kiosk.keeper.listing import Listing
from kiosk.registry.book import Book
from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import Progress, Tell
from kiosk.registry.staged_cards import Judged, Reconciliation, StagedCards
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.fold import fold
from kiosk.rules.things import Moment, OfficerNumber, PinFit

BATCH = 5_000
"""Cards in one commit: one signature and two syncs for all of them; some 3 MB of lines."""

Now = Callable[[], Moment]


@dataclass(frozen=True, slots=True)
class Committed:
    """How many cards are in the book now, and why no more are: `reason` as `rules.refusals`."""

    cards: int
    reason: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who says that they stand by a stack, and the PIN they typed."""

    number: str
    pin: str


def commit(
    book: Book, waiting: Waiting, vouchers: Iterable[Voucher], now: Now, tell: Tell
) -> Committed:
    """Let a stack in, or go on with one that was begun.

    Raises:
        BookBroken, BookUnwritable: as the journal; what was committed before stays.
        StagingChanged: the stack is not what two people stood by, or was judged too long ago.
        OSError, BookUnwritable: the staging cannot be read.
    """
    bay = book.bay()
    with closing(Cards.at(book.folder / DATABASE)) as cards:
        stacks = cards.stacks()
        known = next((one for one in stacks if one.stack == waiting.name), None)
        after = cards.last_row(waiting.name)
    if known is not None and known.closed is not None:
        return Committed(known.cards)
    with closing(StagedCards.at(waiting.staging)) as staging, no_circles():
        if known is None:
            weapons, _ = weapons_since(book.folder, staging.judged)
            if why := outdated(waiting.name, staging.judged, stacks, weapons):
                raise StagingChanged(why)
            bay, refused = _begun(book, bay, staging.stack, vouchers, now)
            if refused is not None:
                return Committed(0, *refused)
        else:
            refuse_another(known, staging.stack)
        return _written(book, bay, staging, after, now, tell)


class StagingChanged(Exception):
    """What waits is not what two people stood by, or no longer what the register makes of it."""


def refuse_another(known: KnownStack, stack: e.CardStack) -> None:
    """Refuse to go on with other cards than those that two people stood by.

    Raises:
        StagingChanged: says what to do.
    """
    if (known.sha256, known.cards, known.fields) != (stack.sha256, stack.rows, stack.fields):
        raise StagingChanged(
            f"Stack {known.stack} was begun with other columns or another number of cards. Put its"
            " staging back from the backup"
        )


def weapons_since(book: Path, judged: Judged) -> tuple[int, int]:
    """Return how many weapons came into the register after a stack was judged, and its newest line.

    Raises:
        BookBroken, BookUnwritable: the register does not answer.
    """
    with closing(Cards.at(book / DATABASE)) as cards:
        return cards.weapons_since(judged.seq)


def outdated(name: str, judged: Judged, stacks: Iterable[KnownStack], weapons: int) -> str:
    """Return why what was judged of a stack no longer holds and what to do, or an empty text.

    Cards of a stack that came in meanwhile may be the same, and match the same weapons; a weapon
    that came in meanwhile may be that of a card which was said to have none.

    Args:
        name: the stack that waits.
        judged: what the register had when it was judged.
        stacks: those that the register has now.
        weapons: how many weapons were registered or corrected since.
    """
    others = [one for one in stacks if one.stack != name]
    for one in others:
        if one.closed is None:
            return (
                f"Stack {one.stack} is being let in, and not all of its cards are in the register"
                f" yet: kiosk cards commit {one.stack} goes on with it. Then give this list to"
                " kiosk cards import once more"
            )
    if len(others) != judged.others_closed:
        return (
            f"Other cards came into the register after stack {name} was judged, and some may be the"
            " same. Give the list to kiosk cards import once more, and look at what became of them"
        )
    if weapons:
        return (
            f"{weapons} weapons were registered or corrected after stack {name} was judged, and"
            " some of its cards may be theirs. Give the list to kiosk cards import once more, and"
            " look at what became of them"
        )
    return ""


def _begun(
    book: Book, bay: Bay, stack: e.CardStack, vouchers: Iterable[Voucher], now: Now
) -> tuple[Bay, tuple[str, str] | None]:
    """Have the rules decide on the two people; the second value says why not."""
    vouching = tuple(
        o.Signature(number, book.facts.person(number), fit.matches, fit is PinFit.DURESS)
        for one in vouchers
        for number in (OfficerNumber(one.number),)
        for fit in (book.pins.fit(number, one.pin),)
    )
    entries = decide(bay, o.CardsVouched(now(), stack, vouching)).entries
    book.journal.append(entries)
    bay = fold(bay, entries)
    if any(isinstance(entry, e.CardsBegun) for entry in entries):
        return bay, None
    for entry in entries:
        match entry:
            case e.Refused(_, reason, text):
                return bay, (reason, text)
            case e.PinRefused(_, officer):
                return bay, ("pin_wrong", officer)
            case _:
                continue
    raise AssertionError("a stack is begun, or the rules say why not")


def _written(  # noqa: PLR0913, PLR0917 - the parts of one commit
    book: Book, bay: Bay, staging: StagedCards, after: int, now: Now, tell: Tell
) -> Committed:
    stack, found = staging.stack, staging.reconciliation()
    listing = Listing(book.national, book.facts) if book.national.some() else None
    done = 0
    while True:
        at = now()
        batch = staging.cards_after(after, BATCH, at, stack.stack)
        whole = len(batch) < BATCH
        closed = closing_of(at, stack.stack, found) if whole else None
        bay = _turn(book, bay, o.CardsRead(at, tuple(batch), closed))
        for met in listing.after(at, batch) if listing is not None else ():
            bay = _turn(book, bay, met)
        done += len(batch)
        tell(Progress("writing the cards", done, found.cards))
        if whole:
            return Committed(found.cards)
        after = batch[-1].row


def _turn(book: Book, bay: Bay, seen: o.Observation) -> Bay:
    """Write what follows from one observation; cards move nothing, an alarm about one does."""
    entries = decide(bay, seen).entries
    if entries:
        book.journal.append(entries)
    return fold(bay, (one for one in entries if not isinstance(one, e.CardImported)))


def closing_of(at: Moment, stack: str, found: Reconciliation) -> e.CardsClosed:
    """Return the entry that closes a stack."""
    return e.CardsClosed(at, stack, **found.fates, doubts=sum(found.doubts.values()))
