"""A transfer that does not go as its papers say: brought back in part, called back too late."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import Condition, OfficerNumber, WeaponNumber
from kiosk.rules.transfers import sending
from tests.rules.transfer_scenes import TransferScene

CONTESTED = ("transfer_contested", "T0001-btb-1")


def on_the_road(*weapons: str) -> tuple[TransferScene, e.TransferSent]:
    """Return a transfer that its carrier has all of: its manifest is about."""
    scene = TransferScene()
    sent = scene.send(*weapons)
    return scene.load(*weapons), sent


def called_back(*weapons: str) -> tuple[TransferScene, e.TransferSent]:
    """Return a transfer that came back whole, and was called back."""
    scene, sent = on_the_road(*weapons)
    for weapon in weapons:
        scene.bring_back(weapon)
    scene.recall(sent.number).vouch()
    return scene, sent


def test_that_a_transfer_has_left_is_said_once_when_its_carrier_has_all_of_it() -> None:
    """From then on its manifest may be in somebody's hand, whatever comes back."""
    scene = TransferScene()
    sent = scene.send("W1", "W4")
    scene.load("W1")
    assert not scene.bay.transfers.left
    begin = len(scene.book)
    scene.load("W4")
    assert [one.KIND for one in scene.book[begin:]].count("transfer.left") == 1
    scene.bring_back("W4")
    assert sent.number in scene.bay.transfers.left
    begin = len(scene.book)
    scene.load("W4").restart()
    assert "transfer.left" not in [one.KIND for one in scene.book[begin:]]
    assert scene.replayed() == scene.bay


@pytest.mark.promise("P5")
def test_a_weapon_brought_back_on_the_way_leaves_the_rest_to_its_receipt() -> None:
    """One rifle that came back kept nineteen others on the road for ever."""
    scene, sent = on_the_road("W1", "W4")
    scene.bring_back("W1")
    assert scene.recall(sent.number).refused == "transfer_left"
    scene.hand_back(scene.receipt(sent, "W1"))
    closed = scene.one(e.TransferClosed)
    assert (closed.missing, closed.here) == ((), ())
    assert scene.place_of("W1") == "A1"
    assert "W4" not in {*scene.bay.out, *scene.bay.homes}
    assert scene.alarms() == set(), "it is here, and nobody misses it"
    assert scene.replayed() == scene.bay


def test_all_of_it_brought_back_is_called_back() -> None:
    scene, sent = called_back("W1", "W4")
    assert scene.one(e.TransferRecalled).number == sent.number
    assert [*scene.bay.transfers.loose] == [sent.number], "its manifest is about"
    assert sent.number not in scene.bay.transfers.left


@pytest.mark.promise("P5")
def test_what_the_other_store_took_and_is_here_stays_ours_and_calls_somebody() -> None:
    scene, sent = on_the_road("W1", "W4")
    scene.bring_back("W1").hand_back(scene.receipt(sent))
    closed = scene.one(e.TransferClosed)
    assert closed.here == ("W1",)
    assert scene.place_of("W1") == "A1"
    assert scene.bay.homes[WeaponNumber("W1")] == "A1"
    assert "W4" not in scene.bay.homes
    assert scene.alarms() == {CONTESTED}
    assert scene.replayed() == scene.bay


def test_what_came_back_and_went_to_somebody_else_is_here_too() -> None:
    scene, sent = on_the_road("W1", "W4")
    scene.bring_back("W1")
    custody = replace(scene.bay.out[WeaponNumber("W4")], holder=OfficerNumber("dara"), mission="")
    scene.bay = replace(scene.bay, out={WeaponNumber("W4"): custody})
    assert not sending.loaded(scene.bay, sent)
    assert scene.hand_back(scene.receipt(sent)).one(e.TransferClosed).here == ("W1", "W4")


def test_what_was_missed_here_and_arrived_there_is_theirs() -> None:
    scene, sent = on_the_road("W1", "W4")
    scene.bring_back("W4").restart("B").shut("B").badge("vanna").pin()
    scene.look("B1", present=False).cancel()
    assert scene.is_missing("W4")
    scene.hand_back(scene.receipt(sent))
    assert scene.one(e.TransferClosed).here == ()
    assert not {"W1", "W4"} & {*scene.bay.missing, *scene.bay.homes}


def test_a_receipt_of_a_transfer_that_was_called_back_is_not_lost() -> None:
    """Two books have its weapons: somebody must look at once."""
    scene, sent = called_back("W1")
    scene.hand_back(scene.receipt(sent))
    contested = scene.one(e.TransferContested)
    assert (contested.number, contested.weapons, contested.by) == (sent.number, ("W1",), "nary")
    assert CONTESTED in scene.alarms()
    assert scene.place_of("W1") == "A1", "nothing moves by a paper that says otherwise"
    assert not scene.bay.transfers.loose
    assert scene.hand_back(scene.receipt(sent)).refused == "unknown_transfer", "it counts once"
    assert scene.replayed() == scene.bay


