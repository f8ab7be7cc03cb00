"""The shift: somebody answers for the racks at every instant, and nothing is skipped (R24)."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.things import Grade, Role
from tests.rules.scenes import policy
from tests.rules.shift_scenes import HEAD, ShiftScene
from tests.rules.transfer_scenes import TransferScene

pytestmark = pytest.mark.promise("P10")


def on_shift(name: str = "vanna") -> ShiftScene:
    """Return a bay for which somebody answers already."""
    return ShiftScene().hand_over(name, "rith" if name != "rith" else "vanna")


def test_the_first_shift_begins_with_two_people() -> None:
    """Nobody hands over what nobody has; nobody takes it alone either."""
    scene = ShiftScene().step_up("vanna", "rith").go_through()
    assert scene.on_shift == ""
    scene.pin()
    line = scene.one(e.ShiftHandedOver)
    assert (line.outgoing, line.incoming, line.witness) == (None, "vanna", "rith")
    assert line.head == HEAD
    assert scene.on_shift == "vanna"
    assert scene.replayed() == scene.bay


def test_a_shift_is_offered_and_the_incoming_custodian_signs_with_their_own_pin() -> None:
    scene = on_shift("vanna").step_up("rith", "vanna", offered=True)
    assert scene.one(e.HandoverBegun).outgoing == "vanna"
    scene.go_through()
    assert scene.bay.session is not None
    assert scene.bay.session.second == "rith"
    scene.pin(right=False)
    assert scene.on_shift == "vanna"
    scene.pin()
    assert scene.one(e.ShiftHandedOver).incoming == "rith"


def test_a_shift_that_is_asked_for_needs_the_one_who_has_it() -> None:
    scene = on_shift("vanna").badge("rith").pin().offer(offers=False).badge("chan")
    assert scene.refused == "not_on_shift"
    scene.badge("vanna").pin().go_through().pin()
    assert scene.one(e.ShiftHandedOver).outgoing == "vanna"


def test_the_chief_takes_over_from_nobody_with_a_second_person() -> None:
    """A custodian who never comes back must not stay on shift for ever."""
    scene = on_shift("vanna").step_up("chan", "rith").go_through().pin()
    line = scene.one(e.ShiftHandedOver)
    assert (line.outgoing, line.incoming, line.witness) == (None, "chan", "rith")


def test_without_a_hand_over_the_one_before_stays_liable() -> None:
    """Cut short by a time-out, by another badge, by a power cut: nothing has changed hands."""
    for cut in ("cancel", "time", "power", "locked"):
        scene = on_shift("vanna").step_up("rith", "vanna").say_counted(3)
        match cut:
            case "cancel":
                scene.cancel()
            case "time":
                scene.wait(500)
            case "power":
                scene.restart()
            case _:
                scene.go_through()
                for _ in range(scene.bay.policy.pin_tries):
                    scene.pin(right=False)
        assert scene.bay.session is None
        assert scene.on_shift == "vanna", cut


@pytest.mark.parametrize(
    ("who", "offers", "reason"),
    [
        ("sok", False, "wrong_role"),
        ("pich", False, "wrong_role"),
        ("rith", True, "not_on_shift"),
        ("vanna", False, "on_shift_already"),
    ],
)
def test_who_may_not_ask(who: str, *, offers: bool, reason: str) -> None:
    assert on_shift().badge(who).pin().offer(offers=offers).refused == reason


def test_nobody_hands_over_to_themselves() -> None:
    scene = on_shift().badge("vanna").pin().offer().badge("vanna")
    assert scene.refused == "second_is_bearer"
    assert scene.badge("sok").refused == "not_a_second"


def test_both_show_badges_that_are_no_copies_of_a_print() -> None:
    """Whoever copied a custodian's badge would else answer for the racks in their name."""
    scene = ShiftScene(policy(grade_to_witness=Grade.CARD))
    assert scene.badge("vanna", "printed").pin().offer(offers=False).refused == "badge_too_weak"
    scene.cancel().badge("vanna", "card").pin().offer(offers=False)
    assert scene.kinds == ["handover.asked"]
    assert scene.badge("rith", "printed").refused == "second_too_weak"
    assert scene.badge("rith", "card").pin().one(e.HandoverBegun).witness == "rith"


