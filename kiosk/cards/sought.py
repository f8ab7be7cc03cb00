"""Cards that speak of a weapon somebody looks for: a loss of ours, or one of the capital's lists.

A card shows no weapon. What is found here is told before the cards are let in; once they are, the
same is in the book and calls the chief.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kiosk.registry.losses_table import LossBook
from kiosk.registry.national_table import NationalBook
from kiosk.registry.staged_cards import StagedCards
from kiosk.rules.national import serial_key

OURS = "reported_lost"
"""The kind of a card that speaks of a weapon which was reported lost here."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """A card, and what its serial is on.

    `kind`: lost or destroyed, as a list of the capital has it, or `OURS`; `exact`: whether the
    serial is the same text; `found`: the batch, the case, or our registration number.
    """

    row: int
    card: str
    serial: str
    kind: str
    exact: bool
    found: str


def sought_among(staging: StagedCards, register: Path | None) -> tuple[Sought, ...]:
    """Return the cards of a stack whose weapon is looked for.

    Raises:
        BookBroken, BookUnwritable: the register or the staging does not answer.
    """
    if register is None:
        return ()
    with ExitStack() as opened:
        losses = opened.enter_context(closing(LossBook.at(register)))
        lists = opened.enter_context(closing(NationalBook.at(register)))
        if not lists.ready():
            return ()
        own = {
            key: (serial, str(kept.reported.weapon))
            for kept in losses.newest()
            if kept.end is None
            for serial in kept.stands.serials
            if (key := serial_key(serial))
        }
        if not own and not lists.some():
            return ()
        cards = staging.serials()
        found: list[Sought] = []
        while several := tuple(islice(cards, _AT_ONCE)):
            found += _sought(several, own, lists)
        return tuple(found)


def _sought(
    cards: Iterable[tuple[int, str, str]], own: dict[str, tuple[str, str]], lists: NationalBook
) -> Iterator[Sought]:
    keyed = [(row, card, serial, serial_key(serial)) for row, card, serial in cards]
    named = lists.named({key for *_, key in keyed if key})
    for row, card, serial, key in keyed:
        if key in own:
            lost, number = own[key]
            yield Sought(row, card, serial, OURS, serial == lost, number)
        for one in named.get(key, ()):
            about = one.batch or one.case
            yield Sought(row, card, serial, one.kind, serial == one.serial, about)
