"""What comes by the calendar: rules that wait for a wall moment, and not for so many seconds.

Asked only when the keeper believes its clock. No rule stands in here.
"""

from collections.abc import Iterable

from kiosk.rules.bay import Bay
from kiosk.rules.counts import by_itself, schedule
from kiosk.rules.decision import Decision
from kiosk.rules.fold import fold
from kiosk.rules.ladder import climb, reports
from kiosk.rules.musters import chase
from kiosk.rules.things import Moment, Person


def next_ms(bay: Bay) -> int | None:
    """Return the wall moment at which something comes by the calendar, or None."""
    moments = (
        climb.next_ms(bay), reports.next_ms(bay), schedule.next_ms(bay), chase.next_ms(bay)
    )  # fmt: skip
    return min((moment for moment in moments if moment is not None), default=None)


def came(bay: Bay, at: Moment, people: Iterable[Person], lot: int) -> Decision:
    """Decide on all that came by the calendar until this moment."""
    climbed = climb.climbed(bay, at)
    climbed += reports.came(fold(bay, climbed.entries), at)
    climbed += chase.came(fold(bay, climbed.entries), at)
    return climbed + by_itself.ordered(fold(bay, climbed.entries), at, people, lot)
