"""A post that was not mustered in time is told of, and a day later somebody is called.

The calendar says so (`rules.calendar`): these are days, and a kiosk may be off for some of them.
"""

from collections.abc import Iterator

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.fold import fold
from kiosk.rules.posts import due_ms, is_late, posts
from kiosk.rules.things import Moment

HOUR_MS = 3_600_000


def next_ms(bay: Bay) -> int | None:
    """Return the wall moment at which something is to be said of a post, or None."""
    if not bay.musters.standing:
        return None
    moments = (moment for post in _all(bay) for moment in _moments(bay, post))
    return min(moments, default=None)


def _moments(bay: Bay, post: str) -> Iterator[int]:
    due = due_ms(bay, post)
    if due and bay.musters.told.get(post) != due:
        yield due
    if due and (e.AlarmCause.MUSTER_LATE, post) not in bay.alarms:
        yield due + bay.policy.muster_alarm_h * HOUR_MS


def came(bay: Bay, at: Moment) -> Decision:
    """Tell of every post that is late, once a deadline, and call somebody a day later."""
    decision = NOTHING
    for post in _all(bay):
        if _to_tell(bay, post, at.wall_ms):
            sheet = bay.musters.open.get(post)
            number = 0 if sheet is None else sheet.drawn.muster
            weapons = len(posts(bay).get(post, ()))
            late = e.MusterLate(at, post, number, due_ms(bay, post), weapons)
            decision += Decision((late,))
        if _to_call(bay, post, at.wall_ms):
            now = fold(bay, decision.entries)
            decision += alarms.raised(now, at, e.AlarmCause.MUSTER_LATE, post)
    return decision


def _all(bay: Bay) -> tuple[str, ...]:
    """Return the posts that something is kept at, or whose sheet is out."""
    return tuple(dict.fromkeys((*posts(bay), *sorted(bay.musters.open))))


def _to_tell(bay: Bay, post: str, wall_ms: int) -> bool:
    return is_late(bay, post, wall_ms) and bay.musters.told.get(post) != due_ms(bay, post)


def _to_call(bay: Bay, post: str, wall_ms: int) -> bool:
    patience_ms = bay.policy.muster_alarm_h * HOUR_MS
    called = (e.AlarmCause.MUSTER_LATE, post) in bay.alarms
    return not called and is_late(bay, post, wall_ms - patience_ms)
