"""A stack of paper cards: what it is, and that it is to come into the register.

Values only. Who may let one in stands in `rules.cards`, what its lines say in `rules.entries`.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CardStack:
    """One list of cards, as two people let it in.

    `stack` names it: the beginning of the SHA-256 of the file, which is kept as it came. `fields`
    says what each column holds, in the order of `headings`; an empty one is carried as it is.
    """

    stack: str
    file: str
    sha256: str
    encoding: str
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    rows: int
    staged_by: str


@dataclass(frozen=True, slots=True)
class LettingIn:
    """A stack that is to come into the register: a matter for two people.

    Whoever asks for it has looked at it and signed on paper: they are the first of the two.
    """

    TAG: ClassVar[str] = "cards.let_in"
    stack: CardStack

    @property
    def why(self) -> str:
        """Nothing: what it holds stands on the paper that was signed."""
        return ""
