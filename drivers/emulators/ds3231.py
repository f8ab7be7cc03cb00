"""A DS3231 clock, and the AT24C32 memory on the same board, as their data sheets say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from drivers.emulators.registers import RegisterChip

_CONTROL, _STATUS, _TEMPERATURE = 0x0E, 0x0F, 0x11
_STOPPED: Final = 0x80
_REGISTERS: Final = 0x13
_TWELVE, _AFTERNOON, _CENTURY = 0x40, 0x20, 0x80
_NOON: Final = 12

PAGE: Final = 32
SIZE: Final = 4096


class EmulatedDs3231(RegisterChip):
    """The clock. `now_s` is any monotonic clock; what it shows moves with it."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """Begin as from the factory: at the year 2000, with the flag that says it stood still."""
        self._now_s = now_s
        self._set_at_s = now_s()
        self._shows = datetime(2000, 1, 1, tzinfo=UTC)
        self.celsius = 25.0
        self._bytes = bytearray(_REGISTERS)
        self._bytes[_CONTROL], self._bytes[_STATUS] = 0x1C, 0x88
        super().__init__()

    def power_on(self) -> None:
        """Go on as before: the battery keeps it."""

    def lose_battery(self) -> None:
        """Lose both supplies: it begins again, and says so."""
        self._shows, self._set_at_s = datetime(2000, 1, 1, tzinfo=UTC), self._now_s()
        self._bytes[_STATUS] |= _STOPPED

    def _time(self) -> datetime:
        return self._shows + timedelta(seconds=int(self._now_s() - self._set_at_s))

    def started(self, *, reading: bool) -> bool:
        """Copy the time, so that it does not move while it is read (page 12)."""
        if reading:
            self._bytes[:7] = self._spelled(self._time())
        return super().started(reading=reading)

    def _spelled(self, time: datetime) -> bytes:
        hour = time.hour
        if self._bytes[2] & _TWELVE:
            spelled = _TWELVE | (_AFTERNOON if hour >= _NOON else 0) | _bcd(hour % 12 or 12)
        else:
            spelled = _bcd(hour)
        century = _CENTURY if time.year >= 2100 else 0  # noqa: PLR2004 - the chip's second century
        return bytes(
            [
                _bcd(time.second), _bcd(time.minute), spelled, time.isoweekday(),
                _bcd(time.day), century | _bcd(time.month), _bcd(time.year % 100),
            ]
        )  # fmt: skip

    def _read(self, register: int) -> int:
        if register == _TEMPERATURE:
            return round(self.celsius * 4) >> 2 & 0xFF
        if register == _TEMPERATURE + 1:
            return round(self.celsius * 4) << 6 & 0xC0
        return self._bytes[register]

    def _write(self, register: int, byte: int) -> None:
        if register >= _TEMPERATURE:
            return
        if register == _STATUS:  # flags can be cleared, and not be set
            was = self._bytes[_STATUS]
            byte = was & byte & 0x83 | byte & 0x08 | was & 0x04
        self._bytes[register] = byte
        if register <= 6:  # noqa: PLR2004 - the seven registers of the time
            self._take_time()

    def _take_time(self) -> None:
        second, minute, hour, _, day, month, year = self._bytes[:7]
        if hour & _TWELVE:
            hours = _binary(hour & 0x1F) % 12 + (12 if hour & _AFTERNOON else 0)
        else:
            hours = _binary(hour & 0x3F)
        century = 2100 if month & _CENTURY else 2000
        try:
            self._shows = datetime(
                century + _binary(year), _binary(month & 0x1F), _binary(day), hours,
                _binary(minute), _binary(second), tzinfo=UTC,
            )  # fmt: skip
        except ValueError:
            return  # between two bytes it may say the 31st of February
        self._set_at_s = self._now_s()

    def _after(self, register: int) -> int:
        return (register + 1) % _REGISTERS


class EmulatedAt24c32:
    """The memory: 4 KiB, written 32 bytes at a time at most, slowly."""

    def __init__(self, busy_for: int = 2) -> None:
        """Begin as from the factory.

        Args:
            busy_for: how often it does not answer after a write. The real one takes 10 ms.
        """
        self.memory = bytearray(b"\xff" * SIZE)
        self.torn_after: int | None = None
        """So many bytes of the next page are written, then the power goes."""
        self.writes = 0
        """How many pages were written."""
        self._busy_for = busy_for
        self._busy = 0
        self._address = 0
        self._taken = b""
        self._written = b""

    def power_on(self) -> None:
        """Be ready again; the memory is kept."""
        self._busy = 0

    def started(self, *, reading: bool) -> bool:
        """Be addressed; silent while it still writes."""
        del reading
        if self._busy:
            self._busy -= 1
            return False
        self._taken = self._written = b""
        return True

    def take(self, byte: int) -> bool:
        """Take two bytes of address, then what goes there."""
        if len(self._taken) < 2:  # noqa: PLR2004 - two bytes of address
            self._taken += bytes([byte])
            self._address = int.from_bytes(self._taken.rjust(2, b"\0"), "big") % SIZE
        else:
            self._written += bytes([byte])
        return True

    def give(self) -> int:
        """Give the byte at the address, and go on."""
        byte = self.memory[self._address]
        self._address = (self._address + 1) % SIZE
        return byte

    def stopped(self) -> None:
        """Write now what was taken, round and round within one page."""
        if not self._written:
            return
        page, offset = divmod(self._address, PAGE)
        torn, self.torn_after = self.torn_after, None
        for number, byte in enumerate(self._written[:torn]):
            self.memory[page * PAGE + (offset + number) % PAGE] = byte
        self._written = b""
        self.writes += 1
        self._busy = self._busy_for


def _bcd(number: int) -> int:
    return number // 10 << 4 | number % 10


def _binary(bcd: int) -> int:
    return (bcd >> 4) * 10 + (bcd & 0x0F)
