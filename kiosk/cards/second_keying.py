"""Serial and calibre keyed twice: by a second column of the list, or by a second list.

Two people type the same card. Where they differ nobody knows who is right: a third look settles it,
and until then the stack is not let in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kiosk.cards.lists import table_of
from kiosk.cards.maps import ColumnMap, map_for
from kiosk.cards.table_file import TableWrong

TWICE = ("serial", "calibre")
"""What is keyed twice: what names a weapon, and what its ammunition must fit (S02)."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A second list: serial and calibre by card number."""

    path: Path
    by_card: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, path: Path, given: Path | None, maps: Path) -> Self:
        """Read a second list.

        Raises:
            TableWrong: it cannot be read, names no card, or has a card twice.
            OSError: it cannot be read.
        """
        table, _ = table_of(path)
        found = map_for(path, table.headings, given, maps)
        if "card" not in found.fields:
            raise TableWrong(
                f"{path}: a second keying needs the card number in a column", "no_columns"
            )
        card = found.fields.index("card")
        places = [found.fields.index(name) if name in found.fields else -1 for name in TWICE]
        by_card: dict[str, tuple[str, ...]] = {}
        for row in table.rows:
            cells = row.cells + [""] * (len(found.fields) - len(row.cells))
            if cells[card] in by_card:
                raise TableWrong(
                    f"{path}, row {row.number}: card {cells[card]!r} stands there twice",
                    "broken_row",
                )
            by_card[cells[card]] = tuple(cells[at] if at >= 0 else "" for at in places)
        return cls(path, by_card)


class Again:
    """Compares each card with its second keying."""

    def __init__(self, headings: Sequence[str], found: ColumnMap, keyed: Keyed | None) -> None:
        """Know where the second columns are, and the second list if there is one."""
        del headings
        fields = found.fields
        self._columns = [
            (name, fields.index(name), fields.index(f"{name}_again"))
            for name in TWICE
            if name in fields and f"{name}_again" in fields
        ]
        self._first = [fields.index(name) if name in fields else -1 for name in TWICE]
        self._keyed = keyed
        self._unseen = dict.fromkeys(keyed.by_card) if keyed is not None else {}

    @property
    def wanted(self) -> bool:
        """Whether anything was keyed twice."""
        return bool(self._columns) or self._keyed is not None

    def differences(self, card: str, cells: Sequence[str]) -> list[tuple[str, str, str]]:
        """Return what differs: field, first and second keying, each as it was typed."""
        found = [
            (name, cells[first], cells[second])
            for name, first, second in self._columns
            if cells[first] != cells[second]
        ]
        if self._keyed is None:
            return found
        self._unseen.pop(card, None)
        second = self._keyed.by_card.get(card)
        if second is None:
            return [*found, ("card", card, "")]
        return found + [
            (name, cells[place], other)
            for name, place, other in zip(TWICE, self._first, second, strict=True)
            if place >= 0 and cells[place] != other
        ]

    def overlooked(self) -> list[tuple[str, str, str]]:
        """Return the cards of the second list that were not asked about, as `differences` has it.

        To be asked when the first list is at its end.
        """
        return [("card", "", card) for card in self._unseen]
