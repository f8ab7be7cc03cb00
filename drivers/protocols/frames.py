"""What a decoder of a wire format gives back: whole frames, and what it had to throw away.

A decoder is fed bytes in any pieces and knows no port, no time and no custody. Drivers turn its
frames into readings; `kiosk decode` prints them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

Plain = None | bool | int | float | str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What JSON can hold. An identity is upper-case hexadecimal text, never an integer."""

HELD_MAX: Final = 4096
"""Bytes a decoder may hold between two pieces, whatever comes in."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame, checked: what it says, by the names of its data sheet."""

    decoded: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Bytes that are no frame; `reason` is one of the format's fixed wire names."""

    reason: str


Found = Frame | Rejected


class Decoder(Protocol):
    """Turns the bytes of one device into frames. No input raises; the split makes no difference."""

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their frame."""
        ...

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        ...

    def pause(self) -> list[Found]:
        """Say that nothing more came: what has begun is over and counted as rejected."""
        ...


MakeDecoder = Callable[[], Decoder]
