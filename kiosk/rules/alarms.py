"""Alarms: somebody must come. No clock clears one."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import second
from kiosk.rules.bay import Alarm, Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.things import CableId, Moment, Person, Role, WeaponNumber


def raised(bay: Bay, at: Moment, cause: e.AlarmCause, about: str) -> Decision:
    """Raise an alarm, unless the same one stands unanswered already."""
    standing = bay.alarms.get((cause, about))
    if standing is not None and standing.answered is None:
        return NOTHING
    return Decision((e.AlarmRaised(at, cause, about),))


def waiting(bay: Bay) -> bool:
    """Return whether an alarm waits that whoever comes to the bay may know of."""
    return any(
        alarm.answered is None and alarm.cause is not e.AlarmCause.DURESS
        for alarm in bay.alarms.values()
    )


def answered(bay: Bay, at: Moment, person: Person) -> Decision:
    """Let a custodian or chief who passed the PIN answer what sounds or waits, but for their own.

    Rules that were changed behind the custodians' backs are for the chief to answer. A silent alarm
    is not answered here: whoever types a PIN at the bay may be the one who called for help.
    """
    if not second.trusted(person):
        return NOTHING
    return Decision(
        tuple(
            e.AlarmAnswered(at, alarm.cause, alarm.about, person.number)
            for alarm in bay.alarms.values()
            if alarm.answered is None and _may_answer(person, alarm)
        )
    )


def _may_answer(person: Person, alarm: Alarm) -> bool:
    match alarm.cause:
        case e.AlarmCause.POLICY:
            return person.role is Role.CHIEF
        case e.AlarmCause.PIN_LOCKED:
            return alarm.about != person.number
        case cause:
            return cause is not e.AlarmCause.DURESS


def answered_afar(bay: Bay, seen: o.AnswerAsked, person: Person) -> Decision:
    """Let a custodian or chief answer a silent alarm from the office; the PIN was right.

    Not whoever the kiosk believes to stand at the bay: nobody is in two places.
    """
    alarm = bay.alarms.get((seen.cause, seen.about))
    if seen.cause is not e.AlarmCause.DURESS or alarm is None or alarm.answered is not None:
        return refuse_afar(seen.at, "not_now", seen.about, person.number)
    if not second.trusted(person):
        return refuse_afar(seen.at, "wrong_role", seen.about, person.number)
    session = bay.session
    if session is not None and person.number in (session.officer, session.second):
        return refuse_afar(seen.at, "not_a_second", seen.about, person.number)
    return Decision((e.AlarmAnswered(seen.at, seen.cause, seen.about, person.number),))


def cleared(bay: Bay, at: Moment) -> Decision:
    """Clear what was answered and whose cause is gone. Asked after every decision."""
    return Decision(
        tuple(
            e.AlarmCleared(at, alarm.cause, alarm.about)
            for alarm in bay.alarms.values()
            if alarm.answered is not None and not _stands(bay, alarm)
        )
    )


def _stands(bay: Bay, alarm: Alarm) -> bool:
    match alarm.cause:
        case e.AlarmCause.FORCED | e.AlarmCause.LEFT_OPEN:
            return CableId(alarm.about) in bay.open_cables
        case e.AlarmCause.MISSING:
            weapon = WeaponNumber(alarm.about)
            place = bay.place_of(weapon)
            gone = place is not None and place not in bay.positions
            return weapon in bay.missing or gone or place in bay.doubts
        case e.AlarmCause.TAMPER | e.AlarmCause.BOLT_POWER | e.AlarmCause.DURESS:
            return alarm.about in bay.signals
        case e.AlarmCause.CONTACT_LOST:
            return (e.Fault.DEVICE_LOST, alarm.about) in bay.faults
        case (
            e.AlarmCause.STRANGER
            | e.AlarmCause.PIN_LOCKED
            | e.AlarmCause.HELP
            | e.AlarmCause.ROUNDS
            | e.AlarmCause.POLICY
            | e.AlarmCause.COUNT_HASTY
        ):
            return False
        case _:
            assert_never(alarm.cause)
