"""A lock that is tried: written before the bolt moves, named as any opening, and counted."""

from collections.abc import Callable

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Lock, Tone, Unlock
from kiosk.rules.things import CableId, Position, PositionId, RackId
from tests.rules.scenes import LAYOUT, policy
from tests.rules.service_scenes import ServiceScene

A, B, C = CableId("A"), CableId("B"), CableId("C")
BARE = (*LAYOUT, Position(PositionId("C1"), RackId("C"), C))


def bare() -> ServiceScene:
    """Return a bay in service mode with a cable C that nothing hangs on."""
    scene = ServiceScene(opened=False).restart(layout=BARE)
    return scene.ask().badge("tech").pin().badge("chan").pin()


@pytest.mark.promise("P1", "P10")
def test_a_cable_with_weapons_is_tried_before_both_who_opened_service_mode() -> None:
    scene = ServiceScene().try_out("lock", "A")
    assert scene.kinds == ["trial.begun"]
    assert Unlock(A) not in scene.effects, "a shell alone opens nothing"
    scene.badge("chan").pin()
    assert scene.kinds == ["pin.accepted", "trial.vouched"]
    assert scene.released() == ""
    scene.badge("tech").pin()
    assert scene.kinds == ["pin.accepted", "trial.vouched", "release.granted"]
    assert scene.effects == [Beep(Tone.ACCEPTED), Unlock(A), Beep(Tone.ACCEPTED)]
    grant = scene.one(e.ReleaseGranted)
    assert (grant.purpose, grant.cable, grant.officer, grant.by) == ("test", "A", "chan", "tech")
    assert grant.exposed == ("W1", "W2", "W3"), "named as for any opening"


def test_it_is_opened_shut_counted_and_told() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open()
    assert scene.kinds == ["cable.opened"]
    assert scene.effects == [Lock(A)]
    assert scene.shut().kinds == ["cable.shut"]
    scene.count(3)
    assert scene.kinds == ["count.agreed", "session.closed", "trial.ended"]
    told = scene.one(e.TrialEnded)
    assert (told.of, told.about, told.found) == ("lock", "A", ("opened", "shut"))
    assert scene.bay.session is None
    assert scene.bay.service is not None
    assert scene.bay.service.last == told


def test_sensors_count_by_themselves() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open()
    scene.shut(present=("A1", "A2", "A3"))
    assert scene.kinds == ["cable.shut", "count.agreed", "session.closed", "trial.ended"]


def test_a_count_that_differs_puts_the_cable_in_doubt_as_always() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open().shut().count(2)
    assert set(scene.doubts()) == {"A1", "A2", "A3"}
    assert scene.try_out("lock", "A").refused == "in_doubt"


def test_an_empty_cable_is_tried_before_one_of_the_two() -> None:
    for name in ("tech", "chan"):
        scene = bare().try_out("lock", "C").badge(name).pin()
        grant = scene.one(e.ReleaseGranted)
        assert (grant.officer, grant.by, grant.weapon, grant.exposed) == (name, None, "", ())
        assert Unlock(C) in scene.effects
        scene.open().shut().count(0)
        assert scene.one(e.TrialEnded).found == ("opened", "shut")


@pytest.mark.promise("P10")
def test_nobody_else_stands_before_it_and_nobody_twice() -> None:
    scene = ServiceScene().try_out("lock", "A")
    for name in ("sok", "vanna", "rith", "nary"):
        assert scene.badge(name).refused == "not_who_began"
    assert scene.badge("tech").pin().badge("tech").refused == "not_a_second"
    assert scene.know("chan", hold=True).badge("chan").refused == "wrong_role"
    assert scene.released() == ""


def test_a_cable_that_is_not_opened_is_locked_again() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().wait(5)
    assert scene.kinds == ["release.lapsed", "session.closed", "trial.ended"]
    assert Lock(A) in scene.effects
    assert scene.one(e.TrialEnded).found == ()
    assert scene.bay.session is None


def test_the_next_waits_until_the_cable_was_seen_shut() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open()
    assert scene.try_out("lock", "B").refused == "not_now"
    scene.shut().count(3)
    assert scene.try_out("lock", "B").kinds == ["trial.begun"]
    scene = ServiceScene().open("B").badge("vanna").pin().cancel()
    assert scene.bay.open_cables == {B}
    assert scene.try_out("lock", "A").refused == "cable_open"


