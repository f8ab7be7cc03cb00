"""What the papers of a count tell, with the names of those in it: for a command and for a page."""

from collections.abc import Iterator

from kiosk.papers.certificate import CertifiedCount
from kiosk.papers.search_list import Hand, MissingWeapon, Place
from kiosk.registry.count_queries import Certified, Missed
from kiosk.registry.queries import Facts
from kiosk.rules.counts import searches
from kiosk.rules.policy import Policy
from kiosk.rules.things import OfficerNumber


def certified(found: Certified, facts: Facts) -> CertifiedCount:
    """Return a certificate with the names of those it tells of."""
    entry, order = found.entry, found.order
    people = {*entry.counters, entry.by}
    if order is not None:
        people |= {order.by, order.counter, order.recounter}
    weapons = {one.weapon for one in entry.differences if one.weapon is not None}
    if entry.witness is not None:
        weapons |= {*entry.witness.uncounted, *entry.witness.unheard}
    known = ((number, facts.weapon(number)) for number in sorted(weapons))
    return CertifiedCount(
        found.seq,
        found.hash,
        entry,
        order,
        frozenset(found.adjusted),
        {number: _name(number, facts) for number in sorted(people)},
        {number: weapon for number, weapon in known if weapon is not None},
    )


def missing(missed: Missed, facts: Facts, policy: Policy) -> MissingWeapon:
    """Return what a searcher must know of a weapon that is looked for."""
    weapon, seen = facts.weapon(missed.weapon), missed.seen
    due = searches.steps(policy, missed.since_ms) if missed.since_ms else ()
    return MissingWeapon(
        number=missed.weapon,
        serial=weapon.serial if weapon is not None else "",
        what=", ".join(filter(None, (weapon.name, weapon.type, weapon.calibre))) if weapon else "",
        home=missed.home,
        since_ms=missed.since_ms,
        seen_ms=seen.at_ms if seen is not None else 0,
        seen=", ".join(_seen(missed, facts)),
        due=due,
        hands=tuple(
            Hand(_person(one.officer, facts), one.taken_ms, one.back_ms) for one in missed.held
        ),
        places=tuple(Place(one.position, one.cable, one.weapon or "") for one in missed.around),
    )


def _seen(missed: Missed, facts: Facts) -> Iterator[str]:
    """Return where a weapon was seen last, by whom, and the entry that says so."""
    seen = missed.seen
    if seen is None:
        return
    yield seen.place
    if seen.officer is not None:
        yield _person(seen.officer, facts)
    yield f"entry {seen.seq}"


def _person(number: OfficerNumber, facts: Facts) -> str:
    name = _name(number, facts)
    return f"{name} ({number})" if name else number


def _name(number: OfficerNumber, facts: Facts) -> str:
    person = facts.person(number)
    return "" if person is None else (person.officer.name_km or person.officer.name)
