"""Doubt until somebody looks; alarm until somebody came and the cause is gone."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Siren, Tone
from tests.rules.scenes import Scene


def forced() -> Scene:
    """Return a scene in which cable A was forced and shut, and vanna came."""
    return Scene().open("A").shut("A").badge("vanna").pin()


def test_a_custodian_sees_the_weapon_and_the_doubt_is_over() -> None:
    scene = forced().look("A1", present=True)
    settled = scene.one(e.DoubtSettled)
    assert (settled.weapon, settled.present, settled.by) == ("W1", True, "vanna")
    assert "A1" not in scene.doubts()
    assert scene.place_of("W1") == "A1"


def test_a_weapon_that_is_not_there_is_missing_until_somebody_brings_it() -> None:
    scene = forced().look("A1", present=False)
    assert scene.kinds == ["doubt.settled", "alarm.raised"]
    assert scene.is_missing("W1")
    assert ("missing", "W1") in scene.alarms()
    scene.badge("vanna").badge("chan").pin()
    assert ("missing", "W1") in scene.alarms(), "answered, and still missing"
    scene.badge("chan").bring("W1").shut()
    assert scene.kinds[-1] == "alarm.cleared"
    assert not scene.is_missing("W1")
    assert scene.place_of("W1") == "A1"


def test_a_missing_weapon_may_be_found_at_home() -> None:
    scene = forced().look("A1", present=False).badge("vanna").open("A").shut("A")
    scene.badge("chan").pin().look("A1", present=True)
    assert scene.place_of("W1") == "A1"
    assert ("missing", "W1") not in scene.alarms()


def test_a_weapon_that_is_out_stays_out_when_its_place_is_seen_empty() -> None:
    scene = Scene().draw("sok", "W1").open("A").shut("A").badge("vanna").pin()
    assert scene.look("A1", present=False).kinds == ["doubt.settled"]
    assert scene.holder("W1") == "sok"


def interrupted() -> Scene:
    """Return a scene in which the power failed after W1 of sok was put back; vanna came."""
    scene = Scene().draw("sok", "W1").bring("W1").restart("A").shut("A").badge("vanna").pin()
    assert scene.doubts()["A1"] == "interrupted"
    return scene


def test_a_weapon_that_is_out_and_stands_in_its_place_is_back_when_two_people_say_so() -> None:
    scene = interrupted().look("A1", present=True)
    assert scene.kinds == ["doubt.looked"]
    assert scene.one(e.DoubtLooked).holder == "sok"
    assert scene.holder("W1") == "sok", "one person's word frees nobody"
    scene.badge("rith").pin()
    assert scene.kinds == ["pin.accepted", "doubt.settled"]
    assert scene.one(e.DoubtSettled).by == "rith"
    assert scene.place_of("W1") == "A1"
    assert scene.holder("W1") == ""
    assert scene.look("A2", present=True).kinds == ["doubt.settled"], "and vanna goes on"


def test_a_second_look_at_another_place_leaves_the_first_open() -> None:
    scene = interrupted().look("A1", present=True).badge("rith").look("A2", present=True)
    assert scene.kinds == ["doubt.settled"]
    assert scene.pin().refused == "not_now", "nobody is asked to say anything about A2"
    assert scene.holder("W1") == "sok"
    assert "A1" in scene.doubts()


def test_a_cable_forced_while_the_second_person_came_must_be_shut_first() -> None:
    scene = interrupted().look("A1", present=True).badge("rith").open("A").pin()
    assert scene.refused == "shut_cable_first"
    assert scene.holder("W1") == "sok"
    assert scene.shut("A").badge("chan").pin().kinds[-1] == "doubt.settled"


@pytest.mark.parametrize("step", ["cancel", "press_return"])
def test_who_turns_to_something_else_leaves_the_doubt_as_it_was(step: str) -> None:
    scene = interrupted().look("A1", present=True)
    getattr(scene, step)()
    assert scene.badge("rith").pin().kinds != ["pin.accepted", "doubt.settled"]
    assert "A1" in scene.doubts()
    assert scene.holder("W1") == "sok"


def test_something_at_a_place_where_nothing_should_be_is_a_stranger() -> None:
    scene = Scene().open("B").shut("B").badge("vanna").pin().look("B3", present=True)
    assert scene.kinds == ["doubt.settled", "alarm.raised"]
    assert ("stranger", "B3") in scene.alarms()
    scene = Scene().open("B").shut("B").badge("vanna").pin().look("B3", present=False)
    assert scene.kinds == ["doubt.settled"]


@pytest.mark.promise("P10")
def test_only_a_custodian_or_chief_who_passed_looks_and_only_at_what_is_in_doubt() -> None:
    scene = Scene().open("A").shut("A")
    assert scene.look("A1", present=True).refused == "not_now"
    assert scene.badge("vanna").look("A1", present=True).refused == "not_now"
    assert scene.badge("sok").pin().look("A1", present=True).refused == "wrong_role"
    assert scene.badge("vanna").pin().look("B1", present=True).refused == "position_not_in_doubt"
    assert scene.know("vanna", hold=True).look("A1", present=True).refused == "not_a_second"


def test_nobody_looks_while_a_cable_is_released() -> None:
    scene = Scene().open("B").shut("B").badge("rith").pin().scan("W1").badge("vanna").pin()
    assert scene.look("B1", present=True).refused == "not_now"


def test_nobody_settles_a_doubt_behind_a_cable_that_is_open() -> None:
    """What was seen there may be taken before the cable is shut, and no doubt would be left."""
    scene = Scene().open("A").badge("vanna").pin()
    assert scene.look("A1", present=True).refused == "shut_cable_first"
    assert "A1" in scene.doubts()
    assert scene.shut("A").look("A1", present=True).kinds == ["doubt.settled"]


def test_the_siren_stops_when_a_custodian_comes_and_the_alarm_stands_until_its_cause_is_gone() -> (
    None
):
    scene = Scene().open("B").badge("vanna")
    assert scene.bay.sounding
    scene.pin()
    assert scene.one(e.AlarmAnswered).by == "vanna"
    assert scene.effects[-1] == Siren(on=False)
    assert scene.alarms() == {("forced", "B")}


@pytest.mark.promise("P10")
def test_nobody_but_a_custodian_or_chief_in_good_standing_answers_an_alarm() -> None:
    scene = Scene().open("B").badge("sok").pin()
    assert scene.bay.sounding
    scene.know("vanna", hold=True).badge("vanna").pin()
    assert scene.bay.sounding


def test_who_comes_for_an_alarm_does_not_end_the_return_that_goes_on() -> None:
    """The weapon is in the bearer's hand: the visit must not end without a word about it (P6)."""
    scene = Scene().draw("sok", "W1").scan("W1").open("B").badge("vanna").pin()
    assert scene.kinds == ["pin.accepted", "alarm.answered"]
    assert not scene.bay.sounding
    returning = scene.bay.session.returning if scene.bay.session is not None else None
    assert returning is not None, "the return goes on"
    assert returning.witness is None, "and nobody has witnessed it yet"
    scene.shut("B").show_clear().badge("vanna").pin().report().open().shut()
    assert scene.place_of("W1") == "A1"


