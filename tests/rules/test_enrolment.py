"""A badge is given by two people, neither of them the one who gets it."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.observations import EnrolAsked
from kiosk.rules.things import OfficerNumber
from tests.rules.scenes import Scene, policy

pytestmark = pytest.mark.promise("P10")


def vouched() -> Scene:
    """Return a scene in which vanna and nary vouched for dara."""
    return Scene().enrol("dara").badge("vanna").pin().badge("nary").pin()


def test_two_people_vouch_then_comes_the_badge_then_the_pin() -> None:
    scene = Scene()
    begin = len(scene.book)
    scene.enrol("dara").badge("vanna").pin().badge("nary").pin().badge("new").choose_pin("secret")
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "enrol.begun", "second.seen", "pin.accepted", "enrol.vouched", "second.seen",
        "pin.accepted", "enrol.vouched", "badge.enrolled", "pin.set", "session.closed",
    ]  # fmt: skip
    (enrolled,) = [line for line in scene.book[begin:] if isinstance(line, e.BadgeEnrolled)]
    assert (enrolled.badge, enrolled.officer) == ("badge of new", "dara")
    assert enrolled.by == ("vanna", "nary")


@pytest.mark.parametrize("name", ["sok", "pich", "tech"])
def test_only_custodian_chief_and_registrar_vouch(name: str) -> None:
    assert Scene().enrol("dara").badge(name).refused == "wrong_role"


def test_nobody_vouches_twice_or_for_themselves_or_on_hold() -> None:
    scene = Scene().enrol("vanna")
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("chan").pin()
    assert scene.badge("chan").refused == "not_a_second"
    assert scene.badge("nobody").refused == "unknown_badge"
    assert scene.know("rith", hold=True).badge("rith").refused == "wrong_role"


def test_a_voucher_proves_who_they_are_with_a_pin() -> None:
    scene = Scene(policy(pin_tries=1)).enrol("dara").badge("vanna").pin(right=False)
    assert scene.bay.session is not None
    assert scene.bay.session.enrolling is not None
    assert scene.bay.session.enrolling.vouchers == ()
    scene.people["rith"] = type(scene.people["rith"])(scene.people["rith"].officer)
    assert scene.badge("rith").refused == "no_pin"


def test_the_badge_of_somebody_else_is_not_given_away() -> None:
    scene = vouched()
    assert scene.badge("sok").refused == "badge_taken"
    assert scene.badge("dara").kinds == ["badge.enrolled"]
    assert scene.badge("new").refused == "not_now"


def test_a_pin_that_is_not_good_enough_may_be_chosen_again() -> None:
    scene = vouched()
    assert scene.choose_pin().refused == "not_now"
    scene.badge("new")
    assert scene.choose_pin("", "pins_differ").refused == "pins_differ"
    assert scene.choose_pin().kinds == ["pin.set", "session.closed"]


def test_a_pin_out_of_nowhere_is_not_set() -> None:
    assert Scene().choose_pin().refused == "not_now"
    assert Scene().badge("sok").choose_pin().refused == "not_now"


def test_an_enrolment_waits_for_its_turn() -> None:
    assert Scene().badge("sok").enrol("dara").refused == "not_now"
    assert Scene().open("B").enrol("dara").refused == "alarm_sounding"
    scene = Scene()
    seen = EnrolAsked(scene.now(), scene.people["dara"], OfficerNumber("dara"))
    (refused,) = decide(Bay(policy()), seen).entries
    assert isinstance(refused, e.Refused)
    assert refused.reason == "not_founded"


def test_a_custodian_who_comes_to_an_alarm_vouches_for_nobody() -> None:
    scene = Scene().enrol("dara").open("B").badge("vanna")
    assert scene.kinds == ["session.closed", "session.opened"]
    assert scene.pin().kinds == ["pin.accepted", "alarm.answered"]
    assert Scene().enrol("dara").open("B").badge("nobody").refused == "unknown_badge"


def test_an_enrolment_nobody_goes_on_with_ends() -> None:
    assert vouched().wait(118).bay.session is not None
    assert vouched().wait(120).kinds == ["session.closed"]
