"""When the keeper must ask what came by the calendar, and whether its clock may be believed then.

A wall clock jumps: its battery was empty, somebody set it, a time server erred for a second. What
is written by a clock that ran ahead stands in the book for ever, and nothing is issued before the
clock has caught up with it. So nothing is written by the calendar alone until the wall clock has
gone evenly with the monotonic one for a while, nor while it is behind the book.
"""

from kiosk.rules import calendar
from kiosk.rules.bay import Bay
from kiosk.rules.things import Moment

SLACK_MS = 2_000
"""How far the wall clock may move against the monotonic one between two looks, or be behind the
newest line: a time server corrects a running clock by less than this at once. Ours."""

EVEN_MS = 600_000
"""How long the clock must have gone evenly: ten minutes. A kiosk that just started waits as long;
who is overdue by two hours is then told after two hours and ten minutes. Ours."""

HALF_HOUR_MS = 1_800_000
"""No day of any time zone begins within one."""


class Calendar:
    """Watches one clock. The keeper's thread."""

    def __init__(self) -> None:
        """Begin with a clock nobody has looked at."""
        self._looked: Moment | None = None
        self._even_since = 0
        self._bay: Bay | None = None
        self._next: int | None = None

    def look(self, now: Moment) -> None:
        """Look at the clock; asked at every turn."""
        before, self._looked = self._looked, now
        if before is None or before.boot != now.boot:
            self._even_since = now.mono_ms
            return
        drift = (now.wall_ms - before.wall_ms) - (now.mono_ms - before.mono_ms)
        if abs(drift) > SLACK_MS:
            self._even_since = now.mono_ms

    def due_ms(self, bay: Bay, now: Moment) -> int | None:
        """Return the monotonic moment at which something comes by the calendar, or None.

        A clock that is behind the book says nothing: that it has caught up is noticed later.
        """
        if now.wall_ms < bay.latest_wall_ms - SLACK_MS:
            return None
        next_ms = self._next_ms(bay)
        if next_ms is None:
            return None
        return max(now.mono_ms + next_ms - now.wall_ms, self._even_since + EVEN_MS)

    def _next_ms(self, bay: Bay) -> int | None:
        """Return the next wall moment; asked anew only when what it follows from has changed."""
        if self._bay is None or not _same_days(self._bay, bay):
            self._next = calendar.next_ms(bay)
        self._bay = bay
        return self._next


def _same_days(before: Bay, bay: Bay) -> bool:
    """Return whether nothing changed that the calendar follows from: no value is ever altered."""
    return (
        before.out is bay.out
        and before.late is bay.late
        and before.losses is bay.losses
        and before.musters is bay.musters
        and before.alarms is bay.alarms
        and before.counted is bay.counted
        and before.count is bay.count
        and before.homes is bay.homes
        and before.cables is bay.cables
        and before.founded == bay.founded
        and before.fell_due_ms == bay.fell_due_ms
        and before.latest_wall_ms // HALF_HOUR_MS == bay.latest_wall_ms // HALF_HOUR_MS
    )
