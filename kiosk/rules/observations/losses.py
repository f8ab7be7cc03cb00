"""What can be seen of losses: that one is reported at a desk. That one is found is a matter."""

from dataclasses import dataclass

from kiosk.rules.observations.signature import Signature
from kiosk.rules.reports import Circumstances, LossKind
from kiosk.rules.things import Moment, Officer, Weapon


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
