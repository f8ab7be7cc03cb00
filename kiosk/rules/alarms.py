"""Alarms and doubts: somebody must come, somebody must look. Neither clock nor screen clears one."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Alarm, Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.second import SECONDS
from kiosk.rules.things import CableId, Moment, OfficerNumber, Person, WeaponNumber


def raised(bay: Bay, at: Moment, cause: e.AlarmCause, about: str) -> Decision:
    """Raise an alarm, unless the same one stands unanswered already."""
    standing = bay.alarms.get((cause, about))
    if standing is not None and standing.answered is None:
        return NOTHING
    return Decision((e.AlarmRaised(at, cause, about),))


def answered(bay: Bay, at: Moment, person: Person) -> Decision:
    """Let a custodian or chief who passed the PIN answer every alarm that sounds or waits."""
    if person.role not in SECONDS:
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
            return WeaponNumber(alarm.about) in bay.missing
        case e.AlarmCause.STRANGER | e.AlarmCause.PIN_LOCKED | e.AlarmCause.HELP:
            return False


def doubted(
    bay: Bay, at: Moment, cable: CableId, cause: e.DoubtCause, officer: OfficerNumber | None
) -> Decision:
    """Put every position of a cable in doubt that is not already: any of its weapons was exposed."""
    return Decision(
        tuple(
            e.DoubtRaised(at, position, cause, officer)
            for position in bay.cables[cable]
            if position not in bay.doubts
        )
    )


def looked(bay: Bay, seen: o.PositionLooked) -> Decision:
    """Decide on what a custodian says stands at a position in doubt."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now", seen.position)
    if person.role not in SECONDS:
        return refuse(seen.at, "wrong_role", seen.position, person.number)
    if seen.position not in bay.doubts:
        return refuse(seen.at, "position_not_in_doubt", seen.position, person.number)
    weapon = bay.owner_of(seen.position)
    settled = accept(e.DoubtSettled(seen.at, seen.position, weapon, seen.present, person.number))
    if weapon is None or seen.present or weapon in bay.out:
        return settled
    return settled + raised(bay, seen.at, e.AlarmCause.MISSING, weapon)
