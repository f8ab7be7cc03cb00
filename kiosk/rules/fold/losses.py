"""How lines about losses change the bay: what is on its hot list."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.losing import LossLine, losing, renamed
from kiosk.rules.patches import touched


def lost(bay: Bay, entry: LossLine) -> Bay:
    """Return the bay after a weapon was reported lost, more was said of it, or it was found."""
    others = {number: told for number, told in bay.losses.items() if number != entry.weapon}
    after = losing(bay.losses.get(entry.weapon), entry)
    if after is not None:
        others[entry.weapon] = after
    if isinstance(entry, e.LossReported) and entry.at_bay:
        bay = touched(bay, entry.at)
    return replace(bay, losses=others)


def corrected(bay: Bay, entry: e.WeaponCorrected) -> Bay:
    """Return the bay after a correction: a lost weapon is looked for by every serial it had."""
    number = entry.weapon.number
    before = bay.losses.get(number)
    if before is None:
        return bay
    return replace(bay, losses={**bay.losses, number: renamed(before, entry)})
