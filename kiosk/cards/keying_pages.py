"""Cards keyed once more from a page: which comes next, and what was keyed in two ways.

Two may key one stack at once: each is given other cards, and of two who typed the same card the
first one's counts.
"""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from kiosk.cards.keying import (
    agrees,
    differences,
    keyings_beside,
    next_card,
)
from kiosk.cards.second_keying import TWICE
from kiosk.cards.waiting import Waiting
from kiosk.registry.keyings import Keyed, Keyings
from kiosk.registry.staged_cards import StagedCards
from kiosk.service.cards import views as v

SHOWN = 200
"""Differences on one page: who has more has a list to mend, and no card to look at. Ours."""

_TYPED_MAX = 64


class KeyingPages:
    """Answers whoever keys cards a second time. Any thread."""

    def __init__(self) -> None:
        """Begin with nobody at it."""
        self._before: dict[tuple[str, str], int] = {}
        """Which row each person has before them, by stack and officer."""
        self._one = threading.Lock()

    def next_card(self, waiting: Waiting, by: str, after: int, row: int) -> v.KeyingPage:
        """Return the next card to be keyed behind a row, or the very one of `row`."""
        with self._one, _opened(waiting) as (staging, keyings):
            stack = staging.stack
            keyed, _ = keyings.counted(waiting.name)
            cards = staging.named()
            told = v.KeyingPage(keyed=keyed, cards=cards)
            if by == stack.staged_by:
                return v.KeyingPage(keyed=keyed, cards=cards, why="same_person")
            fields = tuple(name for name in TWICE if name in stack.fields)
            if not fields:
                return told
            if row:
                found = next(iter(staging.named_after(row - 1, 1)), None)
                card = found if found is not None and found.row == row else None
            else:
                others = {
                    at for (name, who), at in self._before.items()
                    if name == waiting.name and who != by
                }  # fmt: skip
                card = next_card(staging, keyings, waiting.name, after, others)
            if card is None:
                self._before.pop((waiting.name, by), None)
                return told
            self._before[waiting.name, by] = card.row
            return v.KeyingPage(card.row, card.number, fields, keyed, cards)

    def key(self, waiting: Waiting, by: str, typed: v.Typed) -> v.KeyedOne:
        """Take a card as somebody keyed it; what differs is to be looked at once more."""
        with self._one, _opened(waiting) as (staging, keyings):
            stack = staging.stack
            if by == stack.staged_by:
                return v.KeyedOne(why="same_person")
            found = next(iter(staging.named_after(typed.row - 1, 1)), None)
            if typed.row < 1 or found is None or found.row != typed.row:
                return v.KeyedOne(why="went_on")
            before = keyings.one(waiting.name, typed.row)
            if before is not None and not typed.again and (before.agrees or before.by != by):
                return v.KeyedOne(before.agrees, why="" if before.by == by else "keyed_meanwhile")
            said = (typed.serial.strip()[:_TYPED_MAX], typed.calibre.strip()[:_TYPED_MAX])
            same = agrees(stack, found, said)
            keyings.keep(waiting.name, [Keyed(found.row, found.number, *said, same, by)])
            self._before.pop((waiting.name, by), None)
            return v.KeyedOne(same)

    def differences(self, waiting: Waiting) -> v.DifferencePage:
        """Return what was keyed in two ways: in the list, and by whoever keyed after."""
        with _opened(waiting) as (staging, keyings):
            stack = staging.stack
            keyed = keyings.differing(waiting.name, 0, SHOWN)
            found = [
                v.DifferenceLine(one.row, one.card, one.field, one.first, one.second, one.by)
                for one in differences(stack, staging, keyed)
            ]
            for row, card, name, first, second in staging.differences():
                if len(found) >= SHOWN:
                    break
                found.append(v.DifferenceLine(row, card, name, first, second))
        return v.DifferencePage(tuple(found))


@contextmanager
def _opened(waiting: Waiting) -> Iterator[tuple[StagedCards, Keyings]]:
    with (
        closing(StagedCards.at(waiting.staging)) as staging,
        closing(Keyings.at(keyings_beside(waiting))) as keyings,
    ):
        yield staging, keyings
