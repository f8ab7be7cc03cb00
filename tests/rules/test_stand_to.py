"""A stand-to: everybody draws at once, nobody draws unknown, and it takes two to begin and end."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.gates import BAY_GATES, GATES
from kiosk.rules.observations import stand_to as s
from kiosk.rules.stand_to.pairs import OF_THE_BADGE, OF_THE_PAIR, WAIVED
from kiosk.rules.things import Condition, Grade, Rounds, WeaponNumber
from tests.rules.loss_scenes import LossScene
from tests.rules.scenes import policy
from tests.rules.shift_scenes import ShiftScene
from tests.rules.transfer_scenes import TransferScene

pytestmark = pytest.mark.promise("P5")

AGAIN = frozenset({"inactive_officer", "on_hold"})
"""Gates of the badge that are asked at the scan again: a hold counts at once."""


def opened(cable: str = "A") -> ShiftScene:
    """Return a stand-to with one cable open."""
    return ShiftScene().alert().free(cable).open(cable)


@pytest.mark.promise("P10")
def test_two_people_begin_it_with_badge_and_pin_and_a_reason() -> None:
    scene = ShiftScene().alert("vanna", "chan", "attack")
    begun = scene.one(e.StandToBegun)
    assert (begun.by, begun.reason) == (("vanna", "chan"), e.StandToReason.ATTACK)
    assert scene.replayed() == scene.bay
    assert ShiftScene().alert("vanna", "vanna").refused == "not_now"
    assert ShiftScene().alert("vanna", "sok").refused == "not_now"
    assert "stand_to.begun" not in ShiftScene().alert("sok", "chan").kinds


def test_every_gate_is_asked_of_the_kiosk_the_badge_or_the_pair_or_is_waived() -> None:
    """A new gate must say which: nobody waives one by forgetting it."""
    named = [{name for name, _ in BAY_GATES}, OF_THE_BADGE, OF_THE_PAIR - AGAIN, WAIVED]
    assert sorted(name for some in named for name in some) == sorted(name for name, _ in GATES)
    assert AGAIN < OF_THE_BADGE


def test_who_is_held_between_badge_and_weapon_draws_nothing() -> None:
    scene = opened().badge("sok").know("sok", hold=True)
    assert scene.scan("W1").refused == "on_hold"
    assert scene.holder("W1") == ""
    waiting = ShiftScene().alert().badge("sok").hold("sok")
    assert "session.closed" in waiting.kinds


def test_what_nobody_may_have_goes_without_a_badge_no_more_than_with_one() -> None:
    scene = opened()
    scene.bay = replace(scene.bay, losses=LossScene().report_lost("W1").bay.losses)
    assert scene.scan("W1").refused == "reported_lost"
    scene = opened()
    met = e.ListedMet(scene.now(), "W2", WeaponNumber("W2"), (), e.MetAt.SCAN)
    scene.bay = replace(scene.bay, listed={"W2": met})
    assert scene.scan("W2").refused == "listed"
    scene = opened()
    sending = TransferScene()
    sending.send("W3")
    scene.bay = replace(scene.bay, transfers=sending.bay.transfers)
    assert scene.scan("W3").refused == "in_transfer"


def test_badge_and_weapon_in_turn_are_an_issue_each() -> None:
    scene = opened().pair("sok", "W1")
    line = scene.one(e.WeaponIssued)
    assert (line.officer, line.weapon, line.mission) == ("sok", "W1", "stand-to 1")
    scene.pair("dara", "W2").pair("pich", "W3")
    assert [scene.holder(weapon) for weapon in ("W1", "W2", "W3")] == ["sok", "dara", "pich"]
    scene.shut().count(0)
    assert "count.agreed" in scene.kinds
    assert scene.bay.stand_to is not None
    assert scene.bay.stand_to.issued == 3
    assert scene.end().one(e.StandToEnded).unknown == ()
    assert not scene.alarms()
    assert scene.replayed() == scene.bay


def test_one_cable_after_the_other_and_each_with_its_exposure() -> None:
    """P1 and the exposure of every opening stay as they are."""
    scene = opened("A").pair("sok", "W1")
    assert scene.free("B").refused == "not_now"
    scene.shut().count(2).free("B")
    granted = scene.one(e.ReleaseGranted)
    assert (granted.purpose, granted.exposed) == (e.Purpose.STAND_TO, ("W4", "W5"))
    assert (granted.officer, granted.by) == ("vanna", "chan")


def test_a_weapon_without_a_badge_has_an_unknown_holder_until_a_badge_follows_at_once() -> None:
    scene = opened().scan("W1")
    assert scene.one(e.WeaponTaken).answers == "vanna"
    assert scene.unknown() == ("W1",)
    assert scene.holder("W1") == "vanna"
    scene.badge("sok")
    assert scene.one(e.HolderNamed).officer == "sok"
    assert not scene.unknown()
    assert scene.holder("W1") == "sok"


def test_rank_and_rounds_are_the_same_whichever_is_scanned_first() -> None:
    """The ladder asks for the rank, and whoever brings it back answers for the rounds."""
    scene = opened().know("sok", rank="Captain").know("dara", rank="Major")
    scene.pair("sok", "W1").scan("W2")
    assert scene.bay.out[WeaponNumber("W2")].rounds == Rounds(2, 30)
    scene.scan("W2").badge("dara")
    first, then = (scene.bay.out[WeaponNumber(one)] for one in ("W1", "W2"))
    assert (first.rank, first.rounds) == ("Captain", Rounds(2, 30))
    assert (then.rank, then.rounds) == ("Major", Rounds(2, 30))
    scene.shut().count(1).cancel().bring("W2", "rith", fired=3, rounds=27)
    assert "rounds.differed" not in scene.kinds
    assert scene.replayed() == scene.bay


def test_a_weapon_scanned_again_without_a_badge_waits_again_for_one_and_is_due_as_before() -> None:
    """Who comes back to the scanner to be named is named, and wins no hours by it."""
    scene = opened().scan("W1")
    first = scene.bay.out[WeaponNumber("W1")]
    scene.wait(10).scan("W1")
    line = scene.one(e.WeaponTaken)
    assert (line.position, line.order, line.answers) == ("A1", first.mission, "vanna")
    assert scene.effects == [Beep(Tone.ATTENTION)], "it still has no name"
    assert scene.bay.out[WeaponNumber("W1")] == first
    assert scene.badge("sok").one(e.HolderNamed).weapon == "W1"
    assert scene.unknown() == ()


def test_a_badge_that_comes_later_came_for_another_weapon() -> None:
    """Else whoever is next in the queue would be given what somebody before them took."""
    scene = opened().scan("W1")
    scene.mono_ms += 10_000
    scene.pair("sok", "W2")
    assert (scene.holder("W1"), scene.holder("W2")) == ("vanna", "sok")
    assert scene.unknown() == ("W1",)


def test_an_unknown_holder_comes_back_and_is_named_behind_a_shut_cable() -> None:
    scene = opened().scan("W1").shut().count(2).wait(10).pair("sok", "W1")
    assert scene.one(e.HolderNamed).officer == "sok"
    assert scene.end().one(e.StandToEnded).unknown == ()


def test_a_badge_that_was_shown_long_ago_is_not_whose_weapon_it_is() -> None:
    scene = opened().badge("sok")
    scene.mono_ms += 1000 * scene.bay.policy.session_s
    assert scene.scan("W1").one(e.WeaponTaken).weapon == "W1"


def test_the_last_badge_shown_counts() -> None:
    assert opened().badge("sok").pair("dara", "W1").holder("W1") == "dara"


def test_what_two_scans_of_one_weapon_say() -> None:
    scene = opened().pair("sok", "W1").scan("W1")
    assert scene.kinds == []
    assert scene.pair("sok", "W2").holder("W2") == "sok"
    assert scene.badge("dara").scan("W1").one(e.ReturnKept).weapon == "W1"


def test_unscanned_removals_are_found_by_the_count_and_named_afterwards() -> None:
    """The weapon that was in doubt is in somebody's hands: seen, and theirs."""
    scene = opened().pair("sok", "W1").shut().count(1)
    assert set(scene.doubts()) == {"A1", "A2", "A3"}
    scene.pair("dara", "W3")
    assert scene.holder("W3") == "dara"
    ended = scene.end().one(e.StandToEnded)
    assert ended.doubtful == ("A1", "A2", "A3")


