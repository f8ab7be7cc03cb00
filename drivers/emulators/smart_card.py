"""The card's side of the block protocol, ISO/IEC 14443-4: RATS, pieces, waiting, sleep.

What a command means is the application's; `ntag424` has one. Written from the rules D, E and 8 to
13 of 7.5.4 and 7.5.5, and from nothing else.
"""

from typing import Final, Protocol

from drivers.emulators.cards import TypeACard
from drivers.emulators.field import Said, crc_a

NTAG_424_ATS: Final = bytes.fromhex("067777710280")
"""Frames of 128 bytes, 38.7 ms of waiting time, 0.6 ms of rest; as NTAG 424 DNA cards answer."""

_FRAME_SIZES: Final = (16, 24, 32, 40, 48, 64, 96, 128, 256)
_CRC: Final = 2
_RATS: Final = 0xE0
_DESELECT: Final = 0xC2
_WTX: Final = 0xF2
_EXTENSION: Final = 2
_I_BLOCK: Final = 0x02  # without chaining and number
_ACK: Final = 0xA2  # the same; with _NAK it is one
_NAK: Final = 0x10


class Application(Protocol):
    """What a smart card does with whole commands."""

    def answer(self, command: bytes) -> bytes:
        """Carry a command out, and return the answer with its status."""
        ...


class SmartCard(TypeACard):
    """A card that carries commands to its application."""

    def __init__(
        self,
        uid: str,
        application: Application,
        *,
        ats: bytes = NTAG_424_ATS,
        waits: int = 0,
        works_s: float = 0.002,
    ) -> None:
        """Make a card.

        Args:
            uid: 4, 7 or 10 bytes in hexadecimal.
            application: what carries the commands out.
            ats: its answer to RATS, without CRC.
            waits: how often it asks for more time before each answer.
            works_s: how long it works before it answers a block, in seconds.
        """
        super().__init__(uid, sak=0x20)
        self._application = application
        self._ats = ats
        self._waits = waits
        self._works_s = works_s
        self._selected()

    def hear(self, frame: bytes, bits: int) -> Said | None:
        """Take a frame; in the block protocol a wake-up is none, and says nothing."""
        if self._state == "active" and self._piece and bits % 8:
            return None
        return super().hear(frame, bits)

    def _selected(self) -> None:
        self._piece = 0  # no RATS yet
        self._number = 1
        self._command = b""
        self._pieces: list[bytes] = []
        self._last = b""
        self._waiting = 0

    def _carry_out(self, frame: bytes) -> Said | None:
        block = frame[:-_CRC]
        if crc_a(block) != frame[-_CRC:] or not block:
            return None  # rule of errors, 7.5.5: a card says nothing to what it did not understand
        if not self._piece:
            ats = self._begin(block)
            return None if ats is None else Said(ats + crc_a(ats))
        answer = self._take(block)
        works_s = self._works_s * (_EXTENSION if block[0] == _WTX else 1)  # it takes what it gets
        return None if answer is None else Said(answer + crc_a(answer), works_s)

    def _begin(self, block: bytes) -> bytes | None:
        if block[0] != _RATS or len(block) != 2:  # noqa: PLR2004 - RATS and its parameter
            self._fall_asleep()
            return None
        self._piece = _FRAME_SIZES[min(block[1] >> 4, 8)] - 1 - _CRC
        return self._ats

    def _take(self, block: bytes) -> bytes | None:
        control, content = block[0], block[1:]
        if control == _DESELECT:
            self._state = self._rest = "halt"
            return block
        if control & 0xE2 == _I_BLOCK:
            self._number ^= 1  # rule D
            self._command += content
            if control & 0x10:
                return self._say(bytes([_ACK | self._number]))
            return self._carried_out()
        if control & 0xE6 == _ACK:
            return self._asked(control)
        if control == _WTX and self._waiting:
            self._waiting -= 1
            return self._wait() if self._waiting else self._next()
        return None

    def _asked(self, control: int) -> bytes | None:
        if control & 1 == self._number:
            return self._last  # rule 11
        if control & _NAK:
            return bytes([_ACK | self._number])  # rule 12
        if not self._pieces:
            return None
        self._number ^= 1  # rules E and 13
        return self._next()

    def _carried_out(self) -> bytes:
        command, self._command = self._command, b""
        told = self._application.answer(command)
        self._pieces = [told[at : at + self._piece] for at in range(0, len(told), self._piece)]
        self._waiting = self._waits
        return self._wait() if self._waiting else self._next()

    def _wait(self) -> bytes:
        return self._say(bytes([_WTX, _EXTENSION]))

    def _next(self) -> bytes:
        piece = self._pieces.pop(0)
        return self._say(bytes([_I_BLOCK | (0x10 if self._pieces else 0) | self._number]) + piece)

    def _say(self, block: bytes) -> bytes:
        self._last = block
        return block
