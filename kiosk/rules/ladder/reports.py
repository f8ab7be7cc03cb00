"""A lost weapon climbs too: whoever has to report it in writing is told once that it is late.

The same calendar asks as for weapons that are overdue, each clock is told of once for as long as
the loss is open, and the same kind of alarm calls the chief: it sounds nothing at the bay.
"""

from collections.abc import Iterator

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.fold import fold
from kiosk.rules.losses import clocks
from kiosk.rules.reports import ReportTo
from kiosk.rules.things import Moment, WeaponNumber


def next_ms(bay: Bay) -> int | None:
    """Return the wall moment at which the next report is late, or None."""
    return min((moment for moment, _, _ in _ahead(bay)), default=None)


def came(bay: Bay, at: Moment) -> Decision:
    """Tell of every report that is late by now, what was due first, and call the chief."""
    decision = NOTHING
    for due_ms, weapon, to in sorted(one for one in _ahead(bay) if one[0] <= at.wall_ms):
        decision += Decision((e.LossReportLate(at, weapon, to, due_ms),))
        after = fold(bay, decision.entries)
        decision += alarms.raised(after, at, e.AlarmCause.REPORT_LATE, weapon)
    return decision


def _ahead(bay: Bay) -> Iterator[tuple[int, WeaponNumber, ReportTo]]:
    """Return every report that was neither given nor told of as late, and when it is due."""
    for weapon, loss in bay.losses.items():
        for to, due_ms in clocks.due(bay.policy, loss).items():
            if to not in loss.given and to not in loss.late:
                yield due_ms, weapon, to
