"""A weapon that is brought in while somebody else is at something: taken back, or next (P6)."""

from collections.abc import Callable

import pytest

from kiosk.rules import entries as e
from kiosk.rules.policy import CounterSign
from kiosk.rules.to_rack import Step
from tests.rules.racking_scenes import RackScene
from tests.rules.scenes import LAYOUT
from tests.rules.shift_scenes import ShiftScene
from tests.rules.test_passing import Passing, allowed
from tests.rules.test_racking import LossRackScene
from tests.rules.test_stand_to import opened

pytestmark = pytest.mark.promise("P6")


def test_a_weapon_is_brought_in_at_the_screen_of_a_stand_to_with_a_badge_or_without() -> None:
    """Who comes back shows a badge first, as everybody before them in the queue did."""
    for name in ("dara", "sok", ""):
        scene = ShiftScene().draw("dara", "W4").alert()
        if name:
            scene.badge(name)
        assert scene.scan("W4").one(e.ReturnBegun).holder == "dara"
        assert scene.bay.standing_to
    scene = ShiftScene().draw("dara", "W4").alert().free("A").open().pair("sok", "W1")
    assert scene.badge("dara").scan("W4").kinds == ["return.kept"]
    taken = scene.scan("W2").one(e.WeaponTaken)
    assert taken.weapon == "W2", "the badge was shown for the other one"
    scene.shut().count(1)
    assert scene.scan("W4").one(e.ReturnBegun).weapon == "W4"
    assert scene.replayed() == scene.bay


def test_what_was_drawn_in_a_stand_to_comes_back_to_whoever_mans_it() -> None:
    """The pair that was just made is scanned twice; a minute later it comes back."""
    scene = opened("A").pair("sok", "W1").badge("sok").scan("W1")
    assert scene.kinds == []
    scene.shut().count(2).wait(60)
    assert scene.scan("W1").one(e.ReturnBegun).holder == "sok"


def test_who_may_not_have_a_weapon_without_a_name_hands_it_in() -> None:
    scene = opened("A").scan("W1").know("sok", certificates=()).wait(7).pair("sok", "W1")
    assert scene.kinds == ["return.kept"]
    scene.shut().count(2).pair("sok", "W1")
    assert scene.one(e.ReturnBegun).weapon == "W1"


def test_a_weapon_in_doubt_is_taken_back_at_the_screen_of_a_stand_to() -> None:
    scene = ShiftScene().open("B").shut("B").badge("chan").pin().cancel().alert()
    assert scene.scan("W4").one(e.ReturnBegun).weapon == "W4"


def test_a_weapon_in_doubt_is_taken_back_at_every_step_of_a_racking() -> None:
    for step in (Step.LABEL, Step.STEEL):
        scene = RackScene().restart("A").shut("A").up_to(step)
        assert scene.scan("W1").one(e.ReturnBegun).weapon == "W1"


def test_a_weapon_that_is_missing_is_taken_back_where_weapons_are_racked() -> None:
    scene = RackScene().restart("A").shut("A").badge("vanna").pin().look("A1", present=False)
    assert scene.is_missing("W1")
    assert scene.ask_to_rack().scan("W1").one(e.ReturnBegun).weapon == "W1"


def test_at_the_open_cable_of_a_racking_what_stands_here_waits_and_what_comes_in_is_kept() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().open()
    assert scene.scan("W1").refused == "shut_cable_first"
    assert scene.scan("W9").one(e.ReturnKept).weapon == "W9"


def test_what_is_in_the_hands_of_whoever_racks_and_may_not_be_racked_is_handed_on() -> None:
    """It is out in the book: to leave the screen first is nobody's duty."""
    layout = tuple(each for each in LAYOUT if each.id not in ("B3", "B9"))
    scene = LossRackScene().restart(layout=layout)
    scene.scan("W8").show_clear().badge("vanna").pin().report(0, 0)
    scene.report_lost("W8").want("vanna")
    assert scene.choose("W8").refused == "reported_lost"
    assert scene.scan("W8").one(e.ReturnBegun).holder == "vanna"


def test_a_weapon_that_is_brought_in_goes_before_one_that_is_passed_on() -> None:
    """Whoever waits behind them with a weapon in the hand is not asked to wait for two badges."""
    steps: tuple[Callable[[Passing], object], ...] = (
        lambda scene: scene.scan("W1"),
        lambda scene: scene.badge("pich"),
        lambda scene: scene.pin(),
    )
    for done in range(4):
        scene = Passing(allowed(CounterSign.ALWAYS))
        scene.draw("dara", "W4").badge("sok").pin()
        scene.wanted()
        for step in steps[:done]:
            step(scene)
        assert scene.scan("W4").one(e.ReturnBegun).holder == "dara"
        assert scene.holder("W1") == "sok", "what is broken off changes nothing"


@pytest.mark.promise("P6")
def test_what_another_store_took_over_is_brought_in_and_never_racked_as_a_new_one() -> None:
    scene = RackScene()
    scene.away = {"W9": "T0001-btb-1"}
    scene.want().scan("W8")
    assert scene.kinds[0] == "racking.begun"
    scene = RackScene()
    scene.away = {"W8": "T0001-btb-1"}
    assert scene.want().scan("W8").kinds[0] == "return.begun"
    assert ("transfer_contested", "T0001-btb-1") in scene.alarms()