def test_an_alarm_is_answered_by_no_one_who_hands_the_weapon_in() -> None:
    scene = Scene().draw("vanna", "W1", second="rith").badge("sok").pin().scan("W1").open("B")
    assert scene.badge("vanna").kinds == ["session.closed", "session.opened"]
    assert scene.bay.sounding
    assert scene.pin().one(e.AlarmAnswered).by == "vanna", "in a visit of their own"


def test_somebody_who_calls_the_chief_is_heard_once_until_the_chief_came() -> None:
    scene = Scene().call_chief()
    assert scene.kinds == ["help.called", "alarm.raised"]
    assert scene.effects == [Beep(Tone.ATTENTION)]
    assert scene.call_chief().kinds == ["help.called"]
    assert scene.alarms() == {("help", "")}
    scene.badge("chan").pin()
    assert scene.alarms() == set()
    assert scene.call_chief().kinds == ["help.called", "alarm.raised"]
    assert scene.alarms() == {("help", "chan")}


def test_a_fault_is_noted_once_and_gone_once() -> None:
    scene = Scene().fault()
    assert scene.kinds == ["fault.raised"]
    assert scene.fault().entries == ()
    assert scene.fault(device="other").kinds == ["fault.raised"]
    assert scene.mend().kinds == ["fault.cleared"]
    assert scene.mend().entries == ()
    assert {device for _, device in scene.bay.faults} == {"other"}
