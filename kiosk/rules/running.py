"""The kiosk itself: its start, its faults, and what its readers could not read."""

from kiosk.rules import alarms, cables
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse
from kiosk.rules.effects import Lock
from kiosk.rules.fold import fold


def started(bay: Bay, seen: o.KeeperStarted) -> Decision:
    """Decide on a start: every bolt down, and doubt wherever something was cut short (P1).

    Recovery never opens anything. A cable that is found open is an alarm like a forced one.
    """
    at = seen.at
    first: tuple[e.Entry, ...] = (e.Started(at, seen.open_cables),)
    if seen.positions != tuple(bay.positions.values()):
        first = (*first, e.BayLaid(at, seen.positions))
    decision = Decision(first)
    interrupted = bay.release
    bay = fold(bay, first)
    decision += Decision((), tuple(Lock(cable) for cable in bay.cables))
    if interrupted is not None and interrupted.cable in bay.cables:
        cause, officer = e.DoubtCause.INTERRUPTED, interrupted.grant.officer
        decision += alarms.doubted(bay, at, interrupted.cable, cause, officer)
    for cable in seen.open_cables:
        decision += cables.forced(fold(bay, decision.entries[len(first) :]), at, cable)
    return decision


def fault(bay: Bay, seen: o.FaultSeen | o.FaultGone) -> Decision:
    """Take note of a fault that came or went (P8)."""
    standing = (seen.fault, seen.device) in bay.faults
    if isinstance(seen, o.FaultSeen):
        raised = e.FaultRaised(seen.at, seen.fault, seen.device)
        return NOTHING if standing else Decision((raised,))
    cleared = e.FaultCleared(seen.at, seen.fault, seen.device)
    return Decision((cleared,)) if standing else NOTHING


def spoiled(bay: Bay, seen: o.ScanSpoiled) -> Decision:
    """Refuse what a reader could not read as a label."""
    officer = bay.session.officer if bay.session is not None else None
    return refuse(seen.at, seen.reason, seen.text, officer)