def test_who_was_put_on_hold_between_badge_and_pin_is_no_other_person() -> None:
    """The PIN is right, and begins nothing: what counts is who they are when they sign."""
    scene = on_shift("vanna").badge("rith").pin().offer(offers=False).badge("vanna")
    scene.know("vanna", hold=True).pin()
    assert scene.refused == "not_a_second"
    assert scene.step == "second", "another one may still come"


def test_who_is_chief_no_more_when_the_witness_signs_takes_over_from_nobody() -> None:
    scene = on_shift("vanna").badge("chan").pin().offer(offers=False).badge("rith")
    scene.know("chan", role=Role.CUSTODIAN).pin()
    assert scene.refused == "not_on_shift"
    assert scene.badge("vanna").pin().one(e.HandoverBegun).outgoing == "vanna"


def test_cables_are_counted_one_by_one_and_the_book_says_nothing() -> None:
    scene = on_shift().step_up("rith", "vanna")
    assert scene.step == "cable"
    scene.say_counted(7)
    assert scene.refused == "count_impossible"
    scene.say_counted(3)
    assert scene.one(e.CableNumbered).booked == 3
    assert scene.say_counted(2).step == "sign"


def test_another_number_stops_nothing_and_orders_a_count() -> None:
    scene = on_shift().step_up("rith", "vanna").say_counted(2)
    order = scene.one(e.CountOrdered)
    assert (order.what, order.scope, order.by) == (e.CountKind.MONTHLY, "A", "rith")
    assert not scene.bay.doubts
    scene.say_counted(2)
    assert scene.step == "point"
    assert scene.accept().one(e.PointAccepted).point.kind is e.PointKind.QUANTITY
    assert scene.accept().one(e.PointAccepted).point.kind is e.PointKind.COUNT
    line = scene.pin().one(e.ShiftHandedOver)
    assert line.cables == ("B",)
    counted = {cable for (_, cable), at in scene.bay.counted.items() if at == line.at.wall_ms}
    assert counted == {"B"}


def test_a_cable_that_nobody_can_be_drawn_for_comes_into_doubt() -> None:
    """One count at a time: the second cable that differs must not be forgotten."""
    scene = on_shift().step_up("rith", "vanna").say_counted(2).say_counted(1)
    assert set(scene.doubts()) == {"B1", "B2", "B3", "B9"}
    kinds = []
    while scene.step == "point":
        kinds.append(scene.accept().one(e.PointAccepted).point.kind)
    assert kinds == ["quantity", "quantity", "doubt", "count"]


def test_a_cable_that_differs_where_everybody_has_the_keys_comes_into_doubt() -> None:
    """No count is running and nobody is left to be drawn: the number is not let pass."""
    scene = on_shift().step_up("rith", "vanna")
    for name, officer in scene.people.items():
        scene.people[name] = replace(officer, has_pin=False)
    scene.say_counted(2)
    assert scene.bay.count is None
    assert set(scene.doubts()) == {"A1", "A2", "A3"}


def test_every_open_thing_is_accepted_by_itself_and_by_the_incoming_one() -> None:
    scene = on_shift().draw("sok", "W1", second="rith").wait(24 * 3600)
    scene.open("B").shut("B")
    scene.signal("mains").call_chief()
    scene.work = ("W4",)
    scene.step_up("rith", "vanna").say_counted(2).say_counted(2)
    accepted = []
    while scene.step == "point":
        line = scene.accept().one(e.PointAccepted)
        assert line.by == "rith"
        accepted.append((str(line.point.kind), line.point.about, line.point.why))
    assert ("doubt", "B", "forced") in accepted
    assert ("overdue", "W1", "sok") in accepted
    assert ("signal", "mains line", "mains") in accepted
    assert ("work", "W4", "") in accepted
    assert scene.step == "sign"


def accepted_of(scene: ShiftScene) -> list[tuple[str, str, str]]:
    """Accept everything that stands open, and return what it was."""
    found = []
    while scene.step == "point":
        point = scene.accept().one(e.PointAccepted).point
        found.append((str(point.kind), point.about, point.why))
    return found


@pytest.mark.promise("P5")
def test_each_weapon_in_the_hands_of_who_goes_is_a_thing_to_accept() -> None:
    """Received for want of a place: they would carry it home, and nobody would ask."""
    scene = on_shift("vanna").draw("vanna", "W1", second="rith")
    for weapon in ("W8", "W9"):
        scene.hand_to("vanna", weapon)
    assert [scene.holder(one) for one in ("W1", "W8", "W9")] == ["vanna"] * 3
    scene.step_up("rith", "vanna").say_counted(2).say_counted(2)
    assert accepted_of(scene) == [("in_hands", one, "vanna") for one in ("W1", "W8", "W9")]
    assert scene.pin().one(e.ShiftHandedOver).points == 3
    scene.cancel().step_up("chan", "vanna").say_counted(2).say_counted(2)
    assert scene.step == "sign", "what she has is hers to bring in: rith went with nothing"


