"""A loss is reported on one word, calls somebody wherever it turns up, and two people close it."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.rules import entries as e
from kiosk.rules import matters
from kiosk.rules.things import Condition, WeaponNumber
from tests.rules.loss_scenes import LossScene

MISSING, HOT = ("missing", "W1"), ("hot_list", "W1")


def lost() -> LossScene:
    """Return a scene in which sok went out with W1 and it was reported lost."""
    scene = LossScene()
    scene.draw("sok", "W1")
    return scene.report_lost("W1")


def test_a_loss_counts_at_once_and_the_search_begins() -> None:
    scene = lost()
    told = scene.one(e.LossReported)
    assert (told.weapon, told.by) == ("W1", "vanna")
    assert told.loss.weapon == scene.weapons["W1"], "every fact goes with the report"
    assert told.loss.bearer.number == "sok"
    assert MISSING in scene.alarms()
    assert scene.holder("W1") == "sok", "who was out with it still answers for it"


def test_a_loss_of_what_the_book_has_in_the_rack_makes_its_place_doubtful() -> None:
    scene = LossScene().report_lost("W1")
    assert scene.doubts() == {"A1": "not_in_book"}
    assert scene.one(e.LossReported).loss.bearer.number == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": " "}, "report_incomplete"),
        ({"how": ""}, "report_incomplete"),
        ({"agency": ""}, "report_incomplete"),
        ({"case": ""}, "report_incomplete"),
        ({"when_ms": 0}, "report_when"),
        ({"when_ms": 2**50}, "report_when"),
        ({"when_ms": -5}, "report_when"),
    ],
)
def test_a_form_that_is_not_whole_says_what_it_lacks(changes: dict[str, Any], reason: str) -> None:
    assert LossScene().report_lost("W1", **changes).refused == reason
    assert lost().find_it("W1", **changes).refused == reason


def test_who_may_report_and_what() -> None:
    scene = LossScene()
    assert scene.report_lost("X9").refused == "unknown_weapon"
    assert scene.report_lost("W1", by="sok").refused == "wrong_role"
    assert scene.report_lost("W1", by="nobody").refused == "unknown_officer"
    assert scene.report_lost("W1", right=False).kinds == ["pin.refused"]
    scene.report_lost("W1")
    assert scene.report_lost("W1").refused == "reported_lost"
    assert scene.find_it("W2").refused == "not_reported_lost"


@pytest.mark.promise("P6")
def test_a_lost_weapon_that_is_brought_in_calls_somebody_and_is_never_refused() -> None:
    scene = lost().scan("W1")
    assert scene.kinds == ["return.begun", "alarm.raised"]
    assert HOT in scene.alarms()
    scene.show_clear()
    assert scene.scan("W1").kinds == [], "said once"
    scene.badge("rith").pin().report(rounds=30, magazines=2).open().shut().count(3)
    assert scene.place_of("W1") == "A1"
    assert {MISSING, HOT} <= scene.alarms(), "until two people close the report"


@pytest.mark.promise("P12")
def test_the_steel_tells_byte_for_byte_what_a_new_label_hides() -> None:
    scene = lost()
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="snw1")
    assert HOT not in scene.scan("W8").alarms(), "another letter is another serial"
    scene = lost()
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="SNW1")
    assert HOT in scene.scan("W8").alarms()
    assert HOT in lost().scan("SNW1").alarms(), "a label of others may hold the serial"
    assert (
        HOT
        in lost().register(replace(scene.weapons["W8"], number=scene.weapons["W9"].number)).alarms()
    )


def test_a_tap_and_a_loss_without_a_serial_find_nothing() -> None:
    assert HOT not in lost().choose("W1").alarms()
    scene = LossScene()
    scene.weapons["W1"] = replace(scene.weapons["W1"], serial="")
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="")
    scene.draw("sok", "W1").report_lost("W1")
    assert HOT not in scene.scan("W8").alarms()


@pytest.mark.promise("P10")
def test_two_people_close_a_report_and_not_who_lost_it() -> None:
    scene = LossScene()
    scene.draw("vanna", "W1", second="rith").report_lost("W1", by="chan").find_it("W1")
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("rith").pin().badge("chan").pin()
    closed = scene.one(e.LossClosed)
    assert (closed.weapon, closed.by) == ("W1", ("rith", "chan"))
    assert scene.one(e.WorkOrdered).condition is Condition.QUARANTINED
    assert not scene.bay.losses
    scene.badge("chan").pin()
    assert MISSING not in scene.alarms()


def test_two_people_see_which_weapon_is_found_and_where_and_how() -> None:
    scene = lost().find_it("W1", place="under the bridge", how="by a fisherman")
    assert scene.bay.session is not None
    assert scene.bay.session.pending is not None
    shown = matters.shown(scene.bay.session.pending.matter)
    assert [(one.field, one.was, one.becomes) for one in shown] == [
        ("loss_weapon", "", "W1"), ("loss_place", "", "under the bridge"),
    ]  # fmt: skip
    assert scene.bay.session.pending.matter.why == "by a fisherman"


def test_what_is_lost_is_neither_issued_nor_sent() -> None:
    scene = LossScene().report_lost("W1").badge("rith").pin()
    scene.look("A1", present=True).cancel()
    assert scene.doubts() == {}
    assert scene.badge("sok").pin().scan("W1").refused == "reported_lost"
    scene.cancel()
    assert scene.request(scene.sending("W1")).refused == "reported_lost"


def test_a_find_that_was_closed_meanwhile_is_not_closed_twice() -> None:
    scene = lost().find_it("W1").badge("rith").pin()
    scene.bay = replace(scene.bay, losses={})
    assert scene.badge("chan").pin().refused == "not_reported_lost"


def corrected_since(serial: str = "4711") -> LossScene:
    """Return a scene whose lost W1 got another serial by a correction, nobody being called now."""
    scene = lost().badge("chan").pin().cancel()
    wanted = replace(scene.weapons["W1"], serial=serial)
    scene.correct(wanted).vouch()
    scene.weapons["W1"] = wanted
    return scene.badge("chan").pin().cancel()


@pytest.mark.promise("P12")
@pytest.mark.parametrize("serial", ["SNW1", "4711"])
def test_a_lost_weapon_whose_serial_was_corrected_is_found_by_both(serial: str) -> None:
    """Posters and other stores have the one that was reported, the register the other one."""
    scene = corrected_since()
    assert scene.bay.losses[WeaponNumber("W1")].serials == ("SNW1", "4711")
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial=serial)
    assert HOT in scene.scan("W8").alarms()
    assert HOT in corrected_since().scan(serial).alarms(), "a label of others may hold it"
    scene = corrected_since()
    one = replace(scene.weapons["W8"], serial=f"{serial[:2]}-{serial[2:]}".lower())
    assert HOT in scene.read(scene.manifest(one)).alarms(), "and on paper what looks alike"
    assert scene.replayed() == scene.bay


def test_what_is_said_later_and_other_fields_forget_no_serial() -> None:
    scene = corrected_since()
    scene.correct(replace(scene.weapons["W1"], calibre="9 mm")).vouch()
    scene.fill_in("W1")
    told = scene.bay.losses[WeaponNumber("W1")]
    assert told.serials == ("SNW1", "4711")
    assert told.loss.weapon.serial == "4711", "the report has the register's facts by now"
    assert scene.replayed() == scene.bay


def test_a_serial_that_was_corrected_before_the_report_is_none_of_it() -> None:
    scene = LossScene()
    wanted = replace(scene.weapons["W1"], serial="4711")
    scene.correct(wanted).vouch()
    scene.weapons["W1"] = wanted
    scene.draw("sok", "W1").report_lost("W1")
    assert scene.bay.losses[WeaponNumber("W1")].serials == ("4711",)
    assert HOT not in scene.scan("SNW1").alarms()