@pytest.mark.promise("P10")
def test_an_end_with_unknown_holders_names_the_weapons_and_calls_somebody() -> None:
    scene = opened().scan("W1").shut().count(2).end()
    assert scene.one(e.StandToEnded).unknown == ("W1",)
    assert scene.alarms() == {("unknown_holder", "W1")}
    assert not scene.bay.standing_to
    scene.cancel().badge("rith").pin().cancel()
    assert scene.alarms() == {("unknown_holder", "W1")}
    scene.bring("W1", witness="rith").shut().count(3)
    assert scene.alarms() == set()
    assert scene.replayed() == scene.bay


def test_ending_it_takes_two_people_too() -> None:
    scene = opened().shut().count(3).end("vanna")
    assert scene.refused == "not_now"
    assert scene.bay.standing_to


@pytest.mark.parametrize(
    ("known", "reason"), [({"hold": True}, "on_hold"), ({"active": False}, "inactive_officer")]
)
def test_who_may_have_no_weapon_has_none_now(known: dict[str, bool], reason: str) -> None:
    scene = opened().know("sok", **known).badge("sok")
    assert scene.refused == reason
    assert scene.scan("W1").one(e.WeaponTaken).weapon == "W1"


def test_a_weak_badge_is_none() -> None:
    rules = policy(grade_to_issue=Grade.CARD)
    scene = ShiftScene(rules).alert().free().open()
    assert scene.badge("sok").refused == "badge_too_weak"


