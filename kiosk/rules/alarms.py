"""Alarms: somebody must come. No clock clears one."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import second
from kiosk.rules.bay import Alarm, Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.things import CableId, Moment, Person, WeaponNumber


def raised(bay: Bay, at: Moment, cause: e.AlarmCause, about: str) -> Decision:
    """Raise an alarm, unless the same one stands unanswered already."""
    standing = bay.alarms.get((cause, about))
    if standing is not None and standing.answered is None:
        return NOTHING
    return Decision((e.AlarmRaised(at, cause, about),))


def answered(bay: Bay, at: Moment, person: Person) -> Decision:
    """Let a custodian or chief who passed the PIN answer every alarm that sounds or waits."""
    if not second.trusted(person):
        return NOTHING
    return Decision(
        tuple(
            e.AlarmAnswered(at, alarm.cause, alarm.about, person.number)
            for alarm in bay.alarms.values()
            if alarm.answered is None
        )
    )


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
            return weapon in bay.missing or (place is not None and place not in bay.positions)
        case (
            e.AlarmCause.STRANGER
            | e.AlarmCause.PIN_LOCKED
            | e.AlarmCause.HELP
            | e.AlarmCause.ROUNDS
            | e.AlarmCause.POLICY
        ):
            return False
        case _:
            assert_never(alarm.cause)
