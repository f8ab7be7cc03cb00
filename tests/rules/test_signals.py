"""Lines beside those of the cables: housing, coils, secret button, service key, mains, battery."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Siren
from kiosk.rules.things import Signal
from tests.rules.scenes import Scene

LOUD = ["tamper", "bolt_power"]
QUIET = ["duress", "service_key", "mains", "battery"]


@pytest.mark.parametrize("kind", Signal)
@pytest.mark.promise("P3")
def test_a_signal_is_written_when_it_comes_and_when_it_goes_and_only_then(kind: str) -> None:
    scene = Scene().rest(kind)
    assert scene.entries == (), "at rest is how every line begins"
    raised = scene.signal(kind).one(e.SignalRaised)
    assert (raised.line, raised.signal) == (f"{kind} line", kind)
    assert scene.bay.signals == {f"{kind} line": kind}
    assert scene.signal(kind).entries == ()
    assert scene.rest(kind).one(e.SignalCleared).line == f"{kind} line"
    assert scene.bay.signals == {}
    assert scene.replayed() == scene.bay


def test_two_lines_of_one_kind_are_two_signals() -> None:
    scene = Scene().signal("tamper", "lid").signal("tamper", "back").rest("tamper", "lid")
    assert scene.bay.signals == {"back": "tamper"}
    assert scene.alarms() == {("tamper", "lid"), ("tamper", "back")}


@pytest.mark.parametrize("kind", LOUD)
@pytest.mark.promise("P8")
def test_an_open_housing_or_power_at_a_bolt_sounds_until_somebody_came_and_it_is_over(
    kind: str,
) -> None:
    scene = Scene().signal(kind)
    assert scene.kinds == ["signal.raised", "alarm.raised"]
    assert scene.effects == [Siren(on=True)]
    assert scene.alarms() == {(kind, f"{kind} line")}
    scene.badge("vanna").pin()
    assert scene.effects[-1] == Siren(on=False)
    assert scene.alarms() == {(kind, f"{kind} line")}, "answered, and it still stands"
    assert scene.rest(kind).kinds == ["signal.cleared", "alarm.cleared"]


@pytest.mark.parametrize("kind", LOUD)
def test_what_is_over_before_somebody_came_still_waits_for_them(kind: str) -> None:
    scene = Scene().signal(kind).rest(kind)
    assert scene.bay.sounding
    assert scene.badge("vanna").pin().alarms() == set()


@pytest.mark.parametrize("kind", QUIET)
def test_the_other_signals_make_no_sound(kind: str) -> None:
    assert Scene().signal(kind).effects == []


@pytest.mark.parametrize("kind", ["service_key", "mains", "battery"])
def test_nobody_is_called_for_a_key_or_for_the_power(kind: str) -> None:
    assert Scene().signal(kind).alarms() == set()


@pytest.mark.promise("P8")
def test_a_housing_whose_alarm_was_answered_lets_weapons_out_and_a_bolt_with_power_does_not() -> (
    None
):
    """The custodian has looked at the housing; no look makes a coil with current safe."""
    scene = Scene().signal("tamper").badge("vanna").pin().badge("sok").pin()
    assert scene.scan("W1").kinds == ["issue.asked"]
    scene = Scene().signal("bolt_power").badge("vanna").pin().badge("sok").pin()
    assert scene.scan("W1").refused == "bolt_power"


@pytest.mark.parametrize("kind", ["tamper", "bolt_power", "service_key", "battery"])
@pytest.mark.promise("P8")
def test_an_unused_release_is_taken_back_by_what_would_have_refused_it(kind: str) -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin()
    assert scene.released() == "A"
    assert "release.lapsed" in scene.signal(kind).kinds
    assert scene.released() == ""


@pytest.mark.parametrize("kind", ["mains", "duress"])
def test_an_unused_release_stays_where_weapons_still_go_out(kind: str) -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().signal(kind)
    assert scene.released() == "A"


@pytest.mark.parametrize("kind", Signal)
@pytest.mark.promise("P6")
def test_a_weapon_comes_back_whatever_the_lines_tell(kind: str) -> None:
    scene = Scene().draw("sok", "W1").signal(kind).bring("W1").shut().count(3)
    assert scene.place_of("W1") == "A1"


# ---------------------------------------------------------------- help called in secret
def test_who_calls_for_help_in_secret_is_heard_elsewhere_and_nowhere_at_the_bay() -> None:
    scene = Scene().badge("sok").pin().scan("W1").signal("duress")
    assert scene.kinds == ["signal.raised", "alarm.raised"]
    assert scene.alarms() == {("duress", "duress line")}
    assert scene.effects == []
    assert not scene.bay.sounding
    scene.badge("vanna").pin().open().scan("W1").shut().count(2)
    assert scene.holder("W1") == "sok", "who is threatened can do what is asked"


def test_a_pin_at_the_bay_does_not_answer_a_secret_call() -> None:
    """Whoever is threatened types theirs too, and nobody would come any more."""
    scene = Scene().signal("duress").open("B").shut("B").badge("vanna").pin()
    assert scene.alarms() == {("duress", "duress line")}, "the other one was answered"
    alarm = scene.bay.alarms[e.AlarmCause.DURESS, "duress line"]
    assert alarm.answered is None


def test_a_custodian_at_a_return_is_taken_for_the_same_whether_help_was_called_or_not() -> None:
    """An alarm that waits changes what a badge means there; this one must change nothing."""
    quiet = Scene().draw("sok", "W1").scan("W1").badge("rith")
    secret = Scene().draw("sok", "W1").signal("duress").scan("W1").badge("rith")
    assert quiet.kinds == secret.kinds == ["session.closed", "session.opened"]


def test_a_secret_call_is_answered_from_the_office_and_over_once_the_button_is_out() -> None:
    scene = Scene().signal("duress")
    assert scene.answer("chan", "duress", "duress line").kinds == ["pin.accepted", "alarm.answered"]
    assert scene.effects == []
    assert scene.alarms() == {("duress", "duress line")}, "the button is still pressed"
    assert scene.rest("duress").kinds == ["signal.cleared", "alarm.cleared"]


def test_a_button_that_was_only_touched_calls_until_somebody_answers() -> None:
    scene = Scene().signal("duress").rest("duress")
    assert scene.alarms() == {("duress", "duress line")}
    scene.answer("vanna", "duress", "duress line")
    assert scene.alarms() == set()
    assert scene.signal("duress").kinds == ["signal.raised", "alarm.raised"]


@pytest.mark.promise("P10")
def test_who_stands_at_the_bay_answers_no_secret_call_from_the_office() -> None:
    scene = Scene().badge("vanna").pin().signal("duress")
    assert scene.answer("vanna", "duress", "duress line").refused == "not_a_second"
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").signal("duress")
    assert scene.answer("vanna", "duress", "duress line").refused == "not_a_second"
    scene.answer("chan", "duress", "duress line")
    assert scene.one(e.AlarmAnswered).by == "chan"


@pytest.mark.promise("P10")
def test_a_secret_call_is_answered_by_a_custodian_or_chief_with_their_pin() -> None:
    scene = Scene().signal("duress")
    assert scene.answer("sok", "duress", "duress line").refused == "wrong_role"
    assert scene.answer("who", "duress", "duress line").refused == "unknown_officer"
    scene.answer("chan", "duress", "duress line", right=False)
    assert scene.kinds == ["pin.refused"]
    scene.know("chan", hold=True).answer("chan", "duress", "duress line")
    assert scene.refused == "wrong_role"
    assert scene.bay.alarms[e.AlarmCause.DURESS, "duress line"].answered is None


def test_the_office_answers_nothing_else_and_nothing_twice() -> None:
    """Every other alarm asks somebody to come, not to press a button far away."""
    scene = Scene().open("B")
    assert scene.answer("chan", "forced", "B").refused == "not_now"
    assert scene.bay.sounding
    scene.signal("duress").answer("chan", "duress", "duress line")
    assert scene.answer("chan", "duress", "duress line").refused == "not_now"
    assert scene.answer("chan", "duress", "another line").refused == "not_now"
