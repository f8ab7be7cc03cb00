"""Giving a badge and a PIN to an officer: two people vouch at the kiosk's own reader (P10)."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import second
from kiosk.rules.bay import Bay, Enrolling
from kiosk.rules.decision import Decision, accept, refuse, refuse_afar
from kiosk.rules.policy import Policy
from kiosk.rules.things import Role

VOUCHERS = 2
MAY_VOUCH = frozenset({Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR})


def asked(bay: Bay, seen: o.EnrolAsked) -> Decision:
    """Begin an enrolment, if nobody stands at the bay. It is asked for from afar."""
    if bay.session is not None or bay.release is not None:
        return refuse_afar(seen.at, "not_now", seen.person.number)
    if bay.sounding:
        return refuse_afar(seen.at, "alarm_sounding", seen.person.number)
    if not bay.founded:
        return refuse_afar(seen.at, "not_founded", seen.person.number)
    return accept(e.EnrolBegun(seen.at, seen.person.number))


def badge(policy: Policy, enrolling: Enrolling, seen: o.BadgeSeen) -> Decision:
    """Decide on a badge shown during an enrolment: a voucher's, or the new one."""
    if len(enrolling.vouchers) < VOUCHERS:
        return _voucher(policy, enrolling, seen)
    if enrolling.badge is not None:
        return refuse(seen.at, "not_now", seen.badge)
    if seen.person is not None and seen.person.number != enrolling.officer:
        return refuse(seen.at, "badge_taken", seen.badge, seen.person.number)
    return accept(
        e.BadgeEnrolled(
            seen.at, seen.badge, enrolling.officer, enrolling.vouchers, seen.kind, seen.grade
        )
    )


def _voucher(policy: Policy, enrolling: Enrolling, seen: o.BadgeSeen) -> Decision:
    person = seen.person
    if person is None:
        return refuse(seen.at, "unknown_badge", seen.badge)
    if person.role not in MAY_VOUCH or not person.officer.active or person.officer.hold:
        return refuse(seen.at, "wrong_role", seen.badge, person.number)
    if person.number == enrolling.officer or person.number in enrolling.vouchers:
        return refuse(seen.at, "not_a_second", seen.badge, person.number)
    if not second.proves_enough(policy, seen.grade):
        return refuse(seen.at, "second_too_weak", seen.badge, person.number)
    if not person.has_pin:
        return refuse(seen.at, "no_pin", seen.badge, person.number)
    return accept(e.SecondSeen(seen.at, person.number, seen.grade))


def pin_chosen(bay: Bay, seen: o.PinChosen) -> Decision:
    """Decide on the new holder's PIN; with it the enrolment is done."""
    enrolling = bay.session.enrolling if bay.session is not None else None
    if enrolling is None or enrolling.badge is None:
        return refuse(seen.at, "not_now")
    if seen.problem:
        return refuse(seen.at, seen.problem, officer=enrolling.officer)
    return accept(
        e.PinSet(seen.at, enrolling.officer, seen.sealed),
        e.SessionClosed(seen.at, None, e.Farewell.DONE),
    )
