"""When the counts of the policy are due, and when one orders itself because nobody did.

A count of every position is also one of how many. No line is written in here.
"""

from dataclasses import dataclass

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.things import CableId, Role

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
MINUTE_MS = 60_000

WHOLE = (
    e.CountKind.MONTHLY, e.CountKind.ORDERED, e.CountKind.HALF_YEARLY, e.CountKind.APPOINTMENT,
    e.CountKind.COMMAND,
)  # fmt: skip
"""Counts of every position."""

COVERS = {
    e.CountKind.DAILY: (e.CountKind.DAILY, e.CountKind.HANDOVER, *WHOLE),
    e.CountKind.WEEKLY: (e.CountKind.WEEKLY, *WHOLE),
    e.CountKind.MONTHLY: WHOLE,
    e.CountKind.HALF_YEARLY: (e.CountKind.HALF_YEARLY,),
}
"""What the policy asks for, and which counts are as good as each. With the half-yearly one goes the
register on paper, so that no other is as good."""

BY_ITSELF = (e.CountKind.MONTHLY, e.CountKind.WEEKLY, e.CountKind.DAILY)
"""What orders itself, the one first that spares the others. The rest needs people to plan it."""


@dataclass(frozen=True, slots=True)
class DueCount:
    """A count that the policy asks for, and by when (wall); 0 if some cable was never counted."""

    what: e.CountKind
    due_ms: int


def due_counts(bay: Bay) -> tuple[DueCount, ...]:
    """Return every count of the policy: due when the cable counted longest ago is.

    After an appointment everything is counted; such a count is due until it was made.
    """
    return (*_by_the_calendar(bay), *_after_appointments(bay))


def _by_the_calendar(bay: Bay) -> tuple[DueCount, ...]:
    policy = bay.policy
    every_h = {
        e.CountKind.DAILY: policy.count_daily_h,
        e.CountKind.WEEKLY: policy.count_weekly_h,
        e.CountKind.MONTHLY: policy.count_monthly_h,
        e.CountKind.HALF_YEARLY: policy.count_half_yearly_h,
    }
    found = []
    for what, hours in every_h.items():
        oldest = min((_last(bay, COVERS[what], cable) for cable in bay.cables), default=0)
        found.append(DueCount(what, oldest + hours * HOUR_MS if oldest else 0))
    return tuple(found)


def _after_appointments(bay: Bay) -> tuple[DueCount, ...]:
    """Return the counts owed to whoever began to answer for the racks and was counted nothing."""
    whole_ms = min((_last(bay, WHOLE, cable) for cable in bay.cables), default=0)
    patience_d = {
        Role.CUSTODIAN: (e.CountKind.APPOINTMENT, bay.policy.count_appointment_d),
        Role.CHIEF: (e.CountKind.COMMAND, bay.policy.count_command_d),
    }
    owed: dict[e.CountKind, int] = {}
    for (role, _), since_ms in bay.appointed.items():
        what, days = patience_d[role]
        if since_ms > whole_ms:
            due_ms = since_ms + days * DAY_MS
            owed[what] = min(owed.get(what, due_ms), due_ms)
    return tuple(DueCount(what, due_ms) for what, due_ms in owed.items())


def _last(bay: Bay, kinds: tuple[e.CountKind, ...], cable: CableId) -> int:
    return max(bay.counted.get((kind, cable), 0) for kind in kinds)


def falls_due(bay: Bay, wall_ms: int) -> DueCount | None:
    """Return the count that is to order itself now, if there is one.

    One that falls due before the day ends is ordered at its hour, and not in the evening.
    """
    moment = next_ms(bay)
    if moment is None or moment > wall_ms:
        return None
    ends_ms = (_day(bay, wall_ms) + 1) * DAY_MS - bay.policy.utc_offset_min * MINUTE_MS
    due = {each.what: each for each in _by_the_calendar(bay)}
    return next((due[what] for what in BY_ITSELF if due[what].due_ms < ends_ms), None)


def next_ms(bay: Bay) -> int | None:
    """Return the wall moment at which a count orders itself if nobody does, or None.

    Never before the hour of the day that the book has reached. Nothing is ordered while a count
    runs, nor where nobody has a badge or nothing has a home.
    """
    policy = bay.policy
    if not policy.count_by_itself or bay.count is not None or not (bay.founded and bay.homes):
        return None
    due = {each.what: each.due_ms for each in _by_the_calendar(bay)}
    day = max(min(_day(bay, due[what]) for what in BY_ITSELF), _day(bay, bay.latest_wall_ms))
    if bay.fell_due_ms:
        day = max(day, _day(bay, bay.fell_due_ms) + 1)
    return day * DAY_MS + (policy.count_by_itself_min - policy.utc_offset_min) * MINUTE_MS


def _day(bay: Bay, wall_ms: int) -> int:
    return (wall_ms + bay.policy.utc_offset_min * MINUTE_MS) // DAY_MS
