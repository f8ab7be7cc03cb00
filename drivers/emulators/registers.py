"""What most I2C chips share: a pointer that is written first, and registers behind it."""

from abc import ABC, abstractmethod


class RegisterChip(ABC):
    """A chip whose first written byte says which register comes next."""

    def __init__(self) -> None:
        """Switch its power on."""
        self._pointer = 0
        self._pointed = False
        self.power_on()

    @abstractmethod
    def power_on(self) -> None:
        """Forget what is not kept without power."""

    @abstractmethod
    def _read(self, register: int) -> int:
        """Return a byte of a register."""

    @abstractmethod
    def _write(self, register: int, byte: int) -> None:
        """Set a byte of a register."""

    def _after(self, register: int) -> int:
        """Return which register follows when bytes go on."""
        return register + 1

    def started(self, *, reading: bool) -> bool:
        """Be addressed (again)."""
        self._pointed = reading
        return True

    def take(self, byte: int) -> bool:
        """Take the pointer first, and then what goes there."""
        if self._pointed:
            self._write(self._pointer, byte)
            self._pointer = self._after(self._pointer)
        else:
            self._pointer, self._pointed = byte, True
        return True

    def give(self) -> int:
        """Give the byte at the pointer, and go on."""
        byte = self._read(self._pointer)
        self._pointer = self._after(self._pointer)
        return byte

    def stopped(self) -> None:  # noqa: B027 - most chips do nothing then
        """See the bus let go."""


class WordChip(ABC):
    """A chip with registers of sixteen bits, high byte first, and a pointer that stays."""

    def __init__(self) -> None:
        """Switch its power on."""
        self._pointer = 0
        self._taken = b""
        self._given = 0
        self.power_on()

    @abstractmethod
    def power_on(self) -> None:
        """Forget what is not kept without power."""

    @abstractmethod
    def _read(self, register: int) -> int:
        """Return a register's sixteen bits."""

    @abstractmethod
    def _write(self, register: int, word: int) -> None:
        """Set a register's sixteen bits."""

    def started(self, *, reading: bool) -> bool:
        """Be addressed (again)."""
        del reading
        self._taken, self._given = b"", 0
        return True

    def take(self, byte: int) -> bool:
        """Take the pointer, then two bytes; more are not acknowledged."""
        self._taken += bytes([byte])
        match len(self._taken):
            case 1:
                self._pointer = byte
            case 3:
                self._write(self._pointer, int.from_bytes(self._taken[1:], "big"))
            case 4:
                return False
            case _:
                pass
        return True

    def give(self) -> int:
        """Give the two bytes of a register, by turns."""
        word = self._read(self._pointer) & 0xFFFF
        self._given += 1
        return word >> 8 if self._given % 2 else word & 0xFF

    def stopped(self) -> None:  # noqa: B027 - most chips do nothing then
        """See the bus let go."""
