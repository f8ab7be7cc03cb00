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
    CARDS = "cards"
    """Lists of paper cards: brought in, judged, keyed once more, let in, given back."""
    PEOPLE = "people"
    """Everybody who draws, vouches or answers: certificates, badges, orders, and their story."""
    SHIFT = "shift"
    """Who is on shift, and the keys."""
    WATCH = "watch"
    """What is overdue and what is due, what the lenses see, and how the days went."""
    TRANSFERS = "transfers"
    """What is on its way to another store, and what is awaited from one."""
    LOSSES = "losses"
    """What is reported lost, and reporting it."""
    MUSTERS = "musters"
    """What is kept at posts without a kiosk, and the sheets that are out."""
    TRAINING = "training"
    """The exercises of a course; a training register alone has this desk."""
    RACKING = "racking"
    """Weapons that come in: taken in, marked, photographed, until each has its place."""


MAY_SIT = {
    Desk.BAY: SECONDS,
    Desk.REGISTER: SECONDS | {Role.REGISTRAR},
    Desk.CARDS: SECONDS | {Role.REGISTRAR},
    Desk.TRANSFERS: SECONDS | {Role.REGISTRAR},
    Desk.LOSSES: SECONDS | {Role.REGISTRAR},
    Desk.PEOPLE: SECONDS | {Role.REGISTRAR},
    Desk.SHIFT: SECONDS,
    Desk.MUSTERS: SECONDS | {Role.REGISTRAR},
    Desk.TRAINING: SECONDS | {Role.REGISTRAR},
    Desk.WATCH: frozenset({Role.CHIEF}),
    Desk.RACKING: SECONDS | {Role.REGISTRAR, Role.ARMOURER},
}
"""Who is shown what. Of the racks the armourer asks the custodian; the technician has the command
line."""


def desks_of(person: Person) -> tuple[Desk, ...]:
    """Return what somebody may be shown, the first page first; nothing to who is not active."""
    if not person.officer.active:
        return ()
    return tuple(desk for desk in Desk if person.role in MAY_SIT[desk])


def barred(person: Person | None, desk: Desk, *, acts: bool) -> str:
    """Return why somebody is told nothing at a desk, or may do nothing there; "" when they may.

    Args:
        person: whoever sits there, as the register knows them now.
        desk: where.
        acts: whether they change something; who is on hold reads on and changes nothing.
    """
    if person is None:
        return "unknown_officer"
    held = acts and person.officer.hold
    return "" if desk in desks_of(person) and not held else "wrong_role"
