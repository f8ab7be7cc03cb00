"""Who is before the antenna: wake, cascade, select, ISO/IEC 14443-3 type A. One card or trouble.

Two cards are never told apart: whoever holds two badges to a reader shall decide for one.
"""

from dataclasses import dataclass
from typing import Final

from drivers.mfrc522_reader.chip import Chip, Trouble
from drivers.protocols.iso14443a import (
    CASCADE_TAG,
    LEVELS,
    SAK_14443_4,
    SAK_INCOMPLETE,
    UID_PART,
    atqa,
    crc_a,
    sak,
    uid_part,
)

_WUPA: Final = b"\x52"
_HALT: Final = b"\x50\x00"
_NVB_NOTHING: Final = 0x20
_NVB_WHOLE: Final = 0x70
_ANSWER_S: Final = 0.001
"""A card answers after 91 us, or within 1 ms not at all (ISO/IEC 14443-3, 6.2.1 and 6.4.3)."""


@dataclass(frozen=True, slots=True)
class Card:
    """A selected card: its whole UID in upper-case hexadecimal, and what it says of itself."""

    uid: str
    sak: int

    @property
    def smart(self) -> bool:
        """Say whether it speaks the block protocol."""
        return bool(self.sak & SAK_14443_4)


def activate(chip: Chip) -> Card | Trouble:
    """Wake whatever is there, also what sleeps, and select it if it is one card.

    Raises:
        DeviceGone: the chip is gone, or does not work.
    """
    woken = chip.transceive(_WUPA, patience_s=_ANSWER_S, seven_bits=True)
    if isinstance(woken, Trouble):
        return woken
    if atqa(woken) is None:
        return Trouble.DAMAGED
    uid = b""
    for level in LEVELS:
        told = _level(chip, level)
        if isinstance(told, Trouble):
            return Trouble.LEFT if told is Trouble.SILENCE else told
        part, answer = told
        # A real UID may begin with the cascade tag: only the SAK tells whether there is more.
        if not answer & SAK_INCOMPLETE:
            return Card((uid + part).hex().upper(), answer)
        if part[0] != CASCADE_TAG:
            return Trouble.DAMAGED
        uid += part[1:]
    return Trouble.DAMAGED


def halt(chip: Chip) -> None:
    """Send the selected card to sleep, so that the next wake-up finds it again.

    Raises:
        DeviceGone: the chip is gone, or does not work.
    """
    chip.transceive(_HALT + crc_a(_HALT), patience_s=_ANSWER_S)  # silence is the right answer


def _level(chip: Chip, level: int) -> tuple[bytes, int] | Trouble:
    """Return four bytes and the SAK of one cascade level."""
    found = chip.transceive(bytes([level, _NVB_NOTHING]), patience_s=_ANSWER_S)
    if isinstance(found, Trouble):
        return found
    if uid_part(found) is None:
        return Trouble.DAMAGED
    select = bytes([level, _NVB_WHOLE]) + found
    answer = chip.transceive(select + crc_a(select), patience_s=_ANSWER_S)
    if isinstance(answer, Trouble):
        return answer
    if sak(answer) is None:
        return Trouble.DAMAGED
    return found[:UID_PART], answer[0]
