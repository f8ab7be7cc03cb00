"""The second person: when one is needed, and who may be it (P10)."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.entries import DoubtCause
from kiosk.rules.policy import CounterSign, Policy
from kiosk.rules.things import Grade, Moment, OfficerNumber, Person, PositionId, Role

SECONDS = frozenset({Role.CUSTODIAN, Role.CHIEF})
"""Who may counter-sign, witness, clear a wrong weapon and settle a doubt. The armourer may not:
whoever judges the weapon's condition does not also answer for where it is."""

_DAY_MIN = 24 * 60


def needed(bay: Bay, at: Moment) -> bool:
    """Return whether the policy wants a second person now, for whoever stands at the bay.

    An exception is: outside the office hours, somebody without badge, a second weapon, or a wrong
    PIN just before (ours; to be confirmed by the warehouse).
    """
    local_min = (at.wall_ms // 60_000 + bay.policy.utc_offset_min) % _DAY_MIN
    in_hours = bay.policy.hours_open_min <= local_min < bay.policy.hours_close_min
    match bay.policy.counter_sign:
        case CounterSign.ALWAYS:
            return True
        case CounterSign.OUT_OF_HOURS:
            return not in_hours
        case CounterSign.EXCEPTIONS:
            return not in_hours or _odd(bay)
        case CounterSign.NEVER:
            return False
        case _:
            assert_never(bay.policy.counter_sign)


def _odd(bay: Bay) -> bool:
    session = bay.session
    if session is None or session.officer is None:
        return True
    return session.fumbled or bool(bay.held_by(session.officer))


def proves_enough(policy: Policy, grade: Grade) -> bool:
    """Return whether the badge of whoever stands by something may be believed to be no copy.

    Nobody asks at a return: a weapon is never refused (P6).
    """
    return grade.reaches(policy.grade_to_witness)


def trusted(person: Person) -> bool:
    """Return whether the word of a person counts as a custodian's today."""
    return person.role in SECONDS and person.officer.active and not person.officer.hold


def allowed(bay: Bay, person: Person) -> bool:
    """Return whether a person may sign for what the running session is at."""
    session = bay.session
    assert session is not None, "a second person needs a first"
    gaining = {session.officer}
    if session.returning is not None:
        gaining.add(session.returning.holder)
    if session.passing is not None:
        gaining.add(session.passing.to)
    if session.looked is not None:
        gaining |= parties(bay, session.looked)
    return trusted(person) and person.number not in gaining


def parties(bay: Bay, position: PositionId) -> set[OfficerNumber | None]:
    """Return whom a doubt is about: who was there, who counted there, and who has the weapon."""
    doubt, weapon = bay.doubts.get(position), bay.owner_of(position)
    custody = bay.out.get(weapon) if weapon is not None else None
    about = {doubt.officer if doubt else None, custody.holder if custody else None}
    return about | _counters(bay, position)


def _counters(bay: Bay, position: PositionId) -> set[OfficerNumber]:
    """Return both people of the counts that may have put a position in doubt: they said enough."""
    doubt, count, last = bay.doubts.get(position), bay.count, bay.last_count
    counted = doubt is not None and doubt.cause is DoubtCause.COUNT_DIFFERS
    found = set(last.counters) if last is not None and counted else set()
    if count is not None and (counted or position in count.differing):
        found |= {count.order.counter, count.order.recounter}
    return found
