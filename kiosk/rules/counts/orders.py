"""A count is ordered, and who counts is drawn: at the bay, or from the office."""

from collections.abc import Iterable

from kiosk.rules import entries as e
from kiosk.rules import second
from kiosk.rules.bay import Bay
from kiosk.rules.counts import endings
from kiosk.rules.counts.draws import cables_in, drawn, places_of
from kiosk.rules.decision import Decision, accept, refuse, refuse_afar
from kiosk.rules.observations import counts as c
from kiosk.rules.signatures import signed
from kiosk.rules.things import Moment, OfficerNumber, Person, Role


def ordered(bay: Bay, seen: c.CountAsked) -> Decision:
    """Decide on a count that the person at the bay orders."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now", seen.what)
    reason = _not_to_order(bay, person, seen)
    if not reason and not second.proves_enough(bay.policy, session.grade):
        reason = "badge_too_weak"
    if reason:
        return refuse(seen.at, reason, seen.scope, person.number)
    lines, reason = ordered_lines(bay, seen, person.number)
    return accept(*lines) if not reason else refuse(seen.at, reason, seen.scope, person.number)


def ordered_afar(bay: Bay, seen: c.CountAskedAfar) -> Decision:
    """Decide on a count that somebody at the office orders. Nothing sounds at the bay."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason = _not_to_order(bay, person, seen)
    lines, too_few = ordered_lines(bay, seen, person.number) if not reason else ((), "")
    if reason or too_few:
        return verdict + refuse_afar(seen.at, reason or too_few, seen.scope, person.number)
    return verdict + Decision(lines)


Asked = c.CountAsked | c.CountAskedAfar


def _not_to_order(bay: Bay, person: Person, seen: Asked) -> str:
    """Return why this person cannot order this count now, or nothing.

    Only the chief ends a count that runs, or draws again while one waits for its counter.
    """
    if not second.trusted(person):
        return "wrong_role"
    chief = person.role is Role.CHIEF
    if seen.what is e.CountKind.ORDERED and not chief:
        return "wrong_role"
    if bay.count is not None and not chief:
        return "count_running"
    return ""


def ordered_lines(bay: Bay, seen: Asked, by: OfficerNumber) -> tuple[tuple[e.Entry, ...], str]:
    """Return the lines of a count that somebody orders, or why there can be none."""
    return drawn_lines(bay, seen.at, seen.what, seen.scope, seen.people, seen.lot, by)


def drawn_lines(  # noqa: PLR0913, PLR0917 - what is counted, where, and of whom who counts is drawn
    bay: Bay,
    at: Moment,
    what: e.CountKind,
    scope: str,
    people: Iterable[Person],
    lot: int,
    by: OfficerNumber,
) -> tuple[tuple[e.Entry, ...], str]:
    """Return the lines of a count that is ordered, or why there can be none."""
    cables = cables_in(bay, scope)
    if not cables:
        return (), "nothing_to_count"
    found = drawn(bay, people, by, lot)
    if found is None:
        return (), "nobody_to_count"
    counter, recounter, of = found
    places = places_of(bay, what, cables, lot)
    order = e.CountOrdered(
        at, bay.counts + 1, what, scope, places, cables, counter, recounter, by, lot, of
    )
    return (*endings.dropped(bay, at, by), order), ""
