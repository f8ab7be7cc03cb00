"""The arming pump of hardware_docs/bolts.md, in numbers: which pulses let a bolt have power.

GPIO22 - 220 ohm - 470 nF - two BAT54 - 2.2 uF with 220 kohm across it - gate of a BSS138. Each
rising edge shares the small capacitor's charge with the large one; the resistor empties that.
"""

import math
from collections.abc import Sequence
from typing import Final

PUMP_F: Final = 470e-9
HOLD_F: Final = 2.2e-6
BLEED_OHM: Final = 220e3
SWING_V: Final = 3.3 - 2 * 0.25  # BAT54 at some microamperes
SURE_V: Final = 1.5  # BSS138: every one conducts above
DEAD_V: Final = 0.8  # and none below

Span = tuple[float, float]


class ChargePump:
    """The voltage at the gate, fed with the moments of rising edges."""

    def __init__(self) -> None:
        self._volts = 0.0
        self._at_s = 0.0

    def rise(self, at_s: float) -> float:
        """Take one rising edge; return the volts after it."""
        before = self.volts(at_s)
        shared = (HOLD_F * before + PUMP_F * SWING_V) / (HOLD_F + PUMP_F)
        self._volts, self._at_s = max(before, shared), at_s
        return self._volts

    def volts(self, at_s: float) -> float:
        """Return the volts at a moment after the last edge."""
        return self._volts * math.exp(-(at_s - self._at_s) / (BLEED_OHM * HOLD_F))

    def falls_below_s(self, limit_v: float) -> float:
        """Return when the volts pass this limit, if no further edge comes."""
        if self._volts <= limit_v:
            return self._at_s
        return self._at_s + BLEED_OHM * HOLD_F * math.log(self._volts / limit_v)


def armed_spans(rises_s: Sequence[float], limit_v: float = DEAD_V) -> list[Span]:
    """Return from when to when the pump arms the bolts, for a transistor with this threshold."""
    pump = ChargePump()
    spans: list[Span] = []
    for at_s in rises_s:
        still = spans and pump.falls_below_s(limit_v) > at_s
        if pump.rise(at_s) <= limit_v:
            continue
        until_s = pump.falls_below_s(limit_v)
        if still:
            spans[-1] = (spans[-1][0], until_s)
        else:
            spans.append((at_s, until_s))
    return spans
