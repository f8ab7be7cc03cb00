"""Signals: what lines beside those of the cables tell of the kiosk, of its power, and of people.

What each of them leads to:

- tamper, the housing or the way to it is open: alarm and siren. A housing that can be opened unseen
  makes every lock in it worthless (EN 50131-3, tamper detection).
- bolt power, the coils have current and no bolt is meant to: alarm and siren, and no issue while it
  lasts. A transistor that fails as a closed switch, or a wire laid past it, opens a bolt with no
  line in the book (P1).
- duress, somebody pressed for help: an alarm that nobody at the bay hears or sees. Looks normal,
  told elsewhere, never shown on the local screen (domain notes, exceptions, duress). It closes
  nothing: whoever is threatened must be able to do what is asked of them.
- service key, a technician has begun: no issue while it is turned, for a test may move anything.
- mains, running on the battery: said, and issues go on for a while; locks fail secure, and the
  battery lasts half an hour (domain notes, exceptions, power failure).
- battery low: no issue, so that none is cut short. Returns go on as long as there is power (P6);
  when it ends stands in `rules.power`.
"""

from collections.abc import Mapping

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.things import Signal

CALLS: Mapping[Signal, e.AlarmCause] = {
    Signal.TAMPER: e.AlarmCause.TAMPER,
    Signal.BOLT_POWER: e.AlarmCause.BOLT_POWER,
    Signal.DURESS: e.AlarmCause.DURESS,
}
"""The signals for which somebody must come."""


def seen(bay: Bay, seen: o.SignalSeen) -> Decision:
    """Decide on a line that became active, or came to rest; a level that is known is no news."""
    if seen.active == (seen.line in bay.signals):
        return NOTHING
    if not seen.active:
        return Decision((e.SignalCleared(seen.at, seen.line, seen.signal),))
    raised = Decision((e.SignalRaised(seen.at, seen.line, seen.signal),))
    if seen.signal not in CALLS:
        return raised
    return raised + alarms.raised(bay, seen.at, CALLS[seen.signal], seen.line)
