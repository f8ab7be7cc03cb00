"""What is seen of paper cards: two people who stand by a stack, and its cards, one after another.

Apart from the others because nothing at the bay has a part in it.
"""

from dataclasses import dataclass

from kiosk.rules.entries import CardImported, CardsClosed, CardStack
from kiosk.rules.things import Moment, OfficerNumber, Person


@dataclass(frozen=True, slots=True)
class Vouching:
    """One of the two people who stand by a stack of cards: number, person, whether the PIN fits."""

    number: OfficerNumber
    person: Person | None
    matches: bool


@dataclass(frozen=True, slots=True)
class CardsVouched:
    """Two people ask to let a stack of cards in. `vouching` is empty while nobody has a PIN."""

    at: Moment
    stack: CardStack
    vouching: tuple[Vouching, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsRead:
    """Cards of a stack that was let in, and with the last of them its end."""

    at: Moment
    cards: tuple[CardImported, ...]
    closed: CardsClosed | None = None
