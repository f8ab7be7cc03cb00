"""Who stands at the bay, for how long, and whether they are who the badge says."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.things import OfficerNumber, Person
from tests.rules.scenes import Scene, policy

SOK = OfficerNumber("sok")


def test_a_badge_opens_a_visit_and_the_same_badge_ends_it() -> None:
    scene = Scene().badge("sok")
    assert scene.kinds == ["session.opened"]
    scene.badge("sok")
    assert scene.one(e.SessionClosed).why is e.Farewell.GOODBYE
    assert scene.effects == [Beep(Tone.ACCEPTED)]
    assert scene.bay.session is None


def test_another_badge_ends_the_visit_and_begins_its_own() -> None:
    scene = Scene().badge("sok").pin().badge("dara")
    assert scene.one(e.SessionClosed).why is e.Farewell.ANOTHER
    assert scene.bay.session is not None
    assert scene.bay.session.officer == "dara"
    assert not scene.bay.session.passed


@pytest.mark.parametrize("name", ["nobody", "'; DROP TABLE"])
def test_a_badge_of_nobody_is_refused_and_disturbs_nobody(name: str) -> None:
    scene = Scene().badge(name)
    assert scene.refused == "unknown_badge"
    scene.badge("sok").pin().badge(name)
    assert scene.refused == "unknown_badge"
    assert scene.bay.session is not None
    assert scene.bay.session.passed


def test_an_officer_who_left_the_service_or_has_no_pin_does_not_get_in() -> None:
    assert Scene().know("sok", active=False).badge("sok").refused == "inactive_officer"
    scene = Scene()
    scene.people["sok"] = Person(scene.people["sok"].officer)
    assert scene.badge("sok").refused == "no_pin"


def test_a_visit_ends_when_nobody_touches_anything_for_its_time() -> None:
    scene = Scene().badge("sok").pin().wait(28)
    assert scene.entries == ()
    scene.wait(0)
    assert scene.one(e.SessionClosed).why is e.Farewell.TIME


def test_every_refusal_at_the_bay_gives_time_to_read_it() -> None:
    scene = Scene().badge("sok").pin().wait(20).spoil()
    assert scene.one(e.Refused).officer == "sok"
    assert scene.wait(20).entries == ()


def test_nothing_asked_from_afar_keeps_a_visit_alive() -> None:
    """Somebody on the network must not hold an abandoned visit open."""
    scene = Scene().badge("sok").pin().wait(20)
    scene.office("nobody").office("dara").office("chan").office("dara", right=False).enrol("dara")
    assert scene.wait(4).kinds == ["session.closed"]


def test_an_office_login_passes_nobody_at_the_bay() -> None:
    """A stolen badge at the reader, and its owner logging in at a desk, must not meet."""
    scene = Scene().badge("vanna").office("vanna")
    assert scene.kinds == ["pin.accepted", "office.entered"]
    assert scene.bay.session is not None
    assert not scene.bay.session.passed
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").office("vanna")
    assert scene.released() == ""
    assert scene.bay.session is not None
    assert scene.bay.session.second == "vanna"


def test_a_pin_nobody_waits_for_is_not_looked_at() -> None:
    assert Scene().pin(of="sok").refused == "not_now"
    assert Scene().badge("sok").pin(of="dara").refused == "not_now"
    assert Scene().badge("sok").pin().pin(right=False).refused == "not_now"
    assert Scene().press_return().pin().refused == "not_now"


def test_a_bearer_who_has_not_typed_the_pin_cannot_be_locked_out_of_an_open_cable() -> None:
    scene = Scene(policy(pin_tries=1)).draw("sok", "W1").badge("sok").bring("W1")
    assert scene.pin(right=False).refused == "not_now"
    assert scene.shut().count(3).kinds == ["count.agreed"]


def test_wrong_pins_count_down_to_a_wait_and_the_chief_is_told() -> None:
    scene = Scene().badge("sok")
    left = [scene.pin(right=False).one(e.PinRefused).tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert scene.kinds == ["pin.refused", "pin.locked", "alarm.raised", "session.closed"]
    assert scene.one(e.SessionClosed).why is e.Farewell.PIN_LOCKED
    assert scene.alarms() == {("pin_locked", "sok")}
    assert scene.badge("sok").refused == "pin_locked"


def lock(scene: Scene) -> int:
    """Let sok mistype until the lock; return the wait in seconds."""
    scene.badge("sok")
    for _ in range(5):
        scene.pin(right=False)
    return scene.one(e.PinLocked).wait_ms // 1000


def test_each_further_lock_is_five_times_longer_up_to_half_an_hour() -> None:
    scene = Scene()
    waits = []
    for _ in range(4):
        waits.append(lock(scene))
        scene.wait(waits[-1])
    assert waits == [60, 300, 1500, 1800]


def test_the_right_pin_wipes_the_slate() -> None:
    scene = Scene()
    scene.wait(lock(scene)).badge("sok").pin().cancel()
    assert SOK not in scene.bay.pin_tries
    assert lock(scene) == 60


def test_a_lock_ends_by_the_running_clock_and_no_wall_clock_shortens_it() -> None:
    scene = Scene()
    lock(scene)
    scene.wall_ms += 10**12
    assert scene.badge("sok").refused == "pin_locked"
    scene.wait(56)
    assert scene.badge("sok").refused == "pin_locked"
    assert scene.badge("sok").kinds == ["session.opened"]


def test_a_lock_survives_a_start_and_begins_anew() -> None:
    scene = Scene()
    lock(scene)
    scene.wait(50).restart(wall_ms=scene.wall_ms + 10**12)
    assert scene.badge("sok").refused == "pin_locked"
    assert scene.wait(56).badge("sok").refused == "pin_locked"
    assert scene.badge("sok").kinds == ["session.opened"]


def test_wrong_tries_survive_a_start() -> None:
    scene = Scene().badge("sok").pin(right=False).pin(right=False).restart().badge("sok")
    assert scene.pin(right=False).one(e.PinRefused).tries_left == 2


def test_a_pin_typed_while_its_owner_waits_is_not_looked_at() -> None:
    """The lock came from the office pages while the visit was already open."""
    scene = Scene(policy(pin_tries=1)).badge("sok").office("sok", right=False)
    assert scene.kinds == ["pin.refused", "pin.locked", "alarm.raised"]
    assert scene.pin().refused == "pin_locked"
    assert scene.bay.session is not None
    assert not scene.bay.session.passed


def test_chief_and_custodian_enter_the_office_and_each_entry_is_a_line() -> None:
    for name in ("chan", "vanna"):
        scene = Scene().office(name)
        assert scene.kinds == ["pin.accepted", "office.entered"]
        assert scene.effects == []


def test_others_do_not_enter_the_office_and_nothing_sounds_at_the_bay() -> None:
    assert Scene().office("sok").refused == "wrong_role"
    assert Scene().office("nobody").refused == "unknown_officer"
    assert Scene().know("chan", active=False).office("chan").refused == "wrong_role"
    scene = Scene(policy(pin_tries=1)).office("chan", right=False)
    assert scene.one(e.PinRefused).office
    assert scene.effects == []
    assert scene.office("chan").refused == "pin_locked"


def test_cancel_with_nobody_there_changes_nothing() -> None:
    assert Scene().cancel().entries == ()


def test_what_a_reader_could_not_read_is_a_refusal_with_the_readers_reason() -> None:
    scene = Scene().spoil("bad_label", "12?")
    refusal = scene.one(e.Refused)
    assert (refusal.reason, refusal.text, refusal.officer) == ("bad_label", "12?", None)
