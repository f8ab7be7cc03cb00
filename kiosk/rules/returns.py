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
from kiosk.rules.things import (
    Condition,
    Moment,
    OfficerNumber,
    Person,
    PositionId,
    WeaponNumber,
)

TICKS = frozenset({"fired", "wet", "dropped", "damaged", "part_missing"})
"""What a bearer may say about a weapon; each makes a work order (Japan NPSC Rule 7, chapter 6)."""

_SERIOUS = frozenset({"dropped", "damaged", "part_missing"})


def wanted(bay: Bay, at: Moment) -> Decision:
    """Decide on the Return button: the next weapon scanned is being handed in.

    An enrolment makes way: a weapon brought in is more urgent than a badge.
    """
    session = bay.session
    if bay.release is not None:
        return refuse(at, "not_now", officer=_bearer(bay))
    ended = NOTHING
    if session is not None and session.vouching:
        ended = Decision((e.SessionClosed(at, None, e.Farewell.ANOTHER),))
    return ended + accept(e.ReturnWanted(at, _bearer(bay)))


def begun(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Take a weapon back, whatever the book thought of it."""
    bearer = _bearer(bay)
    if seen.weapon is None:
        stranger = e.ReturnBegun(seen.at, seen.text, None, bearer, None, None, needs_witness=True)
        return accept(stranger) + alarms.raised(bay, seen.at, e.AlarmCause.STRANGER, seen.text)
    number = seen.weapon.number
    custody = bay.out.get(number)
    fit = seen.weapon.condition is not Condition.QUARANTINED and not seen.away
    place = _place_for(bay, number, fit=fit)
    decision = accept(
        e.ReturnBegun(
            seen.at,
            seen.text,
            number,
            bearer,
            custody.holder if custody else None,
            place,
            needs_witness=_barred(seen.asker) or _needs_witness(bay, seen.at, number, place),
        )
    )
    believed = bay.place_of(number)
    if believed is None or believed in bay.doubts:
        return decision
    doubt = e.DoubtRaised(seen.at, believed, e.DoubtCause.NOT_IN_BOOK, bearer)
    return decision + Decision((doubt,))


def brought(bay: Bay, seen: o.WeaponSeen) -> bool:
    """Return whether a weapon is brought in: it is held before a reader, and stands nowhere."""
    return not seen.tapped and seen.weapon is not None and bay.place_of(seen.weapon.number) is None


def may_be_brought(bay: Bay, seen: o.WeaponSeen) -> bool:
    """Return whether a weapon is brought in, or nobody knows that it stands where it should."""
    if seen.tapped or seen.weapon is None:
        return False
    place = bay.place_of(seen.weapon.number)
    return place is None or place in bay.doubts


def kept(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Keep a weapon in mind that is brought in where something else must be finished first (P6).

    Nothing is refused: the screen says so until it is scanned again, and taken back.
    """
    assert seen.weapon is not None, "what nobody knows is not told from a label that was misread"
    line = e.ReturnKept(seen.at, seen.weapon.number, _bearer(bay))
    return Decision((line,), (Beep(Tone.ATTENTION),))


def _barred(bearer: Person | None) -> bool:
    """Return whether somebody who may draw nothing would be alone at a cable: on hold, or left."""
    return bearer is not None and (bearer.officer.hold or not bearer.officer.active)


def _needs_witness(
    bay: Bay, at: Moment, weapon: WeaponNumber | None, place: PositionId | None
) -> bool:
    """Return whether a second person must see this weapon clear and stand by its way back.

    Always where it goes into hands, and where somebody without a PIN would be alone at a cable with
    other weapons on it: a label can be copied, and a copy must open nothing worth taking.
    """
    if place is None:
        return True
    passed = bay.session is not None and bay.session.passed
    others = set(bay.on_cable(bay.positions[place].cable)) - {weapon}
    if others and not passed:
        return True
    return bay.policy.counter_sign_return and second.needed(bay, at)


def _place_for(bay: Bay, weapon: WeaponNumber, *, fit: bool) -> PositionId | None:
    """Return where a weapon goes: home, a quarantine position if unfit, or a place nobody has.

    Only home is offered while in doubt: another doubtful place may be fuller than the book says.
    """
    free = [
        position
        for position in bay.positions.values()
        if bay.inside.get(position.id) in (None, weapon)
        if position.cable not in bay.open_cables and not bay.unseen(position.cable)
    ]
    owned = set(bay.homes.values())
    home = [each.id for each in free if bay.homes.get(weapon) == each.id]
    empty = [each for each in free if each.id not in bay.doubts and each.id not in owned]
    quarantine = [each.id for each in empty if each.quarantine]
    spare = [each.id for each in empty if not each.quarantine]
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
    place = _place_told(bay, returning, ticks)
    if returning.witness is None and _needs_witness(bay, seen.at, returning.weapon, place):
        return _once_more(bay, seen.at, returning, place)
    report = e.ReturnTold(
        seen.at, returning.text, seen.back, seen.fired, seen.lost, ticks, seen.report
    )
    decision = Decision((report,)) + _accounted(bay, seen, returning)
    if returning.weapon is not None and ticks:
        condition = Condition.QUARANTINED if _SERIOUS & set(ticks) else Condition.INSPECT
        decision += Decision((e.WorkOrdered(seen.at, returning.weapon, ticks, condition),))
    if returning.weapon is None or place is None:
        return decision + _into_hands(bay, seen.at, returning)
    return decision + _granted(bay, seen.at, returning, returning.weapon, place)


def _place_told(bay: Bay, returning: Returning, ticks: tuple[str, ...]) -> PositionId | None:
    """Return where a weapon goes now that its bearer told how it is, and as cables stand now."""
    if returning.weapon is None:
        return None
    meant = bay.positions[returning.position] if returning.position is not None else None
    unfit = bool(_SERIOUS & set(ticks)) or (meant is not None and meant.quarantine)
    return _place_for(bay, returning.weapon, fit=not unfit)


def _once_more(bay: Bay, at: Moment, returning: Returning, place: PositionId | None) -> Decision:
    """Ask for a second person who was not needed when the return began: something changed since."""
    again = e.ReturnBegun(
        at,
        returning.text,
        returning.weapon,
        _bearer(bay),
        returning.holder,
        place,
        needs_witness=True,
    )
    return Decision((again,), (Beep(Tone.ATTENTION),))


def _accounted(bay: Bay, seen: o.ReturnReported, returning: Returning) -> Decision:
    """Rounds out are rounds back + fired + lost, or the holder answers for it (R15)."""
    custody = bay.out.get(returning.weapon) if returning.weapon else None
    if custody is None or returning.weapon is None:
        return NOTHING
    gone, back = custody.rounds, seen.back
    counted = min(back.magazines, back.rounds, seen.fired, seen.lost) >= 0
    accounted = gone.rounds == back.rounds + seen.fired + seen.lost
    if counted and accounted and gone.magazines == back.magazines:
        return NOTHING
    differed = e.RoundsDiffered(
        seen.at, returning.weapon, custody.holder, gone, back, seen.fired, seen.lost
    )
    return Decision((differed,)) + alarms.raised(
        bay, seen.at, e.AlarmCause.ROUNDS, returning.weapon
    )


def _into_hands(bay: Bay, at: Moment, returning: Returning) -> Decision:
    """Give a weapon without a place here to the custodian, who saw it clear."""
    assert returning.witness is not None, "hands are somebody's"
    bearer = _bearer(bay)
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
