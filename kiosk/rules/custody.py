"""Issue: from the wish for a weapon to the moment custody passes, at the scan outside."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import returns, second
from kiosk.rules.bay import Asked, Bay, Release, Session
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.fold import fold
from kiosk.rules.gates import Wish, closed_gate
from kiosk.rules.racking import wizard
from kiosk.rules.service_mode import trials
from kiosk.rules.things import Moment, OfficerNumber, PositionId, Rounds, Weapon, WeaponNumber

WRONG_LIMIT = 2
"""After so many wrong weapons the custodian must come. Design of the kiosk, section 6."""


def weapon(bay: Bay, seen: o.WeaponSeen) -> Decision:  # noqa: PLR0911 - one return a place to stand
    """Decide on a weapon's label, by where the person stands and where the book says it is."""
    if bay.release is not None:
        at_cable = trials.scanned if bay.testing else _at_cable
        return at_cable(bay, bay.release, seen)
    session = bay.session
    if session is not None and session.racking is not None:
        return wizard.scanned(bay, session.racking, seen)
    place = None if seen.weapon is None else bay.place_of(seen.weapon.number)
    if seen.tapped:
        return _chosen(bay, seen, place)
    if session is None:
        return _before_the_pin(bay, seen, place, "nobody_here")
    if session.vouching:
        return _before_who_vouches(bay, seen, place)
    if session.wants_return:
        return returns.begun(bay, seen)
    if session.returning is not None and session.returning.is_about(
        seen.text, None if seen.weapon is None else seen.weapon.number
    ):
        return NOTHING
    if not session.passed:
        return _before_the_pin(bay, seen, place, "pin_first")
    return _after_the_pin(bay, seen, place)


def _before_the_pin(
    bay: Bay, seen: o.WeaponSeen, place: PositionId | None, reason: str
) -> Decision:
    """Take a weapon back from anybody; of one that surely stands here only a label was read."""
    if place is None or place in bay.doubts:
        return returns.begun(bay, seen)
    return refuse(seen.at, reason, seen.text)


def _before_who_vouches(bay: Bay, seen: o.WeaponSeen, place: PositionId | None) -> Decision:
    """Take a weapon back first (P6); where a badge is given, an unknown text may be that one."""
    assert bay.session is not None, "somebody is awaited"
    is_badge = seen.weapon is None and bay.session.enrolling is not None
    if is_badge or not (place is None or place in bay.doubts):
        return refuse(seen.at, "not_now", seen.text)
    ended = Decision((e.SessionClosed(seen.at, None, e.Farewell.ANOTHER),))
    return ended + returns.begun(fold(bay, ended.entries), seen)


def _after_the_pin(bay: Bay, seen: o.WeaponSeen, place: PositionId | None) -> Decision:
    """Take a weapon scanned after the PIN for a wish if it stands here, else for a return."""
    assert bay.session is not None
    if seen.weapon is None:
        return refuse(seen.at, "unknown_weapon", seen.text, bay.session.officer)
    return returns.begun(bay, seen) if place is None else _asked(bay, seen, place)


def _chosen(bay: Bay, seen: o.WeaponSeen, place: PositionId | None) -> Decision:
    """Take a weapon chosen on the screen for a wish. A tap shows no weapon: it begins no return."""
    session = bay.session
    if session is None or not session.passed or session.wants_return:
        return refuse(seen.at, "not_now", seen.text)
    if seen.weapon is None:
        return refuse(seen.at, "unknown_weapon", seen.text, session.officer)
    if place is None:
        return refuse(seen.at, _absent(bay, seen.weapon.number), seen.text, session.officer)
    return _asked(bay, seen, place)


def _absent(bay: Bay, weapon: WeaponNumber) -> str:
    """Return why a weapon that does not stand here cannot be issued: the loser's reason (P5)."""
    if weapon in bay.out:
        return "already_out"
    return "weapon_missing" if weapon in bay.missing else "not_in_this_bay"


def _at_cable(bay: Bay, release: Release, seen: o.WeaponSeen) -> Decision:
    grant, number = release.grant, seen.weapon.number if seen.weapon else None
    if returns.brought(bay, seen):
        return NOTHING if number == grant.weapon else returns.kept(bay, seen)
    if release.shut_ms is not None:
        return refuse(seen.at, "count_first", seen.text, grant.officer)
    goes_in = grant.purpose in {e.Purpose.RETURN, e.Purpose.RACKING}
    if seen.tapped or (goes_in and number != grant.weapon):
        return refuse(seen.at, "shut_cable_first", seen.text, grant.officer)
    if goes_in or (release.opened_ms is None and number == grant.weapon):
        return NOTHING
    if release.opened_ms is None:
        return refuse(seen.at, "cable_busy", seen.text, grant.officer)
    return _scanned_outside(bay, release, seen)


