"""Lines about the power: the battery is spared, and the machine is to be switched off."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.things import CableId, Moment


@dataclass(frozen=True, slots=True)
class PowerSpared:
    """Nothing is issued until the mains are back: it ran on the battery for `after_min` minutes."""

    KIND: ClassVar[str] = "power.spared"
    at: Moment
    after_min: int


@dataclass(frozen=True, slots=True)
class PowerOffAsked:
    """The battery is low: the machine prints its sheet and is switched off.

    `open_cables`: those that were open when it could wait no longer; none after a clean end.
    """

    KIND: ClassVar[str] = "power.off_asked"
    at: Moment
    open_cables: tuple[CableId, ...] = ()
