"""A second PIN opens what the first one opens, and calls where nobody at the bay can hear.

That every other line, every effect and the rest of the bay are the same is held against each step
of each scene, walk and drill by `promises_silent`; here stand the stories.
"""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.handover.points import points
from kiosk.rules.policy import DuressPin
from kiosk.rules.things import OfficerNumber
from tests.rules.scenes import Scene, policy

CALL = ("code_9", "sok")


def test_under_threat_the_cable_opens_as_always_and_the_book_has_a_neutral_line() -> None:
    scene = Scene().badge("sok").pin(duress=True)
    assert scene.kinds == ["pin.accepted", "alarm.raised"]
    assert scene.alarms() == {CALL}
    assert not scene.bay.sounding
    scene.scan("W1").badge("vanna").pin().open().scan("W1").shut().count(2)
    assert scene.holder("W1") == "sok"
    granted = [line.cable for line in scene.book if isinstance(line, e.ReleaseGranted)]
    assert granted == ["A"], "that cable and no other"
    assert "duress" not in str([line for line in scene.book if isinstance(line, e.AlarmRaised)])


def test_a_counter_signature_under_threat_opens_too_and_calls() -> None:
    """Whoever threatens the custodian watches what the officer before them gets."""
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin(duress=True)
    assert scene.kinds == ["pin.accepted", "alarm.raised", "counter.signed", "release.granted"]
    assert scene.alarms() == {("code_9", "vanna")}


def test_a_witness_under_threat_takes_a_weapon_back_and_calls() -> None:
    scene = Scene().draw("sok", "W1").scan("W1").show_clear().badge("vanna").pin(duress=True)
    assert "return.shown_clear" in scene.kinds
    assert scene.alarms() == {("code_9", "vanna")}


def test_a_second_pin_forgets_the_wrong_ones_before_it_and_waits_like_the_first() -> None:
    scene = Scene().badge("sok").pin(right=False).pin(duress=True)
    assert scene.bay.pin_tries == {}
    scene = Scene(policy(pin_tries=1)).badge("sok").pin(right=False)
    assert scene.badge("sok").refused == "pin_locked"
    calls = [cause for cause, _ in scene.alarms()]
    assert calls == ["pin_locked"], "no PIN at all is looked at meanwhile"


def test_whoever_calls_twice_is_one_call_until_somebody_answers() -> None:
    scene = Scene().badge("sok").pin(duress=True).badge("sok").badge("sok").pin(duress=True)
    assert scene.kinds == ["pin.accepted"]
    scene.answer("chan", *CALL)
    assert scene.alarms() == set(), "it is over with the answer"
    scene.badge("sok").badge("sok").pin(duress=True)
    assert scene.alarms() == {CALL}


def test_at_a_desk_it_is_heard_as_well_and_the_work_is_done() -> None:
    scene = Scene().office("vanna", duress=True)
    assert scene.kinds == ["pin.accepted", "alarm.raised", "office.entered"]
    assert scene.effects == []


@pytest.mark.promise("P10")
def test_a_chief_answers_but_never_their_own_call_and_nobody_else_does() -> None:
    scene = Scene().badge("sok").pin(duress=True)
    assert scene.answer("vanna", *CALL).refused == "wrong_role", "a custodian may stand beside them"
    assert scene.answer("nary", *CALL).refused == "wrong_role"
    scene.badge("sok").answer("chan", *CALL)
    assert scene.one(e.AlarmAnswered).by == "chan"
    scene.office("chan", duress=True)
    assert scene.answer("chan", "code_9", "chan").refused == "wrong_role"
    assert scene.alarms() == {("code_9", "chan")}


@pytest.mark.promise("P10")
def test_no_pin_typed_at_the_bay_answers_a_call() -> None:
    scene = Scene().badge("sok").pin(duress=True).badge("chan").pin()
    assert scene.alarms() == {CALL}


def test_a_hand_over_reads_no_call_out() -> None:
    called, calm = Scene().office("vanna", duress=True), Scene().office("vanna")
    assert points(called.bay) == points(calm.bay)


def test_a_wrong_pin_calls_nobody_whatever_else_is_said_of_it() -> None:
    signature = o.Signature(
        OfficerNumber("chan"), Scene().people["chan"], matches=False, duress=True
    )
    scene = Scene()
    scene.see(o.OfficeAsked(scene.now(), signature))
    assert scene.alarms() == set()


# ---------------------------------------------------------------- at the enrolment
def vouched(scene: Scene) -> Scene:
    return scene.enrol("dara").badge("vanna").pin().badge("nary").pin().badge("new")


def test_the_book_does_not_tell_who_has_a_second_pin() -> None:
    without, having = (vouched(Scene()).choose_pin(duress=chosen) for chosen in (False, True))
    assert without.kinds == having.kinds == ["pin.set", "session.closed"]


def test_where_none_is_offered_none_is_set() -> None:
    """An officer who believes in a call that nobody hears is worse off than one without."""
    scene = vouched(Scene(policy(duress_pin=DuressPin.OFF)))
    assert scene.choose_pin(duress=True).refused == "not_now"
    assert scene.choose_pin().kinds == ["pin.set", "session.closed"]