def _scanned_outside(bay: Bay, release: Release, seen: o.WeaponSeen) -> Decision:
    grant = release.grant
    assert grant.officer is not None, "an issue has an officer"
    right = seen.weapon is not None and seen.weapon.number == grant.weapon
    if not right or release.wrong >= WRONG_LIMIT:
        tone = Tone.ATTENTION if release.wrong + 1 >= WRONG_LIMIT else Tone.REFUSED
        wrong = e.WrongWeapon(seen.at, release.cable, seen.text, grant.weapon)
        return Decision((wrong,), (Beep(tone),)) + _strayed(bay, release, seen)
    return accept(
        e.WeaponIssued(
            seen.at, grant.weapon, grant.officer, grant.position, grant.mission, grant.due_ms,
            grant.rounds, "" if seen.asker is None else seen.asker.officer.rank,
        )
    )  # fmt: skip


def _strayed(bay: Bay, release: Release, seen: o.WeaponSeen) -> Decision:
    """Doubt the place of a weapon that is seen outside while the book has it on another cable."""
    place = None if seen.weapon is None else bay.place_of(seen.weapon.number)
    if place is None or place in bay.doubts or place in bay.cables[release.cable]:
        return NOTHING
    doubt = e.DoubtRaised(seen.at, place, e.DoubtCause.NOT_IN_BOOK, release.grant.officer)
    return Decision((doubt,))


def _asked(bay: Bay, seen: o.WeaponSeen, place: PositionId) -> Decision:
    person, weapon = seen.asker, seen.weapon
    assert person is not None, "the eyes look the asker up for every scan"
    assert weapon is not None, "an unknown weapon was refused before"
    wish = Wish(seen.at, bay, person, weapon, place)
    reason = closed_gate(wish)
    if reason is not None:
        return refuse(seen.at, reason, seen.text, person.number)
    order, due_ms = order_of(wish)
    asked = Asked(
        weapon.number,
        Rounds(weapon.magazines, weapon.rounds),
        order,
        due_ms,
        second.needed(bay, seen.at),
    )
    entry = e.IssueAsked(
        seen.at, person.number, asked.weapon, asked.rounds, asked.mission, due_ms,
        asked.needs_second,
    )  # fmt: skip
    if asked.needs_second:
        return accept(entry)
    return Decision((entry,)) + _granted(bay, seen.at, person.number, asked, place)


def order_of(wish: Wish) -> tuple[str, int]:
    """Return the order a weapon goes out by, and until when: the mission's, or the transfer's."""
    sent, mission = wish.sent, wish.mission
    if sent is not None:
        return sent.number, sent.due_ms
    due_ms = wish.at.wall_ms + wish.policy.duty_issue_h * 3_600_000
    if mission is None:
        return "", due_ms
    return mission.number, min(due_ms, mission.valid_until_ms)


def counter_signed(bay: Bay, seen: o.BadgeSeen | o.PinEntered, by: OfficerNumber) -> Decision:
    """Open the cable for an issue that the second person stands by; every gate is asked again."""
    session = bay.session
    assert session is not None, "a second person needs a first"
    assert session.asked is not None, "a second person is asked for an issue or a return"
    person, weapon = seen.asker, seen.asked
    assert person is not None, "the eyes look the asker up for every badge and PIN"
    assert weapon is not None, "and the weapon asked for"
    place = bay.place_of(weapon.number)
    signed = Decision((e.CounterSigned(seen.at, e.Purpose.ISSUE, weapon.number, by),))
    if place is None:
        return signed + _given_up(seen.at, _absent(bay, weapon.number), session, weapon)
    reason = closed_gate(Wish(seen.at, bay, person, weapon, place))
    if reason is not None:
        return signed + _given_up(seen.at, reason, session, weapon)
    asked = Asked(
        weapon.number, session.asked.rounds, session.asked.mission, session.asked.due_ms,
        needs_second=True, signed=by,
    )  # fmt: skip
    return signed + _granted(bay, seen.at, person.number, asked, place)


def _given_up(at: Moment, reason: str, session: Session, weapon: Weapon) -> Decision:
    closed = e.SessionClosed(at, session.officer, e.Farewell.DONE)
    return refuse(at, reason, weapon.number, session.officer) + Decision((closed,))


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
