"""Giving a badge and a PIN to an officer: two people vouch at the kiosk's own reader (P10).

A badge may also be lent, to who forgot theirs: until its hour, when it is nobody's by itself.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import vouching
from kiosk.rules.bay import Bay, Enrolling
from kiosk.rules.decision import Decision, accept, refuse, refuse_afar
from kiosk.rules.policy import DuressPin, Policy

_HOUR_MS = 3_600_000


def asked(bay: Bay, seen: o.EnrolAsked) -> Decision:
    """Begin an enrolment, if nobody stands at the bay. It is asked for from afar."""
    person = seen.person
    if person is None:
        return refuse_afar(seen.at, "unknown_officer", seen.number)
    reason = vouching.hindrance(bay)
    if not person.officer.active:
        reason = "inactive_officer"
    elif not 0 <= seen.hours <= bay.policy.badge_lent_h:
        reason = "lent_too_long"
    if reason:
        return refuse_afar(seen.at, reason, person.number)
    until_ms = seen.at.wall_ms + _HOUR_MS * seen.hours if seen.hours else 0
    keeps_pin = bool(until_ms) and person.has_pin and _has_another(seen)
    return accept(e.EnrolBegun(seen.at, person.number, until_ms, keeps_pin, seen.by))


def _has_another(seen: o.EnrolAsked) -> bool:
    """Return whether a badge of theirs is only forgotten: who lost it chooses a new PIN (R22)."""
    return any(badge.until_ms == 0 or badge.until_ms > seen.at.wall_ms for badge in seen.badges)


def badge(policy: Policy, enrolling: Enrolling, seen: o.BadgeSeen) -> Decision:
    """Decide on a badge shown during an enrolment: a voucher's, or the new one."""
    if len(enrolling.vouchers) < vouching.VOUCHERS:
        return vouching.badge(policy, {enrolling.officer, *enrolling.vouchers}, seen)
    if enrolling.badge is not None:
        return refuse(seen.at, "not_now", seen.badge)
    owner = None if seen.person is None or seen.expired else seen.person.number
    if owner is not None and (owner != enrolling.officer or enrolling.until_ms):
        return refuse(seen.at, "badge_taken", seen.badge, owner)
    enrolled = e.BadgeEnrolled(
        seen.at, seen.badge, enrolling.officer, enrolling.vouchers, seen.kind, seen.grade,
        enrolling.until_ms,
    )  # fmt: skip
    if enrolling.keeps_pin:
        return accept(enrolled, e.SessionClosed(seen.at, None, e.Farewell.DONE))
    return accept(enrolled)


def pin_chosen(bay: Bay, seen: o.PinChosen) -> Decision:
    """Decide on the new holder's PIN; with it the enrolment is done."""
    enrolling = bay.session.enrolling if bay.session is not None else None
    if enrolling is None or enrolling.badge is None:
        return refuse(seen.at, "not_now")
    if seen.duress and bay.policy.duress_pin is DuressPin.OFF:
        return refuse(seen.at, "not_now", officer=enrolling.officer)
    if seen.problem:
        return refuse(seen.at, seen.problem, officer=enrolling.officer)
    return accept(
        e.PinSet(seen.at, enrolling.officer, seen.sealed),
        e.SessionClosed(seen.at, None, e.Farewell.DONE),
    )
