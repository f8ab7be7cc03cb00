"""Frames of a known length with a check value, found in a stream that may hold anything.

The one place that says how a lost frame is looked for. A format is a function that looks at the
bytes from some place on and says: a frame, not a frame, or not enough bytes yet. When it is no
frame, **one byte** is dropped and the rest is looked at again: a good frame behind noise, or
inside the length that a broken one claimed, is never lost. What was dropped is told once: one
rejection for a run of noise, one for a broken frame as far as it claimed to reach.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from drivers.protocols.frames import HELD_MAX, Found, Frame, Plain, Rejected

NOISE: Final = "noise"
"""Bytes with which no frame begins."""

HALF_FRAME: Final = "half_frame"
"""A frame began and the rest of it never came."""

BAD_HEADER: Final = "bad_header"
"""The beginning of a frame, and then a value that no frame has there."""

BAD_LENGTH: Final = "bad_length"
"""A length that no frame of this format has, or whose own check disagrees."""

BAD_END: Final = "bad_end"
"""What must stand behind the frame does not."""

BAD_LAYOUT: Final = "bad_layout"
"""The check value holds, but the contents do not fit together."""

_PIECE: Final = 1024
"""Bytes taken into the buffer at once, so that it stays small whatever is fed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The first `length` bytes are a frame."""

    length: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Broken:
    """No frame begins here; `length` bytes claimed to be one."""

    reason: str
    length: int = 1


Verdict = Taken | Broken | None
"""None: it may become a frame, but bytes are missing. More bytes never change another verdict."""

ReadPacket = Callable[[bytes], Verdict]
"""Looks at some bytes, at least one, and says what begins with the first of them."""


def frame(**decoded: Plain) -> Frame:
    """Return a frame that says this."""
    return Frame(decoded)


class PacketDecoder:
    """Turns bytes into the frames of one format; see the module for how it recovers."""

    def __init__(
        self, read: ReadPacket, *, longest: int, starts: bytes = b"", idle: bytes = b""
    ) -> None:
        """Begin between two frames.

        Args:
            read: the format.
            longest: bytes of its longest frame. `read` never needs more to decide.
            starts: the bytes a frame can begin with; none given: any.
            idle: bytes that mean nothing between two frames.
        """
        assert longest + _PIECE <= HELD_MAX, "the buffer must hold a frame and a piece"
        self._read = read
        self._longest = longest
        self._noise = bytes(set(range(256)) - set(starts)) if starts else b""
        self._idle = idle
        self._buffer = bytearray()
        self._told = 0  # how far, from the buffer's beginning, a rejection was told already
        self._in_noise = False

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their frame."""
        return len(self._buffer)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        found: list[Found] = []
        for begin in range(0, len(received), _PIECE):
            self._buffer += received[begin : begin + _PIECE]
            found += self._drained(over=False)
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came: look inside what is left, as after a broken frame."""
        found = self._drained(over=True)
        self._told, self._in_noise = 0, False
        return found

    def _drained(self, *, over: bool) -> list[Found]:
        found: list[Found] = []
        place = 0
        while place < len(self._buffer):
            noise = self._noise_at(place)
            if noise:
                self._tell(found, NOISE, place, noise)
                place += noise
                continue
            piece = bytes(self._buffer[place : place + self._longest])
            verdict = self._read(piece)
            if verdict is None and not over:
                break
            if isinstance(verdict, Taken):
                found.append(verdict.frame)
                place += verdict.length
                self._told, self._in_noise = place, False
                continue
            broken = verdict or Broken(HALF_FRAME, len(piece))
            if not self._is_silence(piece, broken):
                self._tell(found, broken.reason, place, broken.length)
            place += 1
        del self._buffer[:place]
        self._told = max(0, self._told - place)
        return found

    def _noise_at(self, place: int) -> int:
        """Return how many bytes from a place on can begin no frame."""
        if not self._noise or self._buffer[place] not in self._noise:
            return 0
        rest = bytes(self._buffer[place:])
        return len(rest) - len(rest.lstrip(self._noise))

    def _is_silence(self, piece: bytes, broken: Broken) -> bool:
        return piece[0] in self._idle and (
            broken.reason == NOISE or not piece.translate(None, self._idle)
        )

    def _tell(self, found: list[Found], reason: str, place: int, length: int) -> None:
        untold = place >= self._told and not (reason == NOISE and self._in_noise)
        if untold:
            found.append(Rejected(reason))
        self._told = max(self._told, place + length)
        self._in_noise = True
