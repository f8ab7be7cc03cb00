"""Draws what whoever stands at the bay may say is lost. `rules.losses.told` decides about it."""

from kiosk.rules.bay import Bay, Session
from kiosk.rules.second import SECONDS
from kiosk.service.loss_view import Losable
from kiosk.service.picture_names import Names
from kiosk.service.picture_shift import as_who

LOSABLE_MAX = 60
"""Weapons a screen is told of: ten pages of them. All others are reported at a desk."""


def losable(bay: Bay, names: Names, session: Session) -> tuple[Losable, ...]:
    """Return what somebody has out; to a custodian or chief also what others have, the late first.

    What is reported lost already is not among it.
    """
    who = names.person(session.officer) if session.passed and bay.release is None else None
    if who is None:
        return ()
    keeps = who.role in SECONDS
    found = sorted(
        (custody.holder != who.number, custody.due_ms or bay.latest_wall_ms, weapon)
        for weapon, custody in bay.out.items()
        if weapon not in bay.losses and (keeps or custody.holder == who.number)
    )
    several = []
    for of_others, _, weapon in found[:LOSABLE_MAX]:
        face = names.weapon(weapon)
        assert face is not None, "a number has a face"
        holder = as_who(names, bay.out[weapon].holder) if of_others else None
        several.append(Losable(face.number, face.name, face.serial, holder))
    return tuple(several)
