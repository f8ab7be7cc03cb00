"""Cards that speak of a weapon somebody looks for: a loss of ours, or one of the capital's lists.

A card shows no weapon. What is found here is told before the cards are let in; once they are, the
same is in the book and calls the chief.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
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
_RUNS = 20
"""Runs of cards that are looked at for one page: ten thousand cards, a tenth of a second. Ours."""
_ENOUGH = 50
"""So many sought cards end a page, with the run they are in."""

_Card = tuple[int, str, str]
"""Row, number and serial of a card."""


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


_LookedFor = Callable[[Iterable[_Card]], list[Sought]]
"""Tells which of some cards are sought."""


def sought_among(staging: StagedCards, register: Path | None) -> tuple[Sought, ...]:
    """Return the cards of a stack whose weapon is looked for.

    Raises:
        BookBroken, BookUnwritable: the register or the staging does not answer.
    """
    found: list[Sought] = []
    with _looking(register) as looked_for:
        if looked_for is not None:
            for several in _runs(staging.serials()):
                found += looked_for(several)
    return tuple(found)


def sought_behind(staging: StagedCards, register: Path, row: int) -> tuple[tuple[Sought, ...], int]:
    """Return the next of those cards behind a row, and the row looked at last; 0: that was all.

    A long list is looked through some thousand cards at a time, whatever is found among them.

    Raises:
        BookBroken, BookUnwritable: the register or the staging does not answer.
    """
    found: list[Sought] = []
    with _looking(register) as looked_for:
        if looked_for is None:
            return (), 0
        for run, several in enumerate(_runs(staging.serials(row)), 1):
            found += looked_for(several)
            row = several[-1][0]
            if len(found) >= _ENOUGH or run >= _RUNS:
                more = next(staging.serials(row), None)
                return tuple(found), 0 if more is None else row
    return tuple(found), 0


def _runs(cards: Iterator[_Card]) -> Iterator[tuple[_Card, ...]]:
    while several := tuple(islice(cards, _AT_ONCE)):
        yield several


@contextmanager
def _looking(register: Path | None) -> Iterator[_LookedFor | None]:
    """Open what is looked for; None when that is nothing."""
    if register is None:
        yield None
        return
    with (
        closing(LossBook.at(register)) as losses,
        closing(NationalBook.at(register)) as lists,
    ):
        ready = lists.ready()
        own = _own(losses) if ready else {}
        nothing = not ready or not (own or lists.some())
        yield None if nothing else lambda cards: [*_sought(cards, own, lists)]


def _own(losses: LossBook) -> dict[str, tuple[str, str]]:
    """Return the serials of what was reported lost here, by their keys."""
    return {
        key: (serial, str(kept.reported.weapon))
        for kept in losses.newest()
        if kept.end is None
        for serial in kept.stands.serials
        if (key := serial_key(serial))
    }


def _sought(
    cards: Iterable[_Card], own: dict[str, tuple[str, str]], lists: NationalBook
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
