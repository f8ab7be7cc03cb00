"""What who reads about people is told. Values only; numbers are text, times wall milliseconds.

A badge is never named in full: whoever reads pages shows none. Its last figures tell it apart.
"""

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.service.found import StoryLine
from kiosk.service.people_works import OfficerFacts
from kiosk.service.views import PersonFace, WeaponFace

SHOWS = ("serving", "held", "recalled", "badgeless", "untrained", "expiring", "left")
"""Whom a list may show: `registry.people.Show`."""


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """What a list of people is narrowed down to.

    `show`: one of `SHOWS`; `days`: what expires within so many. `text`: only who is called so, by
    any part of a name or number, or by a whole badge; then nothing else narrows it down.
    """

    show: str = "serving"
    unit: str = ""
    post: str = ""
    role: str = ""
    days: int = 60
    text: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of a list. `badges`: how many count now; `held`: weapons they are out with.

    `untrained`: types of those without a certificate that counts; "" for an order without one.
    """

    facts: OfficerFacts
    badges: int = 0
    held: int = 0
    untrained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people. `after`: where the next one begins, empty when this is the last.

    `acts`: what the reader may sign for (`rules.people.rights`). `reason`: why nothing is told.
    """

    rows: tuple[PersonRow, ...] = ()
    after: str = ""
    units: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    now_ms: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BadgeLine:
    """A badge that was once given. `entry` gave it; `tail`: its last figures.

    `state`: given, lent, over (its hour), lost, withdrawn, replaced or left. `by`: who vouched.
    """

    entry: int
    tail: str
    kind: str
    grade: str
    state: str
    since_ms: int
    until_ms: int = 0
    ended_ms: int = 0
    why: str = ""
    by: tuple[PersonFace, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A mission order."""

    number: str
    valid_from_ms: int
    valid_until_ms: int


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A weapon somebody is out with."""

    weapon: WeaponFace
    since_ms: int
    due_ms: int
    mission: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All about one person, and a page of their story in the order of the book.

    `cables`: what their badge, with their PIN, could open here. `longest_h`: how long a badge may
    be lent. `acts`, `reason`: as of `PeoplePage`. `corrections`: those that nobody took back, the
    newest first.
    """

    row: PersonRow | None = None
    has_pin: bool = False
    missions: tuple[OrderLine, ...] = ()
    badges: tuple[BadgeLine, ...] = ()
    weapons: tuple[HeldLine, ...] = ()
    cables: tuple[str, ...] = ()
    lines: tuple[StoryLine, ...] = ()
    entries: int = 0
    earlier: bool = False
    later: bool = False
    acts: tuple[str, ...] = ()
    longest_h: int = 0
    now_ms: int = 0
    reason: str = ""
    corrections: tuple[StoryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    """A part of the report of certificates: everybody who serves, or is out untrained."""

    rows: tuple[PersonRow, ...] = field(default=())
    after: str = ""
    now_ms: int = 0
    reason: str = ""


class PeopleRegister(Protocol):
    """The people of the register, for who reads there. Any thread; may raise `KioskSilent`.

    `by`: the officer who reads; whether they may is decided anew each time.
    """

    def people(self, by: str, asked: PeopleAsked, after: str = "") -> PeoplePage:
        """Return a page of people, by number; those behind `after`."""
        ...

    def person(self, by: str, number: str, before: int = 0, after: int = 0) -> PersonPage:
        """Return all about one person, with a page of their story as `Register.story` has it."""
        ...

    def certificates(self, by: str, after: str = "") -> CertificatesPage:
        """Return a part of the report of certificates, by number; those behind `after`."""
        ...
