"""How lines about lists of the capital change the bay: it knows what is here and on one.

The lists themselves are no part of the bay: the registry holds them, and the eyes look them up.
"""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace

NationalLine = (
    e.NationalListBegun | e.NationalListRead | e.NationalListClosed | e.ListedMet | e.ListedSettled
)


def listed(bay: Bay, entry: NationalLine) -> Bay:
    """Return the bay after a list came in, or something here was found on one or not."""
    match entry:
        case e.ListedMet(where=e.MetAt.CARD):
            return bay
        case e.ListedMet():
            return replace(bay, listed={**bay.listed, entry.about: entry})
        case e.ListedSettled():
            return _without(bay, entry.weapon)
        case _:
            return bay


def cleared(bay: Bay, entry: e.AlarmCleared) -> Bay:
    """Return the bay after an alarm went: what the register does not have is not kept longer."""
    found = bay.listed.get(entry.about)
    passed = entry.cause in {e.AlarmCause.LISTED, e.AlarmCause.DESTROYED}
    return _without(bay, entry.about) if passed and found is not None and not found.weapon else bay


def _without(bay: Bay, about: str) -> Bay:
    left = {name: one for name, one in bay.listed.items() if name != about}
    return replace(bay, listed=left)
