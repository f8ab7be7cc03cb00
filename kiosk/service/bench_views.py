"""The parts of a simulated bay as its bench shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BenchPart:
    """A part of the simulated bay to touch. `kind`: badge, weapon, cable, reader or output."""

    kind: str
    id: str
    label: str
    detail: str = ""
    on: bool = False


@dataclass(frozen=True, slots=True)
class BenchView:
    """All parts of the simulated bay, in the order to show them."""

    parts: tuple[BenchPart, ...] = ()
