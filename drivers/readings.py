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
