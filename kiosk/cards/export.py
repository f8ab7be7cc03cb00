"""The cards of the register as a CSV list: every cell as it was written, byte for byte."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.rules.card_text import cells_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


START = ("", 0)
"""Where an export begins: before the heading."""

_AT_ONCE = 500
_SIGNS_MAX = 1 << 19
"""Signs of a piece: with three bytes each, spelled for the wire, it is still half a line. Ours."""


@dataclass(frozen=True, slots=True)
class Export:
    """The cards of some stacks as one CSV file in UTF-8 (RFC 4180), a piece after the other.

    The heading has the columns of the first stack, then those that later ones bring. Cells beyond
    the headings of their list stand behind all columns. A byte that was no text comes out as that
    byte.

    `as_read`: give what was read (Limon as Unicode, days as YYYY-MM-DD) where that differs.
    `guarded`: put an apostrophe before what a spreadsheet would compute.
    """

    cards: Cards
    stacks: Sequence[KnownStack]
    as_read: bool = False
    guarded: bool = False

    def pieces(self) -> Iterator[bytes]:
        """Return all of it."""
        after: tuple[str, int] | None = START
        while after is not None:
            piece, after = self.piece(after)
            yield piece

    def piece(self, after: tuple[str, int]) -> tuple[bytes, tuple[str, int] | None]:
        """Return a piece of a few hundred cards, and where the next one begins; None: that was all.

        Args:
            after: the stack and the entry that the piece before ended with, or `START`.
        """
        headings = _headings(self.stacks)
        buffer = io.StringIO(newline="")
        lines = csv.writer(buffer)
        name, seq = after
        if after == START:
            lines.writerow(_safe(headings) if self.guarded else headings)
            name = self.stacks[0].stack if self.stacks else ""
        index = next((at for at, one in enumerate(self.stacks) if one.stack == name), None)
        if index is None:
            return _taken(buffer), None
        stack = self.stacks[index]
        order = _order(headings, stack)
        entries = self.cards.entries_after(stack.stack, seq, _AT_ONCE)
        for at, entry in entries:
            cells = cells_of(entry["cells"])
            if self.as_read:
                cells = _as_read(stack, cells, entry["readings"])
            row = [cells[place] if place >= 0 else "" for place in order]
            row += cells[len(stack.headings) :]
            lines.writerow(_safe(row) if self.guarded else row)
            if buffer.tell() > _SIGNS_MAX:
                return _taken(buffer), (name, at)
        if len(entries) == _AT_ONCE:
            return _taken(buffer), (name, entries[-1][0])
        behind = self.stacks[index + 1 : index + 2]
        return _taken(buffer), (behind[0].stack, 0) if behind else None


def _taken(buffer: io.StringIO) -> bytes:
    return buffer.getvalue().encode(errors="surrogateescape")


def _headings(stacks: Sequence[KnownStack]) -> list[str]:
    """Return all columns; a heading that stands twice in one list stands twice here."""
    found: list[str] = []
    for stack in stacks:
        for heading in stack.headings:
            missing = stack.headings.count(heading) - found.count(heading)
            found.extend([heading] * missing)
    return found


def _order(headings: Sequence[str], stack: KnownStack) -> list[int]:
    """Return for each column of the export the column of a stack, or -1."""
    if tuple(headings) == stack.headings:
        return list(range(len(headings)))
    taken: set[int] = set()
    order = []
    for heading in headings:
        place = next(
            (at for at, own in enumerate(stack.headings) if own == heading and at not in taken), -1
        )
        taken.add(place)
        order.append(place)
    return order


def _as_read(
    stack: KnownStack, cells: Sequence[str], readings: Sequence[dict[str, str]]
) -> list[str]:
    said = list(cells)
    for reading in readings:
        name = reading["field"]
        if name in stack.fields:
            said[stack.fields.index(name)] = reading["value"]
        elif name.startswith("column "):
            said[int(name.removeprefix("column ")) - 1] = reading["value"]
    return said


def _safe(row: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]
