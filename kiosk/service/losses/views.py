"""What the desk of losses is told. Values only; numbers are text, times wall milliseconds."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReportFace:
    """A written report of a loss: to whom, and by when. `given_ms`: 0 while nobody gave it.

    `receiver`: who took it; `by`: who said so.
    """

    to: str
    due_ms: int
    late: bool
    given_ms: int = 0
    receiver: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class LossFace:
    """A report, whole. `found_ms`: when it was closed, 0 while the weapon is on the hot list.

    `when_ms`: 0 when nobody knows it; `whole_day`: only the day is known. `at_bay`: it was told
    before the racks. `unknown`: which fields are empty still, by the words of `rules.reports`;
    `complete`: whether it has every field that files of other countries ask for. `entry`: the one
    that reported it; `by_name`: who did, as the register knows them now; `reports`: in writing.
    `serial_reported`: what its serial was on the day of the report, if it was corrected since.
    """

    number: str
    name: str
    type: str
    serial: str
    calibre: str
    kind: str
    when_ms: int
    place: str
    how: str
    agency: str
    case: str
    bearer: str
    bearer_name: str
    rank: str
    unit: str
    reported_ms: int
    by: str
    head: str
    found_ms: int = 0
    found_place: str = ""
    complete: bool = True
    whole_day: bool = False
    at_bay: bool = False
    unknown: tuple[str, ...] = ()
    entry: int = 0
    by_name: str = ""
    serial_status: str = "clear"
    reports: tuple[ReportFace, ...] = ()
    serial_reported: str = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A report to be printed: a whole HTML document. `reason`: why there is none."""

    html: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LossesPage:
    """The reports, the newest first. `reason`: why nothing is told, a refusal's wire name.

    `before`: the entry that older ones come before; 0 when these are the oldest.
    """

    losses: tuple[LossFace, ...] = ()
    kiosk: str = ""
    reason: str = ""
    before: int = 0


class Losses(Protocol):
    """The desk of losses. Any thread; may raise `KioskSilent`."""

    def page(self, by: str, before: int = 0) -> LossesPage:
        """Return a page of reports, if this officer may read them; decided each time.

        The newest ones, or the newest of those before an entry.
        """
        ...

    def still_lost(self, by: str, weapon: str) -> LossesPage:
        """Return the report of a weapon that is on the hot list; none when it is not."""
        ...

    def paper(self, by: str, entry: int, to: str) -> PaperPage:
        """Return the report that an entry made, to be printed for the province or the nation."""
        ...
