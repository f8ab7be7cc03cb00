"""Who stands at the bay, for how long, and whether they are who the badge says."""

from kiosk.rules import (
    adjustments,
    alarms,
    cables,
    corrections,
    custody,
    doubts,
    enrolment,
    returns,
    second,
    vouching,
)
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, PinTries, Release, Session
from kiosk.rules.decision import NOTHING, Decision, accept, refuse, refuse_afar
from kiosk.rules.desks import desks_of
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.things import Moment, OfficerNumber, Person

MAX_ROUNDS, MAX_MAGAZINES = 999, 20
"""More than anybody carries; what is beyond is a slip of the finger. Ours."""


def badge(bay: Bay, seen: o.BadgeSeen) -> Decision:
    """Decide on a badge: a new session, the second person's signature, or goodbye."""
    person, session = seen.person, bay.session
    if session is not None and session.vouching and not bay.sounding:
        return _vouching(bay, session, seen)
    if person is None:
        return refuse(seen.at, "unknown_badge", seen.badge)
    if bay.release is not None:
        return _badge_at_cable(bay, bay.release, seen, person)
    if not person.officer.active:
        return refuse(seen.at, "inactive_officer", seen.badge, person.number)
    if session is not None and _second_awaited(session):
        return _second(bay, session, seen, person)
    return _stepped_up(bay, seen, person)


def _vouching(bay: Bay, session: Session, seen: o.BadgeSeen) -> Decision:
    if session.enrolling is not None:
        return enrolment.badge(bay.policy, session.enrolling, seen)
    assert session.correcting is not None, "two people vouch for one of both"
    return corrections.badge(bay, session.correcting, seen)


def _stepped_up(bay: Bay, seen: o.BadgeSeen, person: Person) -> Decision:
    if _came_for_an_alarm(bay, person):
        return _pin_awaited(bay, seen, person)
    ended = NOTHING
    if bay.session is not None:
        same = bay.session.officer == person.number
        why = e.Farewell.GOODBYE if same else e.Farewell.ANOTHER
        ended = Decision((e.SessionClosed(seen.at, bay.session.officer, why),))
        if same:
            return ended + Decision((), (Beep(Tone.ACCEPTED),))
    if _waits(bay, person, seen.at):
        return ended + refuse(seen.at, "pin_locked", seen.badge, person.number)
    if not person.has_pin:
        return ended + refuse(seen.at, "no_pin", seen.badge, person.number)
    return ended + accept(e.SessionOpened(seen.at, person.number, seen.badge, seen.grade))


def _came_for_an_alarm(bay: Bay, person: Person) -> bool:
    """Return whether a custodian answers an alarm while a return goes on: it is not ended (P6)."""
    if bay.session is None or bay.session.returning is None:
        return False
    return alarms.waiting(bay) and second.allowed(bay, person)


def _badge_at_cable(bay: Bay, release: Release, seen: o.BadgeSeen, person: Person) -> Decision:
    """Let a custodian clear a wrong weapon, or answer the alarm of a cable that will not shut."""
    assert bay.session is not None, "who opened a cable stands in front of it"
    if release.wrong >= custody.WRONG_LIMIT:
        return _second(bay, bay.session, seen, person)
    if bay.sounding and second.allowed(bay, person):
        return _pin_awaited(bay, seen, person)
    reason = "count_first" if release.shut_ms is not None else "shut_cable_first"
    return refuse(seen.at, reason, seen.badge, person.number)


def _second_awaited(session: Session) -> bool:
    asked, returning = session.asked, session.returning
    if session.looked is not None or session.adjusting is not None:
        return True
    if returning is not None:
        return returning.shown and returning.needs_witness and returning.witness is None
    return asked is not None and asked.needs_second and asked.signed is None


