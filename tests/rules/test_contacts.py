"""A contact that is lost is no weaker than one that opens: alarm, doubt, and nothing that hangs."""

from collections.abc import Callable

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Light, Lock, Siren
from kiosk.rules.things import CableId, PositionId
from tests.rules.scenes import Scene

Act = Callable[[Scene], Scene]
CABLE_A = ("A1", "A2", "A3")


@pytest.mark.promise("P8")
def test_a_lost_contact_sounds_and_its_positions_are_doubted() -> None:
    """Whoever cuts the wire, takes a weapon and mends the wire must not go unseen."""
    scene = Scene().lose()
    assert scene.kinds == ["fault.raised", "alarm.raised", *["doubt.raised"] * 3]
    assert scene.one(e.FaultRaised).cable == "A"
    assert scene.effects == [Siren(on=True)]
    assert scene.alarms() == {("contact_lost", "contact A")}
    assert scene.doubts() == dict.fromkeys(CABLE_A, "contact_lost")
    assert scene.lose().entries == (), "it is lost already"


def test_the_doubt_names_who_stood_there() -> None:
    scene = Scene().badge("sok").pin().lose()
    assert {doubt.officer for doubt in scene.bay.doubts.values()} == {"sok"}


def test_it_stands_until_somebody_came_and_the_contact_is_back() -> None:
    scene = Scene().lose().badge("vanna").pin()
    assert scene.alarms() == {("contact_lost", "contact A")}, "answered, and still lost"
    assert not scene.bay.sounding
    assert scene.find().kinds == ["fault.cleared", "alarm.cleared"]
    assert scene.doubts() == dict.fromkeys(CABLE_A, "contact_lost"), "and somebody has to look"
    scene = Scene().lose().find()
    assert scene.bay.sounding, "back before anybody came"
    assert scene.badge("vanna").pin().alarms() == set()


def test_no_doubt_is_settled_where_nobody_would_see_the_cable_open() -> None:
    scene = Scene().lose().badge("vanna").pin()
    assert scene.look("A1", present=True).refused == "cable_unseen"
    assert scene.find().look("A1", present=True).kinds == ["doubt.settled"]


def test_the_other_cables_are_as_sure_as_before() -> None:
    scene = Scene().lose().badge("vanna").pin()
    assert not any(place.startswith("B") for place in scene.doubts())
    assert scene.badge("sok").pin().scan("W4").refused == "device_lost", "and nothing is issued"


@pytest.mark.parametrize("kind", ["tamper", "bolt_power", "duress"])
def test_a_lost_line_that_guards_something_sounds_and_doubts_nothing(kind: str) -> None:
    """Also that of the secret button: a cut wire is no call, and no secret."""
    scene = Scene().lose("a line", kind=kind)
    assert scene.kinds == ["fault.raised", "alarm.raised"]
    assert scene.alarms() == {("contact_lost", "a line")}
    assert scene.bay.sounding


@pytest.mark.parametrize("kind", ["mains", "battery", "service_key"])
def test_a_lost_line_that_guards_nothing_is_only_a_fault(kind: str) -> None:
    scene = Scene().lose("a line", kind=kind)
    assert scene.kinds == ["fault.raised"]
    assert not scene.bay.sounding


def test_a_line_that_was_active_when_it_was_lost_is_active_until_it_says_otherwise() -> None:
    scene = Scene().signal("service_key", "key").lose("key", kind="service_key").find("key")
    assert scene.bay.signals == {"key": "service_key"}
    assert scene.rest("service_key", "key").bay.signals == {}


def test_a_cable_the_layout_does_not_have_is_a_lost_line_all_the_same() -> None:
    scene = Scene().lose("contact Z", cable="Z")
    assert scene.alarms() == {("contact_lost", "contact Z")}
    assert scene.doubts() == {}


# ---------------------------------------------------------------- before the cable was opened
def granted(scene: Scene) -> Scene:
    """Let sok be granted cable A for an issue."""
    return scene.badge("sok").pin().scan("W1").badge("vanna").pin()


def brought(scene: Scene) -> Scene:
    """Let sok bring W1 back as far as the grant."""
    scene.draw("sok", "W1").scan("W1").show_clear().badge("vanna").pin()
    return scene.report()


