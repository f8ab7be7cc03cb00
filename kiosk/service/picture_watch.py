"""Draws what is out for too long: of which weapon somebody was told, and who."""

from kiosk.rules.bay import Bay
from kiosk.rules.rungs import Tells
from kiosk.service import views as v
from kiosk.service.picture_names import Names


def late(bay: Bay, names: Names) -> tuple[v.LateView, ...]:
    """Return every weapon of which somebody was told, what is due longest first."""
    found = []
    for weapon, told in bay.late.items():
        custody, face = bay.out.get(weapon), names.weapon(weapon)
        if custody is None or face is None:
            continue
        found.append(
            v.LateView(
                face,
                names.person(custody.holder),
                bay.homes.get(weapon, ""),
                custody.mission,
                custody.due_ms,
                tuple(each.value for each in Tells if each in told),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due_ms, one.weapon.number)))
