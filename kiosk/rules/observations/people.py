"""Work on the people of the register, signed for at a desk away from the bay."""

from dataclasses import dataclass

from kiosk.rules.observations.office import (
    CorrectionAsked,
    EnrolAsked,
    HoldAsked,
    RegisterAsked,
    ReversalAsked,
    WithdrawalAsked,
)
from kiosk.rules.observations.signature import Signature
from kiosk.rules.things import Moment

Wish = (
    HoldAsked | WithdrawalAsked | EnrolAsked | CorrectionAsked | ReversalAsked | RegisterAsked
)  # fmt: skip
"""What an account of this machine may ask for too; its `by` is the number under the signature."""


@dataclass(frozen=True, slots=True)
class WishSigned:
    """Somebody at the office signs for a wish.

    `problem`: what was wrong with it before anybody could decide, as a refusal, and `about` what;
    empty when nothing was.
    """

    at: Moment
    signature: Signature
    wish: Wish
    problem: str = ""
    about: str = ""


PeopleObservation = WishSigned