@pytest.mark.parametrize("grant", [granted, brought])
@pytest.mark.promise("P8")
def test_a_release_nobody_used_is_taken_back_when_its_contact_is_lost(grant: Act) -> None:
    scene = grant(Scene())
    assert scene.released() == "A"
    scene.lose()
    assert scene.released() == ""
    assert Lock(CableId("A")) in scene.effects
    assert scene.doubts() == dict.fromkeys(CABLE_A, "contact_lost")


@pytest.mark.promise("P6")
def test_a_return_goes_on_by_another_cable_or_into_hands() -> None:
    scene = brought(Scene()).lose().report()
    assert scene.released() == "B", "where there is a free place and somebody sees the cable"
    scene.open().shut().count(3)
    assert scene.place_of("W1") == "B3"
    scene = Scene().draw("sok", "W1").lose().lose("contact B", cable="B").scan("W1").show_clear()
    scene.badge("vanna").pin().report()
    assert scene.one(e.WeaponReceived).custodian == "vanna"


def test_a_return_by_another_cable_than_the_lost_one_is_not_disturbed() -> None:
    assert brought(Scene()).lose("contact B", cable="B").released() == "A"


# ---------------------------------------------------------------- while the cable is open
def test_what_is_scanned_outside_is_issued_though_the_contact_is_lost() -> None:
    scene = granted(Scene()).open().lose().scan("W1")
    assert scene.kinds == ["weapon.issued"]
    assert scene.holder("W1") == "sok"


@pytest.mark.parametrize("scanned", [True, False])
def test_an_open_release_whose_contact_is_lost_ends_in_time_and_in_doubt(scanned: bool) -> None:  # noqa: FBT001 - pytest passes by name
    scene = granted(Scene()).open().lose()
    if scanned:
        scene.scan("W1")
    scene.wait(90)
    assert scene.kinds == ["cable.held_open"]
    scene.wait(90)
    assert "count.skipped" in scene.kinds
    assert scene.released() == ""
    assert Light(PositionId("A1"), on=False) in scene.effects
    assert ("left_open", "A") in scene.alarms()
    assert scene.doubts() == dict.fromkeys(CABLE_A, "contact_lost")
    assert scene.bay.open_cables == {"A"}, "nobody saw it shut"
    scene.find().shut("A")
    assert scene.kinds == ["cable.shut"]
    assert scene.badge("vanna").pin().alarms() == set()


def test_a_release_that_was_left_open_already_ends_as_soon_as_its_contact_is_lost() -> None:
    scene = granted(Scene()).open().wait(90).wait(90)
    assert ("left_open", "A") in scene.alarms()
    assert scene.bay.next_deadline() is None, "it waits for whoever shuts it"
    scene.lose()
    assert scene.bay.next_deadline() is not None
    scene.wait(0)
    assert scene.released() == ""
    assert "count.skipped" in scene.kinds


def test_a_return_whose_contact_is_lost_frees_nobody_until_two_people_have_seen_it() -> None:
    scene = brought(Scene()).open().lose().wait(90).wait(90)
    assert scene.released() == ""
    assert scene.holder("W1") == "sok"
    scene.find().shut("A").badge("vanna").pin().look("A1", present=True)
    assert scene.kinds == ["doubt.looked"]
    scene.badge("rith").pin()
    assert scene.place_of("W1") == "A1"


def test_a_bearer_without_badge_has_gone_when_their_release_ended() -> None:
    scene = Scene().draw("sok", "W1").bring("W1").lose().wait(90).wait(90)
    assert scene.kinds[-1] == "session.closed"
    assert scene.bay.session is None


def test_a_contact_that_comes_back_in_time_lets_the_visit_end_as_ever_and_the_doubt_stays() -> None:
    scene = granted(Scene()).open().scan("W1").lose().find().shut().count(2)
    assert scene.kinds == ["count.agreed"]
    assert scene.doubts() == dict.fromkeys(CABLE_A, "contact_lost")


def test_a_cable_that_was_shut_before_is_counted_though_its_contact_is_lost_now() -> None:
    scene = granted(Scene()).open().scan("W1").shut().lose()
    assert scene.count(2).kinds == ["count.agreed"]
    assert scene.released() == ""


# ---------------------------------------------------------------- starts
@pytest.mark.promise("P3")
def test_what_was_lost_is_looked_for_anew_at_a_start() -> None:
    scene = Scene().lose().restart("A")
    assert scene.bay.blind == {}
    assert scene.bay.sounding
    scene.lose().find().shut("A")
    assert scene.replayed() == scene.bay
