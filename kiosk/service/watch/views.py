"""What the chief's desk is told of the days and of the lenses. Values only, for the face too."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.views import PersonFace


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the book. `began_ms`: wall; `exposed_ms`: of weapons, each for as long as it was.

    `inside`, `out`, `missing` and `late`: weapons, when the day had ended, or now.
    """

    began_ms: int
    issued: int = 0
    returned: int = 0
    openings: int = 0
    exposed_ms: int = 0
    counts: int = 0
    counted: int = 0
    differing: int = 0
    inside: int = 0
    out: int = 0
    missing: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class DaysPage:
    """The newest days, oldest first. `reason`: why nothing is told, as a refusal's wire name."""

    days: tuple[DayView, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PatternView:
    """One pattern a lens sees: `seen` of `of` acts, `expected` by chance (thousandths).

    `one_in`: how seldom honest people would show so much, in quarters.
    """

    lens: str
    people: tuple[PersonFace, ...]
    seen: int
    of: int
    expected: int
    one_in: int


@dataclass(frozen=True, slots=True)
class LensPage:
    """What the lenses see. `above`: how many patterns only the level above is told of.

    `lenses`: all that were looked through. `since_ms` and `until_ms`: wall; `head`: the chain's.
    """

    patterns: tuple[PatternView, ...] = ()
    above: int = 0
    lenses: tuple[str, ...] = ()
    since_ms: int = 0
    until_ms: int = 0
    entries: int = 0
    head: str = ""
    reason: str = ""


class Watch(Protocol):
    """The chief's watch. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who reads. Whether they may is decided anew each time.
    """

    def days(self, by: str, limit: int = 90) -> DaysPage:
        """Return the newest days on which anything was written."""
        ...

    def lens(self, by: str) -> LensPage:
        """Return what the lenses see; some seconds on a small machine, and kept for an hour."""
        ...
