"""What can be asked of a scene: its bay, its book, and what the last step wrote."""

from typing import TypeVar

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.effects import Effect
from kiosk.rules.fold import fold
from kiosk.rules.things import WeaponNumber

AnyEntry = TypeVar("AnyEntry")


class Looked:
    """A bay as it stands, and every line that led there. `first`: before any."""

    def __init__(self, first: Bay) -> None:
        """Begin with an empty book."""
        self.first = self.bay = first
        self.book: list[e.Entry] = []
        self.last: Decision = NOTHING

    @property
    def entries(self) -> tuple[e.Entry, ...]:
        """The lines of the last step."""
        return self.last.entries

    @property
    def effects(self) -> list[Effect]:
        """The effects of the last step."""
        return list(self.last.effects)

    @property
    def refused(self) -> str:
        """The reason of the last step's refusal, or nothing."""
        reasons = [entry.reason for entry in self.entries if isinstance(entry, e.Refused)]
        return reasons[0] if reasons else ""

    @property
    def kinds(self) -> list[str]:
        """The wire names of the last step's lines."""
        return [entry.KIND for entry in self.entries]

    def one(self, kind: type[AnyEntry]) -> AnyEntry:
        """Return the last step's only line of a kind."""
        (found,) = (entry for entry in self.entries if isinstance(entry, kind))
        return found

    def released(self) -> str:
        """Return the released cable, or nothing."""
        return self.bay.release.cable if self.bay.release is not None else ""

    def holder(self, weapon: str) -> str:
        """Return who has a weapon, or nothing."""
        custody = self.bay.out.get(WeaponNumber(weapon))
        return custody.holder if custody is not None else ""

    def place_of(self, weapon: str) -> str:
        """Return where a weapon stands, or nothing."""
        return self.bay.place_of(WeaponNumber(weapon)) or ""

    def is_missing(self, weapon: str) -> bool:
        """Return whether a weapon is missing."""
        return WeaponNumber(weapon) in self.bay.missing

    def doubts(self) -> dict[str, str]:
        """Return the positions in doubt, with the cause."""
        return {place: str(doubt.cause) for place, doubt in self.bay.doubts.items()}

    def alarms(self) -> set[tuple[str, str]]:
        """Return what the standing alarms are and are about."""
        return {(str(cause), about) for cause, about in self.bay.alarms}

    def replayed(self) -> Bay:
        """Return the bay as the whole book tells it (P3)."""
        return fold(self.first, self.book)
