"""How lines about a count change the bay: the count itself, who stands at it, what it leaves."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.counting import CountLine, counting
from kiosk.rules.patches import anew, removed, touched


def counted(bay: Bay, entry: CountLine) -> Bay:  # noqa: PLR0911 - one return a line
    """Return the bay after one line about a count."""
    bay = replace(bay, count=counting(bay.count, entry))
    match entry:
        case e.CountOrdered(_, number):
            return _stepped_back(replace(bay, counts=number), entry)
        case e.CountBegun(at):
            return anew(bay, at, counting=True)
        case e.EngravingAsked(at) | e.PlaceCounted(at):
            return touched(bay, at)
        case e.AdjustmentAsked(at):
            return anew(bay, at, adjusting=entry)
        case e.CountAdjusted():
            return _stepped_back(_stands(bay, entry), entry)
        case e.CountCertified(at, _, what, _, cables):
            now = {(what, cable): at.wall_ms for cable in cables}
            bay = replace(bay, last_count=entry, counted={**bay.counted, **now})
            return _stepped_back(bay, entry)
        case e.CountPassed() | e.CountDropped():
            return _stepped_back(bay, entry)
        case _:
            assert_never(entry)


def _stands(bay: Bay, entry: e.CountAdjusted) -> Bay:
    bay = removed(bay, entry.weapon)
    return replace(
        bay,
        homes={**bay.homes, entry.weapon: entry.position},
        inside={**bay.inside, entry.position: entry.weapon},
    )


def _stepped_back(bay: Bay, entry: CountLine) -> Bay:
    """Whoever was at the count is at it no more; somebody else there is not disturbed."""
    session = bay.session
    if session is None or not (session.counting or session.adjusting):
        return bay
    return anew(bay, entry.at)
