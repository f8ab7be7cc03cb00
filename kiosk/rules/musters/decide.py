"""One observation of posts and musters in, one decision out. An index: no rule stands in here."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.musters import answers, assignments, sheets
from kiosk.rules.observations import musters as m


def decide(bay: Bay, seen: m.MusterObservation) -> Decision:
    """Return what must be written and then done about one observation of posts and musters."""
    match seen:
        case m.StandingAsked():
            return assignments.asked(bay, seen)
        case m.MusterAsked():
            return sheets.asked(bay, seen)
        case m.MusterRead():
            return answers.read(bay, seen)
        case m.MusterEnded():
            return sheets.ended(bay, seen)
        case _:
            assert_never(seen)
