"""Numbers for blank cards: on from one that a person names, none that any card ever had."""

import re
from contextlib import closing
from pathlib import Path

from kiosk.registry.card_queries import Cards

_RUNS_ON = re.compile(r"([^\W\d_]{0,6}[-/ ]?)([0-9]{1,10})")


class CardNumberWrong(Exception):
    """No cards can be numbered so. `reason`: a word of the pages; `about`: the number."""

    def __init__(self, reason: str, about: str) -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


def following(first: str, many: int) -> list[str]:
    """Return so many card numbers from the first one on, each as wide as it is.

    Raises:
        CardNumberWrong: it has no digits at its end to count on, or too few of them.
    """
    found = _RUNS_ON.fullmatch(first)
    if found is None:
        raise CardNumberWrong("card_number", first)
    before, digits = found.groups()
    last = int(digits) + many - 1
    if len(str(last)) > len(digits):
        raise CardNumberWrong("card_number", first)
    return [f"{before}{one:0{len(digits)}}" for one in range(int(digits), last + 1)]


def card_numbers(first: str, many: int, database: Path) -> list[str]:
    """Return numbers for so many blank cards; empty ones when no first one is named.

    Raises:
        CardNumberWrong: as `following`, or a card of the register has one of them already.
        BookBroken, BookUnwritable: the register does not answer.
    """
    if not first:
        return [""] * many
    numbers = following(first, many)
    with closing(Cards.at(database)) as cards:
        known = cards.known_of(numbers) if cards.ready() else ()
    if known:
        raise CardNumberWrong("card_known", known[0])
    return numbers
