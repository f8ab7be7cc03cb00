"""Changing what stands in the register: two people allow, anybody denies (P10, R02).

Nothing is edited in place: a correction is a new entry that names each field as it was and as it
becomes. To deny is no correction. A hold and a lost badge count at once, on one word: whoever is
wrongly denied comes to the desk, and whoever wrongly draws does not.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from kiosk.rules import cables, vouching
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Correcting, Session
from kiosk.rules.decision import NOTHING, Decision, accept, refuse_afar
from kiosk.rules.things import (
    Certificate,
    Changed,
    Correction,
    Moment,
    Officer,
    OfficerNumber,
    Weapon,
)

FIELDS_MAX = 2
"""Fields of one correction. Ours: so many stand whole on the screen before those who vouch."""

_DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1).toordinal()


def asked(bay: Bay, seen: o.CorrectionAsked) -> Decision:
    """Begin a correction, if nobody stands at the bay. It is asked for from afar."""
    reason = vouching.hindrance(bay) or _problem(seen)
    if reason:
        return refuse_afar(seen.at, reason, seen.wanted.number)
    assert seen.stands is not None, "what nobody knows is a problem"
    changed = differences(seen.stands, seen.wanted, bay.policy.utc_offset_min)
    if len(changed) > FIELDS_MAX:
        return refuse_afar(seen.at, "too_many_changes", seen.wanted.number)
    if isinstance(seen.wanted, Officer):
        correction = Correction(seen.why, changed, officer=seen.wanted)
    else:
        correction = Correction(seen.why, changed, weapon=seen.wanted)
    return accept(e.CorrectionBegun(seen.at, correction, seen.by))


def _problem(seen: o.CorrectionAsked) -> str:
    if seen.stands is None:
        return "unknown_officer" if isinstance(seen.wanted, Officer) else "unknown_weapon"
    if seen.before != seen.stands:
        return "changed_meanwhile"
    if seen.wanted == seen.stands:
        return "nothing_changed"
    return "" if seen.why.strip() else "no_reason_given"


def differences(
    was: Officer | Weapon, becomes: Officer | Weapon, utc_offset_min: int
) -> tuple[Changed, ...]:
    """Return the fields in which two people or two weapons differ, as people read them.

    Args:
        was: how it stands.
        becomes: how it is to stand.
        utc_offset_min: local time, for the days of certificates.
    """
    found = list[Changed]()
    for field in fields(was):
        before, after = getattr(was, field.name), getattr(becomes, field.name)
        if isinstance(before, tuple):  # certificates: those that both have say nothing
            before, after = (
                _certificates(set(one) - set(other), utc_offset_min)
                for one, other in ((before, after), (after, before))
            )
        if before != after:
            found.append(Changed(field.name, _read(before), _read(after)))
    return tuple(found)


def _read(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _certificates(several: Iterable[Certificate], utc_offset_min: int) -> str:
    """Return certificates with the last day that each counts: it ends as the next one begins."""
    days = (
        (one.type, (one.expires_ms - 1 + 60_000 * utc_offset_min) // _DAY_MS) for one in several
    )
    return "; ".join(f"{kind} {date.fromordinal(_EPOCH + day)}" for kind, day in sorted(days))


def badge(bay: Bay, correcting: Correcting, seen: o.BadgeSeen) -> Decision:
    """Decide on the badge of somebody who is to stand by a correction."""
    gaining = _gaining(bay, correcting.correction)
    return vouching.badge(bay.policy, {*gaining, *correcting.vouchers}, seen)


def _gaining(bay: Bay, correction: Correction) -> set[OfficerNumber]:
    """Return whom a correction is about: the person, or whoever is out with the weapon."""
    if correction.officer is not None:
        return {correction.officer.number}
    assert correction.weapon is not None, "a correction is about one of both"
    custody = bay.out.get(correction.weapon.number)
    return set() if custody is None else {custody.holder}


def vouched(correcting: Correcting, at: Moment, by: OfficerNumber) -> Decision:
    """Take one voucher's word; with the second one the register is corrected."""
    first = Decision((e.CorrectionVouched(at, by),))
    names = (*correcting.vouchers, by)
    if len(names) < vouching.VOUCHERS:
        return first
    wanted = correcting.correction
    corrected: e.OfficerCorrected | e.WeaponCorrected
    if wanted.officer is not None:
        corrected = e.OfficerCorrected(at, wanted.officer, wanted.changed, wanted.why, names)
    else:
        assert wanted.weapon is not None, "a correction is about one of both"
        corrected = e.WeaponCorrected(at, wanted.weapon, wanted.changed, wanted.why, names)
    return first + accept(corrected, e.SessionClosed(at, None, e.Farewell.DONE))


def hold(bay: Bay, seen: o.HoldAsked) -> Decision:
    """Let a person draw nothing and stand by nothing, at once. To lift a hold is a correction."""
    if seen.officer is None:
        return refuse_afar(seen.at, "unknown_officer", seen.number)
    if seen.officer.hold:
        return refuse_afar(seen.at, "nothing_changed", seen.number)
    if not seen.why.strip():
        return refuse_afar(seen.at, "no_reason_given", seen.number)
    held = Decision((e.OfficerHeld(seen.at, seen.number, seen.why, seen.by),))
    return held + _ended(bay, seen.at, seen.number)


def withdrawn(bay: Bay, seen: o.WithdrawalAsked) -> Decision:
    """Let a badge be nobody's, at once. To give it again, or another one, is an enrolment."""
    if seen.officer is None:
        return refuse_afar(seen.at, "unknown_badge", seen.badge)
    if not seen.why.strip():
        return refuse_afar(seen.at, "no_reason_given", seen.badge)
    gone = Decision((e.BadgeWithdrawn(seen.at, seen.badge, seen.officer, seen.why, seen.by),))
    return gone + _ended(bay, seen.at, seen.officer)


def _ended(bay: Bay, at: Moment, officer: OfficerNumber) -> Decision:
    """End a visit in which somebody who is denied draws, stands by something, or is corrected.

    A weapon that is being handed in goes on (P6), and so does a cable that is open already: it is
    watched until it is shut and counted.
    """
    session, release = bay.session, bay.release
    if session is None or session.returning is not None or session.wants_return:
        return NOTHING
    if officer not in _taking_part(session) or (release is not None and release.opened_ms):
        return NOTHING
    given_up = NOTHING if release is None else cables.lapsed(release, at)
    return given_up + Decision((e.SessionClosed(at, session.officer, e.Farewell.ANOTHER),))


def _taking_part(session: Session) -> set[OfficerNumber | None]:
    people: set[OfficerNumber | None] = {session.officer, session.second}
    if session.asked is not None:
        people.add(session.asked.signed)
    if session.enrolling is not None:
        people |= {session.enrolling.officer, *session.enrolling.vouchers}
    if session.correcting is not None:
        people |= set(session.correcting.vouchers)
        wanted = session.correcting.correction.officer
        people.add(None if wanted is None else wanted.number)
    return people - {None}
