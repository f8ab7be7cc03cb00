"""Lights and sounds of an OSDP reader, as commands (SIA OSDP 2.2, 6.10 and 6.11)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LIGHT: Final = 0x69
BUZZER: Final = 0x6A

_TENTHS_MAX: Final = 0xFFFF
_COUNT_MAX: Final = 0xFF
_ONLY_READER: Final = 0
_FIRST_LIGHT: Final = 0
_SET: Final = 1
_FOR_A_WHILE: Final = 2
_DEFAULT_TONE: Final = 2
_NO_CHANGE: Final = bytes(7)


class Colour(IntEnum):
    """What a light can show; a reader without a colour shows the next it has, or nothing."""

    BLACK = 0
    RED = 1
    GREEN = 2
    AMBER = 3
    BLUE = 4


@dataclass(frozen=True, slots=True)
class Order:
    """A command for the reader, to be sent at the next poll."""

    code: int
    payload: bytes


def light(colour: Colour, seconds: float | None = None) -> Order:
    """Return the order to show a colour, for some seconds (6,553 at most) or until the next."""
    head = bytes([_ONLY_READER, _FIRST_LIGHT])
    if seconds is None:
        return Order(LIGHT, head + _NO_CHANGE + bytes([_SET, 1, 0, colour, colour]))
    tenths = min(_TENTHS_MAX, max(1, round(seconds * 10))).to_bytes(2, "little")
    shown = bytes([_FOR_A_WHILE, 1, 0, colour, colour]) + tenths
    return Order(LIGHT, head + shown + bytes([0, 0, 0, 0, 0]))


def beeps(count: int) -> Order:
    """Return the order to sound so many times, a tenth of a second each."""
    return Order(BUZZER, bytes([_ONLY_READER, _DEFAULT_TONE, 1, 1, min(count, _COUNT_MAX)]))
