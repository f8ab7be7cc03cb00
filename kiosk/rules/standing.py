"""A stand-to: begun by two people, so that everybody draws at once and nobody draws unknown.

Values only, and no decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules import entries as e
from kiosk.rules.things import CableId, OfficerNumber, WeaponNumber

_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A weapon that left without a badge. `answers`: its holder in the book; `since_ms`: wall."""

    answers: OfficerNumber
    since_ms: int
    order: str


@dataclass(frozen=True)
class StandTo:
    """The newest stand-to. `cables`: those released for it; `taken`: weapons nobody was named for.

    A weapon in `taken` may have come home since: `Bay.unknown_holders` asks.
    """

    begun: e.StandToBegun
    running: bool = True
    issued: int = 0
    cables: frozenset[CableId] = frozenset()
    taken: Mapping[WeaponNumber, Unnamed] = field(default_factory=dict)

    def until_ms(self, hours: int) -> int:
        """Return the wall moment from which it releases nothing more, if nobody ended it before."""
        return self.begun.at.wall_ms + hours * _HOUR_MS


@dataclass(frozen=True)
class Pairing:
    """Badge and weapon in turn. `badge`: the last one shown, that has no weapon yet.

    `weapon`: the last one scanned, that has no badge yet. `last`: the pair just made. `since_ms`
    (mono): when either was scanned. `other`: who began the stand-to in this visit, beside whoever
    stands there; None where one person mans it.
    """

    badge: e.BadgeShown | None = None
    weapon: WeaponNumber | None = None
    since_ms: int = 0
    last: tuple[OfficerNumber, WeaponNumber] | None = None
    other: OfficerNumber | None = None