def test_a_chief_who_takes_the_shift_of_somebody_is_told_what_they_have() -> None:
    scene = on_shift("vanna").hand_to("vanna", "W8").step_up("chan", "rith")
    scene.say_counted(3).say_counted(2)
    assert accepted_of(scene) == [("in_hands", "W8", "vanna")]


def test_a_stand_to_that_runs_is_accepted_and_one_that_ended_is_not() -> None:
    scene = on_shift("vanna").alert("vanna", "chan", "attack").cancel()
    scene.step_up("rith", "vanna").say_counted(3).say_counted(2)
    assert accepted_of(scene) == [("stand_to", "1", "attack")]
    scene = on_shift("vanna").alert().end().cancel().step_up("rith", "vanna")
    assert scene.say_counted(3).say_counted(2).step == "sign"


def test_every_transfer_under_way_is_accepted_by_itself() -> None:
    """One that nobody spoke of when the shift changed is how weapons are away for years."""
    scene = on_shift("vanna")
    transfers = TransferScene()
    for weapon in ("W1", "W2"):
        transfers.send(weapon)
    manifest = transfers.manifest(transfers.weapons["W9"])
    told = transfers.read(manifest).bay.transfers
    loose = {TransferNumber("T0009-btb-1"): told.sent[TransferNumber("T0001-btb-1")]}
    scene.bay = replace(scene.bay, transfers=replace(told, loose=loose))
    scene.step_up("rith", "vanna").say_counted(3).say_counted(2)
    assert accepted_of(scene) == [
        ("transfer", "T0001-btb-1", "sent"),
        ("transfer", "T0002-btb-1", "sent"),
        ("transfer", manifest.number, "announced"),
        ("transfer", "T0009-btb-1", "loose"),
    ]


def test_what_comes_up_at_the_last_moment_is_gone_through_too() -> None:
    scene = on_shift().step_up("rith", "vanna").go_through()
    scene.signal("mains").pin()
    assert scene.on_shift == "vanna"
    assert scene.step == "point"
    assert scene.accept().step == "sign"
    assert scene.pin().on_shift == "rith"


def test_what_is_gone_by_itself_is_accepted_by_nobody_and_the_signature_is_awaited() -> None:
    """Else the page asks for a PIN that nobody may type."""
    scene = on_shift().signal("mains").step_up("rith", "vanna").say_counted(3).say_counted(2)
    assert scene.step == "point"
    assert "handover.summed" in scene.rest("mains").kinds
    assert scene.pin().on_shift == "rith"


def test_a_silent_alarm_is_no_open_thing_at_the_bay() -> None:
    """Whoever stands at the bay can tell in no way that help was called."""
    scene = on_shift().signal("duress").step_up("rith", "vanna").say_counted(3).say_counted(2)
    assert scene.step == "sign"


def test_a_key_that_is_not_there_calls_somebody_until_it_is_back() -> None:
    scene = on_shift().tell_key("K1").tell_key("K2").step_up("rith", "vanna")
    scene.say_counted(3).say_counted(2)
    assert scene.step == "key"
    scene.look_for_key(present=False).look_for_key()
    assert scene.alarms() == {("key", "K1")}
    assert scene.step == "point"
    scene.go_through().pin().cancel()
    scene.take_key("K1").badge("chan").pin()
    assert not scene.alarms()


def test_a_seal_is_read_blind_and_a_broken_one_calls_somebody() -> None:
    scene = on_shift().tell_key("second set", "00417").step_up("rith", "vanna")
    scene.say_counted(3).say_counted(2)
    assert scene.step == "seal"
    scene.read_seal("00471")
    read = scene.one(e.SealRead)
    assert (read.read, read.expected) == ("00471", "00417")
    assert scene.alarms() == {("seal", "second set")}
    scene.go_through().pin().cancel().badge("chan").pin().cancel()
    assert scene.tell_key("second set", "00502").alarms() == set()


