"""A watch made of plain values, for tests of its pages and for a look at them."""

from dataclasses import dataclass, field

from kiosk.service.loss_view import LossClocks, ReportClock
from kiosk.service.protocol import KioskSilent
from kiosk.service.views import DueCountView, LateView
from kiosk.service.watch.views import DaysPage, DayView, LensPage, PatternView
from tests.web_ui.fakes import CHAN, LY, NOON_MS, SOK, weapon

DAY_MS = 86_400_000
MIDNIGHT_MS = NOON_MS - 14 * 3_600_000 - 300_000

DAYS = tuple(
    DayView(
        MIDNIGHT_MS - ago * DAY_MS,
        issued=14 + ago % 5,
        returned=13 + ago % 4,
        openings=27 + ago % 9,
        exposed_ms=(3_000_000 + 400_000 * (ago % 7)) * (0 if ago % 11 == 0 else 1),
        counts=1,
        counted=24 if ago % 7 == 0 else 6,
        differing=(ago % 13 == 0) * 2,
        inside=412 - ago % 17,
        out=31 + ago % 17,
        missing=int(ago % 29 == 0),
        late=ago % 6,
    )
    for ago in reversed(range(90))
)

LATE = (
    LateView(weapon(4), SOK, "R1-04", "M-7", NOON_MS - 7_300_000, ("holder", "custodian", "chief")),
    LateView(weapon(9), LY, "R1-09", "M-9", NOON_MS + 2_000_000, ("holder",)),
)

CLOCKS = (
    LossClocks(
        "1010000376", "Norinco Type 56 carbine", "56-1 2374051",
        (ReportClock("province", NOON_MS - 3_600_000, late=True),
         ReportClock("nation", NOON_MS + 75_600_000, late=False)),
    ),
    LossClocks(
        "1010000182", "AKM", "",
        (ReportClock("province", NOON_MS - 60_000, late=True, given=True),
         ReportClock("nation", NOON_MS + 79_200_000, late=False)),
    ),
)  # fmt: skip

DUE = (
    DueCountView("daily", NOON_MS + 3_600_000, overdue=False),
    DueCountView("weekly", NOON_MS - 3_600_000, overdue=True),
    DueCountView("monthly", 0, overdue=True),
    DueCountView("half_yearly", NOON_MS + 90 * DAY_MS, overdue=False),
    DueCountView("appointment", NOON_MS + 9 * DAY_MS, overdue=False),
    DueCountView("command", NOON_MS - DAY_MS, overdue=True),
)

LENSES = (
    "same_pair", "after_hours", "overrides", "always_agrees", "rounds_agree", "same_settler",
    "misplaced", "same_vouchers",
)  # fmt: skip

SEEN = LensPage(
    (
        PatternView("same_pair", (SOK, CHAN), 31, 34, 12_400, 88_000),
        PatternView("always_agrees", (CHAN,), 0, 41, 9_300, 4_100),
    ),
    1,
    LENSES,
    NOON_MS - 90 * DAY_MS,
    NOON_MS,
    9_214,
    "31042/5f1d0c9b7a3e44d2b6a1908f7e6d5c4b3a29181706f5e4d3c2b1a09f8e7d6c5b",
)


WHOLE = DaysPage(DAYS)


@dataclass
class FakeWatch:
    """A watch that answers at once. `reason`: refuses everybody; `asked`: by whom, and what."""

    days_page: DaysPage = WHOLE
    lens_page: LensPage = SEEN
    reason: str = ""
    silent: bool = False
    asked: list[tuple[str, int]] = field(default_factory=list)

    def days(self, by: str, limit: int = 90) -> DaysPage:
        self._answer(by, limit)
        if self.reason:
            return DaysPage(reason=self.reason)
        return DaysPage(self.days_page.days[-limit:])

    def lens(self, by: str) -> LensPage:
        self._answer(by, 0)
        return LensPage(reason=self.reason) if self.reason else self.lens_page

    def _answer(self, by: str, limit: int) -> None:
        if self.silent:
            raise KioskSilent
        self.asked.append((by, limit))
