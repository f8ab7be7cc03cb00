"""Whose tags are, for the registers that tests keep in memory."""

from collections.abc import Iterable

from kiosk.rules.tags import tag_key
from kiosk.rules.things import Weapon, WeaponNumber


def claims_in(weapons: Iterable[Weapon], tags: Iterable[str]) -> dict[str, WeaponNumber]:
    """Return whose some tags are, by their keys."""
    owners = {tag_key(tag): weapon.number for weapon in weapons for tag in weapon.tags}
    return {key: owners[key] for key in map(tag_key, tags) if key in owners}


def tagged_in(weapons: Iterable[Weapon], some: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
    """Return those of some weapons that have a tag."""
    return frozenset(weapon.number for weapon in weapons if weapon.tags) & {*some}
