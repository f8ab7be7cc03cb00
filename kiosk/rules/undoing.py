"""What stood before a correction: the fields of its line as they were, all others as they are.

And which line wrote a field since: a value that went and came again is not what it was.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.things import Certificate, Changed, Condition, Officer, Role, SerialStatus, Weapon

WEAPON, OFFICER = "weapon", "officer"
"""What a line may be of."""

_CERTIFICATES = "certificates"

Writing = (
    e.OfficerRegistered | e.OfficerCorrected | e.OfficerHeld
    | e.WeaponRegistered | e.WeaponCorrected | e.WorkOrdered | e.WeaponTagged
)  # fmt: skip
"""The lines that write what stands in the register of a person or a weapon."""

_VALUES: Mapping[str, Callable[[str], object]] = {
    "role": Role,
    "active": lambda text: text == "yes",
    "hold": lambda text: text == "yes",
    "condition": Condition,
    "serial_status": SerialStatus,
    "magazines": int,
    "rounds": int,
    "tags": lambda text: tuple(text.split()),
}
"""How the fields that are no text are read from what a line says of them; see `corrections`."""


def undone(
    correction: e.OfficerCorrected | e.WeaponCorrected,
    stands: Officer | Weapon,
    papers: tuple[Certificate, ...],
) -> Officer | Weapon:
    """Return somebody or something with the fields of a correction as they were before it.

    Args:
        correction: what is to be taken back.
        stands: the person or the weapon as they stand now, in every other field.
        papers: the certificates of the person before it.
    """
    before = {one.field: _value(one, papers) for one in correction.changed}
    return replace(stands, **before)  # type: ignore[arg-type]  # a line names the fields it changed


def _value(one: Changed, papers: tuple[Certificate, ...]) -> object:
    return papers if one.field == _CERTIFICATES else _VALUES.get(one.field, str)(one.was)


def written_since(line: int, later: Iterable[tuple[int, Writing]]) -> dict[str, int]:
    """Return by which line each field was written last, of those that a correction may not cover.

    A later correction that was taken back, and the line that did it, wrote nothing between them:
    so the older of two comes to be taken back once the newer one is.

    Args:
        line: the line of the correction.
        later: all that was written of its person or weapon after it, the newest first.
    """
    since = dict[str, int]()
    void = set[int]()
    for number, entry in later:
        back = entry.reverses if isinstance(entry, e.OfficerCorrected | e.WeaponCorrected) else 0
        if number in void:
            continue
        if back > line:
            void.add(back)
            continue
        for name in _fields_of(entry):
            since.setdefault(name, number)
    return since


def subject(entry: Writing) -> tuple[str, str]:
    """Return whom or what a line writes of: `OFFICER` or `WEAPON`, and the number."""
    match entry:
        case e.OfficerRegistered(_, officer) | e.OfficerCorrected(_, officer):
            return OFFICER, officer.number
        case e.OfficerHeld(_, number):
            return OFFICER, number
        case e.WeaponRegistered(_, weapon) | e.WeaponCorrected(_, weapon):
            return WEAPON, weapon.number
        case e.WorkOrdered(_, number) | e.WeaponTagged(_, number):
            return WEAPON, number
        case _:
            assert_never(entry)


def _fields_of(entry: Writing) -> Iterable[str]:
    match entry:
        case e.OfficerCorrected(changed=changed) | e.WeaponCorrected(changed=changed):
            return (one.field for one in changed)
        case e.OfficerRegistered():
            return (one.name for one in fields(Officer))
        case e.WeaponRegistered():
            return (one.name for one in fields(Weapon))
        case e.OfficerHeld():
            return ("hold",)
        case e.WorkOrdered():
            return ("condition",)
        case e.WeaponTagged():
            return ("tags",)
        case _:
            assert_never(entry)
