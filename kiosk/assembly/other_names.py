"""By which other text a card may be enrolled: another kind of reader, or the number printed on it.

A gate with a Wiegand reader tells six digits of a tag of which an RDM6300 tells ten. A whole UID
has no other name: what else it is called drops so many bits that cards share it.
"""

from collections.abc import Callable, Iterable

from drivers.protocols.aliases import UID, AliasTable, Credential, aliases
from kiosk.rules.things import Badge


class OtherNames:
    """Looks among the cards that are enrolled. One thread: the keeper's."""

    def __init__(self, cards: Callable[[], Iterable[Badge]]) -> None:
        """Ask for the enrolled cards each time: a card that nobody knows is rare."""
        self._cards = cards

    def __call__(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the other texts of a card, those under which some other kind of it is enrolled.

        Two cards of one kind are never the same by another name: both numbers are whole.
        """
        if kind == UID:
            return ()
        names = aliases(Credential(kind, text))
        others = AliasTable(
            Credential(card.kind, card.text)
            for card in self._cards()
            if card.kind not in {"", kind, UID}
        )
        enrolled = {card.identity for name in names for card in others.sharing(name)}
        return tuple(sorted(enrolled | {name.text for name in names}))
