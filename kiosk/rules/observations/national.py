"""What is seen of lists from the capital: two people at a terminal, rows, and what matches one."""

from dataclasses import dataclass

from kiosk.rules.entries import ListedMet, NationalListClosed, NationalListRead
from kiosk.rules.national import NationalList
from kiosk.rules.observations.signature import Signature
from kiosk.rules.things import Moment, Weapon


@dataclass(frozen=True, slots=True)
class ListedSeen:
    """Something here may be a weapon of a list. `weapon`: as the register has it, if it does."""

    at: Moment
    met: ListedMet
    weapon: Weapon | None = None


@dataclass(frozen=True, slots=True)
class ListVouched:
    """Two people ask to let a list in. `vouching` is empty while nobody has a PIN."""

    at: Moment
    listing: NationalList
    vouching: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRead:
    """Some rows of a list that was let in, or its end."""

    at: Moment
    line: NationalListRead | NationalListClosed


NationalObservation = ListedSeen | ListVouched | ListRead
