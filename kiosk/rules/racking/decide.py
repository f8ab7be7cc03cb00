"""One observation of a racking in, one decision out. An index: no rule stands in here."""

from typing import assert_never

from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.observations import racking as r
from kiosk.rules.racking import intake, placing, wizard


def decide(bay: Bay, seen: r.RackingObservation) -> Decision:  # noqa: C901, PLR0911 - an index
    """Return what must be written and then done about one observation of a racking."""
    match seen:
        case r.RackingAsked():
            return wizard.wanted(bay, seen)
        case r.SteelRead():
            return wizard.steel(bay, seen)
        case r.AgreementSaid():
            return wizard.compared(bay, seen)
        case r.CleaningSaid():
            return wizard.cleaned(bay, seen)
        case r.PhotoTold():
            return wizard.photographed(bay, seen)
        case r.PlaceChosen():
            return placing.chosen(bay, seen)
        case r.IntakeAsked():
            return intake.taken_in(bay, seen)
        case r.MarkAsked():
            return intake.marked(bay, seen)
        case r.TagAsked():
            return intake.tagged(bay, seen)
        case r.SerialDisputed():
            return intake.disputed(bay, seen)
        case r.ReversalSigned():
            return intake.reversal(bay, seen)
        case _:
            assert_never(seen)
