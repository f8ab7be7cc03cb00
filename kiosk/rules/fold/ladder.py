"""How the rungs that an overdue weapon reached change the bay."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace


def climbed(bay: Bay, entry: e.OverdueStep) -> Bay:
    """Return the bay after somebody was told of a weapon."""
    told = bay.late.get(entry.weapon, frozenset()) | {entry.tells}
    return replace(bay, late={**bay.late, entry.weapon: told})
