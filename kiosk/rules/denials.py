"""To deny is no correction: a hold and a lost badge count at once, on one word.

Whoever is wrongly denied comes to the desk, and whoever wrongly draws does not. To allow again
takes two people (`rules.corrections`, `rules.enrolment`).
"""

from kiosk.rules import cables, corrections, matters
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Session
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.things import Moment, OfficerNumber


def hold(bay: Bay, seen: o.HoldAsked) -> Decision:
    """Let a person draw nothing and stand by nothing, at once. To lift a hold is a correction."""
    if seen.officer is None:
        return refuse_afar(seen.at, "unknown_officer", seen.number)
    if seen.officer.hold:
        return refuse_afar(seen.at, "nothing_changed", seen.number)
    if not seen.why.strip():
        return refuse_afar(seen.at, "no_reason_given", seen.number)
    held = Decision((e.OfficerHeld(seen.at, seen.number, seen.why, seen.by),))
    called = corrections.recalled(bay, seen.at, seen.number)
    return held + called + _ended(bay, seen.at, seen.number)


def withdrawn(bay: Bay, seen: o.WithdrawalAsked) -> Decision:
    """Let a badge be nobody's, at once. To give it again, or another one, is an enrolment."""
    if seen.officer is None:
        return refuse_afar(seen.at, "unknown_badge", seen.badge)
    if not seen.why.strip():
        return refuse_afar(seen.at, "no_reason_given", seen.badge)
    gone = e.BadgeWithdrawn(seen.at, seen.badge, seen.officer, seen.why, seen.by, seen.lost)
    return Decision((gone,)) + _ended(bay, seen.at, seen.officer)


def _ended(bay: Bay, at: Moment, officer: OfficerNumber) -> Decision:
    """End a visit in which somebody who is denied draws, stands by something, or is corrected.

    A weapon that is being handed in goes on (P6), and so does a cable that is open already: it is
    watched until it is shut and counted.
    """
    session, release = bay.session, bay.release
    if session is None or session.returning is not None or session.wants_return:
        return NOTHING
    if officer not in _taking_part(bay, session) or (release is not None and release.opened_ms):
        return NOTHING
    given_up = NOTHING if release is None else cables.lapsed(release, at)
    return given_up + Decision((e.SessionClosed(at, session.officer, e.Farewell.ANOTHER),))


def _taking_part(bay: Bay, session: Session) -> set[OfficerNumber | None]:
    people: set[OfficerNumber | None] = {session.officer, session.second}
    if session.asked is not None:
        people.add(session.asked.signed)
    if session.racking is not None:
        people.add(session.racking.signed)
    if session.pairing is not None and session.pairing.badge is not None:
        people.add(session.pairing.badge.officer)
    if session.enrolling is not None:
        people |= {session.enrolling.officer, *session.enrolling.vouchers}
    if session.pending is not None:
        people |= {*session.pending.vouchers, *matters.named(bay, session.pending.matter).officers}
    return people - {None}