def _second(bay: Bay, session: Session, seen: o.BadgeSeen, person: Person) -> Decision:
    if person.number == session.officer:
        return refuse(seen.at, "second_is_bearer", seen.badge, person.number)
    if not second.allowed(bay, person):
        return refuse(seen.at, "not_a_second", seen.badge, person.number)
    if session.returning is None and not second.proves_enough(bay.policy, seen.grade):
        return refuse(seen.at, "second_too_weak", seen.badge, person.number)
    by_badge = session.looked is None and session.adjusting is None
    if not bay.policy.counter_sign_pin and by_badge:
        return signed(bay, seen, person)
    return _pin_awaited(bay, seen, person)


def _pin_awaited(bay: Bay, seen: o.BadgeSeen, person: Person) -> Decision:
    if _waits(bay, person, seen.at):
        return refuse(seen.at, "pin_locked", seen.badge, person.number)
    if not person.has_pin:
        return refuse(seen.at, "no_pin", seen.badge, person.number)
    return accept(e.SecondSeen(seen.at, person.number, seen.grade))


def signed(bay: Bay, seen: o.BadgeSeen | o.PinEntered, witness: Person) -> Decision:
    """Decide on what the second person just stood by."""
    session, release = bay.session, bay.release
    assert session is not None, "a second person needs a first"
    if not second.allowed(bay, witness):
        return refuse(seen.at, "not_a_second", "", witness.number)
    wrong = release is not None and release.wrong >= custody.WRONG_LIMIT
    if not (wrong or (release is None and _second_awaited(session))):
        return NOTHING  # came for an alarm
    return _stood_by(bay, session, seen, witness)


def _stood_by(
    bay: Bay, session: Session, seen: o.BadgeSeen | o.PinEntered, witness: Person
) -> Decision:
    grade = seen.grade if isinstance(seen, o.BadgeSeen) else session.second_grade
    if session.returning is None and not second.proves_enough(bay.policy, grade):
        return refuse(seen.at, "second_too_weak", "", witness.number)
    if bay.release is not None:
        return accept(e.WrongWeaponCleared(seen.at, bay.release.cable, witness.number))
    if session.adjusting is not None:
        return adjustments.confirmed(bay, seen.at, session.adjusting, witness)
    if session.looked is not None:
        return doubts.confirmed(bay, seen.at, session.looked, witness)
    if session.returning is not None:
        return returns.witnessed(bay, seen.at, witness.number)
    return custody.counter_signed(bay, seen, witness.number)


def pin(bay: Bay, seen: o.PinEntered) -> Decision:
    """Decide on a PIN. The line is durable before anybody hears the verdict."""
    person, session = seen.person, bay.session
    if person is None or session is None or person.number != _pin_owner(bay, session):
        return refuse(seen.at, "not_now")
    verdict = tried(bay, seen.at, person, matches=seen.matches)
    if _wrote(verdict, e.PinLocked) and session.second is None:
        closed = e.SessionClosed(seen.at, session.officer, e.Farewell.PIN_LOCKED)
        return verdict + Decision((closed,))
    if not _wrote(verdict, e.PinAccepted):
        return verdict
    verdict += alarms.answered(bay, seen.at, person)
    if session.second is None:
        return verdict
    return verdict + _given_word(bay, session, seen, person)


def _given_word(bay: Bay, session: Session, seen: o.PinEntered, person: Person) -> Decision:
    """Decide on what a second person's PIN was typed for."""
    if session.vouching and not vouching.may(person):
        return refuse(seen.at, "wrong_role", "", person.number)
    if session.enrolling is not None:
        return Decision((e.EnrolVouched(seen.at, person.number),))
    if session.correcting is not None:
        return corrections.vouched(session.correcting, seen.at, person.number)
    return signed(bay, seen, person)


def _pin_owner(bay: Bay, session: Session) -> OfficerNumber | None:
    """Return whose PIN may be typed now. At a released cable only a second person's."""
    if session.second is not None:
        return session.second
    return None if session.passed or bay.release is not None else session.officer


def _wrote(decision: Decision, kind: type[e.PinAccepted | e.PinLocked]) -> bool:
    return any(isinstance(entry, kind) for entry in decision.entries)


