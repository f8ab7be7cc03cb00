"""The power: what is still done when it fails, and when the kiosk stops cleanly.

- The mains are away: the screen says so and issues go on for `mains_issue_min` of the policy.
  Then nothing is issued, so that the battery lasts for what comes back. Returns go on (P6).
- The battery is low as well: what goes on is finished, nothing else begins to be issued, and then
  the machine is switched off. No cable is left open by it, unless `battery_stop_s` have passed: the
  battery dies then whatever is decided, and a clean end keeps the book. What was cut short is put
  in doubt at the next start, as after any end (`rules.running`).

What was asked for once goes on, also when the mains come back meanwhile.
"""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.effects import Lock, PowerOff
from kiosk.rules.fold import fold
from kiosk.rules.things import Moment


def looked_after(bay: Bay, at: Moment) -> Decision:
    """Spare the battery, or end, when it is time. Asked after every decision."""
    spare_at = bay.supply.spare_at(bay.policy)
    decision = NOTHING
    if spare_at is not None and at.mono_ms >= spare_at:
        decision = Decision((e.PowerSpared(at, bay.policy.mains_issue_min),))
    return decision + _ended(fold(bay, decision.entries), at)


def _ended(bay: Bay, at: Moment) -> Decision:
    off_at = bay.supply.off_at(bay.policy, at_rest=bay.at_rest)
    if off_at is None or at.mono_ms < off_at:
        return NOTHING
    asked = e.PowerOffAsked(at, tuple(sorted(bay.open_cables)))
    down = tuple(Lock(cable) for cable in bay.cables)
    return Decision((asked,), (*down, PowerOff()))
