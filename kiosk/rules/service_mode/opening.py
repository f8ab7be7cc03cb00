"""Service mode begins by technician and chief at the kiosk's own reader, and ends by anybody (P10).

A shell asks, and opens nothing. It ends by a command, at the screen, by itself after `service_min`
of the policy, and at every start: what one technician forgot binds no warehouse.
"""

from kiosk.rules import entries as e
from kiosk.rules import signatures, vouching
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse, refuse_afar
from kiosk.rules.fold import fold
from kiosk.rules.observations import BadgeSeen, PinEntered
from kiosk.rules.observations import service_mode as s
from kiosk.rules.second import proves_enough
from kiosk.rules.service_mode import trials
from kiosk.rules.serving import MINUTE_MS, ToServe
from kiosk.rules.things import Moment, OfficerNumber, Person, Role

WHO = (Role.TECHNICIAN, Role.CHIEF)
"""Who opens it, in this order: one who works, and one who answers for the warehouse."""

MAY_END = frozenset({Role.TECHNICIAN, Role.CUSTODIAN, Role.CHIEF})
"""Who may end it at the screen: ending it lets nobody do anything they could not do before."""


def wanted(bay: Bay, seen: s.ServiceWanted) -> Decision:
    """Ask for service mode, if nobody stands at the bay."""
    reason = vouching.hindrance(bay)
    if bay.service is not None:
        reason = "service_runs"
    elif bay.standing_to:
        reason = "stand_to_runs"
    elif not seen.why.strip():
        reason = "no_reason_given"
    if reason:
        return refuse_afar(seen.at, reason)
    return accept(e.ServiceAsked(seen.at, seen.account, seen.why))


def badge(bay: Bay, serving: ToServe, seen: BadgeSeen) -> Decision:
    """Decide on the badge of somebody who is to stand by service mode, or by a trial in it."""
    person = seen.person
    if person is None:
        return refuse(seen.at, "unknown_badge", seen.badge)
    reason = _not_theirs(bay, serving, person)
    if not reason and not proves_enough(bay.policy, seen.grade):
        reason = "second_too_weak"
    elif not reason and signatures.waits(bay, person, seen.at):
        reason = "pin_locked"
    elif not reason and not person.has_pin:
        reason = "no_pin"
    if reason:
        return refuse(seen.at, reason, seen.badge, person.number)
    return accept(e.SecondSeen(seen.at, person.number, seen.grade))


def word(bay: Bay, serving: ToServe, seen: PinEntered, person: Person) -> Decision:
    """Take one person's word, now that their PIN was right; with the last one it is done."""
    reason = _not_theirs(bay, serving, person)
    if reason:
        return refuse(seen.at, reason, "", person.number)
    names = (*serving.vouchers, person.number)
    if isinstance(serving.wanted, e.TrialBegun):
        return trials.vouched(bay, seen.at, serving.wanted, names)
    return _opened(bay, seen.at, serving.wanted, names)


def _not_theirs(bay: Bay, serving: ToServe, person: Person) -> str:
    """Return why a person may not stand by what waits now; asked at the badge and at the PIN."""
    if not person.officer.active or person.officer.hold:
        return "wrong_role"
    if isinstance(serving.wanted, e.ServiceAsked):
        return "" if person.role is WHO[len(serving.vouchers)] else "wrong_role"
    assert bay.service is not None, "with it ends what waits in it"
    if person.number in serving.vouchers:
        return "not_a_second"
    return "" if person.number in bay.service.begun.by else "not_who_began"


def _opened(
    bay: Bay, at: Moment, asked: e.ServiceAsked, names: tuple[OfficerNumber, ...]
) -> Decision:
    stood_by = Decision((e.ServiceVouched(at, names[-1]),))
    if len(names) < len(WHO):
        return stood_by
    closed = e.SessionClosed(at, None, e.Farewell.DONE)
    if bay.sounding:
        return stood_by + refuse(at, "alarm_sounding", "", names[-1]) + Decision((closed,))
    until_ms = at.wall_ms + MINUTE_MS * bay.policy.service_min
    begun = e.ServiceBegun(at, asked.account, asked.why, names, until_ms)
    return stood_by + accept(begun, closed)


def left(bay: Bay, seen: s.ServiceLeft) -> Decision:
    """End it by a command; never while a cable that is tried may be open."""
    if bay.service is None:
        return refuse_afar(seen.at, "not_in_service")
    if bay.testing:
        return refuse_afar(seen.at, "shut_cable_first")
    return ended(bay, seen.at, e.ServiceEnd.ASKED, seen.account)


def ending(bay: Bay, seen: s.ServiceEnding) -> Decision:
    """End it at the screen, by somebody with badge and PIN."""
    session, person = bay.session, seen.asker
    number = None if person is None else person.number
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now", officer=number)
    if person.role not in MAY_END or not person.officer.active:
        return refuse(seen.at, "wrong_role", officer=number)
    if bay.service is None:
        return refuse(seen.at, "not_in_service", officer=number)
    return ended(bay, seen.at, e.ServiceEnd.SCREEN, person.number)


def time_passed(bay: Bay, at: Moment) -> Decision:
    """End what was listened to or lit long enough, and service mode itself."""
    service = bay.service
    if service is None or bay.testing:
        return NOTHING
    if at.mono_ms >= service.until:
        return ended(bay, at, e.ServiceEnd.TIME, "")
    until = service.trial_until
    return trials.over(bay, at) if until is not None and at.mono_ms >= until else NOTHING


def restarted(bay: Bay, at: Moment) -> Decision:
    """End it at a start."""
    if bay.service is None:
        return NOTHING
    return Decision((e.ServiceEnded(at, e.ServiceEnd.RESTART, ""),))


def ended(bay: Bay, at: Moment, how: e.ServiceEnd, by: str) -> Decision:
    """End it, and whatever is tried or waits to be."""
    decision = trials.over(bay, at)
    serving = bay.session.serving if bay.session is not None else None
    if serving is not None and isinstance(serving.wanted, e.TrialBegun):
        closed = Decision((e.SessionClosed(at, None, e.Farewell.TIME),))
        decision += closed + trials.concluded(bay, fold(bay, closed.entries), at)
    return decision + Decision((e.ServiceEnded(at, how, by),))
