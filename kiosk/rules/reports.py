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


class ReportTo(StrEnum):
    """Whom the written report of a loss is given to, from the warehouse upwards (R30)."""

    PROVINCE = "province"
    NATION = "nation"


class LossWhen(StrEnum):
    """When it happened, as far as it can be told with one tap."""

    NOW = "now"
    TODAY = "today"
    YESTERDAY = "yesterday"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where and how; which office reports it, under which case number.

    `when_ms`: wall, 0 when nobody knows it; `whole_day`: only the day is known, and it is the
    beginning of that day. What is empty was not known where it was told.
    """

    when_ms: int
    place: str
    how: str
    agency: str
    case: str
    whole_day: bool = False


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


FOR_OTHERS = ("agency", "serial", "make", "calibre", "type", "when", "case")
"""Without one of these a national or an international file turns a report away (NCIC's list)."""


def unknown_in(loss: Loss) -> tuple[str, ...]:
    """Return which fields of a report are empty, those of `FOR_OTHERS` first."""
    weapon, told = loss.weapon, loss.circumstances
    said = {
        "agency": told.agency,
        "serial": weapon.serial,
        "make": weapon.name,
        "calibre": weapon.calibre,
        "type": weapon.type,
        "when": told.when_ms,
        "case": told.case,
        "place": told.place,
        "how": told.how,
    }
    return tuple(name for name in (*FOR_OTHERS, "place", "how") if not said[name])
