"""Racking: checked against its card, cleaned, given a place; then one cable opens, once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.effects import Beep, Light, Lock, Tone, Unlock
from kiosk.rules.observations.racking import RackFacts
from kiosk.rules.racking.placing import free_places
from kiosk.rules.things import CableId, Condition, PositionId, RackId, SerialStatus
from kiosk.rules.to_rack import Step
from tests.rules.loss_scenes import LossScene
from tests.rules.racking_scenes import RackScene
from tests.rules.scenes import LAYOUT, place, policy

ALONE = policy("self_service", counter_sign="never", grade_to_witness="printed")


class LossRackScene(LossScene, RackScene):
    """A bay whose weapons are reported lost, and racked."""


def test_a_weapon_is_racked_from_the_wish_to_the_count_in_the_order_of_the_book() -> None:
    scene = RackScene().badge("vanna").pin()
    begin = len(scene.book)
    scene.ask_to_rack().scan("W8").engraved("8").agree().clean().photo().place()
    scene.badge("rith").pin().open("B").shut("B").count(3)
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "racking.wanted", "racking.begun", "racking.read", "racking.agreed", "weapon.cleaned",
        "racking.photo_told", "racking.placed", "second.seen", "pin.accepted", "counter.signed",
        "release.granted", "cable.opened", "cable.shut", "weapon.racked", "count.agreed",
    ]  # fmt: skip
    assert scene.place_of("W8") == "B3"
    assert dict(scene.bay.homes)["W8"] == "B3"  # type: ignore[index]  # a number is its text
    assert scene.replayed() == scene.bay


@pytest.mark.promise("P1")
def test_the_bolt_moves_after_the_written_grant_and_for_the_cable_of_the_place() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin()
    grant = scene.one(e.ReleaseGranted)
    assert (grant.purpose, grant.officer, grant.by) == (e.Purpose.RACKING, "vanna", "rith")
    assert (grant.weapon, grant.position, grant.exposed) == ("W8", "B3", ("W4", "W5"))
    assert scene.effects[-3:] == [
        Unlock(CableId("B")),
        Light(PositionId("B3"), on=True),
        Beep(Tone.ACCEPTED),
    ]


@pytest.mark.promise("P1")
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.CABLE])
def test_a_power_cut_before_the_cable_leaves_nothing_half_done(step: Step) -> None:
    scene = RackScene().up_to(step).restart()
    assert not [effect for effect in scene.effects if isinstance(effect, Unlock)]
    assert scene.doubts() == {}
    assert scene.bay.session is None
    assert (scene.place_of("W8"), "W8" in scene.bay.homes) == ("", False)
    assert scene.rack().place_of("W8") == "B3"


@pytest.mark.promise("P1")
@pytest.mark.parametrize("cut", ["released", "open"])
def test_a_power_cut_at_the_cable_leaves_its_positions_in_doubt(cut: str) -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin()
    if cut == "open":
        scene.open()
    scene.restart()
    assert scene.doubts() == dict.fromkeys(("B1", "B2", "B3", "B9"), "interrupted")
    assert scene.place_of("W8") == ""
    assert Lock(CableId("B")) in scene.effects
    scene.up_to(Step.PLACE)
    assert scene.place().refused == "no_free_position"


def test_once_the_cable_is_shut_a_power_cut_takes_no_place_away() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().open().shut().restart()
    assert scene.place_of("W8") == "B3"
    assert scene.doubts()["B3"] == "interrupted"


# ---------------------------------------------------------------- who, and when
@pytest.mark.parametrize("name", ["sok", "chan", "nary"])
def test_only_custodian_and_armourer_rack(name: str) -> None:
    assert RackScene().want(name).refused == "wrong_role"


def test_nobody_racks_without_a_pin_or_on_hold() -> None:
    assert RackScene().badge("vanna").ask_to_rack().refused == "not_now"
    assert (
        RackScene().badge("vanna").pin().know("vanna", hold=True).ask_to_rack().refused == "on_hold"
    )
    assert RackScene().badge("vanna").pin().know("vanna", active=False).ask_to_rack().refused == (
        "inactive_officer"
    )


def test_a_badge_that_may_be_a_copy_racks_nothing() -> None:
    scene = RackScene(policy(grade_to_witness="proved")).want()
    assert scene.refused == "badge_too_weak"


def test_a_custodian_alone_where_nobody_counter_signs() -> None:
    scene = RackScene(ALONE).up_to(Step.PLACE).place()
    assert scene.one(e.ReleaseGranted).by is None
    assert scene.open().shut().place_of("W8") == "B3"


def test_an_armourer_never_stands_in_for_the_custodian() -> None:
    scene = RackScene(ALONE).up_to(Step.PLACE, name="pich").place()
    assert scene.one(e.RackingPlaced).needs_second
    assert not scene.released()
    scene.badge("vanna").pin()
    assert scene.one(e.ReleaseGranted).by == "vanna"


def test_what_is_reported_lost_or_set_aside_meanwhile_is_not_racked() -> None:
    scene = LossRackScene()
    scene.up_to(Step.PLACE).report_lost("W8")
    assert scene.place().refused == "reported_lost"
    signing = LossRackScene()
    signing.up_to(Step.SECOND).badge("rith")
    signing.weapons["W8"] = replace(signing.weapons["W8"], condition=Condition.QUARANTINED)
    assert signing.pin().refused == "position_not_fitting"


def test_whoever_racks_is_not_their_own_second() -> None:
    scene = RackScene().up_to(Step.SECOND)
    assert scene.badge("vanna").refused == "second_is_bearer"
    assert scene.badge("pich").refused == "not_a_second"


def test_a_visit_that_racks_has_the_time_of_a_return() -> None:
    """Cleaning takes longer than a wish for a weapon."""
    scene = RackScene().up_to(Step.CLEAN).wait(scene_s := policy().session_s + 5)
    assert scene_s < policy().return_s
    assert scene.step == "clean"
    assert scene.wait(policy().return_s).bay.session is None


# ---------------------------------------------------------------- which weapon
def test_a_weapon_that_has_its_place_is_not_racked_again() -> None:
    assert RackScene().want().scan("W1").refused == "already_racked"
    assert RackScene().want().scan("W99").refused == "unknown_weapon"


def test_a_number_may_be_typed_where_the_label_is_missing() -> None:
    scene = RackScene().want().choose("W9")
    assert scene.one(e.RackingBegun).weapon == "W9"


def test_the_label_once_more_is_no_news_and_another_one_waits() -> None:
    scene = RackScene().up_to(Step.STEEL)
    assert scene.scan("W8").entries == ()
    assert scene.scan("W1").refused == "rack_one_first"
    assert scene.choose("W9").refused == "rack_one_first"
    assert scene.step == "steel"


@pytest.mark.promise("P6")
def test_another_weapon_that_stands_nowhere_is_taken_back_while_one_is_racked() -> None:
    assert RackScene().up_to(Step.STEEL).scan("W9").one(e.ReturnBegun).weapon == "W9"


@pytest.mark.promise("P6")
def test_a_weapon_that_comes_back_goes_before_one_that_is_racked() -> None:
    scene = RackScene().draw("sok", "W1").up_to(Step.CLEAN)
    assert scene.scan("W1").one(e.ReturnBegun).holder == "sok"
    assert scene.bay.session is not None
    assert scene.bay.session.racking is None


@pytest.mark.promise("P6")
def test_the_return_button_ends_a_racking() -> None:
    scene = RackScene().up_to(Step.PHOTO).press_return()
    assert scene.kinds == ["return.wanted"]
    assert scene.scan("W8").one(e.ReturnBegun).weapon == "W8"


@pytest.mark.promise("P6")
def test_a_weapon_in_the_custodians_own_hands_is_racked_by_them() -> None:
    """What has no place here is taken into the custodian's hands; its way on is this."""
    layout = tuple(each for each in LAYOUT if each.id not in ("B3", "B9"))
    scene = RackScene(layout=layout).scan("W8").show_clear().badge("vanna").pin().report(0, 0)
    assert scene.holder("W8") == "vanna"
    scene.restart(layout=LAYOUT).rack()
    assert (scene.holder("W8"), scene.place_of("W8")) == ("", "B3")


