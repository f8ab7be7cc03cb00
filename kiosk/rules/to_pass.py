"""A weapon that one officer is handing to another. Values only; `rules.passing` decides."""

from dataclasses import dataclass

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber, WeaponNumber

PassingLine = e.PassingBegun | e.PassingScanned | e.PassingTaken | e.WeaponPassed


@dataclass(frozen=True)
class ToPass:
    """How far it is. `weapon` is None until its scan, `taken` until the other one typed a PIN."""

    weapon: WeaponNumber | None = None
    taken: e.PassingTaken | None = None

    @property
    def to(self) -> OfficerNumber | None:
        """Who takes it, once they typed their PIN."""
        return None if self.taken is None else self.taken.officer
