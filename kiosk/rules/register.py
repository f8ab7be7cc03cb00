"""Writing new people, weapons, places and mission orders into the register.

Only what is new. To change what stands there is a correction, and a correction takes two people
(P10). All facts of one request are written, or none.
"""

from dataclasses import dataclass
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import tags
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.things import (
    BadgeText,
    Officer,
    OfficerNumber,
    PositionId,
    Weapon,
    WeaponNumber,
)

FOUNDING = "founding"


@dataclass
class _SoFar:
    """What is known and what is taken, up to one fact of a request."""

    bay: Bay
    known: set[str]
    places: set[PositionId]
    racked: set[WeaponNumber]
    badges: set[BadgeText]
    claims: dict[str, WeaponNumber]

    def problem(self, fact: o.Fact) -> tuple[str, str]:
        """Return why a fact cannot be written and what that is about, or two empty texts."""
        match fact:
            case Officer():
                return self._new(fact.number)
            case Weapon():
                reason, about = self._new(fact.number)
                return (reason, about) if reason else self._tagged(fact)
            case o.Racking(weapon, position):
                return self._racking(weapon, position)
            case o.MissionOrder(officer):
                return ("", "") if officer in self.known else ("unknown_officer", officer)
            case o.BadgeGift(officer, badge):
                return self._gift(officer, badge)
            case _:
                assert_never(fact)

    def _new(self, number: str) -> tuple[str, str]:
        if number in self.known:
            return "already_registered", number
        self.known.add(number)
        return "", ""

    def _tagged(self, weapon: Weapon) -> tuple[str, str]:
        found = tags.problem(weapon.number, weapon.tags, self.claims)
        self.claims.update((tags.tag_key(tag), weapon.number) for tag in weapon.tags)
        return found

    def _racking(self, weapon: WeaponNumber, position: PositionId) -> tuple[str, str]:
        if weapon not in self.known:
            return "unknown_weapon", weapon
        if weapon in self.racked:
            return "already_registered", weapon
        if position not in self.bay.positions:
            return "unknown_position", position
        if position in self.places:
            return "position_taken", position
        if position in self.bay.doubts:
            return "in_doubt", position
        self.places.add(position)
        self.racked.add(weapon)
        return "", ""

    def _gift(self, officer: OfficerNumber, badge: BadgeText) -> tuple[str, str]:
        if self.bay.founded:
            return "nobody_to_vouch", officer
        if officer not in self.known:
            return "unknown_officer", officer
        if badge in self.badges:
            return "badge_taken", badge
        self.badges.add(badge)
        return "", ""


def asked(bay: Bay, seen: o.RegisterAsked) -> Decision:
    """Decide on facts for the register."""
    if bay.letting_in is not None and any(isinstance(fact, Weapon) for fact in seen.facts):
        return refuse_afar(seen.at, "not_now", bay.letting_in.stack)
    so_far = _so_far(bay, seen)
    entries: list[e.Entry] = []
    for fact in seen.facts:
        reason, about = so_far.problem(fact)
        if reason:
            return refuse_afar(seen.at, reason, about)
        entries.extend(_written(fact, seen))
    return Decision(tuple(entries))


def _so_far(bay: Bay, seen: o.RegisterAsked) -> _SoFar:
    """Return what is taken already: stood at, somebody's home, or awaiting a weapon right now."""
    awaited = {bay.release.grant.position} if bay.release is not None else set()
    return _SoFar(
        bay=bay,
        known=set(seen.known),
        places={*bay.inside, *bay.homes.values(), *awaited},
        racked={*bay.homes, *bay.inside.values(), *bay.out, *bay.missing},
        badges=set(),
        claims=dict(seen.claims),
    )


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