def test_what_another_one_holds_is_no_weapon_to_rack() -> None:
    layout = tuple(each for each in LAYOUT if each.id not in ("B3", "B9"))
    scene = RackScene(layout=layout).scan("W8").show_clear().badge("vanna").pin().report(0, 0)
    scene.want("rith")
    assert scene.choose("W8").refused == "already_out"
    assert scene.scan("W8").one(e.ReturnBegun).holder == "vanna"


def test_a_weapon_that_is_missing_is_found_and_not_racked() -> None:
    scene = RackScene().restart("A").shut("A").badge("vanna").pin().look("A1", present=False)
    assert scene.is_missing("W1")
    assert scene.ask_to_rack().choose("W1").refused == "weapon_missing"


def test_a_weapon_that_is_reported_lost_is_found_by_two_people_before_it_is_racked() -> None:
    scene = LossRackScene().report_lost("W8").badge("vanna").pin().ask_to_rack().scan("W8")
    assert scene.refused == "reported_lost"
    assert scene.one(e.AlarmRaised).cause is e.AlarmCause.HOT_LIST
    scene.badge("vanna").find_it("W8", by="nary").vouch("vanna", "chan")
    scene.cancel().badge("vanna").pin()
    assert scene.ask_to_rack().scan("W8").kinds == ["racking.begun"]


