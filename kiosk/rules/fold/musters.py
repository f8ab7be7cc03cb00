"""How lines about posts and musters change the bay: a custody is due much later, a sheet is out."""

from dataclasses import replace as copied

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.mustering import MusterLine, mustering


def mustered(bay: Bay, entry: MusterLine) -> Bay:
    """Return the bay after one line about posts and musters."""
    since_ms = 0
    if isinstance(entry, e.StandingAssigned | e.MusterAnswered):
        assert entry.weapon in bay.out, "what is kept at a post is out"
        since_ms = bay.out[entry.weapon].since_ms
    bay = replace(bay, musters=mustering(bay.musters, entry, since_ms))
    if not isinstance(entry, e.StandingAssigned):
        return bay
    custody = bay.out[entry.weapon]
    assert custody.holder == entry.officer, "and stays with whoever has it"
    kept = copied(custody, due_ms=entry.until_ms, mission=entry.order)
    # It is due anew, and from the first rung: who was told of the old day hears of the new one too.
    late = {weapon: told for weapon, told in bay.late.items() if weapon != entry.weapon}
    return replace(bay, out={**bay.out, entry.weapon: kept}, late=late)
