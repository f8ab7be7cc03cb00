"""Which pages of the office a role may be shown. A page asks; nobody else decides.

What is read there is not written down page by page; that somebody entered the office is.
"""

from enum import StrEnum

from kiosk.rules.second import SECONDS
from kiosk.rules.things import Person, Role


class Desk(StrEnum):
    """A part of the office pages."""

    BAY = "bay"
    """The racks as they stand now, and the alarms."""
    REGISTER = "register"
    """Every weapon, card and officer, and what the book tells of each."""


MAY_SIT = {
    Desk.BAY: SECONDS,
    Desk.REGISTER: SECONDS | {Role.REGISTRAR},
}
"""Who is shown what. The armourer asks the custodian; the technician has the command line."""


def desks_of(person: Person) -> tuple[Desk, ...]:
    """Return what somebody may be shown, the first page first; nothing to who is not active."""
    if not person.officer.active:
        return ()
    return tuple(desk for desk in Desk if person.role in MAY_SIT[desk])
