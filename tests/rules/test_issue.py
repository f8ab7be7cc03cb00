"""Issue, from the badge to the count: custody passes at the scan outside, and nowhere else."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Light, Lock, Tone, Unlock
from kiosk.rules.things import CableId, Mission, PositionId, Rounds
from tests.rules.scenes import HOUR_MS, NINE_MS, Scene, policy


def granted(**changes: object) -> Scene:
    """Return a scene in which sok may take W1 off cable A."""
    return Scene(policy(**changes)).badge("sok").pin().scan("W1").badge("vanna").pin()  # type: ignore[arg-type]  # names are checked by replace


def test_an_issue_goes_from_badge_to_count_in_the_order_of_the_book() -> None:
    scene = Scene()
    begin = len(scene.book)
    scene.draw("sok", "W1")
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "session.opened", "pin.accepted", "issue.asked", "second.seen", "pin.accepted",
        "counter.signed", "release.granted", "cable.opened", "weapon.issued", "cable.shut",
        "count.agreed", "session.closed",
    ]  # fmt: skip
    assert scene.holder("W1") == "sok"
    assert scene.place_of("W1") == ""
    assert scene.bay.session is None
    assert scene.bay.release is None


def test_the_bolt_rises_with_the_written_grant_and_the_grant_names_all_that_is_exposed() -> None:
    scene = granted()
    grant = scene.one(e.ReleaseGranted)
    assert (grant.officer, grant.by, grant.weapon, grant.position) == ("sok", "vanna", "W1", "A1")
    assert grant.exposed == ("W1", "W2", "W3")
    assert (grant.mission, grant.rounds) == ("M-sok", Rounds(2, 30))
    assert scene.effects == [
        Beep(Tone.ACCEPTED),
        Unlock(CableId("A")),
        Light(PositionId("A1"), on=True),
        Beep(Tone.ACCEPTED),
    ]


def test_the_bolt_falls_when_the_cable_opens_and_the_light_goes_out_when_it_shuts() -> None:
    scene = granted().open()
    assert scene.effects == [Lock(CableId("A"))]
    scene.scan("W1").shut()
    assert scene.effects == [Lock(CableId("A")), Light(PositionId("A1"), on=False)]
    assert scene.one(e.CableSeenShut).open_ms == 2_000


@pytest.mark.promise("P5")
def test_custody_passes_at_the_scan_outside_and_not_at_the_grant() -> None:
    scene = granted()
    assert scene.holder("W1") == ""
    scene.open()
    assert scene.holder("W1") == ""
    scene.scan("W1")
    assert scene.holder("W1") == "sok"


@pytest.mark.promise("P5")
def test_a_scan_before_the_cable_is_open_issues_nothing() -> None:
    scene = granted().scan("W1")
    assert scene.entries == ()
    assert scene.scan("W2").refused == "cable_busy"
    assert scene.holder("W1") == ""


@pytest.mark.promise("P5")
def test_the_right_weapon_scanned_twice_is_issued_once() -> None:
    scene = granted().open().scan("W1").scan("W1")
    assert scene.entries == ()
    assert scene.holder("W1") == "sok"


MODES = [
    ("always", 9, True),
    ("out_of_hours", 9, False),
    ("out_of_hours", 17, False),
    ("out_of_hours", 18, True),
    ("out_of_hours", 5, True),
    ("exceptions", 9, False),
    ("exceptions", 22, True),
    ("never", 22, False),
]


@pytest.mark.parametrize(("mode", "hour", "second"), MODES)
def test_a_second_person_is_asked_for_when_the_policy_says_so(
    mode: str,
    hour: int,
    second: bool,  # noqa: FBT001 - a column of the table
) -> None:
    scene = Scene(policy(counter_sign=mode, mission_required=False))
    scene.wall_ms = NINE_MS + (hour - 9) * HOUR_MS
    scene.badge("sok").pin().scan("W1")
    assert scene.one(e.IssueAsked).needs_second is second
    assert bool(scene.released()) is not second


def test_a_second_weapon_or_a_wrong_pin_just_before_is_an_exception() -> None:
    alone = policy("self_service", allowance=2)
    scene = Scene(alone).badge("sok").pin().scan("W1").open().scan("W1").shut().count(2)
    assert scene.scan("W4").one(e.IssueAsked).needs_second
    scene = Scene(alone).badge("sok").pin(right=False).pin().scan("W1")
    assert scene.one(e.IssueAsked).needs_second


def test_a_weapon_is_due_after_a_day_or_when_its_mission_ends_whichever_comes_first() -> None:
    scene = Scene().badge("sok").pin().scan("W1")
    assert scene.one(e.IssueAsked).due_ms == NINE_MS + 12 * HOUR_MS
    scene = Scene(policy("self_service"))
    scene.people["sok"] = type(scene.people["sok"])(scene.people["sok"].officer, has_pin=True)
    scene.badge("sok").pin()
    asked_ms = scene.wall_ms
    assert scene.scan("W1").one(e.ReleaseGranted).due_ms == asked_ms + 24 * HOUR_MS


def test_of_two_missions_the_longer_one_is_written() -> None:
    scene = Scene()
    person = scene.people["sok"]
    later = Mission("long", NINE_MS, NINE_MS + 20 * HOUR_MS)
    over = Mission("over", NINE_MS - HOUR_MS, NINE_MS)
    missions = (*person.missions, later, over)
    scene.people["sok"] = type(person)(person.officer, has_pin=True, missions=missions)
    assert scene.badge("sok").pin().scan("W1").one(e.IssueAsked).mission == "long"


def test_other_rounds_than_the_standard_go_out_when_they_are_said_before_the_signature() -> None:
    scene = Scene().badge("sok").pin().scan("W1").say_rounds(1, 10)
    assert scene.one(e.IssueAsked).rounds == Rounds(1, 10)
    scene.badge("vanna").pin().open().scan("W1")
    assert scene.one(e.WeaponIssued).rounds == Rounds(1, 10)


def test_rounds_said_after_the_second_badge_are_shown_to_the_second_person_again() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").say_rounds(20, 999)
    assert scene.pin().refused == "not_now"
    assert scene.badge("vanna").pin().released() == "A"


@pytest.mark.parametrize(("magazines", "rounds"), [(-1, 0), (21, 0), (0, -1), (0, 1000)])
def test_rounds_nobody_can_carry_are_not_taken_down(magazines: int, rounds: int) -> None:
    scene = Scene().badge("sok").pin().scan("W1").say_rounds(magazines, rounds)
    assert scene.refused == "not_now"


def test_rounds_cannot_be_said_before_a_weapon_is_asked_for_nor_after_it_is_granted() -> None:
    assert Scene().say_rounds(1, 1).refused == "not_now"
    assert Scene().badge("sok").pin().say_rounds(1, 1).refused == "not_now"
    assert granted().say_rounds(1, 1).refused == "not_now"


def test_a_wrong_weapon_is_not_issued_and_the_line_says_which_was_wanted() -> None:
    scene = granted().open().scan("W2")
    wrong = scene.one(e.WrongWeapon)
    assert (wrong.text, wrong.wanted) == ("W2", "W1")
    assert scene.effects == [Beep(Tone.REFUSED)]
    assert scene.holder("W2") == ""
    scene.scan("W1")
    assert scene.holder("W1") == "sok"


def test_after_two_wrong_weapons_the_right_one_waits_for_the_custodian() -> None:
    scene = granted().open().scan("W2").scan("unknown")
    assert scene.effects == [Beep(Tone.ATTENTION)]
    assert scene.scan("W1").kinds == ["weapon.wrong"]
    assert scene.holder("W1") == ""
    assert scene.badge("sok").refused == "second_is_bearer"
    assert scene.badge("dara").refused == "not_a_second"
    assert scene.badge("vanna").pin().kinds[-1] == "weapon.wrong_cleared"
    assert scene.scan("W1").kinds == ["weapon.issued"]


def test_a_custodians_badge_alone_clears_a_wrong_weapon_only_where_the_policy_asks_no_pin() -> None:
    scene = granted().open().scan("W2").scan("W2").badge("vanna")
    assert scene.kinds == ["second.seen"]
    scene = Scene(policy(counter_sign_pin=False)).badge("sok").pin().scan("W1").badge("vanna")
    scene.open().scan("W2").scan("W2").badge("vanna")
    assert scene.kinds == ["weapon.wrong_cleared"]


def test_a_custodian_who_mistypes_at_the_cable_does_not_end_the_visit() -> None:
    scene = granted(pin_tries=1).open().scan("W2").scan("W2").badge("vanna").pin(right=False)
    assert scene.kinds == ["pin.refused", "pin.locked", "alarm.raised"]
    assert scene.released() == "A"
    assert scene.badge("vanna").refused == "pin_locked"
    assert "weapon.wrong_cleared" in scene.badge("rith").pin().kinds


def test_nothing_taken_is_said_and_the_full_count_agrees() -> None:
    scene = granted().open().shut()
    assert scene.kinds == ["cable.shut", "nothing.taken"]
    assert scene.count(3).kinds == ["count.agreed"]
    assert scene.doubts() == {}


def test_a_grant_nobody_uses_lapses_and_the_weapon_must_be_asked_for_again() -> None:
    scene = granted().wait(4)
    assert scene.kinds == ["release.lapsed"]
    assert Lock(CableId("A")) in scene.effects
    assert scene.bay.session is not None
    assert scene.bay.session.asked is None
    assert scene.scan("W1").kinds == ["issue.asked"]


def test_a_grant_is_not_over_before_its_time() -> None:
    assert granted().wait(3).entries == ()


def test_somebody_who_cancels_before_opening_gives_the_grant_back() -> None:
    scene = granted().cancel()
    assert scene.kinds == ["release.lapsed", "session.closed"]
    assert Lock(CableId("A")) in scene.effects


def test_nobody_leaves_an_open_or_uncounted_cable() -> None:
    scene = granted().open()
    assert scene.cancel().refused == "shut_cable_first"
    assert scene.badge("sok").refused == "shut_cable_first"
    assert scene.choose("W2").refused == "shut_cable_first"
    assert scene.press_return().refused == "not_now"
    scene.scan("W1").shut()
    assert scene.cancel().refused == "count_first"
    assert scene.badge("dara").refused == "count_first"
    assert scene.scan("W2").refused == "count_first"


@pytest.mark.promise("P5")
def test_a_weapon_that_is_out_cannot_be_chosen_and_the_loser_hears_why() -> None:
    scene = Scene().draw("sok", "W1").badge("dara").pin()
    assert scene.choose("W1").refused == "already_out"
    assert scene.choose("W9").refused == "not_in_this_bay"
    assert scene.choose("X").refused == "unknown_weapon"
    assert scene.scan("X").refused == "unknown_weapon"


def test_a_weapon_may_be_chosen_on_the_screen_after_the_pin() -> None:
    scene = Scene().badge("sok").pin().choose("W1")
    assert scene.one(e.IssueAsked).weapon == "W1"


def test_a_tap_alone_asks_for_nothing_and_brings_nothing_back() -> None:
    """A face that was taken over can tap; it can show no badge and no weapon."""
    scene = Scene().draw("sok", "W1")
    assert scene.choose("W1").refused == "not_now"
    assert scene.badge("sok").choose("W2").refused == "not_now"
    assert scene.press_return().choose("W1").refused == "not_now"
    assert scene.cancel().badge("dara").pin().press_return().choose("W2").refused == "not_now"


def test_a_label_read_with_nobody_there_or_before_the_pin_issues_nothing() -> None:
    scene = Scene()
    assert scene.scan("W1").refused == "nobody_here"
    assert scene.badge("sok").scan("W1").refused == "pin_first"


def test_an_alarm_between_grant_and_opening_takes_the_grant_back() -> None:
    scene = granted().open("B")
    assert scene.kinds == [
        "cable.opened", "alarm.raised", "doubt.raised", "doubt.raised", "doubt.raised",
        "doubt.raised", "release.lapsed",
    ]  # fmt: skip
    assert Lock(CableId("A")) in scene.effects


@pytest.mark.promise("P8")
def test_a_fault_between_grant_and_opening_takes_the_grant_back() -> None:
    scene = granted().fault()
    assert scene.kinds == ["fault.raised", "release.lapsed"]
    assert scene.open("A").one(e.CableSeenOpen).released is False


def test_a_fault_after_the_opening_lets_the_issue_end_as_it_must() -> None:
    scene = granted().open().fault().scan("W1").shut().count(2)
    assert scene.holder("W1") == "sok"


def test_a_weapon_of_another_cable_that_is_seen_outside_puts_its_own_place_in_doubt() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open().scan("W4")
    assert scene.kinds == ["weapon.wrong", "doubt.raised"]
    assert scene.doubts() == {"B1": "not_in_book"}
    assert scene.scan("W2").kinds == ["weapon.wrong"], "its own place is on the open cable"
    assert scene.scan("W4").kinds == ["weapon.wrong"], "doubted once"
