"""Return: taken back whatever the book thinks, from anybody, to any place (P6)."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.things import CableId, Condition, PositionId, Rounds
from tests.rules.scenes import LAYOUT, Scene, policy

pytestmark = pytest.mark.promise("P6")


def out(**changes: object) -> Scene:
    """Return a scene in which sok is out with W1."""
    return Scene(policy(**changes)).draw("sok", "W1")  # type: ignore[arg-type]  # names are checked by replace


def test_a_return_without_badge_goes_from_the_scan_to_the_count_in_the_order_of_the_book() -> None:
    scene = out()
    begin = len(scene.book)
    scene.bring("W1").shut().count(3)
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "return.begun", "return.shown_clear", "second.seen", "pin.accepted", "return.shown_clear",
        "return.told", "release.granted", "cable.opened", "cable.shut", "weapon.returned",
        "count.agreed", "session.closed",
    ]  # fmt: skip
    assert scene.place_of("W1") == "A1"
    assert scene.bay.session is None


def test_the_line_of_a_return_names_bearer_and_holder() -> None:
    scene = out().badge("dara").pin().bring("W1").shut()
    returned = scene.one(e.WeaponReturned)
    assert (returned.bearer, returned.holder, returned.position) == ("dara", "sok", "A1")


def test_the_cable_of_a_return_opens_with_its_written_grant() -> None:
    scene = out().scan("W1").show_clear().badge("vanna").pin().report()
    grant = scene.one(e.ReleaseGranted)
    assert (grant.purpose, grant.by, grant.exposed) == (e.Purpose.RETURN, "vanna", ("W2", "W3"))
    assert scene.effects == [
        Unlock(CableId("A")),
        Light(PositionId("A1"), on=True),
        Beep(Tone.ACCEPTED),
    ]


def test_a_badge_without_its_pin_is_enough_to_be_named_as_bearer() -> None:
    scene = out().badge("dara").scan("W1")
    assert scene.one(e.ReturnBegun).bearer == "dara"


def test_two_returns_in_a_row_without_badge() -> None:
    scene = out().draw("dara", "W4")
    scene.bring("W1").shut().count(3).bring("W4").shut().count(2)
    assert (scene.place_of("W1"), scene.place_of("W4")) == ("A1", "B1")


def test_the_witness_is_neither_bearer_nor_holder() -> None:
    scene = Scene().draw("vanna", "W1", second="rith").badge("rith").pin().scan("W1").show_clear()
    assert scene.badge("rith").refused == "second_is_bearer"
    assert scene.badge("vanna").refused == "not_a_second"
    assert scene.badge("chan").pin().one(e.ShownClear).witness == "chan"


def test_a_weapon_the_book_has_in_its_rack_is_taken_back_and_its_place_comes_into_doubt() -> None:
    scene = Scene().press_return().scan("W2")
    assert scene.kinds == ["return.begun", "doubt.raised"]
    assert scene.doubts() == {"A2": "not_in_book"}
    scene.show_clear().badge("vanna").pin().report().open().shut().count(3)
    assert scene.place_of("W2") == "A2"
    assert scene.doubts() == {"A2": "not_in_book"}
    scene.press_return().scan("W2")
    assert scene.kinds == ["return.begun"]


def test_a_weapon_in_doubt_is_taken_back_without_the_button() -> None:
    scene = Scene().open("A").shut("A").scan("W2")
    assert scene.kinds == ["return.begun"]


def test_a_label_nobody_knows_is_taken_back_into_the_custodians_hands_and_the_chief_is_called() -> (
    None
):
    scene = Scene().scan("stranger")
    assert scene.kinds == ["return.begun", "alarm.raised"]
    assert scene.alarms() == {("stranger", "stranger")}
    scene.show_clear().report()
    assert scene.refused == "not_now"
    scene.badge("vanna").pin().report()
    received = scene.one(e.WeaponReceived)
    assert (received.text, received.weapon, received.custodian) == ("stranger", None, "vanna")
    assert scene.released() == ""
    assert scene.bay.session is None


def test_a_stranger_brought_by_an_officer_takes_the_button() -> None:
    scene = Scene().badge("sok").pin().press_return().scan("stranger")
    assert scene.one(e.ReturnBegun).bearer == "sok"


def test_a_weapon_from_elsewhere_goes_to_a_place_nobody_has() -> None:
    scene = Scene().scan("W9")
    assert scene.one(e.ReturnBegun).position == "B3"
    scene.show_clear().badge("vanna").pin().report().open().shut().count(3)
    assert scene.place_of("W9") == "B3"


def test_a_weapon_without_a_place_goes_into_the_custodians_hands() -> None:
    full = tuple(position for position in LAYOUT if position.id != "B3")
    scene = Scene(layout=full).scan("W9")
    assert scene.one(e.ReturnBegun).position is None
    scene.show_clear().badge("vanna").pin().report()
    assert scene.kinds == ["return.told", "weapon.received", "session.closed"]
    assert scene.holder("W9") == "vanna"


def test_a_weapon_whose_cable_stands_open_goes_elsewhere() -> None:
    scene = out().open("A").scan("W1")
    assert scene.one(e.ReturnBegun).position == "B3"


def test_a_spare_place_in_doubt_is_not_offered() -> None:
    scene = Scene().open("B").shut("B").scan("W9")
    assert scene.one(e.ReturnBegun).position is None


def test_a_cable_forced_during_the_report_sends_the_weapon_elsewhere_or_into_hands() -> None:
    scene = Scene(policy("self_service")).badge("sok").pin().scan("W1").open().scan("W1").shut()
    scene.count(2).scan("W1")
    assert scene.one(e.ReturnBegun).needs_witness is False
    scene.show_clear().open("A").open("B").report()
    again = scene.one(e.ReturnBegun)
    assert (again.needs_witness, again.position) == (True, None)
    assert scene.effects == [Beep(Tone.ATTENTION)]
    assert scene.report().refused == "not_now"
    scene.show_clear().badge("vanna").pin().report()
    assert scene.holder("W1") == "vanna"


@pytest.mark.parametrize(
    ("back", "told", "differs"),
    [
        ((2, 30), {}, False),
        ((2, 20), {"fired": 10}, False),
        ((2, 20), {"fired": 7, "lost": 3}, False),
        ((2, 29), {}, True),
        ((2, 31), {}, True),
        ((1, 30), {}, True),
        ((2, 35), {"fired": -5}, True),
        ((2, 20), {"fired": 15, "lost": -5}, True),
        ((-1, 30), {}, True),
    ],
)
def test_rounds_out_are_rounds_back_and_fired_and_lost_or_the_holder_answers(
    back: tuple[int, int],
    told: dict[str, int],
    differs: bool,  # noqa: FBT001 - a column of the table
) -> None:
    scene = out().scan("W1").show_clear().badge("vanna").pin().report(*back, **told)
    assert ("rounds.differed" in scene.kinds) is differs
    assert scene.released() == "A"
    if differs:
        line = scene.one(e.RoundsDiffered)
        assert (line.holder, line.out, line.back) == ("sok", Rounds(2, 30), Rounds(*back))


def test_nobody_answers_for_the_rounds_of_a_weapon_nobody_had() -> None:
    scene = Scene().press_return().scan("W2").show_clear().badge("vanna").pin().report(0, 0)
    assert "rounds.differed" not in scene.kinds


@pytest.mark.parametrize(
    ("ticks", "kept", "condition", "position"),
    [
        (("wet",), ("wet",), Condition.INSPECT, "A1"),
        (("fired", "wet"), ("fired", "wet"), Condition.INSPECT, "A1"),
        (("wet", "dropped"), ("dropped", "wet"), Condition.QUARANTINED, "B9"),
        (("part_missing", "nonsense"), ("part_missing",), Condition.QUARANTINED, "B9"),
        (("damaged", "damaged"), ("damaged",), Condition.QUARANTINED, "B9"),
    ],
)
def test_ticks_order_work_and_a_serious_one_sends_the_weapon_to_quarantine(
    ticks: tuple[str, ...], kept: tuple[str, ...], condition: Condition, position: str
) -> None:
    scene = out().scan("W1").show_clear().badge("vanna").pin().report(ticks=ticks)
    order = scene.one(e.WorkOrdered)
    assert (order.ticks, order.condition) == (kept, condition)
    assert scene.one(e.ReleaseGranted).position == position


def test_a_weapon_known_to_be_unfit_goes_to_quarantine_without_a_tick() -> None:
    scene = out()
    scene.weapons["W1"] = replace(scene.weapons["W1"], condition=Condition.QUARANTINED)
    scene.scan("W1").show_clear().badge("vanna").pin().report()
    assert scene.one(e.ReleaseGranted).position == "B9"


def test_an_unfit_weapon_goes_home_when_quarantine_is_full() -> None:
    scene = out().draw("dara", "W2")
    for weapon, place in (("W1", "B9"), ("W2", "A2")):
        scene.scan(weapon).show_clear().badge("vanna").pin().report(ticks=("damaged",))
        assert scene.one(e.ReleaseGranted).position == place
        left = len(scene.bay.on_cable(scene.one(e.ReleaseGranted).cable))
        scene.open().shut().count(left + 1)


def test_a_weapon_in_quarantine_is_not_missed_at_home() -> None:
    """Home is empty and rightly so: a custodian who says so must not make the weapon missing."""
    scene = out().bring("W1", ticks=("damaged",)).shut().count(3)
    assert scene.place_of("W1") == "B9"
    scene.open("A").shut("A").badge("vanna").pin().look("A1", present=False)
    assert scene.one(e.DoubtSettled).weapon is None
    assert scene.place_of("W1") == "B9"
    assert not scene.is_missing("W1")


def test_returns_go_on_while_an_alarm_sounds_and_while_faults_stand() -> None:
    scene = out().open("B")
    for fault in e.Fault:
        scene.fault(fault, "any")
    scene.bring("W1").shut().count(3)
    assert scene.place_of("W1") == "A1"
    assert scene.bay.open_cables == {"B"}
    assert len(scene.bay.faults) == len(e.Fault)


def test_a_return_makes_an_enrolment_give_way() -> None:
    scene = out().enrol("dara").press_return()
    assert scene.kinds == ["session.closed", "return.wanted"]
    assert scene.scan("W1").kinds == ["return.begun"]


def test_a_weapon_brought_in_goes_before_an_enrolment_and_a_strange_label_does_not() -> None:
    assert out().enrol("dara").scan("W1").kinds[:2] == ["session.closed", "return.begun"]
    assert out().enrol("dara").scan("a new badge").refused == "not_now"


def test_the_same_weapon_scanned_again_during_its_return_changes_nothing() -> None:
    scene = out().scan("W1").show_clear().scan("W1")
    assert scene.entries == ()
    scene = Scene().badge("sok").pin().press_return().scan("W2").scan("W2")
    assert scene.entries == ()
    scene = Scene().scan("stranger").scan("stranger")
    assert scene.entries == ()


def test_another_weapon_scanned_during_a_return_is_another_return() -> None:
    scene = out().draw("dara", "W4").scan("W1").show_clear().scan("W4")
    assert scene.one(e.ReturnBegun).weapon == "W4"
    assert scene.report().refused == "not_now"


def test_a_return_left_half_way_leaves_the_weapon_with_its_holder() -> None:
    scene = out().scan("W1").show_clear().wait(118)
    assert scene.entries == ()
    scene.wait(0)
    assert scene.kinds == ["session.closed"]
    assert scene.holder("W1") == "sok"
    scene.bring("W1").shut().count(3)
    assert scene.place_of("W1") == "A1"


def test_a_returned_weapons_grant_nobody_uses_lapses_and_the_report_is_asked_again() -> None:
    scene = out().scan("W1").show_clear().badge("vanna").pin().report().wait(5)
    assert scene.kinds == ["release.lapsed"]
    assert scene.report().kinds == ["return.told", "release.granted"]


def test_steps_out_of_order_are_refused_and_the_return_goes_on() -> None:
    scene = out()
    assert scene.show_clear().refused == "not_now"
    assert scene.report().refused == "not_now"
    assert scene.scan("W1").report().refused == "not_now"
    assert scene.show_clear().show_clear().refused == "not_now"
    assert scene.report().refused == "not_now"
    scene.badge("vanna").pin().report()
    assert scene.report().refused == "not_now"
    assert scene.show_clear().refused == "not_now"
    assert scene.scan("W1").entries == ()
    assert scene.scan("W2").refused == "shut_cable_first"
    assert scene.open().scan("W2").refused == "shut_cable_first"


def test_a_copied_label_opens_no_cable_with_weapons_on_it() -> None:
    """Where officers return alone, a bearer without a PIN needs a witness at a full rack."""
    scene = Scene(policy("self_service")).badge("sok").pin().scan("W1").open().scan("W1").shut()
    scene.count(2).cancel().scan("W1")
    assert scene.one(e.ReturnBegun).needs_witness
    scene.cancel().badge("sok").pin().scan("W1")
    assert scene.one(e.ReturnBegun).needs_witness is False
    assert scene.show_clear().report().released() == "A"


def test_a_return_to_a_bolt_of_its_own_needs_nobody_else_where_the_policy_says_so() -> None:
    lockers = (replace(LAYOUT[0], cable=CableId("only A1")), *LAYOUT[1:])
    scene = Scene(policy("self_service"), lockers).badge("sok").pin().scan("W1")
    scene.open().scan("W1").shut().count(0).cancel()
    scene.scan("W1").show_clear().report()
    assert scene.released() == "only A1"


def test_a_bearer_without_badge_is_an_exception_where_returns_are_counter_signed() -> None:
    rules = policy("self_service", counter_sign_return=True)
    lockers = (replace(LAYOUT[0], cable=CableId("only A1")), *LAYOUT[1:])
    scene = Scene(rules, lockers).badge("sok").pin().scan("W1").open().scan("W1").shut().count(0)
    assert scene.cancel().scan("W1").one(e.ReturnBegun).needs_witness


def test_return_pressed_while_a_weapon_is_asked_for_forgets_the_wish() -> None:
    scene = Scene().badge("sok").pin().scan("W1").press_return().scan("W1")
    assert scene.kinds == ["return.begun", "doubt.raised"]
    assert scene.bay.session is not None
    assert scene.bay.session.asked is None


def test_a_weapon_asked_for_during_a_return_ends_the_return() -> None:
    scene = out(allowance=2).badge("sok").pin().scan("W1").scan("W2")
    assert scene.kinds == ["issue.asked"]
    assert scene.bay.session is not None
    assert scene.bay.session.returning is None
    assert scene.holder("W1") == "sok"


@pytest.mark.parametrize("barred", [{"hold": True}, {"active": False}])
def test_who_may_draw_nothing_does_not_stand_alone_at_a_cable(barred: dict[str, bool]) -> None:
    """Also where returns need no second person: a copied label must not open a rack for them."""
    own = policy("self_service", hours_open_min=0, hours_close_min=24 * 60)
    scene = Scene(own).badge("dara").pin().scan("W1").open().scan("W1").shut().count(2).cancel()
    scene.badge("sok").pin().know("sok", **barred).scan("W1").show_clear().report()
    assert scene.released() == ""
    assert scene.badge("vanna").pin().report().released() == "A"