# ---------------------------------------------------------------- the steel and the card
def test_what_is_engraved_otherwise_gets_no_place_and_changes_nothing() -> None:
    scene = RackScene().up_to(Step.STEEL).engraved("7")
    differed = scene.one(e.RackingDiffered)
    assert (differed.differing, differed.engraved, differed.by) == (("serial",), "7", "vanna")
    assert scene.effects == [Beep(Tone.REFUSED)]
    assert scene.bay.session is not None
    assert scene.bay.session.racking is None
    assert not scene.released()


def test_all_digits_are_compared_not_the_last_four() -> None:
    scene = RackScene()
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="56-1 2305173")
    assert scene.up_to(Step.STEEL).engraved("5173").kinds == ["racking.differed"]
    assert scene.ask_to_rack().scan("W8").engraved("5612305173").kinds == ["racking.read"]


@pytest.mark.parametrize("status", [SerialStatus.NONE, SerialStatus.ILLEGIBLE])
def test_a_weapon_without_a_legible_serial_is_one_where_nothing_can_be_read(
    status: SerialStatus,
) -> None:
    scene = RackScene()
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="", serial_status=status)
    assert scene.up_to(Step.STEEL).engraved("4711").kinds == ["racking.differed"]
    assert scene.ask_to_rack().scan("W8").engraved("").kinds == ["racking.read"]


def test_a_serial_of_letters_alone_is_compared_with_the_eyes() -> None:
    scene = RackScene()
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="ABC")
    assert scene.up_to(Step.STEEL).engraved("").kinds == ["racking.read"]
    differed = scene.agree("serial").one(e.RackingDiffered)
    assert differed.differing == ("serial",)


@pytest.mark.parametrize("field", ["type", "calibre"])
def test_what_is_shown_and_is_not_so_gets_no_place(field: str) -> None:
    scene = RackScene().up_to(Step.CHECK).agree(field, "nonsense")
    assert scene.one(e.RackingDiffered).differing == (field,)
    assert not scene.released()


def test_what_a_card_says_otherwise_is_for_two_to_see() -> None:
    scene = RackScene(ALONE)
    card = e.CardSays("C-1", "SN9", "7.62 x 39")
    scene.facts = RackFacts((card, replace(card, serial="8", calibre="7,62")))
    scene.up_to(Step.STEEL).engraved("8")
    assert scene.one(e.RackingRead).disputed == ("card.serial", "card.calibre")
    scene.agree().clean().photo().place()
    assert not scene.released()
    assert scene.badge("rith").pin().one(e.ReleaseGranted).by == "rith"


# ---------------------------------------------------------------- cleaned, photographed
def test_whoever_cleaned_it_may_show_their_badge() -> None:
    scene = RackScene().up_to(Step.CLEAN).badge("sok")
    line = scene.one(e.WeaponCleaned)
    assert (line.cleaner, line.by) == ("sok", "vanna")
    assert scene.step == "photo"
    assert RackScene().up_to(Step.CLEAN).badge("vanna").one(e.WeaponCleaned).cleaner == "vanna"
    assert RackScene().up_to(Step.CLEAN).badge("nobody").refused == "unknown_badge"


def test_a_weapon_that_was_not_cleaned_is_not_racked() -> None:
    scene = RackScene().up_to(Step.CLEAN)
    assert scene.place("B3").refused == "not_now"
    assert scene.photo().refused == "not_now"


def test_a_mark_without_a_picture_needs_a_reason() -> None:
    scene = RackScene().up_to(Step.PHOTO)
    assert scene.photo(0, "").refused == "no_reason_given"
    assert scene.photo(0, "because").refused == "no_reason_given"
    assert scene.photo(2, "later").one(e.RackingPhotoTold).without == ""
    assert scene.step == "place"


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.CABLE])
def test_each_step_takes_its_own_answer_and_no_other(step: Step) -> None:
    answers: dict[Step, Callable[[RackScene], RackScene]] = {
        Step.STEEL: lambda scene: scene.engraved("8"),
        Step.CHECK: lambda scene: scene.agree(),
        Step.CLEAN: lambda scene: scene.clean(),
        Step.PHOTO: lambda scene: scene.photo(),
        Step.PLACE: lambda scene: scene.place(),
    }
    for at, answer in answers.items():
        scene = answer(RackScene().up_to(step))
        assert (scene.refused == "not_now") == (at is not step), (at, step)


