"""Which weapons and people a line of the journal tells of by itself: stories are made of those.

A line says so in fields that are called `weapon`, `weapons` or `wanted`, or by a label of a weapon
in `text` or `about`. A line of a cable or a position names no weapon; the registry knows which one
was meant (`registry.filing`). Weapons that were only exposed while another one was issued are not
meant: an opening of a cable would stand in ten stories.

A line tells of whoever stands in a field for officers; of who signed for it, where that is text
because an account of this machine may do it too; and of whom an alarm is about.
"""

from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kiosk.rules import entries as e
from kiosk.rules.entries import CardImported, Entry, Purpose, ReleaseGranted
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.things import Correction, Officer, OfficerNumber, Weapon, WeaponNumber

_NAMING = ("weapon", "weapons", "wanted", "correction", "text", "about")
_LABELLED = frozenset({"text", "about"})


def weapons_of(entry: Entry) -> tuple[WeaponNumber, ...]:
    """Return the weapons that an entry names, each once; a card's match is no entry of a weapon."""
    if isinstance(entry, ReleaseGranted) and entry.purpose in OF_A_CABLE:
        return ()  # a whole cable is meant; each weapon that leaves is told of by its own line
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


OF_A_CABLE = frozenset({Purpose.STAND_TO, Purpose.TEST})
"""What a cable is released for when no weapon of it is meant."""

_SIGNED: frozenset[type[Any]] = frozenset(
    {e.OfficerRegistered, e.MissionOrdered, e.BadgeEnrolled, e.EnrolBegun, e.CorrectionBegun,
     e.OfficerHeld, e.BadgeWithdrawn, e.CardsBegun, e.NationalListBegun, e.ServiceEnded}
)  # fmt: skip
"""Lines whose `by` is an account or an officer. A weapon's are not among them: an import by one
account would file two hundred thousand."""

_ABOUT_PEOPLE = frozenset({e.AlarmCause.PIN_LOCKED, e.AlarmCause.RECALL})


def people_of(entry: Entry) -> tuple[OfficerNumber, ...]:
    """Return the people that an entry tells of, each once."""
    found = dict[OfficerNumber, None]()
    kind: Any = type(entry)
    for name in _people_named(kind):
        value = getattr(entry, name)
        for named in value if isinstance(value, tuple) else (value,):
            if isinstance(named, Correction):
                named = named.officer  # noqa: PLW2901 - what it is about
            number = named.number if isinstance(named, Officer) else named
            if number:
                found[OfficerNumber(number)] = None
    match entry:
        case (
            e.AlarmRaised(_, cause, about)
            | e.AlarmAnswered(_, cause, about)
            | e.AlarmCleared(_, cause, about)
        ) if cause in _ABOUT_PEOPLE:
            found[OfficerNumber(about)] = None
        case _:
            pass
    return tuple(found)


@cache
def _people_named(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a kind in which people stand."""
    hints = get_type_hints(kind)
    signed = ("by",) if kind in _SIGNED else ()
    return tuple(field.name for field in fields(kind) if _names_people(hints[field.name])) + signed


def _names_people(hint: Any) -> bool:  # noqa: ANN401 - an annotation
    if get_origin(hint) in (tuple, Union, UnionType):
        return any(map(_names_people, get_args(hint)))
    return hint in (OfficerNumber, Officer, Correction)


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
