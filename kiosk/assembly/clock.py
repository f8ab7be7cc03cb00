"""The one real clock of the program: nobody else may ask what time it is."""

import time
from pathlib import Path

from kiosk.rules.things import ClockQuality, Moment

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
_RTC = Path("/dev/rtc0")
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The one real clock of the program."""

    def __init__(self) -> None:
        """Learn which boot this is, and how far its wall clock may be believed."""
        self._boot = _BOOT.read_text(encoding="ascii").strip() if _BOOT.exists() else ""
        self._rtc = ClockQuality.RTC if _RTC.exists() else ClockQuality.UNKNOWN

    def believe(self, rtc: ClockQuality) -> None:
        """Take note of how far the clock chip may be believed. Before anybody asks for the time."""
        self._rtc = rtc

    def now(self) -> Moment:
        """Return this moment."""
        quality = ClockQuality.NTP if _SYNCHRONISED.exists() else self._rtc
        return Moment(
            time.time_ns() // 1_000_000, time.monotonic_ns() // 1_000_000, self._boot, quality
        )
