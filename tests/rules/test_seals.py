"""A seal is two people's word: who broke it alone cannot make it right alone (P10, R23)."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.observations import handover as h
from tests.rules.shift_scenes import ShiftScene

pytestmark = pytest.mark.promise("P10")

SET = "second set"


def asked(key: str = SET, seal: str = "00417", scene: ShiftScene | None = None) -> ShiftScene:
    """Return what the chief asked for at the desk, with nobody's word for it yet."""
    scene = scene or ShiftScene()
    chief = scene.sign("chan")
    return scene.see(h.KeyTold(scene.now(), chief, key, "A", seal))


def test_a_seal_stands_in_the_register_when_two_people_stood_by_it() -> None:
    """A chief alone could break it, close it with another, and write down its number."""
    scene = asked()
    assert scene.kinds == ["pin.accepted", "matter.begun"]
    assert not scene.bay.keys
    scene.badge("chan").pin().badge("chan")
    assert scene.refused == "not_a_second"
    assert not scene.bay.keys
    scene.badge("vanna").pin()
    line = scene.one(e.KeyRegistered)
    assert (line.seal, line.by, line.witness) == ("00417", "chan", "vanna")
    assert scene.bay.keys[SET].seal == "00417"
    assert scene.bay.session is None
    assert scene.replayed() == scene.bay


@pytest.mark.parametrize("seal", ["00418", ""])
def test_another_seal_and_none_any_more_are_for_two_as_well(seal: str) -> None:
    scene = ShiftScene().tell_key(SET, "00417")
    asked(SET, seal, scene)
    assert scene.bay.keys[SET].seal == "00417"
    scene.badge("rith").pin().badge("nary").pin()
    assert scene.bay.keys[SET].seal == seal


def test_a_key_in_use_is_the_chiefs_to_register() -> None:
    line = asked("K1", "").one(e.KeyRegistered)
    assert (line.by, line.witness, line.office) == ("chan", None, True)


@pytest.mark.parametrize("name", ["sok", "pich", "tech"])
def test_whose_word_counts_for_nothing_stands_by_no_seal(name: str) -> None:
    assert asked().badge(name).refused == "wrong_role"


def test_nobody_is_asked_while_somebody_stands_at_the_bay() -> None:
    scene = asked(scene=ShiftScene().badge("sok").pin())
    assert scene.refused == "not_now"
    assert "matter.begun" not in scene.kinds


def test_a_key_that_went_out_meanwhile_is_not_sealed() -> None:
    scene = asked(SET, "00418", ShiftScene().tell_key(SET, "00417")).badge("rith").pin()
    scene.give_key(SET, by="chan").badge("nary").pin()
    assert scene.refused == "key_not_here"
    assert scene.bay.keys[SET].seal == "00417"


def test_a_seal_that_is_amiss_is_not_made_right_by_saying_that_the_key_is_back() -> None:
    """One custodian's word would end the alarm, and the seal stayed broken."""
    scene = ShiftScene().tell_key(SET, "00417").step_up("vanna", "rith")
    scene.say_counted(3).say_counted(2).read_seal("").cancel()
    assert scene.bay.keys[SET].amiss
    assert scene.take_key(SET).refused == "seal_amiss"
    scene.badge("chan").pin().cancel()
    assert ("seal", SET) in scene.alarms()
    assert scene.tell_key(SET, "00502").alarms() == set()
