"""From hand to hand: the weapon is scanned, the other officer passes the gates, custody moves once.

Whoever takes it could have drawn it: the gates of an issue are asked of them at their badge, at
their PIN, and again when a second person signs. Until the last line it is the giver's.
"""

from dataclasses import replace

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import returns, second, signatures
from kiosk.rules.bay import Bay, Session
from kiosk.rules.custody import order_of
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.gates import GATES, Wish
from kiosk.rules.posts import on_duty
from kiosk.rules.things import Grade, Moment, OfficerNumber, Person, PositionId, Weapon
from kiosk.rules.to_pass import ToPass

WAIVED = frozenset({"in_doubt"})
"""Gates that stand open: it is in the giver's hands, and no position is opened for it."""


def asked(bay: Bay, seen: o.PassingAsked) -> Decision:
    """Decide on somebody who wants to hand a weapon to another officer."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now")
    reason = _not_to_give(bay, person)
    if reason:
        return refuse(seen.at, reason, officer=person.number)
    return accept(e.PassingBegun(seen.at, person.number))


def _not_to_give(bay: Bay, person: Person) -> str:
    if not bay.policy.passing_on:
        return "passing_off"
    if person.officer.hold or not person.officer.active:
        return "on_hold" if person.officer.hold else "inactive_officer"
    return "" if on_duty(bay, person.number) else "nothing_to_pass"


def scanned(bay: Bay, passing: ToPass, seen: o.WeaponSeen) -> Decision:
    """Decide on the weapon that is to change hands: one the giver is out with for a day.

    Any other that does not stand here is being brought in, and goes first (P6).
    """
    session = bay.session
    assert session is not None, "who hands a weapon over stands at the bay"
    assert session.officer is not None, "and has a badge"
    if seen.tapped:
        return refuse(seen.at, "not_now", seen.text, session.officer)
    if seen.weapon is None:
        return refuse(seen.at, "unknown_weapon", seen.text, session.officer)
    number = seen.weapon.number
    if number == passing.weapon:
        return NOTHING  # held before the reader for longer
    theirs = number in on_duty(bay, session.officer) and number not in bay.unknown_holders
    if theirs and passing.taken is None:
        return accept(e.PassingScanned(seen.at, number, session.officer))
    if returns.may_be_brought(bay, seen):
        return returns.begun(bay, seen)
    return refuse(seen.at, "not_yours_to_pass", seen.text, session.officer)


def awaits_taker(session: Session) -> bool:
    """Return whether the badge of whoever takes the weapon may be shown now."""
    passing = session.passing
    return passing is not None and passing.weapon is not None and passing.taken is None


def badge(bay: Bay, session: Session, seen: o.BadgeSeen, person: Person) -> Decision:
    """Decide on the badge of whoever takes the weapon; their PIN is awaited next."""
    if person.number == session.officer:
        return refuse(seen.at, "second_is_bearer", seen.badge, person.number)
    reason = _closed(bay, seen.at, person, seen.asked, seen.grade)
    if not reason and signatures.waits(bay, person, seen.at):
        reason = "pin_locked"
    if not reason and not person.has_pin:
        reason = "no_pin"
    if reason:
        return refuse(seen.at, reason, seen.badge, person.number)
    return accept(e.SecondSeen(seen.at, person.number, seen.grade))


def word(bay: Bay, seen: o.PinEntered, person: Person) -> Decision:
    """Decide on the PIN of whoever takes the weapon: with it they answer for it."""
    session, weapon = bay.session, seen.asked
    assert session is not None, "a PIN is typed in a session"
    assert weapon is not None, "and the eyes look the weapon up"
    reason = _closed(bay, seen.at, person, weapon, session.second_grade)
    if reason:
        return refuse(seen.at, reason, weapon.number, person.number)
    order, due_ms = order_of(_wish(bay, seen.at, person, weapon, session.second_grade))
    needs_second = second.needed(bay, seen.at)
    taken = e.PassingTaken(seen.at, weapon.number, person.number, order, due_ms, needs_second)
    if needs_second:
        return accept(taken)
    return Decision((taken,)) + _passed(bay, seen.at, taken, person)


def counter_signed(
    bay: Bay, passing: ToPass, seen: o.BadgeSeen | o.PinEntered, by: OfficerNumber
) -> Decision:
    """Let custody pass when a second person stands by it; the gates are asked again."""
    session, weapon, taker = bay.session, seen.asked, seen.taker
    assert session is not None, "a second person needs a first"
    assert passing.taken is not None, "and somebody who takes the weapon"
    assert weapon is not None, "the eyes look the weapon up for every badge and PIN"
    reason = "unknown_officer"
    if taker is not None:
        # What their badge was worth was asked when they showed it.
        reason = _closed(bay, seen.at, taker, weapon, Grade.PROVED)
    if taker is None or reason:
        closed = e.SessionClosed(seen.at, session.officer, e.Farewell.DONE)
        return refuse(seen.at, reason, weapon.number, passing.to) + Decision((closed,))
    return _passed(bay, seen.at, passing.taken, taker, by)


def _passed(
    bay: Bay, at: Moment, taken: e.PassingTaken, taker: Person, by: OfficerNumber | None = None
) -> Decision:
    custody = bay.out[taken.weapon]
    return accept(
        e.WeaponPassed(
            at, taken.weapon, custody.holder, taker.number, taken.mission, taken.due_ms,
            custody.rounds, taker.officer.rank, by,
        )
    )  # fmt: skip


def _closed(bay: Bay, at: Moment, taker: Person, weapon: Weapon | None, grade: Grade) -> str:
    """Return why this person may not take the weapon, or nothing."""
    session = bay.session
    assert session is not None, "somebody hands a weapon over"
    assert weapon is not None, "the eyes look the weapon up for every badge and PIN"
    custody = bay.out.get(weapon.number)
    if custody is None or custody.holder != session.officer:
        return "not_yours_to_pass"
    if not bay.policy.passing_on:
        return "passing_off"
    wish = _wish(bay, at, taker, weapon, grade)
    return next((name for name, shut in GATES if name not in WAIVED and shut(wish)), "")


def _wish(bay: Bay, at: Moment, taker: Person, weapon: Weapon, grade: Grade) -> Wish:
    """Return the wish of whoever takes a weapon, as if this were a visit of theirs."""
    theirs = replace(bay, session=Session(taker.number, 0, grade=grade))
    return Wish(at, theirs, taker, weapon, bay.homes.get(weapon.number, PositionId("")))