# ---------------------------------------------------------------- the place
def test_a_place_among_weapons_of_its_type_is_proposed_first() -> None:
    layout = (*LAYOUT, place("A4"), place("C1"), place("C2"))
    scene = RackScene(layout=layout).up_to(Step.PLACE)
    assert free_places(scene.bay, scene.racking, fit=True) == ("B3", "A4", "C1", "C2")
    scene = RackScene(layout=layout)
    scene.facts = RackFacts(racks=(RackId("C"), RackId("A")))
    scene.up_to(Step.PLACE)
    assert free_places(scene.bay, scene.racking, fit=True) == ("C1", "C2", "A4", "B3")
    assert scene.place().one(e.RackingPlaced).position == "C1"


def test_a_quarantined_weapon_goes_into_quarantine() -> None:
    scene = RackScene()
    scene.weapons["W8"] = replace(scene.weapons["W8"], condition=Condition.QUARANTINED)
    scene.up_to(Step.PLACE)
    assert scene.place("B3").refused == "position_not_fitting"
    assert scene.place().one(e.RackingPlaced).position == "B9"
    assert RackScene().up_to(Step.PLACE).place("B9").refused == "position_not_fitting"


@pytest.mark.parametrize(
    ("position", "reason"), [("A1", "position_taken"), ("Z1", "unknown_position")]
)
def test_a_position_that_is_taken_or_nowhere_is_refused(position: str, reason: str) -> None:
    scene = RackScene().up_to(Step.PLACE).place(position)
    assert scene.refused == reason
    assert scene.step == "place"


def test_the_home_of_a_weapon_that_is_out_is_taken() -> None:
    scene = RackScene().draw("sok", "W1").up_to(Step.PLACE)
    assert scene.place("A1").refused == "position_taken"


def test_two_weapons_are_racked_one_after_the_other_and_the_third_finds_no_place() -> None:
    scene = RackScene(layout=(*LAYOUT, place("A4"))).rack().cancel().rack("W9")
    assert (scene.place_of("W8"), scene.place_of("W9")) == ("B3", "A4")


# ---------------------------------------------------------------- the cable
@pytest.mark.promise("P8")
@pytest.mark.parametrize("when", ["before", "signing", "released"])
def test_what_stops_an_issue_stops_a_racking(when: str) -> None:
    scene = RackScene().up_to(Step.PLACE)
    if when == "before":
        assert scene.fault().place().refused == "device_lost"
        return
    scene.place()
    if when == "signing":
        scene.fault().badge("rith").pin()
        assert scene.refused == "device_lost"
        assert scene.bay.session is None
        return
    scene.badge("rith").pin().fault()
    assert scene.kinds == ["fault.raised", "release.lapsed"]
    assert scene.step == "place"


def test_a_cable_that_nobody_opened_leads_back_to_the_choice_of_a_place() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().wait(policy().release_s + 1)
    assert scene.kinds == ["release.lapsed"]
    assert scene.step == "place"
    assert scene.place().badge("rith").pin().released() == "B"


def test_somebody_who_signed_and_is_held_before_it_opens_opens_nothing() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().hold("rith")
    assert Lock(CableId("B")) in scene.effects
    assert scene.bay.session is None


def test_at_the_open_cable_the_weapon_is_known_and_another_one_waits() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().open()
    assert scene.scan("W8").entries == ()
    assert scene.scan("W9").one(e.ReturnKept).weapon == "W9"
    assert scene.cancel().refused == "shut_cable_first"


def test_a_count_that_differs_after_a_racking_is_a_doubt_about_the_whole_cable() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().open().shut().count(2)
    assert scene.doubts() == dict.fromkeys(("B1", "B2", "B3", "B9"), "count_differs")


def test_sensors_count_the_racked_weapon_too() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith").pin().open()
    scene.shut(present=("B1", "B2", "B3"))
    assert "count.agreed" in scene.kinds


def test_whoever_leaves_racks_nothing_and_may_begin_anew() -> None:
    scene = RackScene().up_to(Step.SECOND).cancel()
    assert scene.bay.session is None
    assert scene.rack().place_of("W8") == "B3"
