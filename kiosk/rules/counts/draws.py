"""What a count counts and who counts, given a number that nobody could choose. No line is written.

Never who answers for the racks, never who counted last, and never who orders it: the counting room
of every source, and the first thing an audit asks (domain 1.4).
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counting import QUANTITIES, Counting, Pass
from kiosk.rules.things import CableId, OfficerNumber, Person, Role

MAY_COUNT = frozenset({Role.OFFICER, Role.REGISTRAR, Role.CHIEF})
"""Never the custodian, who answers for the racks, nor the armourer, whose work is in them (US
ammunition practice). A technician has no custody rights."""

PER_MILLE = 1000

Name = TypeVar("Name", bound=str)


def cables_in(bay: Bay, scope: str) -> tuple[CableId, ...]:
    """Return the cables of a scope, in the order of the racks: "" is the bay; () is no scope."""
    if not scope:
        return tuple(bay.cables)
    if scope in bay.cables:
        return (CableId(scope),)
    return tuple(
        cable for cable, places in bay.cables.items() if bay.positions[places[0]].rack == scope
    )


def places_of(bay: Bay, what: e.CountKind, cables: Iterable[CableId], lot: int) -> tuple[str, ...]:
    """Return what is counted, in the order of the racks: cables, positions, or a sample of them."""
    cables = tuple(cables)
    if what in QUANTITIES:
        return cables
    every = tuple(place for place, its in bay.positions.items() if its.cable in cables)
    if what is not e.CountKind.WEEKLY:
        return every
    share = -(-len(every) * bay.policy.count_sample_percent // 100)
    drawn = set(_mixed(every, lot)[: max(share, bay.policy.count_sample_least)])
    return tuple(place for place in every if place in drawn)


def may_not_count(bay: Bay, person: Person) -> str:
    """Return why a person may not count now, or nothing; asked again of whoever was drawn.

    A chief may be on shift, and answers for the racks then (decision 19).
    """
    officer = person.officer
    if bay.shift is not None and bay.shift.officer == person.number:
        return "on_shift_already"
    if officer.role not in MAY_COUNT:
        return "wrong_role"
    if not officer.active:
        return "inactive_officer"
    return "on_hold" if officer.hold else ""


def drawn(
    bay: Bay, people: Iterable[Person], by: OfficerNumber, lot: int
) -> tuple[OfficerNumber, OfficerNumber, int] | None:
    """Return who counts and who counts again, and of how many they were drawn; None if too few.

    Who counted last does not count, but may look at what differs.
    """
    fitting = [one.number for one in people if _drawable(bay, one) and one.number != by]
    last = bay.last_count.counters[:1] if bay.last_count is not None else ()
    mixed = _mixed(fitting, lot)
    counter = next((one for one in mixed if one not in last), None)
    recounter = next((one for one in mixed if one != counter), None)
    if counter is None or recounter is None:
        return None
    return counter, recounter, len(fitting)


def _drawable(bay: Bay, person: Person) -> bool:
    return person.has_pin and not may_not_count(bay, person)


def challenged(bay: Bay, count: Counting, lot: int) -> bool:
    """Return whether what is engraved on the next weapon is asked for.

    The counter cannot know: each place is as likely as every other, and the share of the policy is
    reached in any case (selection sampling, Knuth 3.4.2 S). A sample is read from the steel alone,
    and so is whatever is counted again, and the place where it was asked for and never read.
    """
    if count.order.what is e.CountKind.WEEKLY or count.at is Pass.AGAIN or count.owed:
        return True
    share = -(-len(count.places) * bay.policy.count_challenge_percent // 100)
    due = max(share, 1) - count.challenged
    return due * PER_MILLE > lot % PER_MILLE * len(count.left)


def _mixed(names: Iterable[Name], lot: int) -> list[Name]:
    """Return names in an order that a lot decides and that can be made again from it."""
    return sorted(names, key=lambda name: sha256(f"{lot}/{name}".encode()).digest())