def test_a_weapon_that_is_not_fit_is_put_back() -> None:
    scene = opened()
    unfit = scene.weapons["W1"]
    scene.weapons["W1"] = type(unfit)(
        unfit.number, unfit.name, unfit.type, unfit.serial, condition=Condition.INSPECT
    )
    assert scene.pair("sok", "W1").refused == "not_fit"
    assert scene.pair("sok", "W2").holder("W2") == "sok"
    assert scene.scan("W1").refused == "not_fit"


def test_an_untrained_officer_draws_nothing_and_no_order_is_needed() -> None:
    scene = opened().know("sok", certificates=()).pair("sok", "W1")
    assert scene.refused == "no_certificate"
    person = scene.people["dara"]
    scene.people["dara"] = type(person)(person.officer, has_pin=False)
    scene.pair("dara", "W2").pair("dara", "W3")
    assert (scene.holder("W2"), scene.holder("W3")) == ("dara", "dara")


def test_an_untrained_holder_of_an_unknown_weapon_stays_unknown() -> None:
    scene = opened().know("sok", certificates=()).scan("W1").badge("sok")
    assert scene.refused == "no_certificate"
    assert scene.unknown() == ("W1",)
    assert scene.badge("nobody").refused == "unknown_badge"


@pytest.mark.promise("P8")
def test_what_stops_the_kiosk_stops_a_stand_to() -> None:
    scene = ShiftScene().alert().fault()
    assert scene.free().refused == "device_lost"
    scene = ShiftScene().alert().free().fault()
    assert scene.kinds == ["fault.raised", "release.lapsed"]
    assert scene.mend().free("A").released() == "A"


def test_an_empty_cable_or_one_nobody_sees_is_not_released() -> None:
    scene = opened().pair("sok", "W1").pair("sok", "W2").pair("sok", "W3").shut().count(0)
    assert scene.free("A").refused == "cable_empty"
    assert scene.free("Z").refused == "cable_empty"
    scene = ShiftScene().alert().lose("contact A").badge("chan").pin()
    assert not scene.bay.sounding
    assert scene.free("A").refused == "device_lost"
    assert scene.find("contact A").free("A").released() == "A"


