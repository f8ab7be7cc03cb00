"""Lines about a weapon that was reported lost, and about one that was found again."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.reports import Circumstances, Loss
from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber


@dataclass(frozen=True, slots=True)
class LossReported:
    """A weapon is lost or stolen, on one person's word: nobody waits for two. `by`: who said so."""

    KIND: ClassVar[str] = "loss.reported"
    at: Moment
    weapon: WeaponNumber
    loss: Loss
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class LossClosed:
    """The weapon is found, on the word of two people."""

    KIND: ClassVar[str] = "loss.closed"
    at: Moment
    weapon: WeaponNumber
    circumstances: Circumstances
    by: tuple[OfficerNumber, ...]
