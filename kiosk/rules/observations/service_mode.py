"""What can be seen of service mode: who asks for it, what is to be tried, what a reader read."""

from dataclasses import dataclass

from kiosk.rules.entries import TrialOf
from kiosk.rules.observations.bay import WeaponSeen
from kiosk.rules.things import Moment, Person


@dataclass(frozen=True, slots=True)
class ServiceWanted:
    """A technician's command asks for service mode."""

    at: Moment
    account: str
    why: str


@dataclass(frozen=True, slots=True)
class ServiceLeft:
    """A technician's command ends it."""

    at: Moment
    account: str


@dataclass(frozen=True, slots=True)
class ServiceEnding:
    """The person of the running session ends it at the screen."""

    at: Moment
    asker: Person | None


@dataclass(frozen=True, slots=True)
class TrialWanted:
    """A technician's command tries something out.

    `known`: whether there is such a reader. `present` and `absent`: the positions whose sensors see
    a weapon, and those whose sensors see none.
    """

    at: Moment
    of: TrialOf
    about: str
    account: str
    known: bool = True
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialHeard:
    """The reader that is listened to said something; `found` as in `TrialEnded`.

    `weapon`: the weapon that it is a label or tag of, anywhere else than in service mode.
    """

    at: Moment
    reader: str
    found: tuple[str, ...]
    weapon: WeaponSeen | None = None


ServiceObservation = ServiceWanted | ServiceLeft | ServiceEnding | TrialWanted | TrialHeard
