"""What two people stand by, in pages that hold all of it: nothing is cut off. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.service.views import ChangeView, Visit

LINE = 38
"""Signs of a line, narrow enough for the widest letters of both languages. Ours, by the screens."""

LINES_ON_A_PAGE = 5
"""Lines below who it is about; there is room for six, and a label takes a part of one."""

PIECE = 3 * LINE
"""Signs of one piece of a text that is longer than a page."""

_WORDS = frozenset({"role", "condition", "serial_status", "hold", "active"})
"""Fields whose values the page says in its own words: they are short, whatever they are."""


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of a page. `how`: change (both sides of it), was, becomes, or why.

    `change` is what it is of, None for why; `text` is the piece, `goes_on`: it began before.
    """

    how: str
    change: ChangeView | None = None
    text: str = ""
    goes_on: bool = False

    @property
    def lines(self) -> int:
        """How many lines it takes, roughly."""
        if self.how == "change":
            assert self.change is not None, "a change is of a field"
            return 1 + (len(self.change.was) + len(self.change.becomes)) // LINE
        return 1 + len(self.text) // LINE


def pages(visit: Visit) -> tuple[tuple[Said, ...], ...]:
    """Return everything that is vouched for, page by page; one page where it all fits."""
    found: list[tuple[Said, ...]] = []
    page: list[Said] = []
    for said in _all(visit):
        if page and sum(one.lines for one in page) + said.lines > LINES_ON_A_PAGE:
            found.append(tuple(page))
            page = []
        page.append(said)
    return (*found, tuple(page))


def _all(visit: Visit) -> Iterator[Said]:
    for change in visit.changes:
        both = Said("change", change)
        if change.field in _WORDS or both.lines <= LINES_ON_A_PAGE - 2:
            yield both
            continue
        if visit.matter == "correction":
            yield from _pieces("was", change, change.was)
        yield from _pieces("becomes", change, change.becomes)
    if visit.why:
        yield from _pieces("why", None, visit.why)


def _pieces(how: str, change: ChangeView | None, text: str) -> Iterator[Said]:
    begin = 0
    while True:
        rest = text[begin:]
        space = rest.rfind(" ", 1, PIECE)  # between words: a Khmer syllable is never cut
        end = len(rest) if len(rest) <= PIECE else (space if space > 0 else PIECE)
        yield Said(how, change, rest[:end], goes_on=begin > 0)
        begin += end
        if begin >= len(text):
            return
