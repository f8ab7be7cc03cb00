"""A list that two people stand by, written into the book portion by portion.

Whatever ends it in the middle, it goes on behind the last row that is in the book. Once all are in,
every weapon of the register is held against them, and only then is the list closed: what was here
before the list came is found too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kiosk.cards.table_file import TableWrong
from kiosk.keeper.listing import Listing
from kiosk.keeper.ports import Facts
from kiosk.lists.file import digest_of, rows_of
from kiosk.registry.national_table import NationalBook
from kiosk.rules import entries as e
from kiosk.rules.losses.serials import Shown
from kiosk.rules.national import NationalList
from kiosk.rules.observations.national import ListedSeen
from kiosk.rules.things import Moment, WeaponNumber

PORTION = 500
"""Rows in one entry: some 3 ms of the keeper's turn here. Ours."""


@dataclass
class Rows:
    """The rows of one list from where the book has them; read once from end to end."""

    path: Path
    sha256: str
    _rows: Iterator[str] | None = None
    _after: int = 0

    def after(self, taken: int) -> tuple[str, ...]:
        """Return the next portion behind so many rows.

        Raises:
            TableWrong: it is not the file that two people stood by.
            OSError: it cannot be read.
        """
        if self._rows is None or self._after != taken:
            if digest_of(self.path) != self.sha256:
                raise TableWrong(
                    f"{self.path} is not the list that two people stood by. Put it back from the"
                    " backup",
                    "other_file",
                )
            self._rows = islice(rows_of(self.path), taken, None)
        portion = tuple(islice(self._rows, PORTION))
        self._after = taken + len(portion)
        return portion


@dataclass(frozen=True, slots=True)
class Sweep:
    """Looks for what is here already. `facts` and `lists`: of the book that has the list."""

    lists: NationalBook
    facts: Facts
    listing: Listing = field(init=False)

    def __post_init__(self) -> None:
        """Look serials up as the keeper does."""
        object.__setattr__(self, "listing", Listing(self.lists, self.facts))

    def found(self) -> tuple[str, ...]:
        """Return the numbers of registered weapons that some list may name."""
        return tuple(number for number, _ in self.lists.here())

    def seen(self, at: Moment, number: str) -> ListedSeen | None:
        """Return what is to be told of one of them, if nobody has settled it."""
        weapon = WeaponNumber(number)
        shown = Shown(number, e.MetAt.LIST, weapon)
        return next(iter(self.listing.met(at, [shown])), None)


def next_line(
    kept_taken: int, listing: NationalList, rows: Rows, at: Moment
) -> e.NationalListRead | None:
    """Return the next rows of a list, or None when all of them are in."""
    if kept_taken >= listing.rows:
        return None
    return e.NationalListRead(at, listing.name, kept_taken, rows.after(kept_taken))
