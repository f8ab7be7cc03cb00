"""The physical truth of the rack room. No kiosk reads it; people do, with their eyes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.rules.things import CableId, OfficerNumber, Position, PositionId, WeaponNumber


@dataclass
class Truth:
    """Where every weapon really is, and which cables are really open.

    `unseen`: weapons that were moved in a way no reading could show, and about which the book is
    therefore allowed to be wrong. `tricked`: weapons one of which was scanned and the other taken.
    """

    cable_of: dict[PositionId, CableId]
    stands: dict[PositionId, WeaponNumber] = field(default_factory=dict)
    carried: dict[WeaponNumber, OfficerNumber] = field(default_factory=dict)
    came_from: dict[WeaponNumber, PositionId] = field(default_factory=dict)
    open: dict[CableId, bool] = field(default_factory=dict)
    unseen: set[WeaponNumber] = field(default_factory=set)
    tricked: set[WeaponNumber] = field(default_factory=set)
    bad_tags: set[WeaponNumber] = field(default_factory=set)
    unseen_ever: int = 0

    @classmethod
    def of(cls, positions: Iterable[Position]) -> "Truth":
        """Return an empty room with all its cables shut."""
        cable_of = {position.id: position.cable for position in positions}
        return cls(cable_of, open=dict.fromkeys(cable_of.values(), False))

    def place_of(self, weapon: WeaponNumber) -> PositionId | None:
        """Return where a weapon stands, or None if somebody carries it."""
        return next((place for place, found in self.stands.items() if found == weapon), None)

    def on(self, cable: CableId) -> list[WeaponNumber]:
        """Return the weapons that really stand on a cable."""
        return [found for place, found in self.stands.items() if self.cable_of[place] == cable]

    def carried_by(self, person: OfficerNumber) -> list[WeaponNumber]:
        """Return the weapons a person carries."""
        return [weapon for weapon, bearer in self.carried.items() if bearer == person]

    def take(self, weapon: WeaponNumber, bearer: OfficerNumber) -> PositionId:
        """Move a weapon from its place into somebody's hands."""
        place = self.place_of(weapon)
        assert place is not None, "nobody takes what is not there"
        assert self.open[self.cable_of[place]], "nobody takes what is locked"
        del self.stands[place]
        self.carried[weapon] = bearer
        self.came_from[weapon] = place
        return place

    def put(self, weapon: WeaponNumber, place: PositionId) -> None:
        """Move a weapon from somebody's hands to a free place."""
        assert self.open[self.cable_of[place]], "nobody gets past a locked cable"
        assert place not in self.stands, "nobody puts two weapons at one place"
        del self.carried[weapon]
        self.stands[place] = weapon

    def hide(self, weapons: Iterable[WeaponNumber]) -> None:
        """Note that no reading can have shown where these weapons went."""
        for weapon in sorted(set(weapons) - self.unseen):
            self.unseen.add(weapon)
            self.unseen_ever += 1
