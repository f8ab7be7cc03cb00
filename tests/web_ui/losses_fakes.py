"""A desk of losses made of plain values."""

from dataclasses import dataclass, replace

from kiosk.service.losses.views import LossesPage, LossFace, PaperPage, ReportFace
from kiosk.service.protocol import KioskSilent
from tests.web_ui.fakes import NOON_MS

LOST = LossFace(
    "1010000182", "Norinco Type 56", "rifle", "56-1 ២៣៧៤០៥១", "7.62x39", "stolen",
    NOON_MS - 7_200_000, "ផ្សារ <Samlot>", "in the crowd", "BTB-02", "2026/0314-7", "12-0417",
    "Sok Vanna", "", "Post 4", NOON_MS - 3_600_000, "12-0088", f"912/{'9f86d081' * 8}",
    entry=912, reports=(
        ReportFace("province", NOON_MS - 60_000, late=False, given_ms=NOON_MS - 120_000,
                   receiver="Major <Keo>", by="12-0088"),
        ReportFace("nation", NOON_MS + 79_200_000, late=False),
    ),
)  # fmt: skip
FOUND = replace(
    LOST, number="1010000279", serial="", complete=False, found_ms=NOON_MS, found_place="Bavel"
)


TOLD = replace(
    LOST, number="1010000376", when_ms=NOON_MS - 50_700_000, whole_day=True, place="", how="",
    agency="", case="", complete=False, at_bay=True, by=LOST.bearer,
    unknown=("agency", "calibre", "case", "place", "how"), entry=1042,
    serial_reported="56-1 <2374O51>", reports=(
        ReportFace("province", NOON_MS - 3_600_000, late=True),
        ReportFace("nation", NOON_MS + 75_600_000, late=False),
    ),
)  # fmt: skip
"""As it was told at the racks: the day, and that it was stolen."""


@dataclass
class FakeLosses:
    """Losses that are told at once."""

    losses: tuple[LossFace, ...] = (TOLD, LOST, FOUND)
    silent: bool = False
    reason: str = ""
    older: int = 0

    def paper(self, by: str, entry: int, to: str) -> PaperPage:
        if self.silent:
            raise KioskSilent(by)
        known = {one.entry for one in self.losses}
        if self.reason or entry not in known:
            return PaperPage(reason=self.reason or "not_reported_lost")
        return PaperPage(f"<!doctype html><p>{entry} for {to}</p>")

    def page(self, by: str, before: int = 0) -> LossesPage:
        if self.silent:
            raise KioskSilent(by)
        if self.reason:
            return LossesPage(reason=self.reason)
        if before:
            return LossesPage(tuple(one for one in self.losses if one.entry < before), "btb-01")
        return LossesPage(self.losses, "btb-01", before=self.older)

    def still_lost(self, by: str, weapon: str) -> LossesPage:
        if self.silent:
            raise KioskSilent(by)
        return LossesPage(
            tuple(one for one in self.losses if one.number == weapon and not one.found_ms)
        )
