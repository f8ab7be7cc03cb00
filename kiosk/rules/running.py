"""The kiosk itself: its start, its faults, and what its readers could not read."""

from kiosk.rules import alarms, cables, doubts, signals
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse
from kiosk.rules.effects import Lock
from kiosk.rules.fold import fold
from kiosk.rules.service_mode import opening
from kiosk.rules.things import Moment


def started(bay: Bay, seen: o.KeeperStarted) -> Decision:
    """Decide on a start: every bolt down, and doubt wherever something was cut short (P1).

    Recovery never opens anything. A cable that is found open is an alarm like a forced one, and a
    line that is found active tells what it would have told.
    """
    at, laid = seen.at, {position.cable for position in seen.positions}
    found_open = tuple(cable for cable in seen.open_cables if cable in laid)
    mended = (e.BookMended(at, m.part, m.first_seq, m.last_seq) for m in seen.mended)
    law = bay.policy.digest
    decision = Decision((e.Started(at, found_open, law, seen.config), *mended))
    if seen.config_before not in ("", seen.config):
        decision += Decision((e.ConfigChanged(at, seen.config_before, seen.config),))
    decision += opening.restarted(bay, at)
    if seen.policy_before not in ("", law):
        decision += alarms.raised(bay, at, e.AlarmCause.POLICY, law)
    if seen.positions != tuple(bay.positions.values()):
        decision += Decision((e.BayLaid(at, seen.positions),))
    decision += Decision((), tuple(Lock(cable) for cable in fold(bay, decision.entries).cables))
    decision += _cut_short(bay, at)
    decision += _without_place(fold(bay, decision.entries), at)
    for cable in found_open:
        decision += cables.forced(fold(bay, decision.entries), at, cable)
    for line, signal in sorted(seen.signals.items()):
        raised = o.SignalSeen(at, signal, line, active=True)
        decision += signals.seen(fold(bay, decision.entries), raised)
    return decision


def _cut_short(bay: Bay, at: Moment) -> Decision:
    """Doubt every position of the cable that was released when the kiosk stopped."""
    if bay.release is None:
        return NOTHING
    exposed = bay.cables[bay.release.cable]
    officer = bay.release.grant.officer
    return doubts.raised(bay, at, exposed, e.DoubtCause.INTERRUPTED, officer)


def _without_place(bay: Bay, at: Moment) -> Decision:
    """Call somebody about every weapon whose position the configuration no longer has."""
    decision = NOTHING
    for position, weapon in bay.inside.items():
        if position not in bay.positions:
            decision += doubts.raised(bay, at, (position,), e.DoubtCause.NO_SUCH_PLACE, None)
            decision += alarms.raised(bay, at, e.AlarmCause.MISSING, weapon)
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
