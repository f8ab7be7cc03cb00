"""Samples of a shift, a hand-over at each of its steps, and a stand-to, for the sample bay."""

from dataclasses import replace

from kiosk.service.shift_views import (
    CableChoice,
    HandoverView,
    KeyView,
    PointView,
    ShiftView,
    StandToView,
    UnknownView,
    Who,
)
from kiosk.service.views import BayView, Stage

CHAN = Who("12-0088", "Chan Dara", "ចាន់ តារា")
BORIN = Who("12-0001", "Keo Borin", "កែវ បូរិន")
SOK = Who("12-0417", "Sok Vanna", "សុខ វណ្ណា")

KEYS = (
    KeyView("K-01", "Rack R1, lower lock"),
    KeyView("K-02", "Workshop", holder=SOK, since_ms=1_795_320_000_000),
    KeyView("Second set", "All racks", sealed=True, amiss=True),
)
ON_SHIFT = ShiftView(CHAN, 41, 1_795_310_000_000, 1_795_353_200_000, required=True, keys=KEYS)
POINT = PointView("doubt", "R2-C2", "forced", places=("R2-05", "R2-06", "R2-07", "R2-08"))
LOST = UnknownView("1030000747", "Type 56", "56-1 2305173", 1_795_331_000_000)
CABLES = tuple(
    CableChoice(f"{rack}-C{number}", rack, 5 - number)
    for rack in ("R1", "R2")
    for number in (1, 2, 3)
)
STAND_TO = StandToView(
    2, "unrest", 1_795_330_000_000, True, (CHAN, BORIN), 17, (LOST,), ("R2-05",), CABLES
)
LAPSED = replace(STAND_TO, until_ms=STAND_TO.since_ms + 12 * 3_600_000, lapsed=True)

_STEPS = {
    Stage.HANDOVER_SECOND: HandoverView("second", offered=True, outgoing=CHAN),
    Stage.HANDOVER_CABLE: HandoverView("cable", True, CHAN, BORIN, "R1-C2", done=1, of=9),
    Stage.HANDOVER_KEY: HandoverView("key", True, CHAN, BORIN, key=KEYS[0], done=6, of=9),
    Stage.HANDOVER_SEAL: HandoverView("seal", True, CHAN, BORIN, key=KEYS[2], done=7, of=9),
    Stage.HANDOVER_POINT: HandoverView("point", True, CHAN, BORIN, point=POINT, done=8, of=9),
    Stage.HANDOVER_SIGN: HandoverView("sign", True, CHAN, BORIN, done=9, of=9),
}


def with_shift(view: BayView) -> BayView:
    """Return the sample bay with what a stage of the shift is about."""
    if view.stage in _STEPS:
        return replace(view, handover=_STEPS[view.stage], shift=ON_SHIFT)
    if view.stage.startswith("stand_to"):
        return replace(view, stand_to=STAND_TO, shift=ON_SHIFT)
    return view
