"""One observation of a shift that changes hands in, one decision out. An index."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.handover import asking, keys, through
from kiosk.rules.observations import handover as h


def decide(bay: Bay, seen: h.HandoverObservation) -> Decision:  # noqa: PLR0911 - an index
    """Return what must be written and then done about one observation of a hand-over."""
    match seen:
        case h.HandoverWanted():
            return asking.wanted(bay, seen)
        case h.CableCounted():
            return through.counted(bay, seen)
        case h.KeyLooked():
            return through.key_seen(bay, seen)
        case h.SealSaid():
            return through.seal_read(bay, seen)
        case h.PointKnown():
            return through.accepted(bay, seen)
        case h.KeyTold():
            return keys.told(bay, seen)
        case h.KeyOut():
            return keys.given(bay, seen)
        case h.KeyIn():
            return keys.back(bay, seen)
        case _:
            assert_never(seen)
