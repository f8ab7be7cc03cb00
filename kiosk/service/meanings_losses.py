"""What work on losses, signed for at a desk, means to the keeper."""

from typing import assert_never

from kiosk.keeper.eyes import Eyes
from kiosk.rules import observations as o
from kiosk.rules.reports import Circumstances
from kiosk.rules.things import Moment
from kiosk.service import works as w


def of_loss(work: w.LossWork, eyes: Eyes, at: Moment, signature: o.Signature) -> o.Observation:
    """Return the observation of a report."""
    if isinstance(work, w.SettleListed):
        return eyes.reporting.other(at, signature, work.weapon, work.why)
    if isinstance(work, w.GiveReport):
        return eyes.reporting.handed(at, signature, work.weapon, work.to, work.receiver)
    told = Circumstances(work.when_ms, work.place, work.how, work.agency, work.case)
    match work:
        case w.ReportLoss():
            return eyes.reporting.loss(at, signature, work.weapon, work.kind, told)
        case w.CompleteLoss():
            return eyes.reporting.filled_in(at, signature, work.weapon, told)
        case w.ReportFind():
            return eyes.reporting.find(at, signature, work.weapon, told)
        case _:
            assert_never(work)