def test_a_cable_there_is_not_is_said() -> None:
    assert ServiceScene().try_out("lock", "Z").refused == "unknown_device"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda scene: scene.fault(e.Fault.BOOK_BROKEN, "journal"), "book_broken"),
        (lambda scene: scene.fault(e.Fault.DISK_LOW, "disk"), "disk_low"),
        (lambda scene: scene.signal("bolt_power").badge("vanna").pin().cancel(), "bolt_power"),
        (lambda scene: scene.signal("battery"), "battery_low"),
        (lambda scene: scene.open("A"), "alarm_sounding"),
        (
            lambda scene: scene.lose("contact A").badge("vanna").pin().cancel(),
            "cable_unseen",
        ),
    ],
)
def test_what_opens_no_cable_for_an_issue_opens_none_for_a_trial(
    spoil: Callable[[ServiceScene], ServiceScene], reason: str
) -> None:
    scene = ServiceScene()
    spoil(scene)
    assert scene.try_out("lock", "A").refused == reason


def test_what_service_mode_is_opened_for_stops_no_trial() -> None:
    """A reader that is lost, and a service key that is turned."""
    scene = ServiceScene().fault().signal("service_key").try_out("lock", "A").stand_before()
    assert scene.released() == "A"
    assert scene.open().bay.open_cables == {A}


@pytest.mark.promise("P8")
def test_a_release_is_taken_back_when_something_goes_wrong_before_it_is_used() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().fault(e.Fault.DISK_LOW, "disk")
    assert scene.kinds == ["fault.raised", "release.lapsed", "session.closed", "trial.ended"]
    assert Lock(A) in scene.effects
    scene = ServiceScene().try_out("lock", "A").stand_before().lose("contact A")
    assert "release.lapsed" in scene.kinds


def test_what_went_wrong_between_the_two_is_said_and_nothing_opens() -> None:
    scene = ServiceScene().try_out("lock", "A").badge("tech").pin()
    scene.fault(e.Fault.DISK_LOW, "disk").badge("chan").pin()
    assert scene.refused == "disk_low"
    assert scene.kinds[-2:] == ["session.closed", "trial.ended"]
    assert scene.released() == ""


@pytest.mark.promise("P6")
def test_a_weapon_that_is_brought_in_while_a_lock_is_tried_is_kept_in_mind() -> None:
    scene = ServiceScene(opened=False)
    scene.draw("dara", "W4")
    scene.ask().stand_before().try_out("lock", "A").stand_before()
    for step in (scene.open, scene.shut, scene.replayed):
        assert scene.scan("W4").kinds == ["return.kept"]
        step()
    assert scene.scan("W8").kinds == ["return.kept"], "what stands nowhere is brought in too"
    assert scene.holder("W4") == "dara"


def test_a_weapon_in_the_hand_while_a_lock_is_tried_is_issued_to_nobody_and_doubted() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before()
    assert scene.scan("W1").refused == "cable_busy"
    scene.open()
    assert scene.choose("W1").refused == "shut_cable_first"
    scene.scan("W1")
    assert scene.kinds == ["refused", "doubt.raised"]
    assert scene.refused == "shut_cable_first"
    assert scene.scan("nobody knows").kinds == ["refused"]
    assert scene.holder("W1") == ""
    assert scene.shut().scan("W1").refused == "count_first"


def test_service_mode_does_not_end_before_an_open_cable() -> None:
    scene = ServiceScene(policy(service_min=1)).wait(40).try_out("lock", "A").stand_before().open()
    assert scene.leave().refused == "shut_cable_first"
    scene.wait(60)
    assert scene.bay.service is not None
    scene.shut().count(3)
    assert scene.wait(1).kinds == ["service.ended"]


def test_what_waits_for_its_two_ends_with_service_mode() -> None:
    scene = ServiceScene().try_out("lock", "A").badge("tech").pin().leave()
    assert scene.kinds == ["session.closed", "trial.ended", "service.ended"]
    assert scene.bay.session is None


def test_nobody_who_comes_ends_it() -> None:
    scene = ServiceScene().try_out("lock", "A").wait(121)
    assert scene.kinds == ["session.closed", "trial.ended"]
    assert scene.one(e.TrialEnded).found == ()
    scene = ServiceScene().try_out("lock", "A").cancel()
    assert scene.kinds == ["session.closed", "trial.ended"]


def test_a_cable_held_open_calls_as_always() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open().wait(90)
    assert scene.kinds == ["cable.held_open"]
    scene.wait(90)
    assert ("left_open", "A") in scene.alarms()
    assert scene.badge("vanna").kinds == ["second.seen"], "who comes for the alarm"


@pytest.mark.promise("P1")
def test_a_start_in_the_middle_doubts_the_cable_and_ends_service_mode() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open().restart("A")
    assert set(scene.doubts()) == {"A1", "A2", "A3"}
    assert scene.bay.service is None
    assert not any(isinstance(effect, Unlock) for effect in scene.effects)


def test_a_cable_whose_shutting_nobody_sees_is_given_up() -> None:
    scene = ServiceScene().try_out("lock", "A").stand_before().open().lose("contact A")
    scene.wait(90).wait(90)
    assert "count.skipped" in scene.kinds
    assert scene.one(e.TrialEnded).found == ("opened",)
    assert set(scene.doubts()) == {"A1", "A2", "A3"}
