"""Which weapons a line of the journal tells of by itself: the story of a weapon is made of those.

A line says so in fields that are called `weapon`, `weapons` or `wanted`, or by a label of a weapon
in `text` or `about`. A line of a cable or a position names no weapon; the registry knows which one
was meant (`registry.filing`). Weapons that were only exposed while another one was issued are not
meant: an opening of a cable would stand in ten stories.
"""

from dataclasses import fields
from functools import cache
from typing import Any

from kiosk.rules.entries import CardImported, Entry
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.things import Correction, Weapon, WeaponNumber

_NAMING = ("weapon", "weapons", "wanted", "correction", "text", "about")
_LABELLED = frozenset({"text", "about"})


def weapons_of(entry: Entry) -> tuple[WeaponNumber, ...]:
    """Return the weapons that an entry names, each once; a card's match is no entry of a weapon."""
    found: list[WeaponNumber] = []
    kind: Any = type(entry)  # of a union too long for mypy to see that each can be hashed
    for name in _naming(kind):
        value = getattr(entry, name)
        for named in value if isinstance(value, tuple) else (value,):
            number = _weapon_label(named) if name in _LABELLED else _number(named)
            if number and number not in found:
                found.append(number)
    return tuple(found)


@cache
def _naming(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a kind that may name a weapon; few kinds have one."""
    if kind is CardImported:
        return ()
    known = {field.name for field in fields(kind)}
    return tuple(name for name in _NAMING if name in known)


def _number(named: object) -> WeaponNumber | None:
    if isinstance(named, Correction):
        named = named.weapon
    if isinstance(named, Weapon):
        return named.number
    return WeaponNumber(named) if isinstance(named, str) else None


def _weapon_label(named: object) -> WeaponNumber | None:
    label = read_label(named) if isinstance(named, str) else None
    if isinstance(label, Label) and label.kind is Kind.WEAPON and label.sound:
        return WeaponNumber(label.text)
    return None
