"""Serial and calibre keyed once more by somebody else, card by card, from the paper (S02).

Whoever keys is not shown what the list has. What differs is looked at a third time: either it
agrees then, or the list is wrong, and is mended and brought again; what was keyed stays known by
the card's number. A cell of the list is never changed by it.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.cards.second_keying import TWICE
from kiosk.cards.waiting import Waiting
from kiosk.registry.keyings import Keyed, Keyings
from kiosk.registry.staged_cards import NamedCard, StagedCards
from kiosk.rules.card_text import cells_of
from kiosk.rules.entries import CardStack

KEYINGS = "keyings.db"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that was keyed in two ways: in the list, and by whoever keyed it after."""

    row: int
    card: str
    field: str
    first: str
    second: str
    by: str


def keyings_beside(waiting: Waiting) -> Path:
    """Return where everything that was keyed a second time lies."""
    return waiting.folder.parent / KEYINGS


def unsettled(waiting: Waiting) -> int:
    """Return how many cells of a stack were keyed in two ways: until it is none, it is not let in.

    Raises:
        FileNotFoundError: the stack is gone.
        BookUnwritable: it cannot be read.
    """
    with closing(StagedCards.at(waiting.staging)) as staging:
        found = staging.reconciliation().differences
    if keyings_beside(waiting).exists():
        with closing(Keyings.at(keyings_beside(waiting))) as keyings:
            found += keyings.counted(waiting.name)[1]
    return found


def keyed_of(waiting: Waiting) -> tuple[int, tuple[str, ...]]:
    """Return how many cards of a stack were keyed once more, and by whom.

    Raises:
        BookUnwritable: it cannot be read.
    """
    if not keyings_beside(waiting).exists():
        return 0, ()
    with closing(Keyings.at(keyings_beside(waiting))) as keyings:
        return keyings.counted(waiting.name)[0], keyings.people(waiting.name)


def cells_keyed(stack: CardStack, card: NamedCard) -> tuple[str, ...]:
    """Return serial and calibre as a list has them; empty where it has no such column."""
    cells = cells_of(card.cells)
    places = (stack.fields.index(name) if name in stack.fields else -1 for name in TWICE)
    return tuple(cells[place] if place >= 0 else "" for place in places)


def agrees(stack: CardStack, card: NamedCard, typed: tuple[str, str]) -> bool:
    """Return whether somebody keyed what a list has; a column it has not agrees with anything.

    Nobody sees spaces around a cell, and nobody types them.
    """
    return all(
        name not in stack.fields or has.strip() == said.strip()
        for name, has, said in zip(TWICE, cells_keyed(stack, card), typed, strict=True)
    )


def differences(
    stack: CardStack, staging: StagedCards, several: Iterable[Keyed]
) -> tuple[Difference, ...]:
    """Return each cell in which some keyed cards differ from the list."""
    found = []
    for one in several:
        for card in staging.named_after(one.row - 1, 1):
            has = cells_keyed(stack, card)
            found += [
                Difference(one.row, one.card, name, first, second, one.by)
                for name, first, second in zip(TWICE, has, (one.serial, one.calibre), strict=True)
                if name in stack.fields and first.strip() != second.strip()
            ]
    return tuple(found)


def next_card(
    staging: StagedCards, keyings: Keyings, name: str, after: int, taken: Iterable[int]
) -> NamedCard | None:
    """Return the next card behind a row that nobody keyed yet, and from the beginning at the end.

    Args:
        staging: the stack.
        keyings: what was keyed.
        name: the name of the stack.
        after: the row that was keyed last; 0 for none.
        taken: rows that others have before them just now.
    """
    away = set(taken)
    for begins, ends in ((after, None), (0, after)):
        at = begins
        while run := staging.named_after(at, _AT_ONCE):
            done = keyings.rows(name, run[0].row, run[-1].row) | away
            for card in run:
                if ends is not None and card.row > ends:
                    return None
                if card.row not in done:
                    return card
            at = run[-1].row
    return None


def carried_over(waiting: Waiting) -> int:
    """Take over what was keyed of the same cards when another list had them; return how many.

    A mended list is a new stack: only the cards that were mended are keyed once more. A card that
    differs is not taken over: whoever mended it wrote something else than was keyed.

    Raises:
        BookUnwritable: it cannot be read or kept.
    """
    path = keyings_beside(waiting)
    if not path.exists():
        return 0
    count, at = 0, 0
    with closing(Keyings.at(path)) as keyings, closing(StagedCards.at(waiting.staging)) as staging:
        if keyings.empty():
            return 0
        stack = staging.stack
        while run := staging.named_after(at, _AT_ONCE):
            known = keyings.rows(waiting.name, run[0].row, run[-1].row)
            found = [
                Keyed(card.row, card.number, before[0], before[1], agrees=True, by=before[2])
                for card in run
                if card.row not in known
                if (before := keyings.elsewhere(card.number, waiting.name)) is not None
                if agrees(stack, card, before[:2])
            ]
            keyings.keep(waiting.name, found)
            count, at = count + len(found), run[-1].row
    return count
