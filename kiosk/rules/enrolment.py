"""Giving a badge and a PIN to an officer: two people vouch at the kiosk's own reader (P10)."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import vouching
from kiosk.rules.bay import Bay, Enrolling
from kiosk.rules.decision import Decision, accept, refuse, refuse_afar
from kiosk.rules.policy import Policy


def asked(bay: Bay, seen: o.EnrolAsked) -> Decision:
    """Begin an enrolment, if nobody stands at the bay. It is asked for from afar."""
    reason = vouching.hindrance(bay)
    if reason:
        return refuse_afar(seen.at, reason, seen.person.number)
    return accept(e.EnrolBegun(seen.at, seen.person.number))


def badge(policy: Policy, enrolling: Enrolling, seen: o.BadgeSeen) -> Decision:
    """Decide on a badge shown during an enrolment: a voucher's, or the new one."""
    if len(enrolling.vouchers) < vouching.VOUCHERS:
        return vouching.badge(policy, {enrolling.officer, *enrolling.vouchers}, seen)
    if enrolling.badge is not None:
        return refuse(seen.at, "not_now", seen.badge)
    if seen.person is not None and seen.person.number != enrolling.officer:
        return refuse(seen.at, "badge_taken", seen.badge, seen.person.number)
    return accept(
        e.BadgeEnrolled(
            seen.at, seen.badge, enrolling.officer, enrolling.vouchers, seen.kind, seen.grade
        )
    )


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
