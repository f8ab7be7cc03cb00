"""Draws the counts as a screen shows them. What should stand at a place is never in it.

Who counts sees the place and nothing of the book; what differs is shown once two people have seen
it, to whoever signs, and what was heard by radio beside it.
"""

from kiosk.rules.bay import Bay
from kiosk.rules.counting import Counting, Pass
from kiosk.rules.counts import witness
from kiosk.rules.counts.adjustments import adjustable
from kiosk.rules.counts.schedule import due_counts
from kiosk.rules.hearing import Witness
from kiosk.rules.things import PositionId, WeaponNumber
from kiosk.service import views as v
from kiosk.service.picture_names import Names
from kiosk.service.witness_view import TaggedWeapon, WitnessView


def count_stage(bay: Bay) -> v.Stage | None:
    """Return where somebody stands who is at a count; None when nobody is."""
    session, count = bay.session, bay.count
    if session is None or count is None or session.second is not None:
        return None
    if session.adjusting is not None:
        return v.Stage.COUNT_SECOND
    if not session.counting:
        return None
    if count.by_quantity:
        return v.Stage.COUNT_CABLE
    return v.Stage.COUNT_SCAN if count.asked is None else v.Stage.COUNT_STEEL


def count_place(bay: Bay) -> tuple[str, str]:
    """Return the position and the cable somebody counts at; two empty texts when nobody counts."""
    session, count = bay.session, bay.count
    if session is None or count is None:
        return "", ""
    if session.adjusting is not None:
        return session.adjusting.position, bay.positions[session.adjusting.position].cable
    if not session.counting:
        return "", ""
    known = bay.cables if count.by_quantity else bay.positions
    place = next((place for place in count.left if place in known), "")
    if count.by_quantity or not place:
        return "", place
    return place, bay.positions[PositionId(place)].cable


def running(bay: Bay, names: Names) -> v.CountView | None:
    """Return the count that is under way."""
    count = bay.count
    if count is None:
        return None
    order = count.order
    return v.CountView(
        number=order.count,
        what=order.what,
        scope=order.scope,
        state="waits" if not count.begun else count.at,
        counter=names.person(count.whose),
        done=len(count.found),
        of=len(count.places),
        since_ms=order.at.wall_ms,
        differences=_differences(bay, count, names) if count.at is Pass.SIGN else (),
        hasty=sum(seen.hasty for seen in (*count.first.values(), *count.again.values())),
        witness=_witness(witness.said(count), names) if count.at is Pass.SIGN else None,
    )


def _witness(said: Witness | None, names: Names) -> WitnessView | None:
    if said is None:
        return None
    return WitnessView(
        said.listened,
        said.silent,
        tuple(_tagged(names, weapon) for weapon in said.uncounted),
        tuple(_tagged(names, weapon) for weapon in said.unheard),
        said.unknown,
    )


def _tagged(names: Names, weapon: WeaponNumber) -> TaggedWeapon:
    face = names.weapon(weapon)
    return TaggedWeapon(weapon, face.name if face else "", face.serial if face else "")


def _differences(bay: Bay, count: Counting, names: Names) -> tuple[v.DifferenceView, ...]:
    return tuple(
        v.DifferenceView(
            one.place,
            one.difference,
            names.weapon(one.weapon),
            one.place in bay.positions and adjustable(bay, count, PositionId(one.place)) == one,
            one.place in count.adjusted,
        )
        for one in count.standing()
    )


def due(bay: Bay, wall_ms: int) -> tuple[v.DueCountView, ...]:
    """Return when each count of the policy is due, and whether it should have been by now."""
    return tuple(
        v.DueCountView(each.what, each.due_ms, overdue=each.due_ms <= wall_ms)
        for each in due_counts(bay)
    )


def last(bay: Bay, names: Names) -> v.LastCountView | None:
    """Return the newest certificate."""
    told = bay.last_count
    if told is None:
        return None
    who = [names.person(number) for number in (*told.counters, told.by)]
    return v.LastCountView(
        number=told.count,
        what=told.what,
        scope=told.scope,
        at_ms=told.at.wall_ms,
        people=tuple(person for person in who if person is not None),
        places=told.places,
        differences=len(told.differences),
        hasty=told.hasty,
        head=told.head,
        witness=_witness(told.witness, names),
    )
