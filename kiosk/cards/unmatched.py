"""Cards that no weapon was found for, and weapons that no card speaks of: as they stand today.

Read-only. Without a word they stand there from the first to the last, a page behind the other; with
one, the catalogue is looked through and what has a match is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kiosk.registry.card_queries import Cards, LoneCard, LoneWeapon
from kiosk.registry.leaves import CARD, WEAPON
from kiosk.registry.search import Hits, Search, WrongCursor
from kiosk.registry.staging import NO_SERIAL
from kiosk.service.cards.views import PAGE, LoneCardLine, LoneWeaponLine, UnmatchedPage

LOOKED_AT = 10_000
"""So many are looked at for one page: where nearly all have a match, a register of 206,122 would
take a second. Ours."""

_LEAFED_AT_ONCE = 4
"""Pages of what is called so, looked through for one that is shown: a word that stands on very many
cards with a weapon holds nobody up. Ours."""

_FIGURES = 18
Lone = TypeVar("Lone")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What has no match in the register at `database`. Any thread.

    `looked`: cards or weapons that are looked at for one page, whatever is found among them.
    """

    database: Path
    looked: int = LOOKED_AT

    def cards(self, text: str, after: str) -> UnmatchedPage:
        """Return a page of cards without a weapon, of those called so if anything is given."""
        with closing(Cards.at(self.database)) as cards:
            if text:
                found, behind = self._called(
                    CARD,
                    text,
                    after,
                    lambda ids: {
                        str(one.seq): one for one in cards.lone_cards_of([*map(int, ids)])
                    },
                )
            else:
                found, last = cards.lone_cards(_figure(after), PAGE, self.looked)
                behind = str(last or "")
        return UnmatchedPage(cards=tuple(map(_card, found)), after=behind)

    def weapons(self, text: str, after: str) -> UnmatchedPage:
        """Return a page of weapons without a card, of those called so if anything is given."""
        with closing(Cards.at(self.database)) as cards:
            if text:
                found, behind = self._called(
                    WEAPON,
                    text,
                    after,
                    lambda ids: {one.number: one for one in cards.lone_weapons_of(ids)},
                )
            else:
                found, behind = cards.lone_weapons(after, PAGE, self.looked)
        return UnmatchedPage(weapons=tuple(map(_weapon, found)), after=behind)

    def _called(
        self, kind: str, text: str, after: str, of: Callable[[Sequence[str]], Mapping[str, Lone]]
    ) -> tuple[tuple[Lone, ...], str]:
        """Return those without a match among what is called so, and where the next page begins.

        They stand as they were found: what is exactly so first.
        """
        found: tuple[Lone, ...] = ()
        with closing(Search.at(self.database)) as search:
            for _ in range(_LEAFED_AT_ONCE):
                hits = _hits(search, text, after, kind)
                lone = of([hit.id for hit in hits.found])
                found += tuple(lone[hit.id] for hit in hits.found if hit.id in lone)
                after = hits.after
                if not after or found:
                    break
        return found, after


def _hits(search: Search, text: str, after: str, kind: str) -> Hits:
    try:
        return search.find(text, after, PAGE, kind)
    except WrongCursor:  # of another version: the reader begins again
        return search.find(text, "", PAGE, kind)


def _card(one: LoneCard) -> LoneCardLine:
    named = one.serial.strip().lower() not in {"", *NO_SERIAL}
    return LoneCardLine(one.number, one.serial, one.row, one.file, one.now if named else "")


def _weapon(one: LoneWeapon) -> LoneWeaponLine:
    return LoneWeaponLine(one.number, one.name, one.serial, one.place)


def _figure(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0
