"""Counts arranged for the eye: which can be ordered, who was drawn, what waits. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.service.views import BayView, CountView, DifferenceView
from kiosk.service.witness_view import WitnessView

CHOICES_ON_A_PAGE = 4
"""Tiles of the list a count is ordered from: two lines of Khmer each."""

ROWS_ON_A_PAGE = 3
"""Rows of the list somebody signs for."""

HEARD_ON_A_PAGE = 2
"""The same where something was heard: each such row has a sentence that says what it is worth."""

_BY_POLICY = ("daily", "weekly", "monthly")

_WHOLE = ("half_yearly", "appointment", "command")
"""Counts of everything that are owed now and then: offered at the racks while they are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A count that can be ordered. `scope`: a rack, or "" for the bay."""

    what: str
    scope: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list somebody signs for: a difference, or what was heard by radio beside it.

    `said`: "" for a difference; agrees, uncounted, unheard, unknown or silent. `named`: the first
    weapon by its serial, or module; `more`: how many stand behind it. The office page and the
    certificate name all.
    """

    said: str = ""
    difference: DifferenceView | None = None
    named: str = ""
    more: int = 0


def rows(count: CountView) -> tuple[Row, ...]:
    """Return what is signed for: what people saw first, and then what nobody need have seen."""
    heard = tuple(_heard(count.witness)) if count.witness is not None else ()
    differing = tuple(Row(difference=one) for one in count.differences)
    if heard and not differing:
        return (Row("agrees"), *heard)
    return (*differing, *heard)


def rows_on_a_page(count: CountView) -> int:
    """Return how many rows of that list one page has room for."""
    return ROWS_ON_A_PAGE if count.witness is None else HEARD_ON_A_PAGE


def _heard(witness: WitnessView) -> Iterator[Row]:
    for said, several in (("uncounted", witness.uncounted), ("unheard", witness.unheard)):
        if several:
            yield _some(said, [one.serial or one.number for one in several])
    if witness.unknown:
        yield Row("unknown", more=witness.unknown)
    if witness.silent:
        yield _some("silent", witness.silent)


def _some(said: str, names: Sequence[str]) -> Row:
    return Row(said, named=names[0], more=len(names) - 1)


def choices(view: BayView) -> tuple[Choice, ...]:
    """Return what can be ordered at the racks: what the policy asks for first, then rack by rack.

    What only the chief may order is offered to nobody else.
    """
    late = {each.what for each in view.due_counts if each.overdue}
    asked = [Choice(what, "", what in late) for what in _BY_POLICY]
    asked += [Choice(what, "", overdue=True) for what in _WHOLE if what in late]
    asked += [Choice("handover", "")]
    if view.visit.person is not None and view.visit.person.role == "chief":
        asked += [Choice("ordered", "")]
    racks = dict.fromkeys(position.rack for position in view.positions)
    return (*asked, *(Choice("monthly", rack) for rack in racks if len(racks) > 1))


def is_drawn(view: BayView) -> bool:
    """Return whether whoever stands there was drawn to count now."""
    count, person = view.count, view.visit.person
    if count is None or count.counter is None or person is None:
        return False
    return count.counter.number == person.number


def awaits(view: BayView) -> bool:
    """Return whether somebody who answers for the racks has something to do about a count."""
    if view.count is not None:
        return view.count.state == "sign"
    return any(each.overdue for each in view.due_counts)


def overdue(view: BayView) -> tuple[str, ...]:
    """Return the counts that should have been by now."""
    return tuple(each.what for each in view.due_counts if each.overdue)


def kinds(role: str) -> tuple[str, ...]:
    """Return the kinds of count that somebody may order."""
    return (*_BY_POLICY, *_WHOLE, "handover", *(("ordered",) if role == "chief" else ()))


def scopes(view: BayView) -> tuple[str, ...]:
    """Return what can be counted: the bay, its racks, their cables."""
    racks = dict.fromkeys(position.rack for position in view.positions)
    return ("", *racks, *(cable.id for cable in view.cables))
