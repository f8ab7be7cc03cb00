"""What is handed out of a stack, a piece after the other: the paper to sign, the cards as CSV.

Nothing is kept between two pieces: whoever asks says where the last one ended.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.cards.export import START, Export
from kiosk.cards.keying import keyed_of
from kiosk.cards.paper import Paper
from kiosk.cards.waiting import Waiting
from kiosk.papers.frame import Printed
from kiosk.registry.card_queries import Cards
from kiosk.registry.opening import DATABASE
from kiosk.registry.staged_cards import StagedCards
from kiosk.service.cards.views import Sheet

_FIGURES = 18


@dataclass(frozen=True, slots=True)
class Sheets:
    """Papers and exports of one book. Any thread."""

    book: Path
    printed: Callable[[], Printed]

    def paper(self, waiting: Waiting, after: str) -> Sheet:
        """Return a piece of the reconciliation; `after` is what the piece before said."""
        with (
            closing(StagedCards.at(waiting.staging)) as staging,
            closing(Cards.at(self.book / DATABASE)) as cards,
        ):
            known = cards.stack(waiting.name)
            paper = Paper(staging, cards, known, self.printed(), keyed_of(waiting))
            if after:
                row, _, rest = after.partition("|")
                name, _, kind = rest.partition("|")
                piece, behind = paper.goes_on((_figure(row), name, kind))
            else:
                piece, behind = paper.begins()
        return Sheet(piece.encode(), "" if behind is None else "|".join(map(str, behind)))

    def export(self, name: str, after: str) -> Sheet:
        """Return a piece of the cards of the register, of one stack if given."""
        with closing(Cards.at(self.book / DATABASE)) as cards:
            stacks = [one for one in cards.stacks() if name in {"", one.stack}]
            if not stacks:
                return Sheet(why="gone")
            stack, _, seq = after.partition("|")
            begins = (stack, _figure(seq)) if after else START
            content, behind = Export(cards, stacks).piece(begins)
        return Sheet(content, "" if behind is None else f"{behind[0]}|{behind[1]}")


def _figure(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0
