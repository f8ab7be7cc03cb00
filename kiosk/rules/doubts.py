"""Doubts: the book may be wrong about a position until somebody looks. No clock clears one.

Rules of residence: a doubt ends by a person's word only. One custodian's word is enough while it
takes nobody's custody away; the word that a weapon is back needs two people (P10).
"""

from collections.abc import Iterable

from kiosk.rules import alarms, second
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.things import (
    CableId,
    Moment,
    OfficerNumber,
    Person,
    PositionId,
    WeaponNumber,
)


def raised(
    bay: Bay,
    at: Moment,
    positions: Iterable[PositionId],
    cause: e.DoubtCause,
    officer: OfficerNumber | None,
) -> Decision:
    """Put positions in doubt that are not already: any weapon on an open cable was exposed."""
    return Decision(
        tuple(
            e.DoubtRaised(at, position, cause, officer)
            for position in positions
            if position not in bay.doubts
        )
    )


def looked(bay: Bay, seen: o.PositionLooked) -> Decision:
    """Decide on what a custodian says stands at a position in doubt."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now", seen.position)
    reason = _closed(bay, seen.position, person, present=seen.present)
    if not reason and not second.proves_enough(bay.policy, session.grade):
        reason = "badge_too_weak"
    if reason:
        return refuse(seen.at, reason, seen.position, person.number)
    weapon = bay.owner_of(seen.position)
    custody = bay.out.get(weapon) if weapon is not None else None
    if weapon is not None and custody is not None and seen.present:
        return accept(e.DoubtLooked(seen.at, seen.position, weapon, custody.holder, person.number))
    settled = e.DoubtSettled(seen.at, seen.position, weapon, seen.present, person.number)
    return accept(settled) + _found_out(bay, seen, weapon)


def confirmed(bay: Bay, at: Moment, position: PositionId, by: Person) -> Decision:
    """Take the second person's word that a weapon somebody answers for stands in its place."""
    reason = _closed(bay, position, by, present=True)
    if reason:
        return refuse(at, reason, position, by.number)
    return accept(e.DoubtSettled(at, position, bay.owner_of(position), present=True, by=by.number))


def _closed(bay: Bay, position: PositionId, person: Person, *, present: bool) -> str:
    """Return why this person cannot settle this doubt now, or nothing."""
    if person.role not in second.SECONDS:
        return "wrong_role"
    if position not in bay.doubts:
        return "position_not_in_doubt"
    place = bay.positions.get(position)
    why = unsafe(bay, place.cable) if place is not None else ""
    if why:
        return why
    if present and place is None:
        return "unknown_position"
    if not second.trusted(person) or person.number in second.parties(bay, position):
        return "not_a_second"
    return ""


def unsafe(bay: Bay, cable: CableId) -> str:
    """Return why what is seen behind a cable now may be gone a moment later, or nothing."""
    if cable in bay.open_cables:
        return "shut_cable_first"
    return "cable_unseen" if bay.unseen(cable) else ""


def _found_out(bay: Bay, seen: o.PositionLooked, weapon: WeaponNumber | None) -> Decision:
    """Raise the alarm about a weapon that is not where it must be, or that nobody knows."""
    if weapon is None:
        if not seen.present:
            return NOTHING
        return alarms.raised(bay, seen.at, e.AlarmCause.STRANGER, seen.position)
    if seen.present or weapon in bay.out:
        return NOTHING
    return alarms.raised(bay, seen.at, e.AlarmCause.MISSING, weapon)
