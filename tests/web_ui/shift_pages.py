"""Every page of a shift and of a stand-to that a stage alone does not show, as it is painted."""

from dataclasses import replace

from kiosk.service.shift_views import PointView
from kiosk.service.views import BayView, Stage, WeaponFace
from tests.web_ui.fakes import CHAN, outcome, view_of, visit_of
from tests.web_ui.shift_fakes import BORIN, LAPSED, LOST, ON_SHIFT, SOK, STAND_TO

_CUSTODIAN = replace(visit_of(Stage.CHOOSE), person=CHAN)
_OTHER = replace(ON_SHIFT, on_shift=BORIN, overdue=True)
_KINDS = (
    "overdue", "missing", "work", "quantity", "count", "key_out", "unknown_holder", "in_hands",
    "stand_to", "transfer",
)  # fmt: skip


def _point(kind: str) -> BayView:
    view = view_of(Stage.HANDOVER_POINT)
    assert view.handover is not None
    about = {"stand_to": "2", "transfer": "T0012-pursat-01"}.get(kind, "Type 56 56-1 2305173")
    point = PointView(kind, about, who=SOK if kind in {"overdue", "in_hands"} else None)
    return replace(view, handover=replace(view.handover, point=point))


def _pairs(**changes: object) -> BayView:
    stand_to = replace(STAND_TO, **changes)  # type: ignore[arg-type]  # replace checks the names
    return view_of(Stage.STAND_TO_PAIRS, stand_to=stand_to)


SHIFT_PAGES: dict[str, tuple[BayView, str]] = {
    "idle_shift": (view_of(shift=ON_SHIFT), "/"),
    "idle_stand_to": (view_of(stand_to=STAND_TO), "/"),
    "choose_keeper": (view_of(Stage.CHOOSE, visit=_CUSTODIAN, shift=ON_SHIFT), "/"),
    "shift_own": (view_of(Stage.CHOOSE, visit=_CUSTODIAN, shift=ON_SHIFT), "/?show=shift"),
    "shift_other": (view_of(Stage.CHOOSE, visit=_CUSTODIAN, shift=_OTHER), "/?show=shift"),
    "shift_none": (view_of(Stage.CHOOSE, visit=_CUSTODIAN), "/?show=shift"),
    "shift_stand_to": (
        view_of(Stage.CHOOSE, visit=_CUSTODIAN, shift=ON_SHIFT, stand_to=STAND_TO),
        "/?show=shift",
    ),
    "shift_stand_to_lapsed": (
        view_of(Stage.CHOOSE, visit=_CUSTODIAN, shift=ON_SHIFT, stand_to=LAPSED),
        "/?show=shift",
    ),
    "idle_stand_to_lapsed": (view_of(stand_to=LAPSED), "/"),
    "alert": (view_of(Stage.CHOOSE, visit=_CUSTODIAN), "/?show=alert"),
    **{f"handover_{kind}": (_point(kind), "/") for kind in _KINDS},
    "handover_refused": (
        view_of(Stage.HANDOVER_CABLE, outcome=outcome("refused", "count_impossible")),
        "/",
    ),
    "handover_key_refused": (
        view_of(Stage.HANDOVER_KEY, outcome=outcome("refused", "handing_over")),
        "/",
    ),
    "stand_to_done": (view_of(Stage.STAND_TO, stand_to=replace(STAND_TO, cables=())), "/"),
    "stand_to_many": (
        view_of(Stage.STAND_TO, stand_to=replace(STAND_TO, cables=STAND_TO.cables * 2)),
        "/?show=stand_to&page=2",
    ),
    "stand_to_brought": (
        view_of(Stage.STAND_TO, unreturned=WeaponFace(LOST.number, LOST.name, LOST.serial)),
        "/",
    ),
    "stand_to_kept": (view_of(Stage.STAND_TO_PAIRS, outcome=outcome("return.kept")), "/"),
    "stand_to_shown": (_pairs(badge=SOK), "/"),
    "stand_to_whose": (_pairs(weapon=LOST), "/"),
    "stand_to_paired": (_pairs(pair=(SOK, LOST), unknown=()), "/"),
    "stand_to_held": (
        view_of(Stage.STAND_TO_PAIRS, visit=replace(visit_of(Stage.CHOOSE), held_open=True)),
        "/",
    ),
    "stand_to_refused": (
        view_of(Stage.STAND_TO_PAIRS, outcome=outcome("refused", "on_hold")),
        "/",
    ),
    "stood_down_open": (
        view_of(stand_to=replace(STAND_TO, running=False), outcome=outcome("stand_to.ended")),
        "/",
    ),
}
"""Name, view and address of each."""
