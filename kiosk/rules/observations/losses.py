"""What can be seen of losses: one is reported at a desk or at the bay, and completed at a desk.

That a weapon is found is a matter.
"""

from dataclasses import dataclass

from kiosk.rules.observations.signature import Signature
from kiosk.rules.reports import Circumstances, LossKind, LossWhen, ReportTo
from kiosk.rules.things import Moment, Officer, Person, Weapon, WeaponNumber


@dataclass(frozen=True, slots=True)
class LossTold:
    """Somebody at a desk reports a weapon lost.

    `weapon`: as the register has it, None if it does not; `bearer`: who is out with it.
    """

    at: Moment
    signature: Signature
    weapon: Weapon | None
    bearer: Officer | None
    kind: LossKind
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class LossTapped:
    """Whoever stands at the bay says that a weapon which is out is lost. `bearer`: who has it."""

    at: Moment
    asker: Person | None
    weapon: Weapon | None
    bearer: Officer | None
    kind: LossKind
    when: LossWhen


@dataclass(frozen=True, slots=True)
class LossFilledIn:
    """Somebody at a desk says what a report left open; what they leave empty stays so.

    `weapon`: as the register has it now.
    """

    at: Moment
    signature: Signature
    weapon: Weapon | None
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class LossReportHanded:
    """Somebody at a desk says that the written report of a loss was handed over, and to whom.

    `to`: None for a level that is none of ours.
    """

    at: Moment
    signature: Signature
    weapon: WeaponNumber
    to: ReportTo | None
    receiver: str


LossObservation = LossTold | LossTapped | LossFilledIn | LossReportHanded
