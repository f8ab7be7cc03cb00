"""Who stands at the bay, for how long, and whether they are who the badge says."""

from kiosk.rules import (
    alarms,
    cables,
    custody,
    doubts,
    enrolment,
    matters,
    returns,
    second,
    signatures,
    vouching,
)
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Release, Session
from kiosk.rules.counts import adjustments
from kiosk.rules.decision import NOTHING, Decision, accept, refuse, refuse_afar
from kiosk.rules.desks import desks_of
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.fold import fold
from kiosk.rules.handover import asking, signing
from kiosk.rules.passing import decide as passing
from kiosk.rules.racking import placing, wizard
from kiosk.rules.service_mode import opening
from kiosk.rules.stand_to import begin, pairs
from kiosk.rules.things import Moment, OfficerNumber, Person
from kiosk.rules.to_rack import Step

MAX_ROUNDS, MAX_MAGAZINES = 999, 20
"""More than anybody carries; what is beyond is a slip of the finger. Ours."""


def badge(bay: Bay, seen: o.BadgeSeen) -> Decision:
    """Decide on a badge; one that was lent and is over is nobody's any more."""
    if seen.expired and not _is_free(bay.session):
        owner = seen.person.number if seen.person is not None else None
        return refuse(seen.at, "badge_expired", seen.badge, owner)
    return _shown(bay, seen)


def _shown(bay: Bay, seen: o.BadgeSeen) -> Decision:  # noqa: PLR0911 - one return a reason to come
    """Decide on a badge: a new session, the second person's signature, or goodbye."""
    person, session = seen.person, bay.session
    begun = None if session is None else _in_turn(bay, session, seen)
    if begun is not None:
        return begun
    if person is None:
        return refuse(seen.at, "unknown_badge", seen.badge)
    if bay.release is not None:
        return _badge_at_cable(bay, bay.release, seen, person)
    if not person.officer.active:
        return refuse(seen.at, "inactive_officer", seen.badge, person.number)
    if session is not None and passing.awaits_taker(session):
        return passing.badge(bay, session, seen, person)
    if session is not None and _second_awaited(session):
        return _second(bay, session, seen, person)
    if _cleaner_awaited(session):
        return wizard.cleaned_by(bay, seen, person)
    return _stepped_up(bay, seen, person)


def _is_free(session: Session | None) -> bool:
    """Return whether a badge is awaited that is given to somebody: a lent one may be lent again."""
    enrolling = session.enrolling if session is not None else None
    return enrolling is not None and len(enrolling.vouchers) == vouching.VOUCHERS


def _in_turn(bay: Bay, session: Session, seen: o.BadgeSeen) -> Decision | None:
    """Decide on a badge that is somebody's in a row: a voucher's, or of whoever draws next."""
    if session.vouching and not bay.sounding:
        return _vouching(bay, session, seen)
    return None if session.pairing is None else _at_stand_to(bay, seen)


def _at_stand_to(bay: Bay, seen: o.BadgeSeen) -> Decision:
    """Take a badge for an officer's who draws, but for a second person's while the siren sounds."""
    if seen.person is not None and pairs.comes_for_an_alarm(bay, seen.person):
        return _pin_awaited(bay, seen, seen.person)
    return pairs.badge(bay, seen)


def _vouching(bay: Bay, session: Session, seen: o.BadgeSeen) -> Decision:
    if session.serving is not None:
        return opening.badge(bay, session.serving, seen)
    if session.enrolling is not None:
        return enrolment.badge(bay.policy, session.enrolling, seen)
    assert session.pending is not None, "two people vouch for one of both"
    return matters.badge(bay, session.pending, seen)


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
    if signatures.waits(bay, person, seen.at):
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
    if session.looked is not None or session.adjusting is not None or session.standing is not None:
        return True
    if session.handing is not None:
        return True
    if session.passing is not None:
        return session.passing.taken is not None
    if session.racking is not None:
        return session.racking.step is Step.SECOND
    if returning is not None:
        return returning.shown and returning.needs_witness and returning.witness is None
    return asked is not None and asked.needs_second and asked.signed is None


def _cleaner_awaited(session: Session | None) -> bool:
    """Return whether the badge of whoever cleaned a weapon may be shown now."""
    racking = session.racking if session is not None else None
    return racking is not None and racking.step is Step.CLEAN


