"""One observation of a stand-to in, one decision out. An index."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.observations import stand_to as s
from kiosk.rules.stand_to import begin


def decide(bay: Bay, seen: s.StandToObservation) -> Decision:
    """Return what must be written and then done about one observation of a stand-to."""
    match seen:
        case s.StandToWanted():
            return begin.wanted(bay, seen)
        case s.StandToManning():
            return begin.manned(bay, seen)
        case s.StandToEnding():
            return begin.ending(bay, seen)
        case s.CableWanted():
            return begin.released(bay, seen)
        case _:
            assert_never(seen)
