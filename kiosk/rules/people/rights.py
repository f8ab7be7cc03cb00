"""Who may sign for what about people. The whole table; a page that shows a button decides nothing.

To deny is no correction (decision 15): whoever answers for the racks at night may withdraw a lost
badge and put somebody on hold, and lend a badge that two people then stand by. To write who may
draw is for those who keep the register.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from kiosk.rules import observations as o
from kiosk.rules.second import SECONDS
from kiosk.rules.things import Person, Role


class Act(StrEnum):
    """What is signed for about people."""

    HOLD = "hold"
    WITHDRAW = "withdraw"
    LEND = "lend"
    ENROL = "enrol"
    CORRECT = "correct"
    REGISTER = "register"


DENIERS = SECONDS | {Role.REGISTRAR}
KEEPERS = frozenset({Role.CHIEF, Role.REGISTRAR})

MAY_SIGN: Mapping[Act, frozenset[Role]] = {
    Act.HOLD: DENIERS,
    Act.WITHDRAW: DENIERS,
    Act.LEND: DENIERS,
    Act.ENROL: KEEPERS,
    Act.CORRECT: KEEPERS,
    Act.REGISTER: KEEPERS,
}


def act_of(wish: o.Wish) -> Act:
    """Return what a wish is."""
    match wish:
        case o.HoldAsked():
            return Act.HOLD
        case o.WithdrawalAsked():
            return Act.WITHDRAW
        case o.EnrolAsked():
            return Act.LEND if wish.hours else Act.ENROL
        case o.CorrectionAsked() | o.ReversalAsked():
            return Act.CORRECT
        case o.RegisterAsked():
            return Act.REGISTER
        case _:
            assert_never(wish)


def acts_of(person: Person) -> tuple[Act, ...]:
    """Return what somebody may sign for today; nothing who is on hold or not active."""
    if not person.officer.active or person.officer.hold:
        return ()
    return tuple(act for act in Act if person.role in MAY_SIGN[act])
