"""A loss that nobody has found yet: what was said of it, line by line. Values only.

`rules.losses` decides; the registry reads an open loss back by the same function (P3).
"""

from dataclasses import dataclass
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.change import replace
from kiosk.rules.reports import Loss, ReportTo

LossLine = (
    e.LossReported | e.LossCompleted | e.LossReportGiven | e.LossReportLate | e.LossClosed
)  # fmt: skip


@dataclass(frozen=True)
class OpenLoss:
    """A report as it stands now. `since_ms`: wall, since when the weapon is searched for.

    `given`: which written reports were handed over; `late`: of which somebody was told that they
    were not, when they were due.
    """

    loss: Loss
    since_ms: int
    given: frozenset[ReportTo] = frozenset()
    late: frozenset[ReportTo] = frozenset()

    @property
    def owed(self) -> frozenset[ReportTo]:
        """The reports that are late, and that nobody has given since."""
        return self.late - self.given


def losing(before: OpenLoss | None, entry: LossLine) -> OpenLoss | None:
    """Return the loss after one of its lines; None when there is none any more."""
    match entry:
        case e.LossReported(at, _, loss, missed_ms=missed_ms):
            return OpenLoss(loss, missed_ms or at.wall_ms)
        case e.LossClosed():
            return None
        case e.LossCompleted() | e.LossReportGiven() | e.LossReportLate():
            assert before is not None, "what is said later is said of a loss"
            return _more(before, entry)
        case _:
            assert_never(entry)


def _more(
    before: OpenLoss, entry: e.LossCompleted | e.LossReportGiven | e.LossReportLate
) -> OpenLoss:
    match entry:
        case e.LossCompleted(_, _, loss):
            return replace(before, loss=loss)
        case e.LossReportGiven(_, _, level):
            return replace(before, given=before.given | {level})
        case e.LossReportLate(_, _, level):
            return replace(before, late=before.late | {level})
        case _:
            assert_never(entry)
