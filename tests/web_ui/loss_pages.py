"""The touch pages of a loss as they are painted: who has one weapon out, many, or none any more."""

from dataclasses import replace

from kiosk.service.loss_view import Losable
from kiosk.service.shift_views import Who
from kiosk.service.views import BayView, Stage, WeaponFace
from tests.web_ui.fakes import ALARM, CHAN, count_of, outcome, view_of, visit_of
from tests.web_ui.watch_fakes import LATE

OWN = Losable("1030004147", "Norinco Type 56 carbine", "56-1 2374051")
SOPHEA = Who("12-0301", "Ly Sophea", "លី សុភា")
OTHERS = tuple(
    Losable(f"10300{place:03}47", "AK-47", f"ABCDEFGHIJKLMNOP{place:04}", SOPHEA)
    for place in range(1, 8)
)
HAS = replace(visit_of(Stage.CHOOSE), losable=(OWN,))
KEEPS = replace(HAS, person=CHAN, losable=(OWN, *OTHERS))

LOSS = f"/?show=lost_how&weapon={OWN.number}"
LOSS_WHEN = f"/?show=lost_when&weapon={OWN.number}"
OF_ANOTHER = f"/?show=lost_how&weapon={OTHERS[0].number}"

LOSS_PAGES: dict[str, tuple[BayView, str]] = {
    "choose_lost": (view_of(Stage.CHOOSE, visit=HAS), "/"),
    "choose_lost_pass": (view_of(Stage.CHOOSE, visit=replace(HAS, may_pass=True), late=LATE), "/"),
    "choose_lost_custodian": (view_of(Stage.CHOOSE, visit=KEEPS), "/"),
    "choose_lost_drawn": (view_of(Stage.CHOOSE, visit=KEEPS, count=count_of()), "/"),
    "choose_lost_unreturned": (
        replace(
            view_of(Stage.CHOOSE, visit=KEEPS), unreturned=WeaponFace("1030004147", "AKM", "56-1")
        ),
        "/",
    ),
    "alarm_lost": (view_of(Stage.CHOOSE, visit=HAS, alarms=(ALARM,)), "/"),
    "lost": (view_of(Stage.CHOOSE, visit=KEEPS), "/?show=lost"),
    "lost_last": (view_of(Stage.CHOOSE, visit=KEEPS), "/?show=lost&page=2"),
    "lost_none": (view_of(Stage.CHOOSE), "/?show=lost"),
    "lost_how": (view_of(Stage.CHOOSE, visit=HAS), LOSS),
    "lost_of_another": (view_of(Stage.CHOOSE, visit=KEEPS), OF_ANOTHER),
    "lost_gone": (view_of(Stage.CHOOSE), LOSS),
    "lost_when": (view_of(Stage.CHOOSE, visit=HAS), f"{LOSS_WHEN}&kind=stolen"),
    "lost_when_no_kind": (view_of(Stage.CHOOSE, visit=HAS), LOSS_WHEN),
    "lost_strip": (
        view_of(Stage.CHOOSE, visit=HAS, outcome=outcome("refused", "not_yours_to_report")), LOSS,
    ),
    "lost_told_alarm": (
        view_of(Stage.CHOOSE, alarms=(replace(ALARM, cause="missing", about=OWN.number),),
                outcome=outcome("loss.reported")),
        "/",
    ),
}  # fmt: skip
"""Every page of a loss, and every page that leads there."""
