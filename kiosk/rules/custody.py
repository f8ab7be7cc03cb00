"""Issue: from the wish for a weapon to the moment custody passes, at the scan outside."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import returns, second
from kiosk.rules.bay import Asked, Bay, Release
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.gates import Wish, closed_gate
from kiosk.rules.things import Moment, OfficerNumber, PositionId, Rounds

WRONG_LIMIT = 2
"""After so many wrong weapons the custodian must come. Design of the kiosk, section 6."""


def weapon(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Decide on a weapon's label, by where the person stands and where the book says it is."""
    if bay.release is not None:
        return _at_cable(bay, bay.release, seen)
    session = bay.session
    if session is not None and session.enrolling is not None:
        return refuse(seen.at, "not_now", seen.text)
    place = None if seen.weapon is None else bay.place_of(seen.weapon.number)
    if session is not None and session.wants_return:
        return returns.begun(bay, seen)
    if session is not None and session.passed:
        if seen.weapon is None:
            return refuse(seen.at, "unknown_weapon", seen.text, session.officer)
        return returns.begun(bay, seen) if place is None else _asked(bay, seen, place)
    if seen.tapped:
        return refuse(seen.at, "not_now", seen.text)
    if place is None or place in bay.doubts:
        return returns.begun(bay, seen)
    return refuse(seen.at, "nobody_here" if session is None else "pin_first", seen.text)


def _at_cable(bay: Bay, release: Release, seen: o.WeaponSeen) -> Decision:
    grant, number = release.grant, seen.weapon.number if seen.weapon else None
    if release.shut_ms is not None:
        return refuse(seen.at, "count_first", seen.text, grant.officer)
    if seen.tapped or (grant.purpose is e.Purpose.RETURN and number != grant.weapon):
        return refuse(seen.at, "shut_cable_first", seen.text, grant.officer)
    if grant.purpose is e.Purpose.RETURN:
        return NOTHING
    if release.opened_ms is None:
        if number == grant.weapon:
            return NOTHING
        return refuse(seen.at, "cable_busy", seen.text, grant.officer)
    return _scanned_outside(bay, release, seen)


def _scanned_outside(bay: Bay, release: Release, seen: o.WeaponSeen) -> Decision:
    grant = release.grant
    assert grant.officer is not None, "an issue has an officer"
    right = seen.weapon is not None and seen.weapon.number == grant.weapon
    if right and release.taken:
        return NOTHING
    if not right or release.wrong >= WRONG_LIMIT:
        tone = Tone.ATTENTION if release.wrong + 1 >= WRONG_LIMIT else Tone.REFUSED
        wrong = e.WrongWeapon(seen.at, release.cable, seen.text, grant.weapon)
        return Decision((wrong,), (Beep(tone),))
    return accept(
        e.WeaponIssued(
            seen.at, grant.weapon, grant.officer, grant.position, grant.mission, grant.due_ms,
            grant.rounds,
        )
    )  # fmt: skip


def _asked(bay: Bay, seen: o.WeaponSeen, place: PositionId) -> Decision:
    person, weapon = seen.asker, seen.weapon
    assert person is not None and weapon is not None, "a passed session knows its person"
    wish = Wish(seen.at, bay, person, weapon, place)
    reason = closed_gate(wish)
    if reason is not None:
        return refuse(seen.at, reason, seen.text, person.number)
    mission = wish.mission
    due_ms = seen.at.wall_ms + bay.policy.duty_issue_h * 3_600_000
    if mission is not None:
        due_ms = min(due_ms, mission.valid_until_ms)
    asked = Asked(
        weapon.number,
        Rounds(weapon.magazines, weapon.rounds),
        mission.number if mission is not None else "",
        due_ms,
        second.needed(bay, seen.at, person.number),
    )
    entry = e.IssueAsked(
        seen.at, person.number, asked.weapon, asked.rounds, asked.mission, due_ms,
        asked.needs_second,
    )  # fmt: skip
    if asked.needs_second:
        return accept(entry)
    return Decision((entry,)) + _granted(bay, seen.at, person.number, asked, place)


def counter_signed(bay: Bay, seen: o.BadgeSeen | o.PinEntered, by: OfficerNumber) -> Decision:
    """Open the cable for an issue that the second person stands by; every gate is asked again."""
    session = bay.session
    assert session is not None and session.asked is not None
    person, weapon = seen.asker, seen.asked
    assert person is not None and weapon is not None, "the eyes look both up for every badge"
    place = bay.place_of(weapon.number)
    signed = Decision((e.CounterSigned(seen.at, e.Purpose.ISSUE, weapon.number, by),))
    reason = (
        "already_out" if place is None else closed_gate(Wish(seen.at, bay, person, weapon, place))
    )
    if place is None or reason is not None:
        closed = e.SessionClosed(seen.at, person.number, e.Farewell.DONE)
        refused = refuse(seen.at, reason or "already_out", weapon.number, person.number)
        return signed + refused + Decision((closed,))
    asked = Asked(
        weapon.number, session.asked.rounds, session.asked.mission, session.asked.due_ms,
        needs_second=True, signed=by,
    )  # fmt: skip
    return signed + _granted(bay, seen.at, person.number, asked, place)


def _granted(
    bay: Bay, at: Moment, officer: OfficerNumber, asked: Asked, place: PositionId
) -> Decision:
    cable = bay.positions[place].cable
    granted = e.ReleaseGranted(
        at,
        e.Purpose.ISSUE,
        cable,
        place,
        asked.weapon,
        officer,
        bay.on_cable(cable),
        by=asked.signed,
        mission=asked.mission,
        due_ms=asked.due_ms,
        rounds=asked.rounds,
    )
    return Decision((granted,), (Unlock(cable), Light(place, on=True), Beep(Tone.ACCEPTED)))