def test_a_key_that_is_out_is_accepted_with_whoever_has_it() -> None:
    scene = on_shift().tell_key("K1").give_key("K1", "pich").step_up("rith", "vanna")
    scene.say_counted(3).say_counted(2)
    point = scene.accept().one(e.PointAccepted).point
    assert (point.kind, point.about, point.why) == (e.PointKind.KEY_OUT, "K1", "pich")


@pytest.mark.parametrize(
    ("by", "to", "reason"),
    [("sok", "pich", "wrong_role"), ("vanna", "nobody", "unknown_officer"), ("vanna", "sok", "")],
)
def test_who_gives_a_key_to_whom(by: str, to: str, reason: str) -> None:
    assert ShiftScene().tell_key("K1").give_key("K1", to, by=by).refused == reason


def test_a_sealed_set_is_given_by_the_chief_alone() -> None:
    scene = ShiftScene().tell_key("second set", "17")
    assert scene.give_key("second set", by="vanna").refused == "wrong_role"
    assert scene.give_key("second set", "chan", by="chan").refused == "key_to_oneself"
    assert scene.give_key("second set", by="chan").refused == ""
    assert scene.give_key("second set", by="chan").refused == "key_not_here"
    assert scene.tell_key("second set", "18").refused == "key_not_here"
    assert scene.take_key("other").refused == "unknown_key"
    assert scene.give_key("other").refused == "unknown_key"


def test_the_chief_alone_tells_of_keys() -> None:
    assert ShiftScene().tell_key("K1", by="vanna").refused == "wrong_role"
    assert ShiftScene().tell_key("").refused == "unknown_key"
    assert ShiftScene().tell_key("second set", "A-17").refused == "seal_not_digits"
    assert ShiftScene().tell_key("K1").take_key("K1").refused == "not_now"


def test_another_custodian_who_signs_is_noted_and_not_stopped() -> None:
    scene = on_shift("vanna").badge("sok").pin().scan("W1").badge("rith").pin()
    assert scene.one(e.ShiftSignedByOther).by == "rith"
    assert scene.released() == "A"
    scene = on_shift("vanna").badge("sok").pin().scan("W1").badge("vanna").pin()
    assert "shift.signed_by_other" not in scene.kinds


def test_another_custodian_before_whom_a_weapon_is_shown_clear_is_noted_too() -> None:
    scene = on_shift("vanna").draw("sok", "W1").scan("W1").show_clear()
    assert scene.kinds == ["return.shown_clear"], "nobody stood by it yet"
    scene.badge("rith").pin()
    assert scene.one(e.ShownClear).witness == "rith"
    noted = scene.one(e.ShiftSignedByOther)
    assert (noted.by, noted.on_shift) == ("rith", "vanna")
    scene = on_shift("vanna").draw("sok", "W1").scan("W1").show_clear().badge("vanna").pin()
    assert scene.one(e.ShownClear).witness == "vanna"
    assert "shift.signed_by_other" not in scene.kinds


def test_nothing_is_noted_where_no_hand_over_is_required() -> None:
    scene = ShiftScene(policy(handover_required=False)).hand_over("vanna")
    scene.badge("sok").pin().scan("W1").badge("rith").pin()
    assert "shift.signed_by_other" not in scene.kinds


def test_a_weapon_is_taken_back_in_the_middle_of_a_hand_over() -> None:
    """P6; the hand-over begins anew, and the one before stays liable."""
    scene = on_shift().draw("sok", "W1", second="vanna").step_up("rith", "vanna")
    assert scene.scan("W2").refused == "handing_over"
    assert scene.badge("chan").refused == "handing_over"
    assert scene.scan("W1").kinds[0] == "return.begun"
    assert scene.on_shift == "vanna"


def test_no_shift_changes_hands_over_an_open_cable() -> None:
    scene = on_shift().open("B").badge("vanna").pin().offer()
    assert scene.refused == "shut_cable_first"


def test_a_step_that_is_not_asked_for_is_refused() -> None:
    scene = on_shift().step_up("rith", "vanna")
    for act in (scene.look_for_key, scene.accept, lambda: scene.read_seal("1")):
        assert act().refused == "not_now"
    assert ShiftScene().say_counted(1).refused == "not_now"
    assert ShiftScene().offer().refused == "not_now"


def test_who_was_put_on_hold_while_it_was_read_out_does_not_sign() -> None:
    scene = on_shift().step_up("rith", "vanna").go_through().know("rith", hold=True).pin()
    assert scene.refused == "not_a_second"
    assert scene.on_shift == "vanna"
