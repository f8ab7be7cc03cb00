"""The largest bay there may be must get through the hatch: a line cut short is a silent kiosk."""

from dataclasses import replace

from kiosk.service import wire
from kiosk.service.views import BayView, PersonFace, PositionView, Stage, WeaponFace
from kiosk.spelling import plain, thing

POSITIONS = 5_000


def test_a_bay_of_5000_positions_all_of_them_out_fits_into_one_line() -> None:
    weapon = WeaponFace(
        "1070001569", "Norinco Type 56", "1234567", "rifle", magazines=4, rounds=120
    )
    holder = PersonFace(
        "0041207", "Sok Dara", "\u179f\u17bb\u1781 \u178a\u17b6\u179a\u17c9\u17b6", "Captain"
    )
    place = PositionView(
        "R1-0001", "R1", "R1-C1", "out", weapon, holder, 10**13, 10**13, overdue=True
    )
    every = tuple(replace(place, id=f"R1-{number:04}") for number in range(POSITIONS))
    view = BayView(Stage.IDLE, positions=every)

    line = wire.line({"view": plain(view)})

    assert len(line) < wire.LINE_MAX
    assert thing(BayView, wire.message(line)["view"]) == view