def _second(bay: Bay, session: Session, seen: o.BadgeSeen, person: Person) -> Decision:
    if person.number == session.officer:
        return refuse(seen.at, "second_is_bearer", seen.badge, person.number)
    if not second.allowed(bay, person):
        return refuse(seen.at, "not_a_second", seen.badge, person.number)
    if session.returning is None and not second.proves_enough(bay.policy, seen.grade):
        return refuse(seen.at, "second_too_weak", seen.badge, person.number)
    reason = asking.not_the_other(bay, session, seen.asker, person)
    if reason:
        return refuse(seen.at, reason, seen.badge, person.number)
    if not bay.policy.counter_sign_pin and not session.by_pin:
        return signed(bay, seen, person)
    return _pin_awaited(bay, seen, person)


def _pin_awaited(bay: Bay, seen: o.BadgeSeen, person: Person) -> Decision:
    if signatures.waits(bay, person, seen.at):
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


def _stood_by(  # noqa: PLR0911 - one return a thing to stand by
    bay: Bay, session: Session, seen: o.BadgeSeen | o.PinEntered, witness: Person
) -> Decision:
    grade = seen.grade if isinstance(seen, o.BadgeSeen) else session.second_grade
    if session.returning is None and not second.proves_enough(bay.policy, grade):
        return refuse(seen.at, "second_too_weak", "", witness.number)
    if bay.release is not None:
        return accept(e.WrongWeaponCleared(seen.at, bay.release.cable, witness.number))
    if session.adjusting is not None:
        return adjustments.confirmed(bay, seen.at, session.adjusting, witness)
    if session.standing is not None:
        return begin.confirmed(bay, seen.at, session.standing, witness)
    if session.looked is not None:
        return doubts.confirmed(bay, seen.at, session.looked, witness)
    if session.returning is not None:
        return returns.witnessed(bay, seen.at, witness.number)
    if session.racking is not None:
        return placing.counter_signed(bay, seen, witness.number)
    if session.passing is not None:
        return passing.counter_signed(bay, session.passing, seen, witness.number)
    return custody.counter_signed(bay, seen, witness.number)


def pin(bay: Bay, seen: o.PinEntered) -> Decision:
    """Decide on a PIN. The line is durable before anybody hears the verdict."""
    person, session = seen.person, bay.session
    if person is None or session is None or person.number != _pin_owner(bay, session):
        return refuse(seen.at, "not_now")
    verdict = signatures.tried(bay, seen.at, person, seen)
    alone = session.second is None or session.handing is not None
    if _wrote(verdict, e.PinLocked) and alone:
        closed = e.SessionClosed(seen.at, session.officer, e.Farewell.PIN_LOCKED)
        return verdict + Decision((closed,))
    if not _wrote(verdict, e.PinAccepted):
        return verdict
    verdict += alarms.answered(bay, seen.at, person)
    if session.second is None:
        return verdict
    if session.handing is not None:
        return verdict + signing.word(fold(bay, verdict.entries), seen, person)
    return verdict + _given_word(bay, session, seen, person)


def _given_word(bay: Bay, session: Session, seen: o.PinEntered, person: Person) -> Decision:
    """Decide on what a second person's PIN was typed for."""
    if session.vouching and session.serving is not None:
        return opening.word(bay, session.serving, seen, person)
    if session.vouching and not vouching.may(person):
        return refuse(seen.at, "wrong_role", "", person.number)
    if session.enrolling is not None:
        return Decision((e.EnrolVouched(seen.at, person.number),))
    if session.pending is not None:
        return matters.vouched(bay, session.pending, seen, person.number)
    if session.passing is not None and passing.awaits_taker(session):
        return passing.word(bay, seen, person)
    return signed(bay, seen, person)


def _pin_owner(bay: Bay, session: Session) -> OfficerNumber | None:
    """Return whose PIN may be typed now. At a released cable only a second person's."""
    if session.second is not None:
        return session.second
    return None if session.passed or bay.release is not None else session.officer


def _wrote(decision: Decision, kind: type[e.PinAccepted | e.PinLocked]) -> bool:
    return any(isinstance(entry, kind) for entry in decision.entries)


def office(bay: Bay, seen: o.OfficeAsked) -> Decision:
    """Decide on somebody who wants to look at the office pages. Nothing sounds at the bay."""
    verdict, person = signatures.signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    if not desks_of(person):
        return verdict + refuse_afar(seen.at, "wrong_role", "", person.number)
    return verdict + Decision((e.OfficeEntered(seen.at, person.number),))


def answer(bay: Bay, seen: o.AnswerAsked) -> Decision:
    """Decide on somebody who answers an alarm from the office. Nothing sounds at the bay."""
    verdict, person = signatures.signed(bay, seen.at, seen.signature)
    return verdict if person is None else verdict + alarms.answered_afar(bay, seen, person)


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
