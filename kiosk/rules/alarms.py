"""Alarms: somebody must come. No clock clears one."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import second
from kiosk.rules.bay import Alarm, Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.posts import is_late, missed
from kiosk.rules.things import CableId, Moment, OfficerNumber, Person, Role, WeaponNumber

SILENT = frozenset({e.AlarmCause.DURESS, e.AlarmCause.CODE_9})
"""Calls for help in secret: nobody at the bay may learn of one, nor answer it there."""

AFAR = SILENT | {
    e.AlarmCause.OVERDUE,
    e.AlarmCause.LISTED,
    e.AlarmCause.HEARD,
    e.AlarmCause.REPORT_LATE,
}
"""Alarms that call nobody to the bay, and are answered at a desk."""


def raised(bay: Bay, at: Moment, cause: e.AlarmCause, about: str) -> Decision:
    """Raise an alarm, unless the same one stands unanswered already."""
    standing = bay.alarms.get((cause, about))
    if standing is not None and standing.answered is None:
        return NOTHING
    return Decision((e.AlarmRaised(at, cause, about),))


def waiting(bay: Bay) -> bool:
    """Return whether an alarm waits that whoever comes to the bay may know of."""
    return any(alarm.answered is None and alarm.cause not in AFAR for alarm in bay.alarms.values())


def answered(bay: Bay, at: Moment, person: Person) -> Decision:
    """Let a custodian or chief who passed the PIN answer what sounds or waits, but for their own.

    Rules that were changed behind the custodians' backs, and a book that was put back, are for the
    chief to answer. A silent alarm
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
        case (
            e.AlarmCause.POLICY | e.AlarmCause.OVERDUE | e.AlarmCause.LISTED | e.AlarmCause.PUT_BACK
            | e.AlarmCause.HEARD | e.AlarmCause.REPORT_LATE
        ):  # fmt: skip
            return person.role is Role.CHIEF
        case e.AlarmCause.PIN_LOCKED | e.AlarmCause.RECALL:
            return alarm.about != person.number
        case cause:
            return cause not in SILENT


def _may_answer_afar(person: Person, alarm: Alarm) -> bool:
    match alarm.cause:
        case e.AlarmCause.DURESS:
            return True
        case e.AlarmCause.CODE_9:
            return person.role is Role.CHIEF and alarm.about != person.number
        case _:
            return _may_answer(person, alarm)


def answered_afar(bay: Bay, seen: o.AnswerAsked, person: Person) -> Decision:
    """Let a custodian or chief answer an alarm of a desk from there; the PIN was right.

    What is overdue is for the chief, and so is the call of a second PIN: but for their own, which
    whoever threatens them would have them take back. Not whoever the kiosk believes to stand at the
    bay: nobody is in two places.
    """
    alarm = None if seen.cause is None else bay.alarms.get((seen.cause, seen.about))
    if alarm is None or alarm.cause not in AFAR or alarm.answered is not None:
        return refuse_afar(seen.at, "not_now", seen.about, person.number)
    if not second.trusted(person) or not _may_answer_afar(person, alarm):
        return refuse_afar(seen.at, "wrong_role", seen.about, person.number)
    session = bay.session
    if session is not None and person.number in (session.officer, session.second):
        return refuse_afar(seen.at, "not_a_second", seen.about, person.number)
    return Decision((e.AlarmAnswered(seen.at, alarm.cause, seen.about, person.number),))


def cleared(bay: Bay, at: Moment) -> Decision:
    """Clear what was answered and whose cause is gone. Asked after every decision."""
    return Decision(
        tuple(
            e.AlarmCleared(at, alarm.cause, alarm.about)
            for alarm in bay.alarms.values()
            if alarm.answered is not None and not _stands(bay, alarm)
        )
    )


def _stands(bay: Bay, alarm: Alarm) -> bool:  # noqa: C901, PLR0911, PLR0912 - one return a cause
    match alarm.cause:
        case e.AlarmCause.FORCED | e.AlarmCause.LEFT_OPEN:
            return CableId(alarm.about) in bay.open_cables
        case e.AlarmCause.OVERDUE:
            return WeaponNumber(alarm.about) in bay.out
        case e.AlarmCause.MISSING:
            weapon = WeaponNumber(alarm.about)
            place = bay.place_of(weapon)
            gone = place is not None and place not in bay.positions
            unseen = weapon in bay.missing or weapon in bay.losses or missed(bay, weapon)
            return unseen or gone or place in bay.doubts
        case e.AlarmCause.MUSTER_DIFFERS:
            return missed(bay, WeaponNumber(alarm.about))
        case e.AlarmCause.MUSTER_LATE:
            return is_late(bay, alarm.about, bay.latest_wall_ms)
        case e.AlarmCause.TAMPER | e.AlarmCause.BOLT_POWER | e.AlarmCause.DURESS:
            return alarm.about in bay.signals
        case e.AlarmCause.RECALL:
            return bool(bay.held_by(OfficerNumber(alarm.about)))
        case e.AlarmCause.KEY | e.AlarmCause.SEAL:
            key = bay.keys.get(alarm.about)
            return key is not None and key.amiss
        case e.AlarmCause.UNKNOWN_HOLDER:
            return alarm.about in bay.unknown_holders
        case e.AlarmCause.CONTACT_LOST:
            return (e.Fault.DEVICE_LOST, alarm.about) in bay.faults
        case e.AlarmCause.HOT_LIST:
            return WeaponNumber(alarm.about) in bay.losses
        case e.AlarmCause.LISTED | e.AlarmCause.DESTROYED:
            found = bay.listed.get(alarm.about)
            return found is not None and bool(found.weapon)
        case e.AlarmCause.REPORT_LATE:
            loss = bay.losses.get(WeaponNumber(alarm.about))
            return loss is not None and bool(loss.owed)
        case e.AlarmCause.TRANSFER_LATE:
            number = TransferNumber(alarm.about)
            return number in bay.transfers.sent or number in bay.transfers.announced
        case (
            e.AlarmCause.STRANGER
            | e.AlarmCause.PIN_LOCKED
            | e.AlarmCause.HELP
            | e.AlarmCause.ROUNDS
            | e.AlarmCause.POLICY
            | e.AlarmCause.COUNT_HASTY
            | e.AlarmCause.TRANSFER_DIFFERS
            | e.AlarmCause.TRANSFER_CONTESTED
            | e.AlarmCause.PUT_BACK
            | e.AlarmCause.CODE_9
            | e.AlarmCause.HEARD
        ):
            return False
        case _:
            assert_never(alarm.cause)
