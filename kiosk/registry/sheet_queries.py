"""Questions behind the sheet of the bay: what is out with whom, what stands where. Read-only."""

from dataclasses import dataclass

from kiosk.registry.count_queries import CountPapers
from kiosk.rules.things import OfficerNumber, WeaponNumber

_PLACES = """
    SELECT position.id, position.cable, inside.weapon,
        EXISTS (SELECT 1 FROM doubt WHERE doubt.position = position.id)
    FROM position LEFT JOIN inside ON inside.position = position.id ORDER BY position.place
"""
_OUT = "SELECT weapon, holder, since_ms, due_ms FROM custody ORDER BY since_ms, weapon"


@dataclass(frozen=True, slots=True)
class Taken:
    """A weapon that is out; wall times, `due_ms` 0 where none was said."""

    weapon: WeaponNumber
    holder: OfficerNumber
    since_ms: int
    due_ms: int


@dataclass(frozen=True, slots=True)
class PlaceStands:
    """A position and the weapon that the book has there. `doubt`: somebody has to look."""

    position: str
    cable: str
    weapon: WeaponNumber | None
    doubt: bool


class SheetQueries(CountPapers):
    """What is asked for the sheet. A reading connection of its own; any thread."""

    def out(self) -> tuple[Taken, ...]:
        """Return what is out, the longest first."""
        return tuple(Taken(*row) for row in self._rows(_OUT))

    def places(self) -> tuple[PlaceStands, ...]:
        """Return every position, in the order of the racks."""
        return tuple(
            PlaceStands(position, cable, weapon, doubt=bool(doubt))
            for position, cable, weapon, doubt in self._rows(_PLACES)
        )

    def missing(self) -> tuple[WeaponNumber, ...]:
        """Return what is nowhere."""
        return tuple(weapon for (weapon,) in self._rows("SELECT weapon FROM missing ORDER BY 1"))
