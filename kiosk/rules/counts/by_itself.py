"""A count orders itself at the hour of the policy, because nobody did. Drawn like any other."""

from collections.abc import Iterable

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counts.orders import drawn_lines
from kiosk.rules.counts.schedule import falls_due
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.things import Moment, OfficerNumber, Person

POLICY = OfficerNumber("policy")
"""Who ordered it, in the book. No officer has this number: theirs are the police's."""


def ordered(bay: Bay, at: Moment, people: Iterable[Person], lot: int) -> Decision:
    """Decide on the hour at which a count that falls due today orders itself.

    With nobody to draw there is no count: the book says so, and the next day asks again.
    """
    due = falls_due(bay, at.wall_ms)
    if due is None:
        return NOTHING
    noted = Decision((e.CountFellDue(at, due.what, due.due_ms),))
    lines, reason = drawn_lines(bay, at, due.what, "", people, lot, POLICY)
    return noted + (refuse_afar(at, reason, due.what) if reason else Decision(lines))
