"""A DS3231 clock: what time it thinks it is, and whether that may be believed.

Only UTC stands in the chip. A Pi 5 has a clock of its own and needs none of this.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from drivers.lines.i2c_bus import I2c

ADDRESS: Final = 0x68

# Registers: DS3231 data sheet (19-5170, rev. 10), figure 1.
_TIME, _STATUS, _TEMPERATURE = b"\x00", b"\x0f", b"\x11"
_STOOD_STILL: Final = 0x80
_TWELVE_HOURS: Final = 0x40
_AFTERNOON: Final = 0x20
_CENTURY: Final = 0x80


@dataclass(frozen=True, slots=True)
class ChipTime:
    """What the chip said."""

    time: datetime | None
    """In UTC; None when the chip says what is no time."""
    stood_still: bool
    """It lost its battery once since it was last set: the time is not to be believed."""


class ClockChip:
    """The chip. One thread at a time."""

    def __init__(self, bus: I2c, address: int = ADDRESS) -> None:
        """Do nothing yet."""
        self._bus = bus
        self._address = address

    def read(self) -> ChipTime:
        """Return its time.

        Raises:
            OSError: it does not answer.
        """
        spelled = self._bus.transfer(self._address, _TIME, 7)
        status = self._bus.transfer(self._address, _STATUS, 1)[0]
        return ChipTime(_time(spelled), bool(status & _STOOD_STILL))

    def set(self, time: datetime) -> None:
        """Set its time, and believe it from now on.

        Args:
            time: with a time zone, from 2000 to 2199.

        Raises:
            OSError: it does not answer.
            ValueError: no time zone, or a year that it does not know.
        """
        if time.tzinfo is None:
            raise ValueError("the clock chip is set with a time zone")
        utc = time.astimezone(UTC)
        if not 2000 <= utc.year < 2200:  # noqa: PLR2004 - two digits, and one bit of century
            raise ValueError(f"the clock chip knows no year {utc.year}")
        century = _CENTURY if utc.year >= 2100 else 0  # noqa: PLR2004 - the second one it knows
        spelled = [
            _bcd(utc.second), _bcd(utc.minute), _bcd(utc.hour), utc.isoweekday(),
            _bcd(utc.day), century | _bcd(utc.month), _bcd(utc.year % 100),
        ]  # fmt: skip
        self._bus.transfer(self._address, _TIME + bytes(spelled))
        status = self._bus.transfer(self._address, _STATUS, 1)[0]
        self._bus.transfer(self._address, _STATUS + bytes([status & ~_STOOD_STILL & 0xFF]))

    def celsius(self) -> float:
        """Return how warm the chip is, to a quarter of a degree: the cabinet's heat, nearly.

        Raises:
            OSError: it does not answer.
        """
        high, low = self._bus.transfer(self._address, _TEMPERATURE, 2)
        return ((high ^ 0x80) - 0x80) + (low >> 6) / 4


def _time(spelled: bytes) -> datetime | None:
    second, minute, hour, _, day, month, year = spelled
    try:
        hours = _hours(hour)
        return datetime(
            (2100 if month & _CENTURY else 2000) + _binary(year),
            _binary(month & 0x1F), _binary(day), hours, _binary(minute), _binary(second),
            tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None


def _hours(hour: int) -> int:
    if not hour & _TWELVE_HOURS:
        return _binary(hour)
    return _binary(hour & 0x1F) % 12 + (12 if hour & _AFTERNOON else 0)


def _bcd(number: int) -> int:
    return number // 10 << 4 | number % 10


def _binary(bcd: int) -> int:
    tens, ones = divmod(bcd, 16)
    if tens > 9 or ones > 9:  # noqa: PLR2004 - a decimal digit
        raise ValueError(f"{bcd:#04x} is no decimal number")
    return 10 * tens + ones
