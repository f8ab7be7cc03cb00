"""The cards of the register as a CSV list: every cell as it was written, byte for byte."""

import csv
import io
from collections.abc import Iterator, Sequence

from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.rules.card_text import cells_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FLUSH = 1 << 16


def exported(
    cards: Cards, stacks: Sequence[KnownStack], *, as_read: bool = False, guarded: bool = False
) -> Iterator[bytes]:
    """Return the cards of some stacks as pieces of one CSV file in UTF-8 (RFC 4180).

    The heading has the columns of the first stack, then those that later ones bring. Cells beyond
    the headings of their list stand behind all columns. A byte that was no text comes out as that
    byte.

    Args:
        cards: the register.
        stacks: which, in order.
        as_read: give what was read (Limon as Unicode, days as YYYY-MM-DD) where that differs.
        guarded: put an apostrophe before what a spreadsheet would compute.
    """
    headings = _headings(stacks)
    buffer = io.StringIO(newline="")
    lines = csv.writer(buffer)
    lines.writerow(_safe(headings) if guarded else headings)
    for stack in stacks:
        order = _order(headings, stack)
        for entry in cards.entries(stack.stack):
            cells = cells_of(entry["cells"])
            if as_read:
                cells = _as_read(stack, cells, entry["readings"])
            row = [cells[place] if place >= 0 else "" for place in order]
            row += cells[len(stack.headings) :]
            lines.writerow(_safe(row) if guarded else row)
            if buffer.tell() > _FLUSH:
                yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode(errors="surrogateescape")
    buffer.seek(0)
    buffer.truncate()
    return piece


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
