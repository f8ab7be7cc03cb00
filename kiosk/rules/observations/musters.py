"""What can be asked about posts and musters, all of it at a desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules.entries import MusterAnswer
from kiosk.rules.observations.signature import Signature
from kiosk.rules.things import Moment, OfficerNumber, Person, Weapon, WeaponNumber


@dataclass(frozen=True, slots=True)
class StandingAsked:
    """Somebody leaves a weapon with its holder at a post, for `days`, mustered `every_d` days."""

    at: Moment
    signature: Signature
    weapon: WeaponNumber
    officer: OfficerNumber
    post: str
    order: str
    days: int
    every_d: int


@dataclass(frozen=True, slots=True)
class MusterAsked:
    """Somebody wants a sheet for a post."""

    at: Moment
    signature: Signature
    post: str


@dataclass(frozen=True, slots=True)
class RowSaid:
    """A row of a sheet as it was scanned or typed at the desk, and what is ticked in it."""

    code: str
    answer: MusterAnswer
    engraved: str = ""


@dataclass(frozen=True, slots=True)
class MusterRead:
    """Somebody enters rows of a sheet that came back.

    `seen_by`: whose number stands beside the signature on it, and `looker` who that is. `weapons`:
    what the register knows of those that are named.
    """

    at: Moment
    signature: Signature
    rows: tuple[RowSaid, ...]
    seen_by: OfficerNumber
    looker: Person | None
    weapons: Mapping[WeaponNumber, Weapon] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MusterEnded:
    """Somebody closes a sheet."""

    at: Moment
    signature: Signature
    muster: int


MusterObservation = StandingAsked | MusterAsked | MusterRead | MusterEnded
