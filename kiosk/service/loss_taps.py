"""What is tapped when a weapon is lost. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TellLoss:
    """A weapon that is out is lost. `weapon`: its registration number.

    `kind` and `when`: of `rules.reports.LossKind` and `LossWhen`.
    """

    weapon: str
    kind: str
    when: str
