"""Cards of type A, from ISO/IEC 14443-3: waking, anticollision, selection, sleep; two simple kinds.

Anticollision answers to the two questions that readers of one card ask: all of the UID (NVB 20) and
none of it (NVB 70). Cards with the block protocol stand in `smart_card`.
"""

from functools import reduce
from operator import xor
from typing import Final

from drivers.emulators.field import Said, crc_a

_REQA: Final = 0x26
_WUPA: Final = 0x52
_SHORT: Final = 7
_LEVELS: Final = (0x93, 0x95, 0x97)
_CASCADE_TAG: Final = 0x88
_INCOMPLETE: Final = 0x04
_HALT: Final = b"\x50\x00"
_CRC: Final = 2
_SIZES: Final = {4: 0x00, 7: 0x40, 10: 0x80}
"""Bytes of a UID -> the size in the ATQA."""


class TypeACard:
    """A card that can be woken, selected and sent to sleep; what it then does says its kind."""

    def __init__(self, uid: str, *, sak: int = 0x08, atqa: int = 0x04) -> None:
        """Hold the card nowhere yet.

        Args:
            uid: 4, 7 or 10 bytes in hexadecimal.
            sak: what it says of itself when it is selected.
            atqa: the low byte of its answer to a wake-up, without the size of the UID.
        """
        self.uid = bytes.fromhex(uid)
        self._sak = sak
        self._atqa = bytes([atqa | _SIZES[len(self.uid)], 0x03 if sak & 0x20 else 0])
        tagged = [bytes([_CASCADE_TAG]) + self.uid[at : at + 3] for at in (0, 3)]
        levels = tagged[: (len(self.uid) - 4) // 3]
        self._levels = [*levels, self.uid[-4:]]
        self._level = 0
        self._state = self._rest = "idle"
        self._leaves_after: int | None = None

    def leave_after(self, frames: int) -> None:
        """Be out of reach once it has heard so many more frames, until power is lost."""
        self._leaves_after = frames

    def lose_power(self) -> None:
        """Forget everything but the memory."""
        self._state = self._rest = "idle"
        self._level, self._leaves_after = 0, None

    def hear(self, frame: bytes, bits: int) -> Said | None:
        """Take a frame of so many bits, and return the answer, or None for silence."""
        if self._leaves_after is not None:
            if self._leaves_after == 0:
                return None
            self._leaves_after -= 1
        if bits == _SHORT:
            return self._woken(frame[0] & 0x7F)
        if self._state == "ready":
            return self._chosen(frame)
        if self._state == "active":
            if frame[:-_CRC] == _HALT and crc_a(_HALT) == frame[-_CRC:]:
                self._state = self._rest = "halt"
                return None
            return self._carry_out(frame)
        return None

    def _woken(self, command: int) -> Said | None:
        wakes = {"idle": (_REQA, _WUPA), "halt": (_WUPA,)}.get(self._state)
        if wakes is None:
            self._fall_asleep()
            return None
        if command not in wakes:
            return None
        self._state, self._level = "ready", 0
        return Said(self._atqa)

    def _chosen(self, frame: bytes) -> Said | None:
        part = self._levels[self._level]
        part += bytes([reduce(xor, part)])
        if frame == bytes([_LEVELS[self._level], 0x20]):
            return Said(part)
        select = bytes([_LEVELS[self._level], 0x70]) + part
        if frame != select + crc_a(select):
            self._fall_asleep()
            return None
        last = self._level == len(self._levels) - 1
        answer = bytes([self._sak if last else _INCOMPLETE])
        if last:
            self._state = "active"
            self._selected()
        else:
            self._level += 1
        return Said(answer + crc_a(answer))

    def _fall_asleep(self) -> None:
        """Go back to where the last wake-up came, at a frame that has no place here."""
        self._state = self._rest

    def _selected(self) -> None:
        """Begin a session; a plain card has none."""

    def _carry_out(self, frame: bytes) -> Said | None:
        """Take a frame in the active state; a plain card knows no command."""
        del frame
        self._fall_asleep()
        return None


class Ntag213(TypeACard):
    """NTAG213: READ and GET_VERSION (NXP data sheet, 10), over 45 pages."""

    def __init__(self, uid: str) -> None:
        """Make a tag with a UID of seven bytes in hexadecimal."""
        super().__init__(uid, sak=0x00)
        self.memory = bytearray(45 * 4)
        self.memory[:3], self.memory[4:8] = self.uid[:3], self.uid[3:]

    def _carry_out(self, frame: bytes) -> Said | None:
        command = frame[:-_CRC]
        if crc_a(command) != frame[-_CRC:]:
            self._fall_asleep()
            return None
        if command == b"\x60":
            return self._checked(bytes.fromhex("0004040201000f03"))
        if command[:1] == b"\x30" and len(command) == 2:  # noqa: PLR2004 - command and page
            begin = 4 * command[1]
            if begin < len(self.memory):
                return self._checked(bytes((self.memory + self.memory)[begin : begin + 16]))
        self._fall_asleep()
        return Said(b"\x00", bits=4)

    def _checked(self, answer: bytes) -> Said:
        return Said(answer + crc_a(answer))


class Classic1k(TypeACard):
    """MIFARE Classic 1K as far as its UID: this project never relies on its cipher."""

    def __init__(self, uid: str) -> None:
        """Make a card with a UID of four or seven bytes in hexadecimal."""
        super().__init__(uid, sak=0x08)
