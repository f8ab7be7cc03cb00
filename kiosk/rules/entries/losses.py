"""Lines about a weapon that was reported lost, and about one that was found again."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.reports import Circumstances, Loss, ReportTo
from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber


@dataclass(frozen=True, slots=True)
class LossReported:
    """A weapon is lost or stolen, on one person's word: nobody waits for two. `by`: who said so.

    `at_bay`: they said it before the racks, where only the likeliest is asked. `missed_ms`: since
    when it was searched for already (wall), 0 when this line begins its search.
    """

    KIND: ClassVar[str] = "loss.reported"
    at: Moment
    weapon: WeaponNumber
    loss: Loss
    by: OfficerNumber
    at_bay: bool = False
    missed_ms: int = 0

    @property
    def office(self) -> bool:
        """Whether it was told at a desk: the screen at the bay then says nothing."""
        return not self.at_bay


@dataclass(frozen=True, slots=True)
class LossCompleted:
    """A report as it stands from now on: what it left open was said at a desk. `by`: who said so.

    Nothing in it that was said before is another: the weapon is as the register has it now.
    """

    KIND: ClassVar[str] = "loss.completed"
    at: Moment
    weapon: WeaponNumber
    loss: Loss
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class LossReportGiven:
    """The written report of a loss was handed over. `receiver`: who took it, as it was told."""

    KIND: ClassVar[str] = "loss.given"
    at: Moment
    weapon: WeaponNumber
    level: ReportTo
    receiver: str
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class LossReportLate:
    """By `due_ms` (wall) nobody said that the written report was handed over."""

    KIND: ClassVar[str] = "loss.late"
    at: Moment
    weapon: WeaponNumber
    level: ReportTo
    due_ms: int


@dataclass(frozen=True, slots=True)
class LossClosed:
    """The weapon is found, on the word of two people."""

    KIND: ClassVar[str] = "loss.closed"
    at: Moment
    weapon: WeaponNumber
    circumstances: Circumstances
    by: tuple[OfficerNumber, ...]
