"""Service mode: two people open it at the reader, nothing is issued in it, and it ends."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Light, Tone
from kiosk.rules.observations.service_mode import ServiceWanted
from kiosk.rules.things import Grade, OfficerNumber, PositionId
from tests.rules.scenes import policy
from tests.rules.service_scenes import ServiceScene
from tests.rules.shift_scenes import ShiftScene

BOTH = (OfficerNumber("tech"), OfficerNumber("chan"))


def closed() -> ServiceScene:
    """Return a bay without service mode."""
    return ServiceScene(opened=False)


# -------------------------------------------------------------------- opened
@pytest.mark.promise("P10")
def test_technician_and_chief_open_it_at_the_reader_and_a_shell_alone_opens_nothing() -> None:
    scene = closed().ask("the reader is dead")
    assert scene.kinds == ["service.asked"]
    assert not scene.serves()
    assert scene.badge("tech").kinds == ["second.seen"]
    assert scene.pin().kinds == ["pin.accepted", "service.vouched"]
    scene.badge("chan").pin()
    assert scene.kinds == ["pin.accepted", "service.vouched", "service.begun", "session.closed"]
    begun = scene.one(e.ServiceBegun)
    assert (begun.account, begun.why, begun.by) == ("pi", "the reader is dead", BOTH)
    assert begun.until_ms == begun.at.wall_ms + 60 * 60_000
    assert scene.serves()
    assert scene.effects[-1] == Beep(Tone.ACCEPTED)


@pytest.mark.promise("P10")
@pytest.mark.parametrize("name", ["chan", "vanna", "sok", "nary", "pich"])
def test_the_first_is_a_technician(name: str) -> None:
    assert closed().ask().badge(name).refused == "wrong_role"


@pytest.mark.promise("P10")
@pytest.mark.parametrize("name", ["tech", "vanna", "sok", "nary", "pich"])
def test_the_second_is_the_chief(name: str) -> None:
    scene = closed().ask().badge("tech").pin()
    assert scene.badge(name).refused == "wrong_role"
    assert scene.bay.service is None


@pytest.mark.promise("P10")
def test_who_is_held_or_has_left_or_shows_a_copy_opens_nothing() -> None:
    assert closed().know("tech", hold=True).ask().badge("tech").refused == "wrong_role"
    assert closed().know("tech", active=False).ask().badge("tech").refused == "wrong_role"
    strict = ServiceScene(policy(grade_to_witness=Grade.CARD), opened=False)
    assert strict.ask().badge("tech").refused == "second_too_weak"
    assert closed().ask().badge("a stranger").refused == "unknown_badge"
    scene = closed()
    scene.people["tech"] = replace(scene.people["tech"], has_pin=False)
    assert scene.ask().badge("tech").refused == "no_pin"


def test_a_wrong_pin_opens_nothing_and_too_many_of_them_wait() -> None:
    scene = ServiceScene(policy(pin_tries=2), opened=False).ask().badge("tech").pin(right=False)
    assert scene.kinds == ["pin.refused"]
    scene.pin(right=False)
    assert scene.kinds[:2] == ["pin.refused", "pin.locked"]
    assert scene.badge("tech").refused == "pin_locked"
    assert scene.bay.service is None


@pytest.mark.promise("P10")
def test_who_may_no_longer_when_the_pin_is_in_is_refused() -> None:
    scene = closed().ask().badge("tech").know("tech", hold=True).pin()
    assert scene.refused == "wrong_role"
    assert scene.bay.service is None


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda scene: scene.ask(), "service_runs"),
        (lambda scene: scene.leave().badge("sok"), "not_now"),
        (lambda scene: scene.leave().open("A").shut("A"), "alarm_sounding"),
    ],
)
def test_it_is_not_asked_for_while_something_else_goes_on(
    spoil: Callable[[ServiceScene], ServiceScene], reason: str
) -> None:
    scene = ServiceScene()
    spoil(scene)
    assert scene.ask().refused == reason
    assert scene.one(e.Refused).office, "who asked is not at the bay: nothing sounds there"


def test_it_is_not_asked_for_without_a_reason_nor_in_a_stand_to() -> None:
    assert closed().ask("  ").refused == "no_reason_given"
    scene = ShiftScene().alert().cancel()
    assert scene.bay.standing_to
    scene.see(ServiceWanted(scene.now(), "pi", "a new reader"))
    assert scene.refused == "stand_to_runs"


def test_an_alarm_that_begins_to_sound_meanwhile_comes_first() -> None:
    scene = closed().ask().badge("tech").pin().badge("chan").open("B").shut("B").pin()
    assert scene.bay.service is None
    assert "service.begun" not in [line.KIND for line in scene.book]


def test_nobody_who_comes_leaves_the_bay_free_again() -> None:
    scene = closed().ask().wait(121)
    assert scene.kinds == ["session.closed"]
    assert scene.bay.service is None
    assert closed().ask().cancel().bay.session is None


# -------------------------------------------------------------------- in it
def test_nothing_is_issued_in_it() -> None:
    scene = ServiceScene().badge("sok").pin().scan("W1")
    assert scene.refused == "service_mode"
    assert scene.released() == ""


@pytest.mark.promise("P6")
def test_a_return_goes_on_in_it() -> None:
    scene = closed().draw("sok", "W1").ask().badge("tech").pin().badge("chan").pin()
    assert scene.bay.service is not None
    scene.bring("W1").shut().count(3)
    assert scene.kinds == ["count.agreed", "session.closed"]
    assert scene.place_of("W1") == "A1"


@pytest.mark.promise("P6")
def test_a_weapon_brought_in_goes_before_those_who_are_awaited() -> None:
    scene = closed().draw("sok", "W1").ask().badge("tech").pin().scan("W1")
    assert scene.kinds == ["session.closed", "return.begun"]
    scene = ServiceScene().try_out("lock", "A").press_return()
    assert scene.kinds == ["session.closed", "return.wanted", "trial.ended"]


# -------------------------------------------------------------------- ended
def test_a_command_ends_it_and_issues_go_on() -> None:
    scene = ServiceScene().leave("root")
    assert scene.kinds == ["service.ended"]
    ended = scene.one(e.ServiceEnded)
    assert (ended.how, ended.by) == (e.ServiceEnd.ASKED, "root")
    assert scene.leave().refused == "not_in_service"
    assert scene.draw("sok", "W1").holder("W1") == "sok"


@pytest.mark.parametrize("name", ["tech", "chan", "vanna"])
def test_technician_custodian_and_chief_end_it_at_the_screen(name: str) -> None:
    """An emergency does not wait for somebody far away to type a command."""
    scene = ServiceScene().badge(name).pin().end()
    ended = scene.one(e.ServiceEnded)
    assert (ended.how, ended.by) == (e.ServiceEnd.SCREEN, name)
    assert scene.bay.session is not None, "whoever ended it may go on"
    assert scene.bay.service is None


def test_nobody_else_ends_it_at_the_screen() -> None:
    assert ServiceScene().badge("sok").pin().end().refused == "wrong_role"
    assert ServiceScene().badge("tech").end().refused == "not_now"
    assert ServiceScene().end().refused == "not_now"
    left = ServiceScene().badge("tech").pin().know("tech", active=False)
    assert left.end().refused == "wrong_role"
    assert closed().badge("tech").pin().end().refused == "not_in_service"


def test_it_ends_by_itself_after_the_time_of_the_policy() -> None:
    scene = ServiceScene(policy(service_min=2)).wait(110)
    assert scene.kinds == []
    scene.wait(10)
    assert scene.kinds == ["service.ended"]
    assert scene.one(e.ServiceEnded) == e.ServiceEnded(scene.entries[0].at, e.ServiceEnd.TIME, "")


def test_its_time_is_told_to_who_waits_for_the_next_deadline() -> None:
    scene = ServiceScene(policy(service_min=1))
    due = scene.bay.next_deadline()
    assert due is not None
    assert scene.bay.service is not None
    assert due == scene.bay.service.until
    scene.badge("sok")
    assert scene.bay.next_deadline() == scene.bay.visit_deadline()


def test_a_visit_that_runs_out_and_service_mode_end_in_one_turn() -> None:
    scene = ServiceScene(policy(service_min=1)).badge("sok").wait(60)
    assert scene.kinds == ["session.closed", "service.ended"]


def test_a_start_ends_it() -> None:
    scene = ServiceScene().restart()
    assert "service.ended" in scene.kinds
    assert scene.one(e.ServiceEnded).how is e.ServiceEnd.RESTART
    assert scene.bay.service is None


# -------------------------------------------------------------------- what is tried, and no lock
@pytest.mark.parametrize("of", [*e.TrialOf])
def test_nothing_is_tried_out_of_service_mode(of: str) -> None:
    scene = closed().try_out(of, "A")
    assert scene.refused == "not_in_service"
    assert scene.effects == []


def test_the_buzzer_sounds_once_behind_its_line() -> None:
    scene = ServiceScene().try_out("buzzer")
    assert scene.kinds == ["trial.begun"]
    assert scene.effects == [Beep(Tone.ATTENTION)]
    assert (scene.one(e.TrialBegun).of, scene.one(e.TrialBegun).account) == ("buzzer", "pi")
    assert scene.bay.service is not None
    assert scene.bay.service.trial is None


def test_every_light_goes_on_and_off_again_by_itself() -> None:
    scene = ServiceScene().try_out("lights")
    places = [PositionId(name) for name in ("A1", "A2", "A3", "B1", "B2", "B3", "B9")]
    assert scene.effects == [Light(place, on=True) for place in places]
    assert scene.try_out("buzzer").refused == "trial_runs"
    assert scene.wait(5).kinds == []
    scene.wait(5)
    assert scene.kinds == ["trial.ended"]
    assert scene.effects == [Light(place, on=False) for place in places]


def test_the_light_of_a_return_stays_on() -> None:
    scene = closed().draw("sok", "W1").ask().badge("tech").pin().badge("chan").pin()
    scene.try_out("lights").scan("W1").show_clear().badge("vanna").pin().report().open()
    assert scene.released() == "A"
    scene.wait(3)
    assert scene.kinds == ["trial.ended"]
    assert Light(PositionId("A2"), on=False) in scene.effects
    assert Light(PositionId("A1"), on=False) not in scene.effects


def test_the_first_thing_a_reader_says_is_what_it_is_tried_for() -> None:
    scene = ServiceScene().try_out("reader", "badge")
    assert scene.kinds == ["trial.begun"]
    assert scene.hear("another").kinds == []
    assert scene.hear("badge").kinds == ["trial.ended"]
    told = scene.one(e.TrialEnded)
    assert (told.of, told.about, told.found) == ("reader", "badge", ("text", "10", "0148"))
    assert scene.effects == [Beep(Tone.ACCEPTED)]
    assert scene.hear("badge").kinds == [], "once"
    assert scene.bay.service is not None
    assert scene.bay.service.last == told


@pytest.mark.promise("P6")
def test_a_weapon_brought_to_the_reader_that_is_tried_is_kept_in_mind() -> None:
    scene = ServiceScene(opened=False).draw("sok", "W1", second="rith").wait(3600)
    scene.ask().badge("tech").pin().badge("chan").pin()
    scene.try_out("reader", "badge").hear("badge", "W1")
    assert scene.kinds == ["trial.ended", "return.kept"]
    assert scene.one(e.ReturnKept).weapon == "W1"
    assert scene.effects == [Beep(Tone.ATTENTION)]
    assert scene.scan("W1").one(e.ReturnBegun).weapon == "W1"


@pytest.mark.parametrize("weapon", ["W1", "unknown"])
def test_a_label_that_is_no_weapon_brought_in_is_heard_and_no_more(weapon: str) -> None:
    scene = ServiceScene().try_out("reader", "badge").hear("badge", weapon)
    assert scene.kinds == ["trial.ended"]
    assert scene.effects == [Beep(Tone.ACCEPTED)]


def test_a_reader_that_says_nothing_was_not_heard() -> None:
    scene = ServiceScene().try_out("reader", "badge").wait(30)
    assert scene.kinds == ["trial.ended"]
    assert scene.one(e.TrialEnded).found == ()
    assert scene.hear("badge").kinds == []
    assert closed().hear("badge").kinds == []
    assert ServiceScene().try_out("lights").hear("").kinds == []


def test_a_reader_that_there_is_not_is_said() -> None:
    assert ServiceScene().try_out("reader", "none", known=False).refused == "unknown_device"


def test_what_the_sensors_see_is_told_at_once() -> None:
    scene = ServiceScene().try_out("sensors")
    assert scene.kinds == ["trial.begun", "trial.ended"]
    told = scene.one(e.TrialEnded)
    assert (told.found, told.missed) == (("A1",), ("A2",))
    assert scene.effects == []


def test_nothing_is_tried_while_somebody_is_at_the_bay_or_an_alarm_sounds() -> None:
    assert ServiceScene().badge("sok").try_out("buzzer").refused == "not_now"
    assert ServiceScene().open("B").shut("B").try_out("buzzer").refused == "alarm_sounding"


def test_what_is_tried_ends_with_service_mode() -> None:
    scene = ServiceScene().try_out("lights").leave()
    assert scene.kinds == ["trial.ended", "service.ended"]
    assert scene.effects
    assert all(isinstance(effect, Light) and not effect.on for effect in scene.effects)
    scene = ServiceScene(policy(service_min=1)).wait(40)
    scene.try_out("reader", "badge").wait(30)
    assert scene.kinds == ["trial.ended", "service.ended"]


@pytest.mark.parametrize("vouchers", [(), ("chan",), ("chan", "tech")])
def test_a_lock_that_nobody_opens_and_service_mode_end_in_one_turn(
    vouchers: tuple[str, ...],
) -> None:
    """Each trial that began has an end in the book."""
    scene = ServiceScene(policy(service_min=1)).wait(30).try_out("lock", "A")
    if vouchers:
        scene.stand_before(*vouchers)
    scene.wait(60)
    assert scene.kinds[-2:] == ["trial.ended", "service.ended"]
    assert scene.kinds.count("trial.ended") == 1
    assert scene.one(e.TrialEnded).found == ()
