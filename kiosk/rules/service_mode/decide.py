"""One observation of service mode in, one decision out. An index."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.observations import service_mode as s
from kiosk.rules.service_mode import opening, trials


def decide(bay: Bay, seen: s.ServiceObservation) -> Decision:
    """Return what must be written and then done about one observation of service mode."""
    match seen:
        case s.ServiceWanted():
            return opening.wanted(bay, seen)
        case s.ServiceLeft():
            return opening.left(bay, seen)
        case s.ServiceEnding():
            return opening.ending(bay, seen)
        case s.TrialWanted():
            return trials.wanted(bay, seen)
        case s.TrialHeard():
            return trials.heard(bay, seen)
        case _:
            assert_never(seen)
