"""A contact that is lost: its chip is away, or the wire of a supervised loop is cut or shorted.

A cut loop must be no weaker than an open contact: whoever cuts the wire of a cable, takes a weapon
and mends the wire would be seen by nobody. So a lost contact is an alarm beside the fault, and the
positions of its cable come into doubt until somebody has looked; none of them is settled, and the
cable is opened for nobody, while it cannot be seen.
"""

from kiosk.rules import alarms, doubts
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.things import Signal

HARMLESS = frozenset({Signal.MAINS, Signal.BATTERY, Signal.SERVICE_KEY})
"""Signals whose lines guard nothing: that one of them is lost is a fault and calls nobody."""


def lost(bay: Bay, seen: o.ContactLost) -> Decision:
    """Decide on a line that cannot be seen any more. That a wire is cut is never a secret (P8)."""
    if (e.Fault.DEVICE_LOST, seen.line) in bay.faults:
        return NOTHING
    fault = e.FaultRaised(seen.at, e.Fault.DEVICE_LOST, seen.line, seen.cable)
    if seen.signal in HARMLESS:
        return Decision((fault,))
    called = alarms.raised(bay, seen.at, e.AlarmCause.CONTACT_LOST, seen.line)
    exposed = bay.cables.get(seen.cable, ()) if seen.cable is not None else ()
    officer = bay.session.officer if bay.session is not None else None
    doubted = doubts.raised(bay, seen.at, exposed, e.DoubtCause.CONTACT_LOST, officer)
    return Decision((fault,)) + called + doubted
