"""The book has a weapon where two counters found it: by two more people, and never by itself (P10).

Only a weapon that stands in nobody's place is given one so. Whatever else differs goes by the doors
there are: a weapon that is out is taken off its holder by two people who saw it, one that is not
there is missing once a custodian has looked, two that changed places are put back.
"""

from kiosk.rules import doubts, second
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counting import Counting, Pass
from kiosk.rules.counts.differences import placed
from kiosk.rules.decision import Decision, accept, refuse
from kiosk.rules.observations import counts as c
from kiosk.rules.things import Moment, OfficerNumber, Person, PositionId, WeaponNumber

REHOMED = frozenset(
    {
        e.Difference.WRONG_POSITION,
        e.Difference.WRONG_RACK,
        e.Difference.CARD_ONLY,
        e.Difference.FOUND_AGAIN,
    }
)
"""Differences by which a weapon of ours stands where nobody should."""


def adjustable(bay: Bay, count: Counting, position: PositionId) -> e.PlaceDifference | None:
    """Return what the book may be given at a position, if there is such a thing.

    Not a weapon that the book has otherwise by now than when it was found: brought in, or seen in
    its place by whoever settled the doubt there.
    """
    if count.at is not Pass.SIGN or position in count.adjusted or position not in bay.positions:
        return None
    for one in count.standing():
        weapon = one.weapon
        if one.place != position or one.difference not in REHOMED or weapon is None:
            continue
        taken = {bay.inside.get(position), *_at_home(bay, position)} - {weapon, None}
        return None if taken or weapon in bay.out or _overtaken(bay, one, weapon) else one
    return None


def _overtaken(bay: Bay, one: e.PlaceDifference, weapon: WeaponNumber) -> bool:
    """Return whether the book was moved since the finding, or is in doubt of the weapon no more."""
    book = bay.place_of(weapon)
    if weapon in bay.stirred:
        return True
    if book is None:
        return False
    as_found = placed(bay, PositionId(one.place), weapon) is one.difference
    return book not in bay.doubts or not as_found


def _not_adjustable(bay: Bay, count: Counting | None, position: PositionId) -> str:
    """Return why the book is given nothing here: it knows better by now, or nothing differs."""
    if count is None or count.at is not Pass.SIGN or position in count.adjusted:
        return "not_adjustable"
    weapons = {one.weapon for one in count.standing() if one.place == position}
    return "not_adjustable" if weapons.isdisjoint(bay.stirred) else "book_moved"


def _at_home(bay: Bay, position: PositionId) -> set[WeaponNumber]:
    return {weapon for weapon, home in bay.homes.items() if home == position}


def wanted(bay: Bay, seen: c.AdjustmentWanted) -> Decision:
    """Take one person's wish; a second one must come with badge and PIN."""
    session, person, count = bay.session, seen.asker, bay.count
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now", seen.position)
    one = None if count is None else adjustable(bay, count, seen.position)
    if count is None or one is None or one.weapon is None:
        reason = _not_adjustable(bay, count, seen.position)
        return refuse(seen.at, reason, seen.position, person.number)
    reason = _barred(bay, count, seen.position, person)
    if not reason and not second.proves_enough(bay.policy, session.grade):
        reason = "badge_too_weak"
    if reason:
        return refuse(seen.at, reason, seen.position, person.number)
    return accept(
        e.AdjustmentAsked(
            seen.at, count.order.count, one.weapon, seen.position, one.difference, person.number
        )
    )


def confirmed(bay: Bay, at: Moment, asked: e.AdjustmentAsked, by: Person) -> Decision:
    """Take the second person's word; the place stays in doubt until somebody has looked."""
    count = bay.count
    one = None if count is None else adjustable(bay, count, asked.position)
    if count is None or one is None:
        return refuse(at, _not_adjustable(bay, count, asked.position), asked.position, by.number)
    reason = _barred(bay, count, asked.position, by)
    if reason:
        return refuse(at, reason, asked.position, by.number)
    return accept(
        e.CountAdjusted(
            at, asked.count, asked.weapon, asked.position, asked.difference, asked.by, by.number
        )
    )


def _barred(bay: Bay, count: Counting, position: PositionId, person: Person) -> str:
    """Return why this person has no say in it, or nothing: who counted has said enough."""
    if not second.trusted(person):
        return "wrong_role"
    counters: set[OfficerNumber | None] = {count.order.counter, count.order.recounter}
    if person.number in counters | second.parties(bay, position):
        return "not_a_second"
    return doubts.unsafe(bay, bay.positions[position].cable)
