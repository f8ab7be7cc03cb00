"""When the counts of the policy are due. A count of every position is also one of how many."""

from dataclasses import dataclass

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.things import CableId

HOUR_MS = 3_600_000

COVERS = {
    e.CountKind.DAILY: (
        e.CountKind.DAILY, e.CountKind.HANDOVER, e.CountKind.MONTHLY, e.CountKind.ORDERED,
    ),
    e.CountKind.WEEKLY: (e.CountKind.WEEKLY, e.CountKind.MONTHLY, e.CountKind.ORDERED),
    e.CountKind.MONTHLY: (e.CountKind.MONTHLY, e.CountKind.ORDERED),
}  # fmt: skip
"""What the policy asks for, and which counts are as good as each."""


@dataclass(frozen=True, slots=True)
class DueCount:
    """A count that the policy asks for, and by when (wall); 0 if some cable was never counted."""

    what: e.CountKind
    due_ms: int


def due_counts(bay: Bay) -> tuple[DueCount, ...]:
    """Return every count of the policy: due when the cable counted longest ago is."""
    policy = bay.policy
    every_h = {
        e.CountKind.DAILY: policy.count_daily_h,
        e.CountKind.WEEKLY: policy.count_weekly_h,
        e.CountKind.MONTHLY: policy.count_monthly_h,
    }
    found = []
    for what, hours in every_h.items():
        oldest = min((_last(bay, what, cable) for cable in bay.cables), default=0)
        found.append(DueCount(what, oldest + hours * HOUR_MS if oldest else 0))
    return tuple(found)


def _last(bay: Bay, what: e.CountKind, cable: CableId) -> int:
    return max(bay.counted.get((kind, cable), 0) for kind in COVERS[what])