def test_a_weapon_of_a_cable_that_is_shut_is_issued_to_nobody() -> None:
    scene = opened("A").badge("sok").scan("W4")
    assert scene.refused == "cable_shut"
    assert scene.doubts() == {"B1": "not_in_book"}
    scene = ShiftScene().alert().pair("sok", "W4")
    assert scene.refused == "cable_shut"
    assert not scene.bay.doubts


def test_a_cable_may_be_open_longer_by_the_weapons_on_it() -> None:
    rules = policy()
    scene = opened("A")
    assert scene.bay.release is not None
    assert scene.bay.release.opened_ms is not None
    longer = 3 * rules.stand_to_pair_s + rules.held_open_s
    assert scene.bay.next_deadline() == scene.bay.release.opened_ms + 1000 * longer


def test_an_alarm_is_answered_by_a_second_person_and_the_pairs_go_on() -> None:
    scene = opened("A").wait(200).wait(200)
    assert ("left_open", "A") in scene.alarms()
    assert scene.badge("rith").kinds == ["second.seen"]
    scene.pin()
    assert "alarm.answered" in scene.kinds
    assert scene.pair("sok", "W1").holder("W1") == "sok"


def test_a_stand_to_outlives_the_one_who_mans_it_and_a_power_cut() -> None:
    scene = opened("A").scan("W1").restart()
    assert scene.bay.standing_to
    assert scene.unknown() == ("W1",)
    scene.man("rith")
    assert scene.one(e.StandToManned).by == "rith"
    assert scene.pair("sok", "W1").holder("W1") == "sok"
    scene.wait(600)
    assert scene.bay.session is None
    assert scene.bay.standing_to


def test_the_next_stand_to_remembers_who_is_unknown_from_the_one_before() -> None:
    scene = opened("A").scan("W1").shut().count(2).end().cancel()
    scene.alert("rith", "chan")
    assert scene.one(e.StandToBegun).order == "stand-to 2"
    assert scene.unknown() == ("W1",)


def test_a_return_in_a_stand_to_works_as_any() -> None:
    """P6, before the stand-to and in it."""
    scene = ShiftScene().draw("dara", "W4").alert().scan("W4")
    assert scene.kinds[0] == "return.begun"
    scene = opened("A").pair("sok", "W1").scan("W9")
    assert scene.one(e.ReturnKept).weapon == "W9"


@pytest.mark.parametrize("act", ["manned", "end", "free"])
def test_nothing_of_it_goes_without_one(act: str) -> None:
    scene = ShiftScene()
    match act:
        case "manned":
            assert scene.man().refused == "no_stand_to"
        case "end":
            scene.badge("vanna").pin().see(s.StandToEnding(scene.now(), scene.people["vanna"]))
            assert scene.refused == "no_stand_to"
        case _:
            assert scene.badge("vanna").pin().free().refused == "no_stand_to"


def test_one_stand_to_at_a_time() -> None:
    """Who begins one must know that they do not end the other."""
    scene = ShiftScene().alert().cancel().badge("rith").pin()
    wish = s.StandToWanted(scene.now(), e.StandToReason.ATTACK, scene.people["rith"])
    assert scene.see(wish).refused == "stand_to_runs"


def test_what_is_unknown_or_tapped_is_nobodys() -> None:
    scene = opened("A").badge("sok")
    assert scene.scan("W1", tapped=True).refused == "not_now"
    assert scene.scan("no label of ours").refused == "unknown_weapon"
    assert scene.scan("W1").holder("W1") == "vanna"


def test_after_a_refusal_a_badge_shown_before_is_somebody_elses() -> None:
    """Else who is refused would draw on the name of who stood there before."""
    scene = opened("A").badge("sok").know("dara", hold=True).pair("dara", "W1")
    assert scene.one(e.WeaponTaken).weapon == "W1"
