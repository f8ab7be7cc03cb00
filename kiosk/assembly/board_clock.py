"""The clock chip on the board, asked once at the start whether the wall clock may be believed.

The kernel sets the time from it (dtoverlay=i2c-rtc,ds3231); what the kernel does not say is that
the chip's battery was empty for a while, and that the time is therefore an invented one.
"""

from typing import Final

from drivers.lines.clock_chip import ClockChip
from drivers.lines.i2c_bus import I2c, why_silent
from kiosk.rules.things import ClockQuality

NAME: Final = "clock chip"
"""What it is called among the devices."""

APART_MS: Final = 60_000
"""How far chip and system may be apart. Ours: the chip drifts by 1 minute a year (2 ppm, its data
sheet), and whoever sets one of the two sets both."""


def judged(bus: I2c, address: int, wall_ms: int) -> tuple[ClockQuality, str]:
    """Return how far the wall clock may be believed, and a sentence where it may not.

    Args:
        bus: where the chip hangs.
        address: of the chip.
        wall_ms: what the system says now, in milliseconds since 1970 UTC.
    """
    try:
        told = ClockChip(bus, address).read()
    except OSError as error:
        return ClockQuality.UNKNOWN, f"The clock chip is silent: {why_silent(error, bus, address)}."
    if told.stood_still or told.time is None:
        return ClockQuality.UNKNOWN, (
            "The clock chip has stood still since it was last set: change its battery, and set the"
            " time. Until then nobody should believe the times in the book."
        )
    apart_ms = abs(round(told.time.timestamp() * 1000) - wall_ms)
    if apart_ms > APART_MS:
        return ClockQuality.UNKNOWN, (
            f"The clock chip and the system are {apart_ms // 1000} s apart: one of them is wrong."
            " Set the time."
        )
    return ClockQuality.RTC, ""
