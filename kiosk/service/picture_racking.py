"""Draws a racking as a screen shows it. What should be engraved is not in it until it was read."""

from dataclasses import replace

from kiosk.rules.bay import Bay, Session
from kiosk.rules.racking.comparing import digits_of
from kiosk.rules.racking.placing import free_places
from kiosk.rules.to_rack import Step
from kiosk.service import views as v
from kiosk.service.rack_view import CardView, RackView

_STAGES = {
    Step.LABEL: v.Stage.RACK_LABEL,
    Step.STEEL: v.Stage.RACK_STEEL,
    Step.CHECK: v.Stage.RACK_CHECK,
    Step.CLEAN: v.Stage.RACK_CLEAN,
    Step.PHOTO: v.Stage.RACK_PHOTO,
    Step.PLACE: v.Stage.RACK_PLACE,
    Step.SECOND: v.Stage.RACK_SECOND,
    Step.CABLE: v.Stage.RACK_PLACE,
}

PLACES_MAX = 60
"""Free positions a screen is told of: ten pages of them."""


def racking_stage(session: Session) -> v.Stage | None:
    """Return where somebody stands who racks a weapon; None when nobody does."""
    return None if session.racking is None else _STAGES[session.racking.step]


def racking_view(bay: Bay, weapon: v.WeaponFace | None) -> RackView | None:
    """Return how far a racking is; None when there is none."""
    racking = bay.session.racking if bay.session is not None else None
    if racking is None:
        return None
    begun = racking.begun
    if begun is None or racking.read is None or weapon is None:
        return RackView()
    fit = weapon.condition != "quarantined"
    places = free_places(bay, racking, fit=fit) if racking.step is Step.PLACE else ()
    return RackView(
        type=begun.type,
        calibre=begun.calibre,
        cards=tuple(CardView(card.card, card.serial, card.calibre) for card in begun.cards),
        places=tuple(map(str, places[:PLACES_MAX])),
        photos=begun.photos,
        disputed=racking.disputed,
        letters=not digits_of(weapon.serial) and bool(weapon.serial.strip()),
    )


def unread(bay: Bay, weapon: v.WeaponFace | None) -> v.WeaponFace | None:
    """Return a weapon without its serial for as long as that is to be read blind."""
    racking = bay.session.racking if bay.session is not None else None
    if weapon is None or racking is None or racking.read is not None:
        return weapon
    return replace(weapon, serial="")
