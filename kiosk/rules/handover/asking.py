"""A shift is offered or asked for, and the other person comes: who may, and with whom.

The one on shift and the one who takes over stand there together. Nobody hands over alone: where
whoever is on shift cannot come, the chief takes over with a second person; so does the very first.
"""

from kiosk.rules import entries as e
from kiosk.rules import second
from kiosk.rules.bay import Bay, Session
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.handover.points import Step, step_of
from kiosk.rules.observations import handover as h
from kiosk.rules.things import Moment, OfficerNumber, Person, Role


def wanted(bay: Bay, seen: h.HandoverWanted) -> Decision:
    """Let the person of the running session offer their shift, or ask for the one that runs."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now")
    reason = _not_to_ask(bay, session, person, offers=seen.offers)
    if reason:
        return refuse(seen.at, reason, "", person.number)
    return accept(e.HandoverAsked(seen.at, person.number, seen.offers, seen.work))


def _not_to_ask(bay: Bay, session: Session, person: Person, *, offers: bool) -> str:
    if not second.trusted(person):
        return "wrong_role"
    if not second.proves_enough(bay.policy, session.grade):
        return "badge_too_weak"
    if bay.open_cables:
        return "shut_cable_first"
    on_shift = _on_shift(bay) == person.number
    if offers and not on_shift:
        return "not_on_shift"
    return "on_shift_already" if on_shift and not offers else ""


def not_the_other(bay: Bay, session: Session, asker: Person | None, other: Person) -> str:
    """Return why a second person cannot be the other one of this hand-over, or nothing."""
    if session.handing is None:
        return ""
    if session.handing.begun is not None:
        return "handing_over"
    if session.handing.asked.offered or _on_shift(bay) in (None, other.number):
        return ""
    return "" if asker is not None and asker.role is Role.CHIEF else "not_on_shift"


def joined(bay: Bay, at: Moment, asker: Person | None, other: Person) -> Decision:
    """Begin: both have shown badge and PIN."""
    session = bay.session
    assert session is not None, "a second person needs a first"
    assert session.handing is not None, "and a hand-over"
    assert other.number != session.officer, "their own badge was refused when it was shown"
    enough = second.proves_enough(bay.policy, session.second_grade)
    assert enough, "and so was a badge that could be a copy"
    reason = not_the_other(bay, session, asker, other)
    if not second.trusted(other):
        reason = "not_a_second"
    if reason:
        return refuse(at, reason, "", other.number)
    return accept(_begun(bay, at, session.handing.asked, other.number))


def _begun(bay: Bay, at: Moment, asked: e.HandoverAsked, other: OfficerNumber) -> e.HandoverBegun:
    if asked.offered:
        return e.HandoverBegun(at, asked.by, other, None)
    if _on_shift(bay) == other:
        return e.HandoverBegun(at, other, asked.by, None)
    return e.HandoverBegun(at, None, asked.by, other)


def summed(bay: Bay, at: Moment) -> Decision:
    """Await the PIN of the incoming custodian if nothing is left to go through.

    Asked after every decision: what stood open may be gone by itself, and is accepted by nobody.
    """
    session = bay.session
    handing = session.handing if session is not None else None
    if session is None or handing is None or handing.begun is None:
        return NOTHING
    if session.second == handing.begun.incoming or step_of(bay, handing) is not Step.SIGN:
        return NOTHING
    return Decision((e.HandoverSummed(at, handing.begun.incoming),))


def _on_shift(bay: Bay) -> OfficerNumber | None:
    return bay.shift.officer if bay.shift is not None else None
