"""Whose a badge is: a printed text, or the number of a card, which is no text of ours.

Ten decimal digits may stand on a label that we printed and in a tag that anybody wrote: whoever
copies a printed badge into a tag must not come out as its holder with a better badge.
"""

from collections.abc import Callable, Sequence

from drivers.readings import CardScan
from kiosk.keeper.ports import Register
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.things import Badge, BadgeText, Grade

Same = Callable[[str, str], Sequence[str]]
"""Given kind and text of a card, the other texts by which the same card may be enrolled."""


def no_others(_kind: str, _text: str) -> Sequence[str]:
    """Know no other text of any card."""
    return ()


class Owners:
    """Finds out whose a badge is. One thread: the keeper's."""

    def __init__(self, register: Register, same: Same) -> None:
        """Look badges up in this register; `same` knows what else a card is called."""
        self._register, self._same = register, same

    def of_text(self, text: str) -> tuple[Badge, ...]:
        """Return the badges that one which was printed, typed or sent as plain text may be.

        The text of a card counts too, if no text of ours is the same: as a text, which is little.
        """
        found = self._register.badges_with(BadgeText(text))
        return tuple([badge for badge in found if not badge.kind] or found)

    def of_card(self, card: CardScan) -> tuple[tuple[Badge, ...], Grade]:
        """Return the badges that a card may be, and how far it may be believed to be no copy.

        Other names of a card drop bits, so that two cards may share one: what is found by one of
        them is no proof, whatever the card proved of its own number.
        """
        found = [
            badge
            for badge in self._register.badges_with(BadgeText(card.text))
            if badge.kind == card.kind or _may_be_a_card(badge)
        ]
        if found:
            return tuple(found), Grade.PROVED if card.proved else Grade.CARD
        others = tuple(
            badge
            for text in self._same(card.kind, card.text)
            for badge in self._register.badges_with(BadgeText(text))
            if badge.kind or _may_be_a_card(badge)
        )
        return others, Grade.CARD


def _may_be_a_card(badge: Badge) -> bool:
    """Return whether a badge without a kind is a card that was enrolled before kinds were kept."""
    label = read_label(badge.text)
    printed = isinstance(label, Label) and label.kind is not Kind.FOREIGN and label.sound
    return not badge.kind and not printed
