"""What stood before a correction: the fields of its line as they were, all others as they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.rules import entries as e
from kiosk.rules.things import Certificate, Changed, Condition, Officer, Role, SerialStatus, Weapon

_CERTIFICATES = "certificates"

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
    fields = {one.field: _value(one, papers) for one in correction.changed}
    return replace(stands, **fields)  # type: ignore[arg-type]  # a line names the fields it changed


def _value(one: Changed, papers: tuple[Certificate, ...]) -> object:
    return papers if one.field == _CERTIFICATES else _VALUES.get(one.field, str)(one.was)