def test_a_receipt_that_is_not_right_contests_nothing() -> None:
    scene, sent = called_back("W1")
    assert scene.hand_back(scene.receipt(sent, origin="elsewhere")).refused == "unknown_transfer"
    more = replace(scene.receipt(sent), taken=(WeaponNumber("W1"), WeaponNumber("W2")))
    assert scene.hand_back(more).refused == "note_edited"
    assert scene.bay.transfers.loose


@pytest.mark.promise("P10")
def test_two_people_say_that_its_manifest_is_nobodys_any_more() -> None:
    scene, sent = called_back("W1")
    assert scene.void(sent.number, why=" ").refused == "no_reason_given"
    assert scene.void("T0009-btb-1").refused == "unknown_transfer"
    assert scene.void(sent.number, by="vanna").refused == "wrong_role"
    scene.void(sent.number)
    assert scene.badge("sok").refused == "wrong_role"
    scene.badge("vanna").pin().badge("chan").pin()
    assert scene.one(e.TransferVoided).by == ("vanna", "chan")
    assert not scene.bay.transfers.loose
    assert scene.void(sent.number).refused == "unknown_transfer"
    assert scene.replayed() == scene.bay


@pytest.mark.promise("P10")
def test_who_carried_a_manifest_does_not_stand_by_its_end() -> None:
    scene = TransferScene()
    sent = scene.send("W1", carrier="rith")
    scene.load("W1", carrier="rith", second="vanna").bring_back("W1", "rith")
    scene.recall(sent.number).vouch().void(sent.number)
    assert scene.badge("rith").refused == "not_a_second"


def test_a_receipt_is_an_alarm_also_after_two_people_said_that_the_paper_was_destroyed() -> None:
    scene, sent = called_back("W1")
    scene.void(sent.number).vouch()
    scene.hand_back(scene.receipt(sent))
    assert scene.one(e.TransferContested).number == sent.number
    assert CONTESTED in scene.alarms()


def test_one_called_back_before_it_left_has_no_manifest_about() -> None:
    scene = TransferScene()
    sent = scene.send("W1")
    scene.recall(sent.number).vouch()
    assert not scene.bay.transfers.loose
    assert scene.void(sent.number).refused == "unknown_transfer"


def test_what_is_voided_meanwhile_is_not_voided_twice() -> None:
    scene, sent = called_back("W1")
    scene.void(sent.number).badge("vanna").pin()
    scene.hand_back(scene.receipt(sent)).badge("chan").pin()
    assert scene.refused == "unknown_transfer"
    assert "transfer.voided" not in scene.kinds


def gone_with_w4() -> TransferScene:
    """Return a bay whose W4 another store took over by its receipt."""
    scene, sent = on_the_road("W4")
    scene.hand_back(scene.receipt(sent))
    assert scene.alarms() == set()
    scene.away = {"W4": sent.number}
    return scene


@pytest.mark.promise("P6")
def test_what_another_store_took_over_is_taken_back_apart_and_calls_somebody() -> None:
    """Two books have it: who brings it is not sent away with it, and somebody must ask there."""
    scene = gone_with_w4().scan("W4")
    assert scene.kinds[0] == "return.begun"
    assert scene.alarms() == {CONTESTED}
    order = scene.one(e.WorkOrdered)
    assert (order.weapon, order.ticks, order.condition) == ("W4", ("away",), "quarantined")
    scene.cancel().bring("W4").shut()
    assert scene.place_of("W4") == "B9", "the place for quarantine"
    assert scene.replayed() == scene.bay


def test_it_calls_once_and_orders_work_once() -> None:
    scene = gone_with_w4().scan("W4")
    scene.weapons["W4"] = replace(scene.weapons["W4"], condition=Condition.QUARANTINED)
    begin = len(scene.book)
    scene.cancel().wait(0).scan("W4")
    again = [one.KIND for one in scene.book[begin:]]
    assert "return.begun" in again
    assert not {"alarm.raised", "work.ordered"} & {*again}


def test_a_tap_on_the_screen_shows_no_weapon_and_calls_nobody() -> None:
    scene = gone_with_w4().badge("sok").pin().choose("W4")
    assert scene.refused == "not_in_this_bay"
    assert scene.alarms() == set()


def test_one_that_comes_home_with_a_manifest_calls_nobody() -> None:
    """The table forgets it as soon as somebody here has it again."""
    scene = gone_with_w4()
    manifest = scene.manifest(scene.weapons["W4"])
    scene.read(manifest)
    scene.request(scene.arrival(manifest.number, ("W4", "SNW4"))).vouch()
    scene.away = {}
    assert scene.bay.out[WeaponNumber("W4")].holder == "vanna"
    assert CONTESTED not in scene.bring("W4", "rith").alarms()
