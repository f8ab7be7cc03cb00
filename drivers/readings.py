"""All that a driver can say.

Readings are plain values without a time: whoever takes them from the inbox stamps them.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scan:
    """A reader read one whole text (barcode, tag or badge), exactly as it was sent."""

    reader: str
    text: str


@dataclass(frozen=True, slots=True)
class CardScan(Scan):
    """A Scan of a card by a reader that says what kind of number it read, and how long it is.

    Two kinds may have a number in common: whoever enrols cards keeps the kind beside the text.
    """

    kind: str
    """A kind of `drivers.protocols.aliases`, or "raw"."""
    bits: int
    """Of the number as it was sent, parities included."""
    proved: bool = False
    """Whether the card proved to know a key of ours. Without that, its number may be a copy."""


@dataclass(frozen=True, slots=True)
class ScanRejected:
    """A reader received something that is not a whole, plain text; `reason` is a wire name."""

    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line settled at a level: `closed` is True when the circuit is made."""

    line: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A device went away or never came; `why` is one English sentence for a technician."""

    device: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """A device is there (again) and ready."""

    device: str


Reading = Scan | ScanRejected | Edge | Lost | Found

Put = Callable[[Reading], None]
"""Where a driver puts its readings. Callable from any thread; never blocks for long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A tag was in the field of a reader that sees many at once, through clothes and doors.

    Evidence for a count or a gate, and no `Reading`: nobody showed it, so nothing may open for it.
    It goes where a `PutSeen` leads, and the type checker keeps it out of every `Put`.
    """

    reader: str
    tag: str
    """Its EPC, in upper-case hexadecimal."""
    antenna: int
    """Numbered from 1, or 0 where the reader does not say."""
    signal: int | None
    """How strongly, in the reader's own units (dBm from MagicRF modules), or None."""


PutSeen = Callable[[Seen], None]
"""Where a driver puts what it has seen. Callable from any thread; never blocks for long."""
