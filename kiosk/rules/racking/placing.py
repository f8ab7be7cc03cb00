"""The place of a weapon that is racked: a free position, a second person, and the cable.

Opening a cable for a racking frees other weapons like an issue does: what stops an issue stops it.
"""

from kiosk.rules import doubts, second
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.gates import closed_to_all
from kiosk.rules.observations import racking as r
from kiosk.rules.things import (
    Condition,
    Moment,
    OfficerNumber,
    Person,
    PositionId,
    Weapon,
    WeaponNumber,
)
from kiosk.rules.to_rack import Step, ToRack


def free_places(bay: Bay, racking: ToRack, *, fit: bool) -> tuple[PositionId, ...]:
    """Return the free positions for a weapon, the best first: among weapons of its type.

    Args:
        bay: the bay.
        racking: the weapon.
        fit: whether it may stand beside the others; one that may not goes into quarantine.
    """
    racks = racking.begun.racks if racking.begun is not None else ()
    order = {rack: place for place, rack in enumerate(racks)}
    free = [
        position
        for position in bay.positions.values()
        if position.quarantine != fit and not _taken(bay, position.id, racking.weapon)
    ]
    return tuple(
        each.id for each in sorted(free, key=lambda each: order.get(each.rack, len(order)))
    )


def _taken(bay: Bay, position: PositionId, weapon: WeaponNumber | None) -> str:
    """Return why a position is not free for this weapon, or nothing."""
    place = bay.positions.get(position)
    if place is None:
        return "unknown_position"
    owner = bay.inside.get(position) or next(
        (other for other, home in bay.homes.items() if home == position), None
    )
    if owner not in (None, weapon):
        return "position_taken"
    if position in bay.doubts:
        return "in_doubt"
    return doubts.unsafe(bay, place.cable)


def sought(bay: Bay, weapon: WeaponNumber) -> str:
    """Return for what a weapon is sought, so that it is kept apart and not racked, or nothing."""
    if weapon in bay.losses:
        return "reported_lost"
    return "listed" if weapon in bay.listed else ""


def _not_there(bay: Bay, position: PositionId, weapon: Weapon) -> str:
    """Return why this weapon does not go to this position, or nothing; asked at every step."""
    reason = sought(bay, weapon.number) or _taken(bay, position, weapon.number)
    fit = weapon.condition is not Condition.QUARANTINED
    if not reason and bay.positions[position].quarantine == fit:
        reason = "position_not_fitting"
    return reason or closed_to_all(bay) or ""


def chosen(bay: Bay, seen: r.PlaceChosen) -> Decision:
    """Decide on the position somebody chose, and open its cable if nobody else must sign."""
    session, person, weapon = bay.session, seen.asker, seen.weapon
    racking = session.racking if session is not None else None
    if session is None or racking is None or bay.release is not None:
        return refuse(seen.at, "not_now", seen.position)
    if racking.step is not Step.PLACE or person is None or weapon is None:
        return refuse(seen.at, "not_now", seen.position, session.officer)
    fit = weapon.condition is not Condition.QUARANTINED
    position = seen.position or next(iter(free_places(bay, racking, fit=fit)), PositionId(""))
    reason = "no_free_position" if not position else _not_there(bay, position, weapon)
    if reason:
        return refuse(seen.at, reason, position, person.number)
    needs_second = _needs_second(bay, seen.at, racking, person)
    placed = e.RackingPlaced(seen.at, weapon.number, position, person.number, needs_second)
    if needs_second:
        return accept(placed)
    return Decision((placed,)) + _granted(bay, seen.at, weapon.number, position, person.number)


def _needs_second(bay: Bay, at: Moment, racking: ToRack, person: Person) -> bool:
    """Return whether a second person must stand by it: as at an issue, and in two more cases.

    An armourer never stands in for the custodian, and what a card says otherwise than the steel is
    for two to see.
    """
    return racking.disputed or not second.trusted(person) or second.needed(bay, at)


def counter_signed(bay: Bay, seen: o.BadgeSeen | o.PinEntered, by: OfficerNumber) -> Decision:
    """Open the cable for a racking that the second person stands by; all is asked again."""
    session = bay.session
    assert session is not None, "a second person needs a first"
    racking, person, weapon = session.racking, seen.asker, seen.racked
    assert racking is not None, "a second person is asked for a racking"
    assert racking.position is not None, "whose place was chosen"
    assert person is not None, "the eyes look the asker up for every badge and PIN"
    assert weapon is not None, "and the weapon that is racked"
    signed = Decision((e.CounterSigned(seen.at, e.Purpose.RACKING, weapon.number, by),))
    reason = _not_there(bay, racking.position, weapon)
    if reason:
        closed = e.SessionClosed(seen.at, session.officer, e.Farewell.DONE)
        refused = refuse(seen.at, reason, racking.position, session.officer)
        return signed + refused + Decision((closed,))
    granted = _granted(bay, seen.at, weapon.number, racking.position, person.number, by)
    return signed + granted


def _granted(  # noqa: PLR0913, PLR0917 - what one release is made of
    bay: Bay,
    at: Moment,
    weapon: WeaponNumber,
    position: PositionId,
    officer: OfficerNumber,
    by: OfficerNumber | None = None,
) -> Decision:
    cable = bay.positions[position].cable
    granted = e.ReleaseGranted(
        at, e.Purpose.RACKING, cable, position, weapon, officer, bay.on_cable(cable), by=by
    )
    return Decision((granted,), (Unlock(cable), Light(position, on=True), Beep(Tone.ACCEPTED)))
