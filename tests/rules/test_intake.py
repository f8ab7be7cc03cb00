"""At a desk: a collected weapon is taken in, its marks are written down, corrections are begun."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import Mark, MarkKind, SerialStatus, WeaponNumber
from tests.rules.loss_scenes import LossScene
from tests.rules.racking_scenes import RackScene
from tests.rules.scenes import rifle

PHOTO = "9f" * 32


class LossRackScene(LossScene, RackScene):
    """A bay whose weapons are reported lost, and come in."""


@pytest.mark.parametrize("right", [True, False])
def test_a_serial_of_the_hot_list_calls_somebody_when_it_comes_in(*, right: bool) -> None:
    scene = LossRackScene().report_lost("W3")
    scene.take_in("W7", serial=scene.weapons["W3"].serial, twins=("W3",), right=right)
    assert (("hot_list", "W3") in scene.bay.alarms) is right
    assert "W7" not in scene.weapons


def test_a_mark_that_is_read_as_a_serial_of_the_hot_list_calls_somebody() -> None:
    scene = LossRackScene().report_lost("W3")
    scene.mark(mark=Mark(MarkKind.OTHER, scene.weapons["W3"].serial))
    assert scene.kinds[-2:] == ["weapon.marked", "alarm.raised"]


def test_a_weapon_that_is_taken_in_is_registered_and_says_how_it_came() -> None:
    scene = RackScene().take_in(document="receipt 7")
    assert scene.kinds == ["pin.accepted", "weapon.registered", "weapon.taken_in"]
    line = scene.one(e.WeaponTakenIn)
    assert (line.weapon, line.source, line.collected) == ("W7", e.Source.CACHE, "2016-03-10")
    assert (line.place, line.document, line.by) == ("Samlout", "receipt 7", "nary")
    assert scene.rack("W7").place_of("W7") == "B3"


@pytest.mark.parametrize("by", ["sok", "vanna", "pich", "tech"])
def test_only_registrar_and_chief_take_weapons_in(by: str) -> None:
    assert RackScene().take_in(by=by).refused == "wrong_role"


def test_a_wrong_pin_takes_nothing_in() -> None:
    assert RackScene().take_in(right=False).kinds == ["pin.refused"]
    assert RackScene().take_in(by="nobody").refused == "unknown_officer"


def test_of_two_registrars_who_save_one_number_the_second_is_told() -> None:
    scene = RackScene().take_in().take_in(serial="other")
    assert scene.refused == "already_registered"


def test_of_two_registrars_who_save_one_weapon_the_second_is_told_which_it_is() -> None:
    twin = (WeaponNumber("W7"),)
    scene = RackScene().take_in().take_in("W6", serial="SNW7", twins=twin)
    assert scene.refused == "serial_known"
    assert scene.entries[-1] == replace(scene.one(e.Refused), text="W7")
    scene.take_in("W6", serial="SNW7", twins=twin, another=True)
    assert "weapon.taken_in" in scene.kinds


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": " "}, "field_empty"),
        ({"type": ""}, "field_empty"),
        ({"name": "K" * 201}, "field_unreadable"),
        ({"place": "Sam\x07lout"}, "field_unreadable"),
        ({"serial": ""}, "serial_and_status"),
        ({"serial_status": SerialStatus.NONE}, "serial_and_status"),
        ({"serial": " ", "serial_status": SerialStatus.ALTERED}, "serial_and_status"),
        ({"collected": "2016-02-30"}, "no_such_day"),
        ({"collected": "20160310"}, "no_such_day"),
        ({"collected": "yesterday"}, "no_such_day"),
        ({"collected": "2016-03-15"}, "no_such_day"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_it_is_written(
    wrong: dict[str, Any], reason: str
) -> None:
    scene = RackScene().take_in(**wrong)
    assert scene.refused == reason
    assert scene.kinds == ["pin.accepted", "refused"]


@pytest.mark.parametrize("day", ["", "2016-03-14", "1979-01-07"])
def test_a_day_may_be_today_long_ago_or_unknown(day: str) -> None:
    assert "weapon.taken_in" in RackScene().take_in(collected=day).kinds


@pytest.mark.parametrize("status", [SerialStatus.NONE, SerialStatus.ILLEGIBLE])
def test_a_weapon_without_a_serial_is_taken_in_like_any_other(status: SerialStatus) -> None:
    scene = RackScene().take_in(serial="", serial_status=status)
    assert scene.one(e.WeaponRegistered).weapon.serial_status is status


def test_a_mark_is_a_line_of_its_own_and_stands_beside_the_one_before() -> None:
    scene = RackScene().mark().mark(stands=1, seen=1)
    lines = [entry for entry in scene.book if isinstance(entry, e.WeaponMarked)]
    assert [line.mark.text for line in lines] == ["star in a circle"] * 2


def test_a_mark_from_a_stale_tab_is_refused() -> None:
    assert RackScene().mark(stands=1, seen=0).refused == "changed_meanwhile"


def test_a_mark_names_a_photo_only_once_it_lies_beside_the_book() -> None:
    mark = Mark(MarkKind.SERIAL, "", SerialStatus.ILLEGIBLE, "receiver", PHOTO)
    assert RackScene().mark(mark=mark).refused == "photo_gone"
    assert RackScene().mark(mark=mark, there=True).one(e.WeaponMarked).mark == mark


@pytest.mark.parametrize(
    "unreadable",
    [Mark(MarkKind.OTHER, "66\n"), Mark(MarkKind.OTHER, "66", where="\x1b[2J"),
     Mark(MarkKind.OTHER, "6" * 201)],
)  # fmt: skip
def test_a_mark_that_no_page_could_show_is_refused(unreadable: Mark) -> None:
    assert RackScene().mark(mark=unreadable).refused == "field_unreadable"
    assert RackScene().mark(mark=Mark(MarkKind.OTHER, "6" * 200)).kinds[-1] == "weapon.marked"


def test_a_mark_that_says_nothing_is_none() -> None:
    assert RackScene().mark(mark=Mark(MarkKind.OTHER, " ")).refused == "mark_says_nothing"
    assert RackScene().mark("W77").refused == "unknown_weapon"


@pytest.mark.parametrize(
    ("by", "may"),
    [("nary", True), ("vanna", True), ("chan", True), ("pich", True), ("sok", False)],
)
def test_who_may_write_a_mark_down(by: str, *, may: bool) -> None:
    assert (RackScene().mark(by=by).refused == "wrong_role") is not may


def test_on_hold_nobody_writes_a_mark_down() -> None:
    assert RackScene().know("nary", hold=True).mark().refused == "wrong_role"
    assert RackScene().know("nary", active=False).mark().refused == "wrong_role"


@pytest.mark.promise("P10")
def test_a_serial_that_is_found_altered_is_corrected_by_two_people_at_the_reader() -> None:
    altered = replace(rifle("W8"), serial="4711", serial_status=SerialStatus.ALTERED)
    scene = RackScene().dispute(altered)
    assert scene.kinds == ["pin.accepted", "correction.begun"]
    assert scene.effects == []
    scene.badge("vanna").pin().badge("rith").pin()
    corrected = scene.one(e.WeaponCorrected)
    assert corrected.by == ("vanna", "rith")
    assert [one.field for one in corrected.changed] == ["serial", "serial_status"]


def test_a_correction_is_asked_for_by_who_sits_at_the_desk() -> None:
    altered = replace(rifle("W8"), serial="4711")
    assert RackScene().dispute(altered, by="sok").refused == "wrong_role"
    assert RackScene().know("nary", active=False).dispute(altered).refused == "wrong_role"
    assert RackScene().know("nary", hold=True).dispute(altered).refused == "wrong_role"
    assert RackScene().dispute(altered, why=" ").refused == "no_reason_given"
    assert RackScene().badge("vanna").dispute(altered).refused == "not_now"
