"""Writing new people, weapons, places and mission orders into the register.

Only what is new. To change what stands there is a correction, and a correction takes two people
(P10). All facts of one request are written, or none.
"""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.things import Officer, PositionId, Weapon

FOUNDING = "founding"


def asked(bay: Bay, seen: o.RegisterAsked) -> Decision:
    """Decide on facts for the register."""
    entries: list[e.Entry] = []
    taken: set[PositionId] = set(bay.inside)
    for fact in seen.facts:
        reason, about = _problem(bay, fact, seen.known, taken)
        if reason:
            return Decision((e.Refused(seen.at, reason, about),))
        if isinstance(fact, o.Racking):
            taken.add(fact.position)
        entries.extend(_written(fact, seen))
    return Decision(tuple(entries))


def _problem(
    bay: Bay, fact: o.Fact, known: frozenset[str], taken: set[PositionId]
) -> tuple[str, str]:
    match fact:
        case Officer() | Weapon():
            return ("already_registered", fact.number) if fact.number in known else ("", "")
        case o.Racking(weapon, position):
            if position not in bay.positions:
                return "unknown_position", position
            if position in taken or weapon in bay.homes:
                return "position_taken", position
            return "", ""
        case o.BadgeGift(officer):
            return ("not_founded", officer) if bay.founded else ("", "")
        case o.MissionOrder():
            return "", ""
        case _:
            assert_never(fact)


def _written(fact: o.Fact, seen: o.RegisterAsked) -> tuple[e.Entry, ...]:
    match fact:
        case Officer():
            return (e.OfficerRegistered(seen.at, fact, seen.by),)
        case Weapon():
            return (e.WeaponRegistered(seen.at, fact, seen.by),)
        case o.Racking(weapon, position):
            return (e.WeaponRacked(seen.at, weapon, position, seen.by),)
        case o.MissionOrder(officer, mission):
            return (e.MissionOrdered(seen.at, officer, mission, seen.by),)
        case o.BadgeGift(officer, badge, sealed):
            return (
                e.BadgeEnrolled(seen.at, badge, officer, (FOUNDING,)),
                e.PinSet(seen.at, officer, sealed),
            )
        case _:
            assert_never(fact)
