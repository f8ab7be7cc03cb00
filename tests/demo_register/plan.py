"""How much of everything a run does."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.demo_register import sample


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planted. Everything that is left to chance comes from `seed`.

    `cards`: rows of the sample; `racked`: weapons taken in from cards and racked, beside those that
    stood in the register before and have a card; `a_day`: how many officers draw each day;
    `wet_every`: after so many days a weapon comes back wet, 0 for never.
    """

    cards: int = len(sample.CARDS)
    racked: int = 12
    days: int = 30
    a_day: tuple[int, ...] = (2, 2, 3)
    sent: int = 2
    stand_to: int = 5
    wet_every: int = 10
    seed: int = 2006

    @property
    def papers(self) -> Sequence[sample.Paper]:
        """The cards of the list."""
        return sample.CARDS[: self.cards]

    @property
    def from_cards(self) -> tuple[sample.Paper, ...]:
        """The cards whose weapons lie in the crate and are taken in."""
        return tuple(paper for paper in self.papers if paper.steel)[: self.racked]

    def draws_on(self, day: int) -> int:
        """Return how many officers draw on a day."""
        return self.a_day[day % len(self.a_day)]

    def is_wet_on(self, day: int) -> bool:
        """Return whether it rains on the first weapon of a day."""
        return bool(self.wet_every) and day % self.wet_every == 0


SHORT = Plan(cards=7, racked=2, days=1, a_day=(1,), sent=1, stand_to=2, wet_every=0)
