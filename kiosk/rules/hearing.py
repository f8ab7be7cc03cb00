"""What is heard by radio while somebody counts: a second witness, which proves nothing.

Values only. A tag is a claim: it is heard through walls, it can be copied, and it may hang on
nothing (domain, fact 4). What is heard is kept beside what people counted, and moves nothing of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules.things import RackId, WeaponNumber


class Elsewhere(StrEnum):
    """Where the book has a weapon whose tag was heard at the racks, if not in them."""

    OUT = "out"
    LOST = "lost"
    """Reported lost or stolen."""
    MISSING = "missing"
    """Looked for here, and not found."""
    SENT = "sent"
    """Another store took it over."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What one module heard while somebody counted.

    `racks`: those it stands at, () for all of the bay. `looks`: how often it asked for tags, 0 if
    it did not listen; `whole`: it listened to the end, and what it heard is all there. `weapons`:
    whose tags it heard; `unknown`: tags that are nobody's.
    """

    module: str
    racks: tuple[RackId, ...]
    looks: int
    whole: bool
    weapons: tuple[WeaponNumber, ...]
    unknown: tuple[str, ...]

    @property
    def to_the_end(self) -> bool:
        """Whether its silence about a tag says anything at all."""
        return self.looks > 0 and self.whole

    def at(self, rack: RackId) -> bool:
        """Return whether it stands at a rack."""
        return not self.racks or rack in self.racks


@dataclass(frozen=True, slots=True)
class HeardElsewhere:
    """A weapon whose tag was heard at the racks, and where the book had it then."""

    weapon: WeaponNumber
    where: Elsewhere


@dataclass(frozen=True, slots=True)
class Witness:
    """What a second witness by radio said of a count, beside what people counted. Proves nothing.

    `listened`: the modules that did, `silent`: those that did not, or not to the end. `uncounted`:
    weapons that were heard and not counted; `unheard`: those that were counted, have a tag and
    were not heard. `unknown`: how many tags were nobody's.
    """

    listened: tuple[str, ...]
    silent: tuple[str, ...]
    uncounted: tuple[WeaponNumber, ...]
    unheard: tuple[WeaponNumber, ...]
    unknown: int
