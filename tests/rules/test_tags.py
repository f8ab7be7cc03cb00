"""UHF tags of weapons: one tag is one weapon's, kept byte for byte, and corrected by two people."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.manifests import ArrivalDifference, Discrepancy
from kiosk.rules.tags import TAGS_MAX, free, is_tag, problem, tag_key
from kiosk.rules.things import Changed, Role, Weapon, WeaponNumber
from tests.rules.racking_scenes import RackScene
from tests.rules.scenes import Scene, rifle
from tests.rules.test_transfers_in import NUMBER, X1, X2, awaiting, take_over
from tests.rules.transfer_scenes import TransferScene

EPC, OTHER, SHORT = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7", "E200471BB0006013"
LOWER = EPC.lower()


def tagged(name: str, *tags: str) -> Weapon:
    """Return a rifle with tags."""
    return replace(rifle(name), tags=tags)


# ---------------------------------------------------------------- what can be a tag
@pytest.mark.parametrize("text", [EPC, LOWER, SHORT, "0" * 16, "F" * 124])
def test_whole_words_of_hexadecimal_digits_are_a_tag(text: str) -> None:
    assert is_tag(text)


@pytest.mark.parametrize(
    "text",
    ["", "E200", "E200471BB000", EPC[:-1], EPC + "0", "F" * 128, "O" + EPC[1:],
     "E280 1160 6000 0204", "\u17e1" * 16, "1010000182"],
)  # fmt: skip
def test_whatever_else_is_typed_is_none(text: str) -> None:
    """A digit that was left out, an O for a nought, a number in groups, a label of ours."""
    assert not is_tag(text)


@pytest.mark.promise("P12")
def test_a_tag_is_kept_as_it_was_written_and_known_in_either_case() -> None:
    scene = RackScene().tag(LOWER)
    assert scene.one(e.WeaponTagged).tag == LOWER
    assert tag_key(LOWER) == tag_key(EPC) == EPC
    assert scene.tag(EPC, "W9").refused == "tag_taken"


def test_a_weapon_has_as_many_tags_as_one_screen_shows_and_each_once() -> None:
    some = tuple(f"{number:024X}" for number in range(TAGS_MAX))
    weapon = WeaponNumber("W8")
    assert problem(weapon, some, {}) == ("", "")
    assert problem(weapon, (*some, EPC), {}) == ("too_many_tags", "W8")
    assert problem(weapon, (EPC, LOWER), {}) == ("tag_given_already", "W8")


def test_what_another_store_wrote_and_is_free_here_is_taken_over() -> None:
    weapon = WeaponNumber("W8")
    assert free(weapon, (EPC, OTHER, "no tag"), {OTHER: WeaponNumber("W1")}) == (EPC,)
    assert free(weapon, (EPC,), {EPC: weapon}) == (EPC,)


# ---------------------------------------------------------------- given at a desk
def test_a_tag_is_a_line_of_its_own_with_who_gave_it() -> None:
    given = RackScene().tag(EPC, by="vanna").one(e.WeaponTagged)
    assert (given.weapon, given.tag, given.by) == ("W8", EPC, "vanna")


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_who_sits_at_the_desk_of_racking_gives_a_tag(role: str) -> None:
    scene = RackScene().know("dara", role=Role(role))
    allowed = role in {"custodian", "chief", "registrar", "armourer"}
    assert scene.tag(EPC, by="dara").refused == ("" if allowed else "wrong_role")


def test_a_tag_of_another_weapon_is_refused_and_says_whose_it_is() -> None:
    scene = RackScene().tag(EPC)
    assert scene.tag(EPC, "W9").refused == "tag_taken"
    assert scene.one(e.Refused).text == "W8"
    assert scene.tag(EPC, seen=1).refused == "tag_given_already"


def test_what_is_no_tag_is_refused_as_it_was_written() -> None:
    scene = RackScene().tag("E200 471B")
    assert (scene.refused, scene.one(e.Refused).text) == ("tag_unreadable", "E200 471B")


def test_a_stale_tab_a_weapon_nobody_knows_and_a_wrong_pin_give_no_tag() -> None:
    scene = RackScene().tag(EPC)
    assert scene.tag(OTHER, seen=0).refused == "changed_meanwhile"
    assert scene.tag(OTHER, "W7").refused == "unknown_weapon"
    assert scene.tag(OTHER, by="nobody").refused == "unknown_officer"
    assert not any(entry.tag == OTHER for entry in scene.book if isinstance(entry, e.WeaponTagged))


# ---------------------------------------------------------------- registered with a tag
def test_a_weapon_is_registered_with_its_tags_and_never_with_anothers() -> None:
    scene = Scene()
    scene.register(tagged("W6", EPC, SHORT))
    assert scene.one(e.WeaponRegistered).weapon.tags == (EPC, SHORT)
    scene.weapons["W6"] = tagged("W6", EPC)
    assert scene.register(tagged("W7", LOWER)).refused == "tag_taken"
    assert scene.register(tagged("W7", "no tag")).refused == "tag_unreadable"
    assert scene.register(tagged("W6", OTHER)).refused == "already_registered"


def test_two_weapons_of_one_list_do_not_share_a_tag_and_none_of_it_is_written() -> None:
    scene = Scene().register(tagged("W6", EPC), tagged("W7", LOWER))
    assert (scene.refused, scene.kinds) == ("tag_taken", ["refused"])
    assert scene.one(e.Refused).text == "W6"


# ---------------------------------------------------------------- corrected by two people
@pytest.mark.promise("P10")
def test_two_people_take_a_tag_off_and_it_may_be_given_anew() -> None:
    scene = RackScene().tag(EPC).tag(OTHER, seen=1)
    scene.dispute(replace(scene.weapons["W8"], tags=(OTHER,))).badge("vanna").pin()
    assert "weapon.corrected" not in scene.badge("vanna").kinds, "one person twice"
    scene.badge("chan").pin()
    corrected = scene.one(e.WeaponCorrected)
    assert corrected.changed == (Changed("tags", f"{EPC} {OTHER}", OTHER),)
    assert corrected.weapon.tags == (OTHER,)
    scene.weapons["W8"] = corrected.weapon
    assert scene.tag(EPC, "W9").refused == ""


def test_a_correction_cannot_take_the_tag_of_another_weapon() -> None:
    scene = RackScene().tag(EPC, "W9")
    assert scene.dispute(replace(scene.weapons["W8"], tags=(LOWER,))).refused == "tag_taken"
    assert scene.correct(replace(scene.weapons["W8"], tags=("x",))).refused == "tag_unreadable"


@pytest.mark.promise("P10")
def test_a_tag_that_was_given_between_two_people_is_not_taken_by_the_second() -> None:
    scene = RackScene()
    scene.dispute(replace(scene.weapons["W8"], tags=(EPC,))).badge("vanna").pin()
    scene.weapons["W9"] = tagged("W9", EPC)
    assert scene.badge("chan").pin().refused == "tag_taken"
    assert "weapon.corrected" not in scene.kinds


# ---------------------------------------------------------------- from another store
def test_tags_come_with_the_manifest_that_names_them() -> None:
    scene = awaiting(replace(X1, tags=(EPC,)))
    assert take_over(scene, ("X1", "SNX1")).differences == ()
    assert scene.one(e.WeaponRegistered).weapon.tags == (EPC,)


def test_a_weapon_whose_tag_is_anothers_here_comes_in_without_it_and_it_is_told() -> None:
    scene = TransferScene()
    scene.weapons["W1"] = tagged("W1", LOWER)
    scene.read(scene.manifest(replace(X1, tags=(EPC, OTHER)), X2))
    received = take_over(scene, ("X1", "SNX1"), ("X2", "SNX2"), why="one tag for two")
    difference = ArrivalDifference(X1.number, Discrepancy.TAG_TAKEN, X1.serial, "SNX1")
    assert received.differences == (difference,)
    came = [one.weapon.tags for one in scene.entries if isinstance(one, e.WeaponRegistered)]
    assert came == [(OTHER,), ()]
    assert received.number == NUMBER
    assert "alarm.raised" in scene.kinds


def test_of_two_weapons_of_one_manifest_the_first_keeps_a_tag_they_share() -> None:
    scene = awaiting(replace(X1, tags=(EPC,)), replace(X2, tags=(EPC,)))
    take_over(scene, ("X1", "SNX1"), ("X2", "SNX2"), why="one tag for two")
    came = [one.weapon.tags for one in scene.entries if isinstance(one, e.WeaponRegistered)]
    assert came == [(EPC,), ()]


def test_what_differs_in_the_steel_is_told_beside_the_tag_and_quarantined() -> None:
    scene = TransferScene()
    scene.weapons["W1"] = tagged("W1", EPC)
    scene.read(scene.manifest(replace(X1, tags=(EPC,))))
    received = take_over(scene, ("X1", "other"), why="nothing fits")
    assert [one.discrepancy for one in received.differences] == ["tag_taken", "serial_differs"]
    assert "work.ordered" in scene.kinds
