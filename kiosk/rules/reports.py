"""A weapon reported lost or stolen, and found again: one form for both (Japan NPSC Rule 7, art 23).

Values only. What must stand in a report is what a national and an international file ask for: who
reports it, its case, when and where, serial, make, calibre and type (NCIC's list; INTERPOL traces
by serial, make, model and calibre).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.rules.things import OfficerNumber, Weapon, WeaponNumber


class LossKind(StrEnum):
    """How a weapon was lost, as far as anybody knows."""

    LOST = "lost"
    STOLEN = "stolen"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When (wall milliseconds), where and how; which office reports it, under which case number."""

    when_ms: int
    place: str
    how: str
    agency: str
    case: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who had the weapon, as the register knew them; all empty when nobody had it."""

    number: OfficerNumber
    name: str = ""
    rank: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """A weapon that was reported lost and is found: a matter for two people."""

    TAG: ClassVar[str] = "loss.find"
    weapon: WeaponNumber
    circumstances: Circumstances

    @property
    def why(self) -> str:
        """How it was found."""
        return self.circumstances.how


@dataclass(frozen=True, slots=True)
class Loss:
    """A report, whole: the weapon with every fact, so that it can be sent on by itself (R04)."""

    weapon: Weapon
    kind: LossKind
    circumstances: Circumstances
    bearer: Bearer
