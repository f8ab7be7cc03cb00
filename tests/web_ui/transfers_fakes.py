"""A desk of transfers made of plain values, for tests of its pages and for a look at them."""

from dataclasses import dataclass, field, replace

from kiosk.service.protocol import KioskSilent, WorkDone
from kiosk.service.transfers import views as v
from kiosk.service.views import BayView, ChangeView, Stage, Visit
from kiosk.service.works import Work
from tests.web_ui.fakes import CHAN, NOON_MS, START_MONO, FakeService, view_of

HOUR_MS = 3_600_000


def face(number: str, side: str, state: str, **more: object) -> v.TransferFace:
    """Return a transfer as a list names it."""
    one = v.TransferFace(
        number, side, "kampong-thom-01", state, 2, 0, "Sok Vanna", NOON_MS - 20 * HOUR_MS,
        NOON_MS + 28 * HOUR_MS, why="ជួសជុល",
    )  # fmt: skip
    return replace(one, **more)  # type: ignore[arg-type]  # replace checks the names


FACES = (
    face("T0007-btb-01", "sent", "loading", loaded=1),
    face("T0008-btb-01", "sent", "loading"),
    face("T0006-btb-01", "sent", "transit", loaded=2, due_ms=NOON_MS - HOUR_MS, late=True),
    face("T0003-kampong-thom-01", "announced", "announced"),
    face("T0002-kampong-thom-01", "announced", "received", differences=2),
    face("T0009-btb-01", "sent", "came_back", loaded=1),
    face("T0010-btb-01", "sent", "came_back"),
    face("T0011-btb-01", "sent", "loose"),
    face("T0012-btb-01", "sent", "contested", differences=1),
    face("T0005-btb-01", "sent", "recalled"),
    face("T0004-btb-01", "sent", "closed"),
    face("T0013-btb-01", "sent", "closed_empty"),
)
WEAPONS = (
    v.PaperWeapon("1010000182", "Norinco Type 56", "rifle", "56-1 ២៣៧៤០៥១", "7.62x39", "fit"),
    v.PaperWeapon("1010000279", "AKM", "rifle", "2374O51", "7.62x39", "quarantined"),
)
DIFFERENCES = (
    v.DifferenceFace("1010000182", "missing", "56-1 ២៣៧៤០៥១", ""),
    v.DifferenceFace("1010000279", "serial_differs", "2374O51", "2374051"),
    v.DifferenceFace("<b>?", "extra", "", "A 1"),
    v.DifferenceFace("1010000376", "number_taken", "7", "8"),
)
LOAD = {
    "1010000182": v.LoadFace("1010000182", "Norinco Type 56", "56-1 ២៣៧៤០៥១", "R1-04"),
    "1010000279": v.LoadFace("1010000279", "AKM", "2374O51", "", "already_out"),
}
NOTE = "armoury-transfer/btb-01/manifest/v1\n{}\n\n— armoury-kiosk/btb-01 AAAA\n"


LONG_SERIALS = ", ".join(f"56-1 23740{number:02}" for number in range(40))
_MATTERS = {
    "transfer.send": (
        ChangeView("transfer_to", "", "kampong-thom-01 · Sok Vanna"),
        ChangeView("transfer_weapons", "", f"40: {LONG_SERIALS}"),
    ),
    "loss.find": (
        ChangeView("loss_weapon", "", "1010000182"),
        ChangeView("loss_place", "", "ផ្សារសំឡូត ខេត្តបាត់ដំបង"),
    ),
    "cards.let_in": (
        ChangeView("cards_stack", "", "0f1e2d3c4b5a6978"),
        ChangeView("cards_count", "", "206122"),
    ),
    "key.seal": (
        ChangeView("key", "", "Second set"),
        ChangeView("key_opens", "", "ឃ្លាំងទាំងមូល"),
        ChangeView("key_seal", "", "004711"),
    ),
    "kiosk.key": (ChangeView("fingerprint", "", "673A 66D4 A830 625C 31F9 9A23 69E8 7299"),),
    "clock.set": (
        ChangeView("clock_was", "", "1957921160000"),
        ChangeView("clock_becomes", "", "1795500010000"),
    ),
    "transfer.recall": (ChangeView("transfer", "", "T0008-btb-01"),),
    "transfer.void": (ChangeView("transfer", "", "T0011-btb-01"),),
    "transfer.receive": (
        ChangeView("transfer_from", "", "kampong-thom-01"),
        ChangeView("transfer_arrived", "", "39"),
        ChangeView("transfer_differs", "", "1010000182, 1010000279, 1010000376"),
    ),
}
VOUCHED: dict[str, tuple[BayView, str]] = {
    f"{stage}_{tag.replace('.', '_')}": (
        view_of(
            stage,
            visit=Visit(
                second=CHAN if stage is Stage.VOUCH_PIN else None,
                until_mono=START_MONO + 18_000,
                tries_left=5,
                vouchers=1,
                matter=tag,
                changes=changes,
                why="បញ្ជូនទៅជួសជុលនៅឃ្លាំងកណ្តាល តាមបទបញ្ជា",
            ),
        ),
        "/",
    )
    for stage in (Stage.VOUCH, Stage.VOUCH_PIN)
    for tag, changes in _MATTERS.items()
}
"""What two people are asked to stand by, as the touch page shows it."""


class RefusingService(FakeService):
    """A hatch that answers work at a desk as it was told to."""

    done = WorkDone(seq=1)

    def sign(self, number: str, pin: str, work: Work) -> WorkDone:
        super().sign(number, pin, work)
        return self.done


@dataclass
class FakeTransfers:
    """Transfers that are told at once. `reason` refuses everything, `silent` answers nothing."""

    faces: tuple[v.TransferFace, ...] = FACES
    stores: tuple[str, ...] = ("kampong-thom-01", "phnom-penh")
    silent: bool = False
    reason: str = ""
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def page(self, by: str) -> v.TransfersPage:
        self._answer("page", by)
        if self.reason:
            return v.TransfersPage(reason=self.reason)
        return v.TransfersPage(self.faces, self.stores, "btb-01", 72)

    def load(self, by: str, labels: tuple[str, ...]) -> v.LoadPage:
        self._answer("load", by, *labels)
        unknown = "unknown_weapon"
        return v.LoadPage(
            tuple(LOAD.get(label) or v.LoadFace(label, reason=unknown) for label in labels)
        )

    def paper(self, by: str, number: str, side: str) -> v.PaperPage:
        self._answer("paper", by, number, side)
        found = [one for one in self.faces if (one.number, one.side) == (number, side)]
        if self.reason or not found:
            return v.PaperPage(reason=self.reason or "unknown_transfer")
        (one,) = found
        ours = one.side == "sent"
        here, there = ("btb-01", one.store)
        return v.PaperPage(
            transfer=one,
            origin=here if ours else there,
            to=there if ours else here,
            carrier="12-0417 Sok Vanna",
            route="ផ្លូវជាតិលេខ ៥",
            vehicle="2A-1234",
            seal="S-77",
            vouchers=("12-0088 Chan Dara", "12-0500 Ros Maly"),
            head=f"912/{'9f86d081' * 8}",
            weapons=WEAPONS,
            differences=DIFFERENCES if one.differences else (),
            ended_ms=0,
            note=NOTE if one.state in {"transit", "closed", "received"} else "",
            key="673A 66D4 A830 625C 31F9 9A23 69E8 7299",
            key_vouched=one.state == "closed",
        )

    def _answer(self, *asked: str) -> None:
        if self.silent:
            raise KioskSilent("silent")
        self.asked.append(asked)
