"""The power fails: issues end after a while, and the machine stops cleanly when it must."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.effects import Lock, PowerOff
from kiosk.rules.supply import STEADY_MS
from kiosk.rules.things import CableId, Signal
from tests.rules.scenes import Scene, policy

STEADY_S = STEADY_MS // 1000
RULES = policy()


def failing() -> Scene:
    """Return a bay on a battery that has just run low."""
    return Scene().signal("mains").signal("battery")


def passed(scene: Scene, seconds: float) -> Scene:
    """Let time pass, and the rules look at it."""
    return scene.wait(seconds)


def off(scene: Scene) -> bool:
    """Return whether the last step asked for the machine to be switched off."""
    return PowerOff() in scene.effects


def start_again(scene: Scene) -> Scene:
    """Let the kiosk start again, on the mains."""
    return scene.see(o.KeeperStarted(scene.now(), (), scene.layout))


# ------------------------------------------------------------------- the mains
def test_issues_go_on_for_the_minutes_of_the_policy_and_then_the_battery_is_spared() -> None:
    scene = Scene().signal("mains")
    passed(scene, 60 * RULES.mains_issue_min - 60)
    assert scene.kinds == []
    scene.draw("sok", "W1")
    passed(scene, 60)
    assert scene.one(e.PowerSpared) == e.PowerSpared(scene.book[-1].at, RULES.mains_issue_min)
    assert scene.badge("dara").pin().scan("W2").refused == "battery_spared"


@pytest.mark.promise("P6")
def test_a_weapon_comes_back_while_the_battery_is_spared() -> None:
    scene = Scene().draw("sok", "W1").signal("mains")
    passed(scene, 60 * RULES.mains_issue_min)
    scene.bring("W1").shut().count(3)
    assert "W1" not in scene.bay.out


@pytest.mark.parametrize("after_s", [60, 60 * RULES.mains_issue_min])
def test_the_mains_are_back_and_issues_go_on(after_s: int) -> None:
    scene = Scene().signal("mains")
    passed(scene, after_s).rest("mains").draw("sok", "W1")
    assert "W1" in scene.bay.out
    assert passed(scene, 60 * RULES.mains_issue_min).kinds == []


def test_one_of_two_supplies_that_comes_back_does_not_begin_the_minutes_anew() -> None:
    scene = Scene().signal("mains", "one")
    passed(scene, 60).signal("mains", "two").rest("mains", "one")
    passed(scene, 60 * RULES.mains_issue_min - 50)
    assert scene.kinds == ["power.spared"]


# ------------------------------------------------------------------ the battery
def test_nobody_is_there_and_the_machine_stops_once_the_battery_is_low_for_good() -> None:
    scene = failing()
    assert scene.kinds == ["signal.raised"]
    assert not off(passed(scene, STEADY_S - 2))
    passed(scene, 1)
    assert scene.entries == (e.PowerOffAsked(scene.entries[0].at),)
    assert scene.effects == [Lock(CableId("A")), Lock(CableId("B")), PowerOff()]
    assert passed(scene, 600).kinds == []
    assert scene.badge("sok").pin().scan("W1").refused == "powering_off"


def test_a_bolt_that_pulls_the_voltage_down_for_a_moment_stops_nothing() -> None:
    scene = failing().rest("battery")
    assert not off(passed(scene, 60))


@pytest.mark.parametrize("alone", ["mains", "battery"])
def test_one_of_both_alone_stops_nothing(alone: str) -> None:
    """A low battery while the mains are there is an old one, or a wire that was cut."""
    scene = Scene().signal(alone)
    assert not off(passed(scene, 3600))
    assert not scene.bay.supply.off


@pytest.mark.promise("P6")
def test_what_is_out_on_an_open_cable_is_finished_first() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open().scan("W1")
    scene.signal("mains").signal("battery")
    passed(scene, STEADY_S + 20)
    assert not off(scene)
    assert not off(scene.shut())
    scene.count(2)
    assert not off(scene)
    scene.cancel()
    assert scene.kinds == ["session.closed", "power.off_asked"]
    assert off(scene)
    assert not scene.bay.doubts


def test_a_release_that_nobody_used_is_taken_back() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin()
    assert scene.released() == "A"
    scene.signal("mains").signal("battery")
    assert scene.kinds[:2] == ["signal.raised", "release.lapsed"]


def test_the_battery_s_last_level_waits_for_nobody_and_the_next_start_doubts_the_cable() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open()
    scene.signal("mains").signal("battery")
    passed(scene, RULES.battery_stop_s - 2)
    assert not off(scene)
    passed(scene, 1)
    assert scene.one(e.PowerOffAsked).open_cables == ("A",)
    assert off(scene)
    start_again(scene)
    assert {"A1", "A2", "A3"} <= set(scene.bay.doubts)
    assert not scene.bay.supply.off


def test_a_cable_that_is_open_with_nobody_there_is_waited_for_too() -> None:
    scene = Scene().open("B").signal("mains").signal("battery")
    assert not off(passed(scene, STEADY_S + 5))
    assert off(scene.shut("B"))


def test_the_mains_come_back_before_it_stops() -> None:
    scene = failing().rest("mains")
    assert not off(passed(scene, 600))


def test_what_was_asked_for_goes_on_though_the_mains_are_back() -> None:
    """The machine is stopping already: a kiosk that issued meanwhile would be cut short."""
    scene = failing()
    passed(scene, STEADY_S).rest("mains").rest("battery")
    assert scene.bay.supply.off
    assert scene.badge("sok").pin().scan("W1").refused == "powering_off"
    start_again(scene).draw("sok", "W1")
    assert "W1" in scene.bay.out


def test_a_start_on_an_empty_battery_stops_again() -> None:
    scene = failing()
    passed(scene, STEADY_S)
    lines = {"mains line": Signal.MAINS, "battery line": Signal.BATTERY}
    scene.see(o.KeeperStarted(scene.now(), (), scene.layout, signals=lines))
    assert not off(scene)
    assert off(passed(scene, STEADY_S))
