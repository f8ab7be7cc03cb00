"""A stand-to that nobody ended lapses; what is released for one names who is there."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.stand_to.begin import lapsed
from tests.rules.shift_scenes import ShiftScene
from tests.rules.test_stand_to import opened

HOURS_S = 12 * 3600
"""The hours of a stand-to in both profiles: `stand_to_h`."""


@pytest.mark.promise("P10")
def test_one_that_nobody_ended_releases_nothing_more_until_two_people_begin_it_again() -> None:
    """Else one person alone opens any cable, for everybody, on any later day."""
    scene = ShiftScene().alert().cancel().wait(HOURS_S - 10)
    assert scene.man("rith").kinds == ["stand_to.manned"]
    scene.cancel().wait(10)
    assert scene.man("rith").refused == "stand_to_lapsed"
    assert scene.cancel().alert("rith", "vanna").one(e.StandToBegun).order == "stand-to 2"
    assert scene.free("A").one(e.ReleaseGranted).mission == "stand-to 2"
    assert scene.replayed() == scene.bay


def test_what_is_open_when_a_stand_to_lapses_is_finished_and_no_other_cable_opened() -> None:
    scene = opened("A").pair("sok", "W1")
    scene.wall_ms += 1000 * HOURS_S
    scene.mono_ms += 1000 * HOURS_S
    assert scene.pair("dara", "W2").holder("W2") == "dara"
    assert scene.shut().count(0).free("B").refused == "stand_to_lapsed"
    assert scene.pair("pich", "W3").holder("W3") == "", "it left unseen, or hangs there"
    assert scene.end().one(e.StandToEnded).issued == 2


@pytest.mark.promise("P6")
def test_returns_go_on_when_a_stand_to_has_lapsed() -> None:
    scene = opened("A").pair("sok", "W1").shut().count(2).cancel().wait(HOURS_S)
    scene.bring("W1", "rith").shut().count(3)
    assert scene.holder("W1") == ""
    assert not scene.doubts()


def test_what_a_lapsed_stand_to_left_open_is_the_next_ones_to_name_and_to_look_at() -> None:
    scene = opened("A").scan("W1").shut().count(1).cancel().wait(HOURS_S).alert("rith", "chan")
    assert scene.unknown() == ("W1",)
    ended = scene.end().one(e.StandToEnded)
    left = ended.stand_to, ended.unknown, ended.doubtful
    assert left == (2, ("W1",), ("A1", "A2", "A3"))
    assert scene.replayed() == scene.bay


def test_only_one_that_runs_lapses() -> None:
    scene = ShiftScene()
    assert not lapsed(scene.bay, scene.wall_ms + 1000 * HOURS_S)
    scene.alert().end()
    assert not lapsed(scene.bay, scene.wall_ms + 1000 * HOURS_S)


def test_a_lapsed_stand_to_is_ended_by_two_people_without_anybody_manning_it() -> None:
    scene = ShiftScene().alert().cancel().wait(HOURS_S).end("chan", by="vanna")
    assert scene.one(e.StandToEnded).stand_to == 1
    assert not scene.bay.standing_to


@pytest.mark.promise("P10")
def test_a_release_names_only_who_is_really_there() -> None:
    """Whoever began it and went home did not see this cable open."""
    scene = ShiftScene().alert("vanna", "chan").free("A")
    assert scene.one(e.ReleaseGranted).by == "chan"
    scene.open().pair("sok", "W1").scan("W2").badge("nobody").shut().count(1).free("B")
    assert scene.one(e.ReleaseGranted).by == "chan", "both stand there still"
    for name in ("rith", "vanna", "chan"):
        scene = ShiftScene().alert("vanna", "chan").cancel().man(name).free("A")
        granted = scene.one(e.ReleaseGranted)
        assert (granted.officer, granted.by) == (name, None)
