"""What differs: held against the steel, seen again by another, never put right in silence."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from tests.rules.count_scenes import CountScene, counted_twice
from tests.rules.scenes import policy, rifle


# ---------------------------------------------------------------- the steel
def test_at_least_one_weapon_is_held_against_its_engraving() -> None:
    """And nobody can tell which: it is the lot of each scan."""
    early = CountScene().order().step_up().seen("W1", lot=0)
    late = CountScene().order().go_round("W1", "W2").step_up().seen("W3", lot=999)
    assert early.asked
    assert late.asked


def test_a_counter_does_not_choose_which_weapon_is_held_against_its_engraving() -> None:
    """Whoever says that a label cannot be read types the steel and is challenged all the same."""
    scene = CountScene().order().step_up().say_unmarked().engrave("1").seen("W2").seen("W3")
    assert scene.asked
    scene.engrave("3")
    assert scene.sign().one(e.CountCertified).challenged == 1


def test_leaving_before_the_engraving_is_read_spares_nobody_from_it() -> None:
    scene = CountScene().order().step_up().seen("W1", lot=0).cancel()
    scene.step_up().say_unmarked().cancel()
    scene.step_up().seen("W1", lot=999)
    assert scene.asked
    scene.engrave("1").seen("W2", lot=0)
    assert scene.running.left == ("A3",)
    assert scene.running.challenged == 1


def test_a_weapon_issued_before_its_engraving_was_read_is_no_difference() -> None:
    """What the counter saw before they left is held against no later moment."""
    scene = CountScene().order().step_up().seen("W1", lot=0).cancel()
    other = next(name for name in ("sok", "dara") if name != scene.whose)
    scene.draw(other, "W1").step_up()
    assert scene.engrave("1").refused == "not_now"
    scene.say_empty().seen("W2").seen("W3").engrave("3")
    assert scene.running.whose is None
    assert scene.differences() == []
    assert scene.replayed() == scene.bay


def test_a_weapon_without_engraved_digits_is_not_asked_for_them() -> None:
    scene = CountScene()
    scene.weapons["W3"] = replace(rifle("W3"), serial="none")
    scene.order().step_up().seen("W1").seen("W2").seen("W3")
    assert scene.kinds[-1] == "count.passed"


def test_a_label_on_another_weapon_is_found_out_by_the_steel() -> None:
    scene = CountScene().order().step_up().seen("W1", lot=0).engrave("7")
    assert scene.one(e.PlaceCounted).difference is e.Difference.ONE_CHARACTER_OFF


@pytest.mark.parametrize(
    ("digits", "difference"),
    [
        ("4321", "engraving_differs"),
        ("1284", "one_character_off"),
        ("234", "engraving_differs"),
        ("124", "engraving_differs"),
        ("991234", ""),
        ("", "no_mark"),
    ],
)
def test_what_is_engraved_is_compared_digit_by_digit(digits: str, difference: str) -> None:
    scene = CountScene()
    scene.weapons["W1"] = replace(rifle("W1"), serial="AB-១២34")
    scene.order().step_up().seen("W1", lot=0).engrave(digits)
    assert str(scene.one(e.PlaceCounted).difference) == difference


def test_while_the_steel_is_asked_for_no_other_weapon_counts() -> None:
    scene = CountScene().order().step_up().seen("W1", lot=0)
    assert scene.seen("W1").entries == ()
    assert scene.seen("W2").refused == "engraving_first"
    assert scene.say_empty().refused == "not_now"
    assert scene.say_unmarked().refused == "not_now"


def test_a_weapon_without_a_readable_mark_is_known_by_its_steel() -> None:
    scene = CountScene().order().go_round("W1", "?", "W3")
    assert scene.differences() == []
    assert scene.sign().one(e.CountCertified).unmarked == 1


@pytest.mark.parametrize(("digits", "difference"), [("9", "one_character_off"), ("", "no_mark")])
def test_a_weapon_nobody_can_name_is_a_difference_and_not_a_missing_one(
    digits: str, difference: str
) -> None:
    scene = CountScene().order().step_up()
    scene.say_unmarked().engrave(digits).seen("W2").seen("W3").engrave("3")
    scene.step_up().say_unmarked().engrave(digits)
    assert scene.differences() == [("A1", difference, "")]
    assert scene.alarms() == set()
    assert set(scene.doubts()) == {"A1"}


def test_a_weapon_with_another_engraving_and_no_mark_is_nobody() -> None:
    scene = CountScene()
    scene.weapons["W1"] = replace(rifle("W1"), serial="1234")
    scene.order().step_up().say_unmarked().engrave("8765")
    assert scene.one(e.PlaceCounted).difference is e.Difference.NO_MARK


def test_a_weapon_without_a_mark_where_nothing_should_stand_is_a_difference() -> None:
    scene = (
        CountScene().order(scope="B").step_up().seen("W4").seen("W5").say_unmarked().engrave("5")
    )
    assert scene.one(e.PlaceCounted).difference is e.Difference.NO_MARK


# ---------------------------------------------------------------- what differs
def test_the_counter_is_not_told_what_should_stand_there_nor_that_it_differs() -> None:
    scene = CountScene().order().step_up()
    agreed = scene.seen("W1").effects
    assert scene.say_empty().effects == agreed


def test_what_differs_is_seen_again_by_another_person() -> None:
    scene = CountScene().order()
    first = scene.whose
    scene.go_round("W1", "", "W3")
    assert scene.one(e.CountPassed).differing == 1
    assert scene.whose not in ("", first)
    assert scene.running.places == ("A2",)
    assert scene.doubts() == {}
    assert scene.sign().refused == "count_unfinished"


def test_a_slip_of_the_first_counter_is_no_difference() -> None:
    scene = CountScene().order().go_round("W1", "", "W3").go_round("W2")
    assert scene.differences() == []
    assert scene.doubts() == {}
    certificate = scene.sign().one(e.CountCertified)
    assert (certificate.recounted, certificate.differences) == (1, ())
    assert len(certificate.counters) == 2


def test_a_missing_weapon_is_a_doubt_and_an_alarm_and_the_book_is_not_corrected() -> None:
    scene = counted_twice("W1", "", "W3")
    assert scene.differences() == [("A2", "missing", "W2")]
    assert scene.doubts() == {"A2": "count_differs"}
    assert scene.alarms() == {("missing", "W2")}
    assert scene.place_of("W2") == "A2"
    assert scene.sign().one(e.CountCertified).differences == (
        e.PlaceDifference("A2", e.Difference.MISSING, rifle("W2").number),
    )


def test_an_alarm_about_a_missing_weapon_stands_whatever_its_place_was_in_doubt_for() -> None:
    """Who forced the cable before the count must not quiet what the count found by it."""
    scene = CountScene().open("A").shut("A").badge("vanna").pin().cancel()
    assert scene.doubts()["A1"] == "forced"
    scene.order().go_round("", "W2", "W3").go_round("")
    assert ("missing", "W1") in scene.alarms()
    scene.badge("vanna").pin()
    assert ("missing", "W1") in scene.alarms()
    scene.look("A1", present=False)
    assert scene.is_missing("W1")
    assert ("missing", "W1") in scene.alarms()


def chief_counts(begun: Callable[[], CountScene]) -> CountScene:
    """Return a scene whose first counter is the chief."""
    ordered = (begun().order(by="rith", lot=lot) for lot in range(40))
    return next(scene for scene in ordered if scene.whose == "chan")


@pytest.mark.promise("P10")
def test_the_chief_does_not_settle_alone_what_they_counted_themselves() -> None:
    """Neither before the signature nor after it."""
    scene = chief_counts(CountScene)
    scene.go_round("W1", "", "W3").go_round("").badge("chan").pin()
    assert scene.look("A2", present=True).refused == "not_a_second"
    scene.sign().badge("chan").pin()
    assert scene.look("A2", present=True).refused == "not_a_second"
    assert scene.badge("vanna").pin().look("A2", present=True).doubts() == {}


@pytest.mark.promise("P10")
def test_nor_where_the_place_was_in_doubt_before() -> None:
    scene = chief_counts(lambda: CountScene().open("A").shut("A"))
    scene.go_round("W1", "", "W3")
    assert scene.doubts()["A2"] == "forced"
    assert scene.look("A2", present=True).refused == "not_a_second"
    assert "A3" not in scene.look("A3", present=True).doubts()


def test_two_weapons_that_changed_places_are_two_differences_and_nothing_is_missing() -> None:
    scene = counted_twice("W2", "W1", "W3")
    assert scene.differences() == [
        ("A1", "wrong_position", "W2"), ("A2", "wrong_position", "W1"),
    ]  # fmt: skip
    assert set(scene.doubts()) == {"A1", "A2"}
    assert scene.alarms() == set()


def test_a_weapon_of_another_rack_puts_its_own_place_in_doubt_too() -> None:
    scene = counted_twice("W1", "W4", "W3")
    assert scene.differences() == [("A2", "wrong_rack", "W4"), ("A2", "missing", "W2")]
    assert set(scene.doubts()) == {"A2", "B1"}


def test_a_weapon_somebody_is_out_with_frees_nobody_by_standing_there() -> None:
    """Two people must say so before anybody is freed of it: that door is there already."""
    scene = CountScene().draw("dara", "W2").order().go_round("W1", "W2", "W3")
    scene.go_round("W2")
    assert scene.differences() == [("A2", "on_issue", "W2")]
    assert scene.holder("W2") == "dara"
    assert set(scene.doubts()) == {"A2"}


def test_a_weapon_nobody_registered_calls_somebody() -> None:
    scene = counted_twice("X", "W2", "W3")
    assert ("stranger", "A1") in scene.alarms()
    assert ("missing", "W1") in scene.alarms()


def test_a_weapon_of_the_register_that_never_stood_here_is_told_as_such() -> None:
    scene = counted_twice("W4", "W5", "W8", "", scope="B")
    assert scene.differences() == [("B3", "card_only", "W8")]


def test_a_missing_weapon_that_stands_there_is_found_again() -> None:
    scene = counted_twice("W1", "", "W3").sign().cancel().badge("rith").pin()
    scene.look("A2", present=False).cancel().wait(0)
    assert scene.is_missing("W2")
    scene.order(lot=3).go_round("W1", "W2", "W3").go_round("W2")
    assert scene.differences() == [("A2", "found_again", "W2")]
    assert scene.is_missing("W2")


def test_two_weapons_with_one_label_are_both_seen_again() -> None:
    scene = CountScene().order(scope="").go_round("W1", "W2", "W3", "W1", "W5", "", "")
    assert scene.running.places == ("A1", "B1")


def test_the_same_scan_twice_does_not_count_for_the_next_place() -> None:
    scene = CountScene().order().step_up().seen("W1")
    assert scene.scan("W1").refused == "counted_just_now"
    assert scene.running.left == ("A2", "A3")


def test_the_same_label_some_seconds_later_is_a_finding_at_the_next_place() -> None:
    scene = CountScene().order().go_round("W1", "W1", "W3")
    assert scene.running.places == ("A1", "A2")
    scene.go_round("W1", "W1")
    assert scene.differences() == [
        ("A1", "duplicate", "W1"), ("A2", "duplicate", "W1"), ("A2", "missing", "W2"),
    ]  # fmt: skip


def test_a_copied_label_is_certified_as_one_and_calls_somebody_to_both_places() -> None:
    scene = CountScene().order(scope="").go_round("W1", "W2", "W3", "W4", "W5", "W1", "")
    assert scene.running.places == ("A1", "B3")
    scene.go_round("W1", "W1")
    assert scene.differences() == [("A1", "duplicate", "W1"), ("B3", "duplicate", "W1")]
    assert set(scene.doubts()) == {"A1", "B3"}
    assert {("stranger", "A1"), ("stranger", "B3")} <= scene.alarms()
    assert scene.adjust("B3").refused == "not_adjustable"
    assert len(scene.sign().one(e.CountCertified).differences) == 2
    assert scene.replayed() == scene.bay


def test_a_label_that_was_read_before_the_power_failed_is_not_held_too_long() -> None:
    scene = CountScene().order().step_up().seen("W1").restart()
    scene.step_up().scan("W1")
    assert scene.running.left == ("A3",)


def test_a_weapon_issued_while_it_was_missed_calls_nobody() -> None:
    scene = CountScene().order(scope="").go_round("W1", "", "W3", "W4", "", "", "")
    scene.step_up().say_empty().cancel()
    other = next(name for name in ("sok", "dara") if name != scene.whose)
    scene.draw(other, "W2")
    scene.go_round("")
    assert ("missing", "W2") not in scene.alarms()


# ---------------------------------------------------------------- how many
def test_a_count_by_quantity_asks_for_a_number_a_cable() -> None:
    scene = CountScene().order("daily", "").step_up()
    assert scene.running.places == ("A", "B")
    assert scene.seen("W1").refused == "not_now"
    assert scene.say_empty().refused == "not_now"
    assert scene.say_unmarked().refused == "not_now"
    assert scene.number(9).refused == "count_impossible"
    assert CountScene().order().step_up().number(2).refused == "not_now"
    scene.number(3).number(2)
    assert set(scene.sign().bay.counted) == {(e.CountKind.DAILY, "A"), (e.CountKind.DAILY, "B")}


@pytest.mark.promise("P6")
def test_a_weapon_brought_in_while_somebody_numbers_is_taken_back() -> None:
    scene = CountScene().draw("dara", "W3").order("daily", "").step_up().choose("W3")
    assert scene.refused == "not_now"
    assert scene.scan("X").refused == "not_now"
    assert scene.scan("W3").one(e.ReturnBegun).holder == "dara"
    assert scene.running.left == ("A", "B")
    scene.show_clear().badge("vanna").pin().report().open().scan("W3").shut().count(3)
    assert scene.place_of("W3") == "A3"
    assert scene.step_up().number(3).number(2).differences() == []


def test_a_number_that_differs_twice_puts_the_whole_cable_in_doubt() -> None:
    scene = CountScene().order("handover", "").step_up().number(2).number(2)
    scene.step_up().number(2)
    assert scene.differences() == [("A", "quantity", "")]
    assert set(scene.doubts()) == {"A1", "A2", "A3"}


# ---------------------------------------------------------------- the sample
def test_a_weekly_sample_is_drawn_and_read_from_the_steel() -> None:
    rules = policy(count_sample_least=2)
    scene = CountScene(rules).order("weekly", "", lot=5)
    assert len(scene.running.places) == 2
    assert CountScene(rules).order("weekly", "", lot=6).running.places != scene.running.places
    every = CountScene().order("weekly", "A").step_up().seen("W1")
    assert every.asked


# ---------------------------------------------------------------- speed
def test_two_places_quicker_than_anybody_can_look_are_flagged() -> None:
    scene = CountScene().order().step_up()
    scene.pace_ms = 0
    scene.seen("W1").seen("W2").seen("W3").engrave("3")
    assert ("count_hasty", "1") in scene.alarms()
    assert scene.sign().one(e.CountCertified).hasty == 2


def test_a_count_at_a_walk_is_not() -> None:
    assert CountScene().order().go_round("W1", "W2", "W3").alarms() == set()
