"""Nobody alone: who may sign for what somebody else does, and how they prove to be there (P10)."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.fold import fold
from kiosk.rules.things import OfficerNumber, PositionId, WeaponNumber
from tests.rules.scenes import Scene, policy

pytestmark = pytest.mark.promise("P10")


def asked(**changes: object) -> Scene:
    """Return a scene in which sok asked for W1 and a second person is awaited."""
    return Scene(policy(**changes)).badge("sok").pin().scan("W1")  # type: ignore[arg-type]  # names are checked by replace


@pytest.mark.parametrize("name", ["vanna", "rith", "chan"])
def test_custodians_and_the_chief_may_counter_sign(name: str) -> None:
    scene = asked().badge(name).pin()
    assert scene.one(e.CounterSigned).by == name
    assert scene.released() == "A"


@pytest.mark.parametrize("name", ["dara", "nary", "pich", "tech"])
def test_nobody_else_may(name: str) -> None:
    scene = asked().badge(name)
    assert scene.refused == "not_a_second"
    assert scene.released() == ""


def test_nobody_signs_for_themselves_with_any_of_their_badges() -> None:
    scene = Scene()
    scene.badges["second badge of vanna"] = "vanna"
    scene.badge("vanna").pin().scan("W1")
    assert scene.badge("vanna").refused == "second_is_bearer"
    assert scene.badge("second badge of vanna").refused == "second_is_bearer"
    assert scene.badge("rith").pin().released() == "A"


def test_the_bearers_own_pin_is_no_signature() -> None:
    scene = asked().badge("vanna").pin(of="sok")
    assert scene.refused == "not_now"
    assert scene.released() == ""


def test_a_custodian_on_hold_or_no_longer_active_does_not_sign() -> None:
    assert asked().know("vanna", hold=True).badge("vanna").refused == "not_a_second"
    assert asked().know("vanna", active=False).badge("vanna").refused == "inactive_officer"


def test_a_custodian_put_on_hold_between_badge_and_pin_does_not_sign() -> None:
    scene = asked().badge("vanna").know("vanna", hold=True).pin()
    assert scene.refused == "not_a_second"
    assert scene.released() == ""


def test_a_wrong_pin_signs_nothing_and_another_custodian_may() -> None:
    scene = asked().badge("vanna").pin(right=False)
    assert scene.kinds == ["pin.refused"]
    scene.badge("rith").pin()
    assert scene.one(e.CounterSigned).by == "rith"


def test_a_second_person_whose_pin_locks_leaves_the_visit_to_others() -> None:
    scene = asked(pin_tries=1).badge("vanna").pin(right=False)
    assert scene.kinds == ["pin.refused", "pin.locked", "alarm.raised"]
    assert scene.badge("vanna").refused == "pin_locked"
    assert scene.badge("rith").pin().released() == "A"


def test_a_second_person_without_a_pin_cannot_sign() -> None:
    scene = asked()
    scene.people["vanna"] = type(scene.people["vanna"])(scene.people["vanna"].officer)
    assert scene.badge("vanna").refused == "no_pin"


def test_where_the_policy_asks_no_pin_the_badge_signs() -> None:
    scene = asked(counter_sign_pin=False).badge("vanna")
    assert scene.kinds == ["counter.signed", "release.granted"]


def test_what_was_signed_for_is_what_is_opened() -> None:
    """Another weapon asked for after the second badge must be shown to the second person again."""
    scene = asked().badge("vanna").scan("W4")
    assert scene.pin().refused == "not_now"
    assert scene.released() == ""
    assert scene.badge("vanna").pin().released() == "B"


def test_return_pressed_after_the_second_badge_leaves_nothing_to_sign() -> None:
    scene = asked().badge("vanna").press_return()
    assert scene.pin().refused == "not_now"


def test_a_weapon_that_left_before_the_signature_is_not_granted() -> None:
    """No rule of today moves it meanwhile; should one of tomorrow, nothing opens."""
    scene = asked().badge("vanna")
    weapon, chan = WeaponNumber("W1"), OfficerNumber("chan")
    gone = e.DoubtSettled(scene.now(), PositionId("A1"), weapon, present=False, by=chan)
    scene.book.append(gone)
    scene.bay = fold(scene.bay, [gone])
    assert scene.pin().refused == "weapon_missing"
    assert scene.released() == ""
    assert scene.bay.session is None


def test_who_was_there_when_a_doubt_arose_does_not_settle_it() -> None:
    scene = Scene().badge("vanna").pin().scan("W1").open("A").shut("A")
    assert scene.doubts()["A1"] == "forced"
    assert scene.look("A1", present=True).refused == "not_a_second"
    scene.cancel().badge("rith").pin().look("A1", present=True)
    assert scene.one(e.DoubtSettled).by == "rith"


def test_a_holder_does_not_settle_a_doubt_about_their_own_weapon() -> None:
    """A custodian could put a weapon back into the book and keep it."""
    scene = Scene().draw("vanna", "W1", second="rith").open("A").shut("A").badge("vanna").pin()
    assert scene.look("A1", present=True).refused == "not_a_second"
    assert scene.holder("W1") == "vanna"
    assert scene.look("A2", present=True).refused == ""


@pytest.mark.parametrize("policy_name", ["cambodia", "self_service"])
def test_two_people_say_that_a_weapon_is_back_and_neither_gains(policy_name: str) -> None:
    """Custody of somebody ends: a correction, under every policy. Sok is out with W1."""
    scene = Scene(policy(policy_name))
    scene.badge("vanna").pin().scan("W1")
    if not scene.released():
        scene.badge("rith").pin()
    scene.open().scan("W1").shut().count(2).cancel()
    scene.open("A").shut("A").badge("chan").pin().look("A1", present=True)
    assert scene.holder("W1") == "vanna"
    assert scene.badge("chan").refused == "second_is_bearer"
    for nobody in ("sok", "nary", "pich", "tech"):
        assert scene.badge(nobody).refused == "not_a_second"
    assert scene.badge("vanna").refused == "not_a_second", "the holder"
    assert scene.holder("W1") == "vanna"
    assert scene.badge("rith").pin().one(e.DoubtSettled).by == "rith"
    assert scene.holder("W1") == ""


def test_who_was_there_when_the_doubt_arose_does_not_confirm_it_either() -> None:
    scene = Scene().draw("sok", "W1").badge("vanna").pin().open("A").shut("A").cancel()
    scene.badge("rith").pin().look("A1", present=True)
    assert scene.badge("vanna").refused == "not_a_second"
    assert scene.badge("chan").pin().kinds[-1] == "doubt.settled"
