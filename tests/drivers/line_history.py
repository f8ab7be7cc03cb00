"""What every line was at every instant, out of what the recorder in place of lgpio was told.

The kernel is the bad one: a line stays at its last level when its program is gone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.drivers.charge_pump import DEAD_V, Span, armed_spans

_TOLD = re.compile(r"(\d+) GPIO(\d+) (input|output 0|output 1|write 0|write 1)")


@dataclass(frozen=True)
class Instant:
    """All lines from one moment on: a pin that is an input is low, by its resistor."""

    at_s: float
    high: frozenset[int] = field(default_factory=frozenset)
    pin: int = 0
    """The pin that was touched at this moment."""


def instants(lines: Sequence[str]) -> Iterator[Instant]:
    """Yield the state of all lines after each thing that the chip was told."""
    high: frozenset[int] = frozenset()
    for line in lines:
        if found := _TOLD.match(line):
            pin = int(found[2])
            high = high | {pin} if found[3].endswith("1") else high - {pin}
            yield Instant(int(found[1]) / 1e9, high, pin)


def rises(lines: Sequence[str], pin: int) -> list[float]:
    """Return the moments at which a pin went from low to high."""
    moments, before = [], False
    for instant in instants(lines):
        now = pin in instant.high
        if now and not before:
            moments.append(instant.at_s)
        before = now
    return moments


def driven(lines: Sequence[str], pin: int) -> list[Span]:
    """Return from when to when a pin was high; for ever, if nobody put it down."""
    spans: list[Span] = []
    high = False
    for instant in instants(lines):
        now = pin in instant.high
        if now and not high:
            spans.append((instant.at_s, float("inf")))
        elif high and not now:
            spans[-1] = (spans[-1][0], instant.at_s)
        high = now
    return spans


def powered(
    lines: Sequence[str], bolt: int, arming: int, threshold_v: float = DEAD_V
) -> list[Span]:
    """Return from when to when a bolt had power: its own line high, and the pump charged."""
    spans = []
    for on_s, off_s in driven(lines, bolt):
        for armed_s, dead_s in armed_spans(rises(lines, arming), threshold_v):
            span = max(on_s, armed_s), min(off_s, dead_s)
            if span[0] < span[1]:
                spans.append(span)
    return spans
