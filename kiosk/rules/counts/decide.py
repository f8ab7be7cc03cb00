"""One observation of a count in, one decision out. An index: no rule stands in here."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.counts import adjustments, endings, looking, orders, witness
from kiosk.rules.decision import Decision
from kiosk.rules.observations import counts as c


def decide(bay: Bay, seen: c.CountObservation) -> Decision:  # noqa: PLR0911 - an index
    """Return what must be written and then done about one observation of a count."""
    match seen:
        case c.CountAsked():
            return orders.ordered(bay, seen)
        case c.CountAskedAfar():
            return orders.ordered_afar(bay, seen)
        case c.CountingWanted():
            return looking.begun(bay, seen)
        case c.EmptySaid():
            return looking.empty(bay, seen)
        case c.NoMarkSaid():
            return looking.unmarked(bay, seen)
        case c.EngravingSaid():
            return looking.engraving(bay, seen)
        case c.CountSigned():
            return endings.signed(bay, seen)
        case c.TagsHeard():
            return witness.heard(bay, seen)
        case c.AdjustmentWanted():
            return adjustments.wanted(bay, seen)
        case _:
            assert_never(seen)
