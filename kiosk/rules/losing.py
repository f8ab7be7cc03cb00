"""A loss that nobody has found yet: what was said of it, line by line. Values only.

`rules.losses` decides; the registry reads an open loss back by the same function (P3).
"""

from dataclasses import dataclass
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.change import replace
from kiosk.rules.reports import Loss

LossLine = e.LossReported | e.LossCompleted | e.LossClosed


@dataclass(frozen=True)
class OpenLoss:
    """A report as it stands now. `since_ms`: wall, since when the weapon is searched for."""

    loss: Loss
    since_ms: int


def losing(before: OpenLoss | None, entry: LossLine) -> OpenLoss | None:
    """Return the loss after one of its lines; None when there is none any more."""
    match entry:
        case e.LossReported(at, _, loss, missed_ms=missed_ms):
            return OpenLoss(loss, missed_ms or at.wall_ms)
        case e.LossCompleted(_, _, loss):
            assert before is not None, "what is completed was reported"
            return replace(before, loss=loss)
        case e.LossClosed():
            return None
        case _:
            assert_never(entry)
