"""What another store sent is held against its manifest, weapon by weapon, and taken over by two."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import matters
from kiosk.rules.manifests import ArrivalDifference, Discrepancy
from kiosk.rules.things import Condition, Role, Weapon
from tests.rules.scenes import PEOPLE, rifle
from tests.rules.transfer_scenes import TransferScene

X1, X2 = rifle("X1"), rifle("X2")
NUMBER = "T0001-pnh-01"


def awaiting(*weapons: Weapon) -> TransferScene:
    """Return a scene in which some weapons are awaited."""
    scene = TransferScene()
    return scene.read(scene.manifest(*weapons))


def take_over(scene: TransferScene, *found: tuple[str, str], why: str = "") -> e.TransferReceived:
    """Let two people take over what was unloaded."""
    scene.request(scene.arrival(NUMBER, *found, why=why)).vouch()
    return scene.one(e.TransferReceived)


def test_a_manifest_that_was_read_is_awaited_with_every_fact() -> None:
    scene = awaiting(X1, X2)
    announced = scene.one(e.TransferAnnounced)
    assert announced.manifest.weapons == (X1, X2)
    assert announced.by == "nary"
    assert scene.read(announced.manifest).refused == "note_twice"


@pytest.mark.parametrize(
    "problem",
    ["note_cut", "note_edited", "note_unknown_store", "note_not_for_us", "note_of_another_kind"],
)
def test_a_manifest_that_is_not_right_is_not_awaited(problem: str) -> None:
    scene = TransferScene()
    assert scene.read(None, problem).refused == problem
    assert scene.read(scene.manifest(X1), by="sok").refused == "wrong_role"
    assert not scene.bay.transfers.announced


@pytest.mark.promise("P10", "P5")
def test_two_people_take_over_and_each_weapon_is_in_the_first_ones_hands() -> None:
    scene = awaiting(X1, X2)
    received = take_over(scene, ("X1", "SNX1"), ("X2", "snx 2"))
    assert received.differences == (), "case and spaces are no difference"
    assert (received.weapons, received.by) == (("X1", "X2"), ("vanna", "chan"))
    registered = [one for one in scene.entries if isinstance(one, e.WeaponRegistered)]
    assert [(one.weapon, one.by) for one in registered] == [
        (X1, f"transfer {NUMBER}"), (X2, f"transfer {NUMBER}"),
    ]  # fmt: skip
    assert scene.holder("X1") == scene.holder("X2") == "vanna"
    assert scene.read(scene.manifest(X1)).refused == "note_twice", "nor is it awaited again"


def test_two_people_see_where_it_came_from_how_many_came_and_what_differs() -> None:
    scene = awaiting(X1, X2)
    shown = matters.shown(scene.arrival(NUMBER, ("X1", "SNX1"), ("X2", "SNX2")))
    assert [(one.field, one.becomes) for one in shown] == [
        ("transfer_from", "pnh-01"), ("transfer_arrived", "2"),
    ]  # fmt: skip
    shown = matters.shown(scene.arrival(NUMBER, ("X1", "SNX1"), ("X9", "Z9")))
    assert [one.field for one in shown][2:] == ["transfer_differs"]
    assert shown[2].becomes == "2: X2, X9"


def test_what_was_taken_over_is_handed_in_at_the_bay_like_any_other_weapon() -> None:
    scene = awaiting(X1)
    take_over(scene, ("X1", "SNX1"))
    scene.weapons["X1"] = X1
    scene.bring("X1", "rith", rounds=0).shut("B").count(3)
    assert scene.place_of("X1") == "B3"


def test_what_is_missing_or_came_besides_is_said_and_calls_somebody() -> None:
    scene = awaiting(X1, X2)
    bare = scene.arrival(NUMBER, ("X1", "SNX1"), ("X9", "Z9"))
    assert bare.differences == (
        ArrivalDifference("X2", Discrepancy.MISSING, "SNX2"),
        ArrivalDifference("X9", Discrepancy.EXTRA, "", "Z9"),
    )
    assert scene.request(bare).refused == "no_reason_given"
    received = take_over(scene, ("X1", "SNX1"), ("X9", "Z9"), why="one crate is not there")
    assert received.weapons == ("X1",)
    assert ("transfer_differs", NUMBER) in scene.alarms()
    assert not {"X2", "X9"} & {*scene.bay.out, *scene.bay.missing}, "what nobody knows is nowhere"


def test_a_weapon_with_another_engraving_is_taken_in_and_kept_apart() -> None:
    scene = awaiting(X1)
    received = take_over(scene, ("X1", "SNX7"), why="it says 7")
    assert received.differences == (
        ArrivalDifference("X1", Discrepancy.SERIAL_DIFFERS, "SNX1", "SNX7"),
    )
    assert scene.one(e.WorkOrdered).condition is Condition.QUARANTINED
    assert scene.holder("X1") == "vanna", "never refused"


@pytest.mark.promise("P5")
def test_a_number_that_stands_for_another_weapon_here_is_not_written_over() -> None:
    other = replace(rifle("W1"), serial="elsewhere")
    for weapon in (other, rifle("W1")):
        scene = awaiting(weapon)
        received = take_over(scene, ("W1", weapon.serial), why="it is here already")
        assert [one.discrepancy for one in received.differences] == [Discrepancy.NUMBER_TAKEN]
        assert scene.place_of("W1") == "A1"
        assert not [one for one in scene.entries if isinstance(one, e.WeaponRegistered)]


def test_a_weapon_that_comes_home_is_known_again() -> None:
    scene = TransferScene()
    sent = scene.send("W1")
    scene.load("W1").hand_back(scene.receipt(sent)).read(scene.manifest(scene.weapons["W1"]))
    take_over(scene, ("W1", "SNW1"))
    assert scene.holder("W1") == "vanna"
    assert not [one for one in scene.entries if isinstance(one, e.WeaponRegistered)]


def test_an_arrival_that_cannot_be_is_refused_at_the_desk() -> None:
    scene = awaiting(X1)
    right = scene.arrival(NUMBER, ("X1", "SNX1"))
    assert scene.request(replace(right, found=right.found * 2)).refused == "scanned_twice"
    assert scene.request(replace(right, found=())).refused == "changed_meanwhile"
    assert scene.request(right, by="sok").refused == "wrong_role"
    scene.request(right, by="vanna").vouch()
    assert scene.request(right).refused == "note_twice"
    unknown = replace(right, number=scene.manifest(running=9).number)
    assert scene.request(unknown).refused == "unknown_transfer"


def test_what_does_not_come_calls_somebody_here_too() -> None:
    scene = awaiting(X1).pass_hours(48)
    assert ("transfer_late", NUMBER) in scene.alarms()
    take_over(scene.badge("chan").pin().cancel(), ("X1", "SNX1"))
    assert ("transfer_late", NUMBER) not in scene.alarms()


@pytest.mark.promise("P10")
@pytest.mark.parametrize("role", Role)
def test_who_takes_weapons_over_is_a_custodian_or_the_chief(role: Role) -> None:
    """Until each weapon has its place that person has it: a registrar keeps no weapons."""
    scene = TransferScene()
    manifest = scene.manifest(scene.weapons["W8"])
    scene.read(manifest).request(scene.arrival(manifest.number, ("W8", "SNW8")), "vanna")
    name = next(name for name, one in PEOPLE.items() if one is role and name != "vanna")
    scene.badge(name)
    if role in {Role.CUSTODIAN, Role.CHIEF}:
        scene.pin().badge("vanna").pin()
        assert scene.holder("W8") == name
    else:
        reason = "custodian_first" if role is Role.REGISTRAR else "wrong_role"
        assert scene.refused == reason
        scene.vouch("vanna", "chan")
        assert scene.holder("W8") == "vanna", "another one may go first all the same"


def test_a_registrar_may_be_the_second_and_answers_for_nothing() -> None:
    scene = TransferScene()
    manifest = scene.manifest(scene.weapons["W8"])
    scene.read(manifest).request(scene.arrival(manifest.number, ("W8", "SNW8")), "vanna")
    scene.vouch("vanna", "nary")
    assert scene.one(e.TransferReceived).by == ("vanna", "nary")
    assert scene.holder("W8") == "vanna"


def test_no_course_is_asked_of_who_takes_weapons_over() -> None:
    scene = TransferScene().know("vanna", certificates=())
    manifest = scene.manifest(scene.weapons["W8"])
    scene.read(manifest).request(scene.arrival(manifest.number, ("W8", "SNW8")), "nary")
    assert scene.vouch("vanna", "chan").holder("W8") == "vanna"


def test_who_is_on_hold_takes_nothing_over() -> None:
    scene = TransferScene().know("vanna", hold=True)
    manifest = scene.manifest(scene.weapons["W8"])
    scene.read(manifest).request(scene.arrival(manifest.number, ("W8", "SNW8")), "nary")
    assert scene.badge("vanna").refused == "wrong_role"


def test_a_registrar_may_be_the_first_for_any_other_matter() -> None:
    scene = TransferScene()
    scene.request(scene.sending("W1")).badge("nary")
    assert scene.refused == ""
