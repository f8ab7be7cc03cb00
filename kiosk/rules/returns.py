"""Return: a weapon is never refused (P6). What is wrong with it becomes a doubt or an alarm.

Scanned, shown clear, reported on, put in its place, shut, counted. Anybody may bring it, with or
without a badge, to any rack; what has no place here goes into the custodian's hands.
"""

from kiosk.rules import alarms, second
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Returning
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.things import Condition, Moment, OfficerNumber, PositionId, WeaponNumber

TICKS = frozenset({"fired", "wet", "dropped", "damaged", "part_missing"})
"""What a bearer may say about a weapon; each makes a work order (Japan NPSC Rule 7, chapter 6)."""

_SERIOUS = frozenset({"dropped", "damaged", "part_missing"})


def wanted(bay: Bay, at: Moment) -> Decision:
    """Decide on the Return button: the next weapon scanned is being handed in."""
    session = bay.session
    if bay.release is not None or (session is not None and session.enrolling is not None):
        return refuse(at, "not_now", officer=session.officer if session else None)
    return accept(e.ReturnWanted(at, session.officer if session else None))


def begun(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Take a weapon back, whatever the book thought of it."""
    bearer = bay.session.officer if bay.session is not None else None
    if seen.weapon is None:
        stranger = e.ReturnBegun(seen.at, seen.text, None, bearer, None, None, needs_witness=True)
        return accept(stranger) + alarms.raised(bay, seen.at, e.AlarmCause.STRANGER, seen.text)
    number = seen.weapon.number
    custody = bay.out.get(number)
    place = _place_for(bay, number, fit=seen.weapon.condition is not Condition.QUARANTINED)
    decision = accept(
        e.ReturnBegun(
            seen.at,
            seen.text,
            number,
            bearer,
            custody.holder if custody else None,
            place,
            needs_witness=place is None
            or (bay.policy.counter_sign_return and second.needed(bay, seen.at, bearer)),
        )
    )
    believed = bay.place_of(number)
    if believed is None or believed in bay.doubts:
        return decision
    doubt = e.DoubtRaised(seen.at, believed, e.DoubtCause.NOT_IN_BOOK, bearer)
    return decision + Decision((doubt,))


def _place_for(bay: Bay, weapon: WeaponNumber, *, fit: bool) -> PositionId | None:
    """Return where a weapon goes: home, a quarantine position if unfit, or any place nobody has."""
    free = [
        position
        for position in bay.positions.values()
        if bay.inside.get(position.id) in (None, weapon) and position.cable not in bay.open_cables
    ]
    owned = set(bay.homes.values())
    home = [position.id for position in free if bay.homes.get(weapon) == position.id]
    quarantine = [position.id for position in free if position.quarantine]
    spare = [position.id for position in free if position.id not in owned]
    order = home + spare if fit else quarantine + home + spare
    return next(iter(order), None)


def shown_clear(bay: Bay, at: Moment) -> Decision:
    """Decide on the bearer's word that the weapon was shown clear."""
    returning = _returning(bay)
    if returning is None or returning.shown or bay.release is not None:
        return refuse(at, "not_now")
    return accept(e.ShownClear(at, returning.text, _bearer(bay), None))


def witnessed(bay: Bay, at: Moment, witness: OfficerNumber) -> Decision:
    """Take the second person's word that they saw it clear (two people: domain R14)."""
    returning = _returning(bay)
    assert returning is not None, "only a return has a witness"
    return accept(e.ShownClear(at, returning.text, _bearer(bay), witness))


def told(bay: Bay, seen: o.ReturnReported) -> Decision:
    """Decide on the report: write it, order work, and open the cable of the place it goes to."""
    returning = _returning(bay)
    if returning is None or returning.told or not returning.shown or bay.release is not None:
        return refuse(seen.at, "not_now")
    if returning.needs_witness and returning.witness is None:
        return refuse(seen.at, "not_now")
    ticks = tuple(sorted(set(seen.ticks) & TICKS))
    report = e.ReturnTold(
        seen.at, returning.text, seen.back, seen.fired, seen.lost, ticks, seen.report
    )
    decision = Decision((report,)) + _accounted(bay, seen, returning)
    if returning.weapon is None:
        return decision + _into_hands(bay, seen.at, returning)
    serious = bool(_SERIOUS & set(ticks))
    if ticks:
        condition = Condition.QUARANTINED if serious else Condition.INSPECT
        decision += Decision((e.WorkOrdered(seen.at, returning.weapon, ticks, condition),))
    place = _place_for(bay, returning.weapon, fit=not serious)
    if place is None:
        return decision + _into_hands(bay, seen.at, returning)
    return decision + _granted(bay, seen.at, returning, returning.weapon, place)


def _accounted(bay: Bay, seen: o.ReturnReported, returning: Returning) -> Decision:
    """Rounds out are rounds back + fired + lost, or the holder answers for it (R15)."""
    custody = bay.out.get(returning.weapon) if returning.weapon else None
    if custody is None or returning.weapon is None:
        return NOTHING
    gone, back = custody.rounds, seen.back
    if gone.magazines == back.magazines and gone.rounds == back.rounds + seen.fired + seen.lost:
        return NOTHING
    differed = e.RoundsDiffered(
        seen.at, returning.weapon, custody.holder, gone, back, seen.fired, seen.lost
    )
    return Decision((differed,))


def _into_hands(bay: Bay, at: Moment, returning: Returning) -> Decision:
    """Give a weapon without a place here to the custodian, who must be standing there."""
    bearer = _bearer(bay)
    if returning.witness is None:
        again = e.ReturnBegun(
            at, returning.text, returning.weapon, bearer, returning.holder, None, needs_witness=True
        )
        return Decision((again,), (Beep(Tone.ATTENTION),))
    received = e.WeaponReceived(at, returning.text, returning.weapon, bearer, returning.witness)
    return accept(received, e.SessionClosed(at, bearer, e.Farewell.DONE))


def _granted(
    bay: Bay, at: Moment, returning: Returning, weapon: WeaponNumber, place: PositionId
) -> Decision:
    cable = bay.positions[place].cable
    granted = e.ReleaseGranted(
        at,
        e.Purpose.RETURN,
        cable,
        place,
        weapon,
        _bearer(bay),
        bay.on_cable(cable),
        by=returning.witness,
    )
    return Decision((granted,), (Unlock(cable), Light(place, on=True), Beep(Tone.ACCEPTED)))


def _returning(bay: Bay) -> Returning | None:
    return None if bay.session is None else bay.session.returning


def _bearer(bay: Bay) -> OfficerNumber | None:
    return None if bay.session is None else bay.session.officer
