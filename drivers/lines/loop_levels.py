"""What the resistance of a supervised loop means: at rest, active, shorted, cut, or tampered with.

Pure. The loop has a resistor at its far end, inside the switch's housing, and a second one across
the switch; a third of the same value pulls it up:

    3.3 V -- 4k7 --+-- wire -- 4k7 --+-- switch --+-- wire -- ground
                   |                 +--- 4k7 ----+
                   to the converter
"""

from enum import Enum
from typing import Final


class Loop(Enum):
    """How a loop is."""

    REST = "at rest"
    """One resistor: the switch is closed."""
    ACTIVE = "active"
    """Two resistors: the switch is open."""
    SHORTED = "the wires are shorted: a pinched cable, or somebody bridges the switch"
    CUT = "the wires are cut, or the plug is out"
    STRANGE = "the resistance is none of ours: a wet or corroded joint, or another resistor"
    DEAF = "the converter's own supply is not 3.3 V: nothing can be said of the loops"


BANDS: Final = (
    (-0.02, 0.06, Loop.SHORTED),
    (0.46, 0.54, Loop.REST),
    (0.62, 0.69, Loop.ACTIVE),
    (0.93, 1.02, Loop.CUT),
)
"""Shares of the supply. Of equal resistors they are 0, 1/2, 2/3 and 1; with parts of 1 %, 100 ohm
of wire and 100 kohm of leakage at the worst they stay within. In between nothing is believed."""

SUPPLY_MV: Final = (3000, 3600)
"""3.3 V, with 9 % either way."""


def judge(loop_mv: float, supply_mv: float) -> Loop:
    """Return how a loop is, from its voltage and that of its pull-up, in mV."""
    low, high = SUPPLY_MV
    if not low <= supply_mv <= high:
        return Loop.DEAF
    share = loop_mv / supply_mv
    for least, most, loop in BANDS:
        if least <= share <= most:
            return loop
    return Loop.STRANGE
