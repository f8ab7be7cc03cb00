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
    were not, when they were due. `serials`: every serial the register had of the weapon since, the
    one that was reported first: somebody may have read any of them on it.
    """

    loss: Loss
    since_ms: int
    given: frozenset[ReportTo] = frozenset()
    late: frozenset[ReportTo] = frozenset()
    serials: tuple[str, ...] = ()

    @property
    def owed(self) -> frozenset[ReportTo]:
        """The reports that are late, and that nobody has given since."""
        return self.late - self.given


def renames(entry: e.WeaponCorrected) -> bool:
    """Return whether a correction gives a weapon another serial: an open loss has both then."""
    return any(one.field == "serial" for one in entry.changed)


def renamed(before: OpenLoss, entry: e.WeaponCorrected) -> OpenLoss:
    """Return a loss after its weapon was corrected. What was reported stays as it was reported."""
    return _read_as(before, entry.weapon.serial) if renames(entry) else before


def _read_as(before: OpenLoss, serial: str) -> OpenLoss:
    known = before.serials
    return before if known[-1:] == (serial,) else replace(before, serials=(*known, serial))


def losing(before: OpenLoss | None, entry: LossLine) -> OpenLoss | None:
    """Return the loss after one of its lines; None when there is none any more."""
    match entry:
        case e.LossReported(at, _, loss, missed_ms=missed_ms):
            return OpenLoss(loss, missed_ms or at.wall_ms, serials=(loss.weapon.serial,))
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
            return _read_as(replace(before, loss=loss), loss.weapon.serial)
        case e.LossReportGiven(_, _, level):
            return replace(before, given=before.given | {level})
        case e.LossReportLate(_, _, level):
            return replace(before, late=before.late | {level})
        case _:
            assert_never(entry)
