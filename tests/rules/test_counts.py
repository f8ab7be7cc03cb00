"""A count: blind, by whoever was drawn, and by another one where it differs."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.counts.by_itself import POLICY
from kiosk.rules.counts.draws import drawn
from kiosk.rules.effects import Lock, Unlock
from kiosk.rules.entries import AlarmCause
from kiosk.rules.shifts import Shift
from kiosk.rules.things import Role
from tests.rules.count_scenes import HEAD, CountScene, counted_twice
from tests.rules.scenes import policy


# ---------------------------------------------------------------- who counts
def test_the_one_who_counts_is_drawn_and_is_never_who_answers_for_the_racks() -> None:
    """Nor the armourer, nor who ordered it: by no lot at all."""
    drawn = set[str]()
    for lot in range(60):
        order = CountScene().order(lot=lot).one(e.CountOrdered)
        assert order.counter != order.recounter
        drawn |= {order.counter, order.recounter}
    assert drawn == {"sok", "dara", "nary"}


def test_a_chief_on_shift_is_never_drawn_and_counts_no_more_once_on_shift() -> None:
    """Who takes over at night answers for the racks in the morning."""
    lots = (CountScene().order(by="rith", lot=lot) for lot in range(60))
    scene = next(scene for scene in lots if scene.whose == "chan")
    people, chan = tuple(scene.people.values()), scene.people["chan"]
    on_shift = replace(scene.bay, shift=Shift(1, chan.number, 0))
    for lot in range(60):
        found = drawn(on_shift, people, POLICY, lot)
        assert found is not None
        assert chan.number not in found[:2]
    scene.bay = on_shift
    assert scene.step_up("chan").refused == "on_shift_already"


def test_the_same_lot_draws_the_same_people() -> None:
    """So that an auditor can draw again."""
    one, other = (CountScene().order(lot=7).one(e.CountOrdered) for _ in range(2))
    assert (one.counter, one.recounter, one.lot, one.of) == (
        other.counter, other.recounter, 7, 3,
    )  # fmt: skip


def test_whoever_counted_last_does_not_count_next() -> None:
    scene = CountScene().order()
    before = scene.whose
    scene.go_round("W1", "W2", "W3").sign()
    for lot in range(40):
        scene.cancel().order(lot=lot)
        assert scene.whose != before
        assert scene.running.order.recounter != scene.whose


@pytest.mark.parametrize("changes", [{"hold": True}, {"active": False}, {"role": Role.CUSTODIAN}])
def test_with_fewer_than_two_people_to_draw_there_is_no_count(changes: dict[str, object]) -> None:
    scene = CountScene()
    for name in ("sok", "dara"):
        scene.know(name, **changes)
    assert scene.order().refused == "nobody_to_count"
    assert scene.bay.count is None


@pytest.mark.parametrize("name", ["sok", "nary", "pich", "tech"])
def test_only_a_custodian_or_the_chief_orders_a_count(name: str) -> None:
    assert CountScene().order(by=name).refused == "wrong_role"


def test_a_count_out_of_turn_is_the_chiefs_to_order() -> None:
    assert CountScene().order("ordered", by="vanna").refused == "wrong_role"
    assert CountScene().order("ordered", by="chan").bay.count is not None


def test_only_the_chief_draws_again_while_a_count_waits() -> None:
    scene = CountScene().order("daily", by="vanna")
    assert scene.cancel().order("daily", by="rith").refused == "count_running"
    assert scene.cancel().order("daily", by="chan").kinds == [
        "count.dropped", "count.ordered",
    ]  # fmt: skip
    assert scene.bay.counts == 2


def test_a_badge_that_may_be_a_copy_orders_and_signs_nothing() -> None:
    scene = CountScene(policy(grade_to_witness="card"))
    assert scene.order().refused == "badge_too_weak"
    scene.badge("rith", "card").pin().ask()
    scene.go_round("W1", "W2", "W3")
    assert scene.sign("vanna").refused == "badge_too_weak"


def test_there_is_no_count_of_what_is_not_here() -> None:
    assert CountScene().order(scope="Z").refused == "nothing_to_count"


def test_nobody_orders_before_the_pin_or_at_a_cable() -> None:
    assert CountScene().ask().refused == "not_now"
    assert CountScene().badge("chan").ask().refused == "not_now"
    scene = CountScene().badge("sok").pin().scan("W1").badge("vanna").pin()
    assert scene.ask().refused == "not_now"
    assert scene.step_up("sok").refused == "not_now"
    assert scene.sign("sok").refused == "not_now"


# ---------------------------------------------------------------- from the office
def test_the_chief_orders_from_the_office_with_number_and_pin() -> None:
    scene = CountScene().ask_afar("chan", "ordered", "")
    assert scene.kinds == ["pin.accepted", "count.ordered"]
    assert scene.effects == []


@pytest.mark.parametrize(
    ("name", "right", "reason"),
    [("nobody", True, "unknown_officer"), ("sok", True, "wrong_role")],
)
def test_nobody_else_orders_from_the_office(name: str, right: bool, reason: str) -> None:  # noqa: FBT001 - an example
    scene = CountScene().ask_afar(name, right=right)
    assert scene.refused == reason
    assert scene.bay.count is None


def test_a_wrong_pin_at_the_office_orders_nothing() -> None:
    scene = CountScene().ask_afar("chan", right=False)
    assert scene.kinds == ["pin.refused"]


def test_what_cannot_be_counted_is_refused_at_the_office_too() -> None:
    assert CountScene().ask_afar("chan", scope="Z").refused == "nothing_to_count"


# ---------------------------------------------------------------- whoever was drawn
def test_nobody_counts_but_whoever_was_drawn() -> None:
    scene = CountScene().order()
    other = next(name for name in ("sok", "dara", "nary") if name != scene.whose)
    assert scene.step_up(other).refused == "not_drawn"
    assert scene.step_up("rith").refused == "not_drawn"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"role": Role.CUSTODIAN}, "wrong_role"),
        ({"active": False}, "inactive_officer"),
        ({"hold": True}, "on_hold"),
    ],
)
def test_whoever_was_drawn_and_may_count_no_more_hears_why(
    changes: dict[str, object], reason: str
) -> None:
    """A custodian since yesterday answers for the racks today."""
    scene = CountScene().order()
    scene.badge(scene.whose).pin().know(scene.whose, **changes)
    assert scene.step_up().refused == reason
    assert not scene.running.begun


def test_whoever_is_put_on_hold_while_they_count_sees_no_further_place() -> None:
    scene = CountScene().order().step_up().seen("W1")
    scene.hold(scene.whose).know(scene.whose, hold=True)
    assert scene.say_empty().refused == "not_now"
    assert scene.running.left == ("A2", "A3")
    assert scene.step_up().refused == "on_hold"
    assert scene.replayed() == scene.bay


def test_whoever_counts_is_not_disturbed_when_somebody_else_is_put_on_hold() -> None:
    scene = CountScene().order().step_up().seen("W1").hold("rith").seen("W2")
    assert scene.running.left == ("A3",)


def test_nobody_counts_when_no_count_was_ordered() -> None:
    assert CountScene().step_up("sok").refused == "no_count"
    assert CountScene().step_up("sok").cancel().step_up("sok").refused == "no_count"


def test_nobody_says_what_stands_there_without_counting() -> None:
    scene = CountScene().order()
    for said in (scene.say_empty, scene.say_unmarked):
        assert said().refused == "not_now"
    assert scene.engrave("1").refused == "not_now"
    assert scene.number(1).refused == "not_now"
    assert scene.step_up().choose("W1").refused == "not_now", "a tap shows no weapon"


@pytest.mark.promise("P6")
def test_a_weapon_that_is_out_and_was_counted_is_kept_in_mind_when_it_is_scanned_again() -> None:
    """It hangs in the rack, and the book has it out: it has to be returned."""
    scene = CountScene().draw("dara", "W1").order().step_up().seen("W1").scan("W1")
    assert scene.kinds == ["return.kept"]
    scene = CountScene().draw("dara", "W1").order().step_up().seen("W2", lot=0)
    assert scene.asked
    assert scene.scan("W3").refused == "engraving_first"
    assert scene.scan("W1").kinds == ["return.kept"]


# ---------------------------------------------------------------- a count that agrees
def test_a_count_that_agrees_is_certified_with_the_head_of_the_chain() -> None:
    scene = CountScene().order().go_round("W1", "W2", "W3")
    assert scene.kinds[-1] == "count.passed"
    assert scene.running.whose is None
    certificate = scene.sign().one(e.CountCertified)
    assert certificate.head == HEAD
    assert certificate.differences == ()
    assert (certificate.places, certificate.recounted, certificate.challenged) == (3, 0, 1)
    assert scene.bay.count is None
    assert scene.bay.last_count == certificate
    assert set(scene.bay.counted) == {(e.CountKind.MONTHLY, "A")}
    assert scene.replayed() == scene.bay


def test_what_was_counted_before_is_not_forgotten() -> None:
    scene = CountScene().order().go_round("W1", "W2", "W3").sign().cancel()
    scene.order("daily", "B", lot=3).step_up().number(2).sign()
    assert set(scene.bay.counted) == {(e.CountKind.MONTHLY, "A"), (e.CountKind.DAILY, "B")}


def test_a_count_opens_nothing() -> None:
    """Labels hang outside: whoever counts needs no cable, and no bolt moves."""
    scene = CountScene().order().go_round("W1", "W2", "W3").sign()
    assert not any(isinstance(entry, e.ReleaseGranted) for entry in scene.book)
    assert not any(isinstance(effect, Unlock | Lock) for effect in scene.effects)


def test_the_count_of_the_bay_goes_in_the_order_of_the_racks() -> None:
    scene = CountScene().order(scope="")
    assert scene.running.places == ("A1", "A2", "A3", "B1", "B2", "B3", "B9")
    scene.go_round("W1", "W2", "W3", "W4", "W5", "", "")
    assert scene.sign().one(e.CountCertified).cables == ("A", "B")


def test_a_count_goes_on_where_it_was_left_also_after_the_power_failed() -> None:
    scene = CountScene().order().go_round("W1").badge("vanna").pin()
    assert scene.running.left != ()
    scene.restart()
    assert scene.running.left == ("A2", "A3")
    scene.go_round("W2", "W3")
    assert scene.sign().bay.count is None


def test_whoever_hands_a_weapon_in_ends_nobodys_count() -> None:
    scene = CountScene().draw("sok", "W3").order().go_round("W1").press_return()
    assert scene.bay.session is not None
    assert not scene.bay.session.counting
    assert scene.scan("W3").one(e.ReturnBegun).weapon == "W3"


def test_a_place_the_configuration_has_no_more_is_passed_over() -> None:
    scene = CountScene().order().go_round("W1")
    scene.restart(layout=scene.layout[:2])
    scene.go_round("W2")
    assert scene.kinds[-1] == "count.passed"


def test_a_count_whose_places_are_all_gone_ends_when_somebody_wants_it() -> None:
    scene = CountScene().order("daily")
    scene.restart(layout=scene.layout[3:])
    assert scene.step_up().kinds == ["count.begun", "count.passed"]


# ---------------------------------------------------------------- what happens meanwhile
def test_a_weapon_issued_after_its_place_was_counted_is_no_difference() -> None:
    scene = CountScene().order().go_round("W1").cancel()
    other = next(name for name in ("sok", "dara") if name != scene.whose)
    scene.draw(other, "W1").go_round("W2", "W3")
    assert scene.differences() == []
    assert scene.running.whose is None


def test_a_weapon_issued_before_its_place_is_counted_is_none_either() -> None:
    scene = CountScene().order().go_round("W1").cancel()
    other = next(name for name in ("sok", "dara") if name != scene.whose)
    scene.draw(other, "W2").go_round("", "W3")
    assert scene.differences() == []


# ---------------------------------------------------------------- the signature
def test_nobody_signs_for_what_they_counted() -> None:
    scene = CountScene()
    for name in ("sok", "dara"):
        scene.know(name, hold=True)
    scene.order(by="rith", lot=1)
    scene.go_round("W1", "W2", "W3")
    assert scene.running.order.counter in ("chan", "nary")
    counter = scene.running.order.counter
    wanted = "not_a_second" if counter == "chan" else "wrong_role"
    assert scene.sign(counter).refused == wanted


def test_the_chief_may_be_drawn_and_then_cannot_sign() -> None:
    for lot in range(40):
        scene = CountScene().order(by="rith", lot=lot)
        if scene.whose == "chan":
            assert scene.go_round("W1", "W2", "W3").sign("chan").refused == "not_a_second"
            return
    raise AssertionError("nobody drew the chief")


@pytest.mark.parametrize("name", ["sok", "nary", "pich"])
def test_only_a_custodian_or_the_chief_signs(name: str) -> None:
    scene = CountScene().order().go_round("W1", "W2", "W3")
    if name == scene.running.order.counter:
        return
    assert scene.sign(name).refused == "wrong_role"


def test_there_is_nothing_to_sign_without_a_count() -> None:
    assert CountScene().sign().refused == "no_count"


# ---------------------------------------------------------------- a count that is dropped
def test_what_was_seen_of_a_difference_is_not_forgotten_with_the_count() -> None:
    scene = CountScene().order().go_round("W1", "").cancel().order(lot=2)
    assert scene.kinds == ["doubt.raised", "alarm.raised", "count.dropped", "count.ordered"]
    assert set(scene.doubts()) == {"A2"}
    assert (AlarmCause.MISSING, "W2") in scene.bay.alarms


def test_a_count_dropped_under_its_counter_lets_them_stand() -> None:
    scene = CountScene().order().go_round("W1").ask_afar("chan", "ordered", "B")
    assert scene.bay.session is not None
    assert not scene.bay.session.counting


def test_a_count_that_waits_for_its_signature_is_dropped_without_doubting_twice() -> None:
    scene = counted_twice("W1", "", "W3").cancel().order(lot=2)
    assert scene.kinds == ["count.dropped", "count.ordered"]