def tried(bay: Bay, at: Moment, person: Person, *, matches: bool, office: bool = False) -> Decision:
    """Decide on one try of one person's PIN, wherever it was typed."""
    if _waits(bay, person, at):
        no = refuse_afar if office else refuse
        return no(at, "pin_locked", "", person.number)
    if matches:
        return accept(e.PinAccepted(at, person.number, office))
    before = bay.pin_tries.get(person.number, PinTries())
    left = max(bay.policy.pin_tries - before.refused - 1, 0)
    wrong = Decision((e.PinRefused(at, person.number, left, office),), (Beep(Tone.REFUSED),))
    if left:
        return wrong
    wait_s = min(bay.policy.pin_wait_s * 5**before.locks, bay.policy.pin_wait_max_s)
    wrong += Decision((e.PinLocked(at, person.number, 1000 * wait_s),))
    return wrong + alarms.raised(bay, at, e.AlarmCause.PIN_LOCKED, person.number)


def office(bay: Bay, seen: o.OfficeAsked) -> Decision:
    """Decide on somebody who wants to look at the office pages. Nothing sounds at the bay."""
    person = seen.person
    if person is None:
        return refuse_afar(seen.at, "unknown_officer", seen.number)
    tries = tried(bay, seen.at, person, matches=seen.matches, office=True)
    verdict = Decision(tries.entries)
    if not _wrote(verdict, e.PinAccepted):
        return verdict
    if not desks_of(person):
        return verdict + refuse_afar(seen.at, "wrong_role", "", person.number)
    return verdict + Decision((e.OfficeEntered(seen.at, person.number),))


def answer(bay: Bay, seen: o.AnswerAsked) -> Decision:
    """Decide on somebody who answers an alarm from the office. Nothing sounds at the bay."""
    person = seen.person
    if person is None:
        return refuse_afar(seen.at, "unknown_officer", seen.number)
    tries = tried(bay, seen.at, person, matches=seen.matches, office=True)
    verdict = Decision(tries.entries)
    if not _wrote(verdict, e.PinAccepted):
        return verdict
    return verdict + alarms.answered_afar(bay, seen, person)


def cancel(bay: Bay, at: Moment) -> Decision:
    """Decide on somebody who wants to stop. Nobody leaves an open or uncounted cable."""
    session, release = bay.session, bay.release
    if release is not None and release.opened_ms is not None:
        reason = "shut_cable_first" if release.shut_ms is None else "count_first"
        return refuse(at, reason, officer=session.officer if session else None)
    given_up = NOTHING if release is None else cables.lapsed(release, at)
    if session is None:
        return given_up
    return given_up + Decision((e.SessionClosed(at, session.officer, e.Farewell.GOODBYE),))


def timed_out(session: Session, at: Moment) -> Decision:
    """End a session whose person went away."""
    return Decision((e.SessionClosed(at, session.officer, e.Farewell.TIME),))


def help_asked(bay: Bay, at: Moment) -> Decision:
    """Call the chief."""
    officer = bay.session.officer if bay.session is not None else None
    called = Decision((e.HelpCalled(at, officer),), (Beep(Tone.ATTENTION),))
    return called + alarms.raised(bay, at, e.AlarmCause.HELP, officer or "")


def rounds(bay: Bay, seen: o.RoundsSaid) -> Decision:
    """Take note of other rounds than the standard, as long as nobody has signed for them."""
    session = bay.session
    if session is None or session.asked is None or session.asked.signed or bay.release is not None:
        return refuse(seen.at, "not_now")
    said = seen.rounds
    if not (0 <= said.magazines <= MAX_MAGAZINES and 0 <= said.rounds <= MAX_ROUNDS):
        return refuse(seen.at, "not_now", f"{said.magazines}/{said.rounds}", session.officer)
    assert session.officer is not None, "who asks for a weapon has a badge"
    asked = session.asked
    return Decision((
        e.IssueAsked(
            seen.at, session.officer, asked.weapon, said, asked.mission, asked.due_ms,
            asked.needs_second,
        ),
    ))  # fmt: skip


def _waits(bay: Bay, person: Person, at: Moment) -> bool:
    tries = bay.pin_tries.get(person.number)
    return tries is not None and at.mono_ms < tries.until
