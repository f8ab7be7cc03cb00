"""What a screen is told of losses. Values only."""

from dataclasses import dataclass

from kiosk.service.shift_views import Who


@dataclass(frozen=True, slots=True)
class ReportClock:
    """By when a loss must be reported in writing, and whether it was. `to`: province or nation."""

    to: str
    due_ms: int
    late: bool
    given: bool = False


@dataclass(frozen=True, slots=True)
class LossClocks:
    """A weapon on the hot list, and its reports in writing, the first one first."""

    number: str
    name: str
    serial: str
    reports: tuple[ReportClock, ...]


@dataclass(frozen=True, slots=True)
class Losable:
    """A weapon that is out, and that whoever stands there may say is lost.

    `holder`: who has it; None when they have it themselves.
    """

    number: str
    name: str
    serial: str
    holder: Who | None = None
