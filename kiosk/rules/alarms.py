"""Alarms and doubts: somebody must come, somebody must look. No clock clears either."""

from collections.abc import Iterable
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import second
from kiosk.rules.bay import Alarm, Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.things import CableId, Moment, OfficerNumber, Person, PositionId, WeaponNumber


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
        ):
            return False
        case _:
            assert_never(alarm.cause)


def doubted(
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


def looked(bay: Bay, seen: o.PositionLooked) -> Decision:  # noqa: PLR0911 - one return a reason
    """Decide on what a custodian says stands at a position in doubt.

    Not while its cable is open: what is seen behind an open cable may be gone when it is shut.
    """
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now", seen.position)
    if person.role not in second.SECONDS:
        return refuse(seen.at, "wrong_role", seen.position, person.number)
    if seen.position not in bay.doubts:
        return refuse(seen.at, "position_not_in_doubt", seen.position, person.number)
    place = bay.positions.get(seen.position)
    if place is not None and place.cable in bay.open_cables:
        return refuse(seen.at, "shut_cable_first", seen.position, person.number)
    if seen.present and seen.position not in bay.positions:
        return refuse(seen.at, "unknown_position", seen.position, person.number)
    weapon = bay.owner_of(seen.position)
    if not second.trusted(person) or _gains(bay, seen.position, weapon, person):
        return refuse(seen.at, "not_a_second", seen.position, person.number)
    settled = accept(e.DoubtSettled(seen.at, seen.position, weapon, seen.present, person.number))
    return settled + _found_out(bay, seen, weapon)


def _gains(bay: Bay, position: PositionId, weapon: WeaponNumber | None, person: Person) -> bool:
    """Return whether a doubt is about the very person who would settle it (P10)."""
    custody = bay.out.get(weapon) if weapon is not None else None
    holder = custody.holder if custody is not None else None
    return person.number in (bay.doubts[position].officer, holder)


def _found_out(bay: Bay, seen: o.PositionLooked, weapon: WeaponNumber | None) -> Decision:
    """Raise the alarm about a weapon that is not where it must be, or that nobody knows."""
    if weapon is None:
        if not seen.present:
            return NOTHING
        return raised(bay, seen.at, e.AlarmCause.STRANGER, seen.position)
    if seen.present or weapon in bay.out:
        return NOTHING
    return raised(bay, seen.at, e.AlarmCause.MISSING, weapon)
