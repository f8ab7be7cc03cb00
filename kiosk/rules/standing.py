"""A stand-to: begun by two people, so that everybody draws at once and nobody draws unknown.

Values only, and no decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules import entries as e
from kiosk.rules.things import CableId, OfficerNumber, WeaponNumber


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


@dataclass(frozen=True)
class Pairing:
    """Badge and weapon in turn. `badge`: the last one shown, that has no weapon yet.

    `weapon`: the last one scanned, that has no badge yet, at `since_ms` (mono). `last`: the pair
    just made.
    """

    badge: e.BadgeShown | None = None
    weapon: WeaponNumber | None = None
    since_ms: int = 0
    last: tuple[OfficerNumber, WeaponNumber] | None = None
