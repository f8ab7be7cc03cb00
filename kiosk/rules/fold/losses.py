"""How lines about losses change the bay: what is on its hot list."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace

LossLine = e.LossReported | e.LossClosed


def lost(bay: Bay, entry: LossLine) -> Bay:
    """Return the bay after a weapon was reported lost, or found."""
    others = {number: told for number, told in bay.losses.items() if number != entry.weapon}
    if isinstance(entry, e.LossReported):
        others[entry.weapon] = entry
    return replace(bay, losses=others)
