"""What two counters found is not what the book has, until two more people say so (P10)."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.observations import counts as c
from kiosk.rules.things import PositionId, WeaponNumber
from tests.rules.count_scenes import CountScene, counted_twice
from tests.rules.scenes import policy


def found_at_b3(weapon: str = "W8") -> CountScene:
    """Return a scene in which two people found a weapon at nobody's place."""
    return counted_twice("" if weapon == "W4" else "W4", "W5", weapon, "", scope="B")


@pytest.mark.promise("P10")
def test_the_book_has_a_weapon_where_it_was_found_by_the_word_of_two_more_people() -> None:
    scene = found_at_b3().adjust("B3")
    assert scene.place_of("W8") == ""
    adjusted = scene.badge("vanna").pin().one(e.CountAdjusted)
    assert (adjusted.first, adjusted.by, adjusted.weapon) == ("rith", "vanna", "W8")
    assert scene.place_of("W8") == "B3"
    assert set(scene.doubts()) == {"B3"}
    assert scene.look("B3", present=True).doubts() == {}
    certificate = scene.sign().one(e.CountCertified)
    assert (certificate.adjusted, len(certificate.differences)) == (1, 1)
    assert scene.replayed() == scene.bay


def test_a_weapon_that_moved_leaves_its_old_place_to_be_looked_at() -> None:
    scene = found_at_b3("W4").adjust("B3").badge("vanna").pin()
    assert scene.place_of("W4") == "B3"
    assert set(scene.doubts()) == {"B1", "B3"}
    scene.look("B1", present=False)
    assert scene.alarms() == set()


def test_the_word_of_one_adjusts_nothing() -> None:
    scene = found_at_b3().adjust("B3")
    assert scene.badge("rith").refused == "second_is_bearer"
    assert scene.badge("sok").refused == "not_a_second"
    assert scene.place_of("W8") == ""


def test_a_second_person_always_types_a_pin_for_it() -> None:
    scene = CountScene(policy(counter_sign_pin=False)).order(scope="B")
    scene.go_round("W4", "W5", "W8", "").go_round("W8").adjust("B3").badge("vanna")
    assert scene.kinds == ["second.seen"]


@pytest.mark.parametrize("name", ["sok", "dara", "nary"])
def test_whoever_counted_has_no_say_in_what_the_book_gets(name: str) -> None:
    assert found_at_b3().adjust("B3", name).refused == "wrong_role"


def test_a_chief_who_was_drawn_has_none_either() -> None:
    for lot in range(40):
        scene = CountScene().order(scope="B", by="rith", lot=lot)
        if "chan" in (scene.running.order.counter, scene.running.order.recounter):
            scene.go_round("W4", "W5", "W8", "").go_round("W8")
            assert scene.adjust("B3", "chan").refused == "not_a_second"
            assert scene.adjust("B3", "vanna").badge("chan").pin().refused == "not_a_second"
            return
    raise AssertionError("nobody drew the chief")


def test_what_stands_in_somebodys_place_is_put_back_and_not_adjusted() -> None:
    scene = counted_twice("W2", "W1", "W3")
    assert scene.adjust("A1").refused == "not_adjustable"


@pytest.mark.parametrize("position", ["A1", "B1", "Z9"])
def test_where_nothing_differs_nothing_is_adjusted(position: str) -> None:
    assert found_at_b3().adjust(position).refused == "not_adjustable"


def test_nothing_is_adjusted_before_two_people_have_counted() -> None:
    scene = CountScene().order(scope="B").go_round("W4", "W5", "W8", "")
    assert scene.adjust("B3").refused == "not_adjustable"
    assert CountScene().adjust("B3").refused == "not_adjustable"
    nobody = CountScene()
    wanted = c.AdjustmentWanted(nobody.now(), PositionId("B3"), None)
    assert nobody.see(wanted).refused == "not_now"


def test_nothing_is_adjusted_behind_an_open_cable() -> None:
    scene = found_at_b3().open("B").badge("rith").pin()
    assert scene.adjust("B3").refused == "shut_cable_first"
    scene.shut("B").adjust("B3").open("B")
    assert scene.badge("vanna").pin().refused == "shut_cable_first"


def test_a_badge_that_may_be_a_copy_adjusts_nothing() -> None:
    scene = CountScene(policy(grade_to_witness="card"))
    scene.badge("chan", "card").pin().ask(scope="B")
    scene.go_round("W4", "W5", "W8", "").go_round("W8")
    assert scene.adjust("B3").refused == "badge_too_weak"


def test_a_weapon_issued_meanwhile_is_not_adjusted_any_more() -> None:
    scene = found_at_b3("W4").adjust("B3")
    scene.restart().badge("rith").pin()
    scene.adjust("B3")
    scene.ask_afar("chan", "ordered", "A")
    assert scene.bay.session is not None
    assert scene.bay.session.adjusting is None


def test_a_weapon_seen_in_its_own_place_since_is_not_adjusted_away_from_it() -> None:
    scene = found_at_b3("W4").badge("rith").pin().look("B1", present=True)
    assert scene.doubts() == {"B3": "count_differs"}
    assert scene.adjust("B3").refused == "book_moved"
    assert scene.place_of("W4") == "B1"


def test_a_missing_weapon_found_and_then_brought_home_is_not_adjusted_away() -> None:
    scene = counted_twice("W1", "", "W3").sign().look("A2", present=False).cancel()
    scene.order(scope="B", lot=3).go_round("W4", "W5", "W2", "").go_round("W2")
    assert scene.differences() == [("B3", "found_again", "W2")]
    scene.cancel().bring("W2").scan("W2").shut().count(3)
    assert scene.place_of("W2") == "A2"
    assert scene.adjust("B3").refused == "book_moved"
    assert scene.place_of("W2") == "A2"


def test_a_weapon_brought_home_before_anybody_looked_is_not_adjusted_away_from_it() -> None:
    """Both its places are in doubt still, so that nothing but the book says where it is now."""
    scene = found_at_b3("W4")
    assert set(scene.doubts()) == {"B1", "B3"}
    scene.cancel().bring("W4").scan("W4").shut("B").count(2).cancel()
    assert scene.place_of("W4") == "B1"
    assert "B1" in scene.doubts()
    assert scene.adjust("B3").refused == "book_moved"
    assert scene.place_of("W4") == "B1"


def test_a_weapon_that_its_old_place_was_found_empty_of_is_adjusted_still() -> None:
    scene = found_at_b3("W4").badge("rith").pin().look("B1", present=False)
    assert scene.is_missing("W4")
    scene.adjust("B3").badge("vanna").pin()
    assert scene.place_of("W4") == "B3"


def test_a_place_is_adjusted_once() -> None:
    scene = found_at_b3().adjust("B3").badge("vanna").pin()
    assert scene.adjust("B3").refused == "not_adjustable"


def test_a_place_that_was_given_to_another_weapon_meanwhile_is_not_given_twice() -> None:
    scene = found_at_b3().adjust("B3").look("B3", present=False)
    scene.register(o.Racking(WeaponNumber("W9"), PositionId("B3")))
    assert scene.badge("vanna").pin().refused == "not_adjustable"
    assert scene.place_of("W9") == "B3"
