"""A weapon on its way to its first place: what was said of it so far, and what is asked next.

Values only, and no decision. It is part of a visit: a start forgets it, and whoever racks the
weapon begins anew.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber, PositionId, WeaponNumber

RackingLine = (
    e.WeaponTakenIn | e.WeaponMarked | e.WeaponTagged | e.WeaponCleaned
    | e.RackingWanted | e.RackingBegun | e.RackingRead | e.RackingDiffered | e.RackingAgreed
    | e.RackingPhotoTold | e.RackingPlaced
)  # fmt: skip
"""What is written down of weapons that come in, until they have their place."""


class Step(StrEnum):
    """What is asked of whoever racks a weapon, in this order."""

    LABEL = "label"
    STEEL = "steel"
    CHECK = "check"
    CLEAN = "clean"
    PHOTO = "photo"
    PLACE = "place"
    SECOND = "second"
    CABLE = "cable"


@dataclass(frozen=True)
class ToRack:
    """One weapon that is being racked. `begun` is None while its label is awaited.

    `read`: the digits that were read from the steel. `signed`: the second person, where `position`
    waits for one. `disputed`: a card says otherwise than the steel.
    """

    begun: e.RackingBegun | None = None
    read: str | None = None
    disputed: bool = False
    agreed: bool = False
    cleaned: bool = False
    photo_told: bool = False
    position: PositionId | None = None
    needs_second: bool = False
    signed: OfficerNumber | None = None

    @property
    def weapon(self) -> WeaponNumber | None:
        """The weapon, once it was scanned."""
        return None if self.begun is None else self.begun.weapon

    @property
    def step(self) -> Step:
        """What is asked next."""
        done = (
            (self.begun is not None, Step.LABEL),
            (self.read is not None, Step.STEEL),
            (self.agreed, Step.CHECK),
            (self.cleaned, Step.CLEAN),
            (self.photo_told, Step.PHOTO),
            (self.position is not None, Step.PLACE),
            (not self.needs_second or self.signed is not None, Step.SECOND),
        )
        return next((step for ready, step in done if not ready), Step.CABLE)
