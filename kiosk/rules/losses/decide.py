"""One observation about a loss in, one decision out: the index of this room."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.losses import handing, told
from kiosk.rules.observations import losses as o


def decide(bay: Bay, seen: o.LossObservation) -> Decision:
    """Return what must be written and then done about one observation of losses."""
    match seen:
        case o.LossTold():
            return told.reported(bay, seen)
        case o.LossTapped():
            return told.tapped(bay, seen)
        case o.LossFilledIn():
            return told.filled_in(bay, seen)
        case o.LossReportHanded():
            return handing.given(bay, seen)
        case _:
            assert_never(seen)
