"""Cables: opened, held open, left open, forced, shut, counted."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Lock, Siren, Tone
from kiosk.rules.things import CableId
from tests.rules.scenes import Scene

ALL_OF_A = {"A1", "A2", "A3"}
ALL_OF_B = {"B1", "B2", "B3", "B9"}


def opened() -> Scene:
    """Return a scene in which sok opened cable A to take W1."""
    return Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open()


def test_a_cable_open_too_long_buzzes_and_then_sounds_the_alarm() -> None:
    scene = opened().wait(88)
    assert scene.entries == ()
    scene.wait(0)
    assert scene.kinds == ["cable.held_open"]
    assert scene.effects == [Beep(Tone.ATTENTION)]
    scene.wait(89)
    assert scene.kinds == ["alarm.raised"]
    assert scene.effects == [Siren(on=True)]
    assert scene.bay.next_deadline() is None
    assert scene.wait(10_000).entries == ()


def test_a_custodian_silences_the_siren_of_a_cable_that_will_not_shut() -> None:
    scene = opened().wait(90).wait(90)
    assert scene.badge("dara").refused == "shut_cable_first"
    scene.badge("vanna").pin()
    assert scene.kinds == ["pin.accepted", "alarm.answered"]
    assert scene.effects[-1] == Siren(on=False)
    assert scene.alarms() == {("left_open", "A")}
    assert scene.badge("vanna").refused == "shut_cable_first"
    scene.scan("W1").shut()
    assert scene.kinds == ["cable.shut", "alarm.cleared"]


def test_an_unanswered_alarm_outlasts_the_cable_being_shut() -> None:
    scene = opened().wait(90).wait(90).scan("W1").shut().count(2)
    assert scene.bay.sounding
    scene.badge("vanna").pin()
    assert scene.kinds == ["pin.accepted", "alarm.answered", "alarm.cleared"]
    assert not scene.bay.sounding


def test_a_right_count_closes_the_matter_and_a_wrong_one_doubts_the_whole_cable() -> None:
    scene = opened().scan("W1").shut()
    agreed = scene.count(2).one(e.CountAgreed)
    assert (agreed.counted, agreed.how) == (2, "said")
    scene = opened().scan("W1").shut().count(3)
    differed = scene.one(e.CountDiffered)
    assert (differed.counted, differed.expected) == (3, 2)
    assert scene.doubts() == dict.fromkeys(ALL_OF_A, "count_differs")
    assert scene.bay.doubts[next(iter(scene.bay.doubts))].officer == "sok"


def test_a_count_nobody_gives_doubts_the_whole_cable() -> None:
    scene = opened().scan("W1").shut().wait(118)
    assert scene.entries == ()
    scene.wait(0)
    assert scene.kinds[0] == "count.skipped"
    assert scene.doubts() == dict.fromkeys(ALL_OF_A, "count_skipped")
    assert scene.bay.release is None


def test_a_position_in_doubt_keeps_its_first_reason() -> None:
    scene = Scene().open("A").shut("A").open("A")
    assert scene.doubts() == dict.fromkeys(ALL_OF_A, "forced")
    assert scene.kinds == ["cable.opened"]


def test_a_count_nobody_asked_for_is_refused() -> None:
    assert Scene().count(3).refused == "not_now"
    assert opened().count(3).refused == "not_now"


@pytest.mark.parametrize(
    ("sensed", "kind"),
    [(("A2", "A3"), "count.agreed"), (("A1", "A2", "A3"), "count.differed"), ((), "count.differed"),
     (("A1", "A2"), "count.differed")],
)  # fmt: skip
def test_presence_sensors_count_by_position_and_nobody_is_asked(
    sensed: tuple[str, ...], kind: str
) -> None:
    """Two weapons in the wrong two positions are not the right two weapons."""
    scene = opened().scan("W1").shut(present=sensed)
    assert scene.kinds[:2] == ["cable.shut", kind]
    assert scene.bay.release is None


def test_sensors_see_a_weapon_taken_without_a_scan() -> None:
    scene = opened().shut(present=("A2", "A3"))
    assert scene.kinds[:3] == ["cable.shut", "nothing.taken", "count.differed"]


def test_a_forced_cable_sounds_the_siren_and_doubts_all_that_hung_on_it() -> None:
    scene = Scene().open("B")
    assert scene.one(e.CableSeenOpen).released is False
    assert scene.effects == [Lock(CableId("B")), Siren(on=True)]
    assert scene.doubts() == dict.fromkeys(ALL_OF_B, "forced")
    assert scene.alarms() == {("forced", "B")}


def test_a_forced_cable_whose_alarm_was_answered_is_cleared_when_it_shuts() -> None:
    scene = Scene().open("B").badge("vanna").pin()
    assert scene.alarms() == {("forced", "B")}
    scene.shut("B")
    assert scene.kinds == ["cable.shut", "alarm.cleared"]
    assert scene.one(e.CableSeenShut).open_ms == 0
    assert set(scene.doubts()) == ALL_OF_B


def test_a_cable_forced_again_after_the_answer_sounds_again() -> None:
    scene = Scene().open("B").badge("vanna").pin().shut("B").open("B")
    assert scene.effects == [Lock(CableId("B")), Siren(on=True)]


def test_opening_again_before_the_count_is_force() -> None:
    scene = opened().scan("W1").shut().open()
    assert scene.kinds[:2] == ["cable.opened", "alarm.raised"]
    scene.shut().count(2)
    assert scene.kinds == ["count.agreed"]
    assert set(scene.doubts()) == ALL_OF_A


def test_another_cable_forced_while_one_is_open_by_right_is_an_alarm_of_its_own() -> None:
    scene = opened().open("B")
    assert scene.alarms() == {("forced", "B")}
    scene.shut("B").scan("W1").shut().count(2)
    assert scene.holder("W1") == "sok"


def test_a_contact_that_says_again_what_is_known_says_nothing() -> None:
    scene = opened()
    assert scene.open().entries == ()
    assert Scene().shut("A").entries == ()
    assert Scene().open("Z").entries == ()
    assert Scene().shut("Z").entries == ()


def test_deadlines_follow_the_running_clock_and_not_the_time_of_day() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin()
    scene.wall_ms += 10**9
    assert scene.wait(1).entries == ()
    scene.wall_ms = 0
    assert scene.wait(3).kinds == ["release.lapsed"]


def test_time_that_passes_with_nobody_there_does_nothing() -> None:
    assert Scene().wait(10**6).entries == ()


@pytest.mark.parametrize("figure", [-1, 4, 99])
def test_a_figure_no_count_can_come_to_is_a_slip_and_is_asked_for_again(figure: int) -> None:
    """Command cards bring any figure, and an empty one as -1. Cable A has three positions."""
    scene = opened().scan("W1").shut().count(figure)
    assert scene.refused == "count_impossible"
    assert scene.doubts() == {}
    assert scene.count(2).kinds == ["count.agreed"]


def test_a_bearer_without_badge_who_does_not_count_is_gone_with_the_count() -> None:
    scene = Scene().draw("sok", "W1").bring("W1").shut().wait(120)
    assert scene.kinds[0] == "count.skipped"
    assert scene.kinds[-1] == "session.closed"
    assert scene.bay.session is None
