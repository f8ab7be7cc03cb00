"""How a count ends: one person's part, what two people saw, the certificate, or without one.

What still differs when a second person has looked is put in doubt or calls somebody, at once; the
certificate waits for a signature and changes nothing any more.
"""

from collections.abc import Iterator

from kiosk.rules import alarms, doubts, second
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counting import Counting, Pass
from kiosk.rules.counts import witness
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.fold import fold
from kiosk.rules.observations import counts as c
from kiosk.rules.things import CableId, Grade, Moment, OfficerNumber, Person, PositionId


def passed(bay: Bay, count: Counting, at: Moment) -> Decision:
    """End one person's part. What differs is seen again by another one, and then it stands."""
    session = bay.session
    officer = session.officer if session is not None else None
    assert officer is not None, "who counts has a badge"
    differing = len(count.differing) if count.at is Pass.FIRST else 0
    decision = accept(e.CountPassed(at, count.order.count, officer, differing))
    if any(seen.hasty for seen in count.found.values()):
        decision += alarms.raised(bay, at, e.AlarmCause.COUNT_HASTY, str(count.order.count))
    if differing:
        return decision
    return decision + _known(fold(bay, decision.entries), count, at, officer)


def dropped(bay: Bay, at: Moment, by: OfficerNumber) -> tuple[e.Entry, ...]:
    """End the count that runs, if there is one. What was seen of a difference is not forgotten."""
    count = bay.count
    if count is None:
        return ()
    kept = _known(bay, count, at, count.order.counter) if count.whose is not None else NOTHING
    return (*kept.entries, e.CountDropped(at, count.order.count, by))


def _known(bay: Bay, count: Counting, at: Moment, officer: OfficerNumber) -> Decision:
    """Put in doubt what differs, and call somebody for what is gone or what nobody knows."""
    standing = count.standing()
    places = dict.fromkeys(place for one in standing for place in _doubtful(bay, one))
    cause = e.DoubtCause.COUNT_DIFFERS
    decision = doubts.raised(bay, at, places, cause, officer)
    for one in standing:
        decision += _called(fold(bay, decision.entries), at, one)
    return decision + witness.called(fold(bay, decision.entries), at)


def _doubtful(bay: Bay, one: e.PlaceDifference) -> Iterator[PositionId]:
    """Return the positions about which the book may be wrong: here, and where it has the weapon."""
    if one.difference is e.Difference.QUANTITY:
        yield from bay.cables.get(CableId(one.place), ())
        return
    yield PositionId(one.place)
    book = bay.place_of(one.weapon) if one.weapon is not None else None
    if book is not None:
        yield book


def _called(bay: Bay, at: Moment, one: e.PlaceDifference) -> Decision:
    if one.difference is e.Difference.MISSING and one.weapon is not None:
        if one.weapon in bay.out:
            return NOTHING  # issued since it was looked for
        return alarms.raised(bay, at, e.AlarmCause.MISSING, one.weapon)
    if one.difference in _STRANGE:
        return alarms.raised(bay, at, e.AlarmCause.STRANGER, one.place)
    return NOTHING


_STRANGE = frozenset({e.Difference.UNREGISTERED, e.Difference.DUPLICATE})
"""Something stands there that nobody knows, or that one of two labels lies about."""


def signed(bay: Bay, seen: c.CountSigned) -> Decision:
    """Close a count by the signature of somebody who answers for the racks and did not count."""
    session, person, count = bay.session, seen.asker, bay.count
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now")
    if count is None:
        return refuse(seen.at, "no_count", "", person.number)
    every = (*count.first.values(), *count.again.values())
    counters = tuple(dict.fromkeys(one.officer for one in every))
    reason = _not_to_sign(bay, count, counters, person)
    if reason:
        return refuse(seen.at, reason, "", person.number)
    unmarked = sum(one.finding is e.Finding.NO_MARK for one in count.settled())
    return accept(
        e.CountCertified(
            seen.at, count.order.count, count.order.what, count.order.scope, count.order.cables,
            counters, person.number, len(count.first), len(count.again), count.standing(),
            len(count.adjusted), count.challenged, unmarked,
            sum(one.hasty for one in every), seen.head, witness.said(count),
        )
    )  # fmt: skip


def _not_to_sign(
    bay: Bay, count: Counting, counters: tuple[OfficerNumber, ...], person: Person
) -> str:
    """Return why this person cannot sign for this count now, or nothing."""
    if count.whose is not None:
        return "count_unfinished"
    if not second.trusted(person):
        return "wrong_role"
    if person.number in counters:
        return "not_a_second"
    grade = bay.session.grade if bay.session is not None else Grade.PRINTED
    return "" if second.proves_enough(bay.policy, grade) else "badge_too_weak"
