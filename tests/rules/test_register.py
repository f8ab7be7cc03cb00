"""New facts for the register: all of a request or nothing, and only what is new."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.things import BadgeText, Mission, OfficerNumber, PositionId, WeaponNumber
from tests.rules.scenes import NINE_MS, Scene, officer, rifle

B3, W9 = PositionId("B3"), WeaponNumber("W9")
NEW, DARA = OfficerNumber("new"), OfficerNumber("dara")
TODAY = Mission("M-9", NINE_MS, NINE_MS + 1)


def racking(weapon: str, position: str) -> o.Racking:
    return o.Racking(WeaponNumber(weapon), PositionId(position))


def gift(name: str, badge: str) -> o.BadgeGift:
    return o.BadgeGift(OfficerNumber(name), BadgeText(badge), "sealed")


def test_everything_new_is_written_in_the_order_it_was_given() -> None:
    scene = Scene().register(
        officer("new"), rifle("W20"), racking("W20", "B3"), o.MissionOrder(NEW, TODAY)
    )
    assert scene.kinds == [
        "officer.registered", "weapon.registered", "weapon.racked", "mission.ordered",
    ]  # fmt: skip
    assert scene.place_of("W20") == "B3"
    assert scene.effects == []


REFUSED: list[tuple[str, o.Fact, str]] = [
    ("already_registered", officer("sok"), "sok"),
    ("already_registered", rifle("W1"), "W1"),
    ("unknown_position", racking("W9", "Z1"), "Z1"),
    ("position_taken", racking("W9", "A1"), "A1"),
    ("unknown_weapon", racking("W77", "B3"), "W77"),
    ("already_registered", racking("W1", "B3"), "W1"),
    ("unknown_officer", o.MissionOrder(NEW, TODAY), "new"),
    ("nobody_to_vouch", gift("dara", "b"), "dara"),
]


@pytest.mark.parametrize(("reason", "fact", "about"), REFUSED)
def test_one_wrong_fact_and_nothing_is_written(reason: str, fact: o.Fact, about: str) -> None:
    scene = Scene()
    before = scene.bay
    scene.register(rifle("W21"), fact)
    refusal = scene.one(e.Refused)
    assert scene.kinds == ["refused"]
    assert (refusal.reason, refusal.text) == (reason, about)
    assert scene.bay.inside == before.inside


TWICE: list[tuple[str, o.Fact, o.Fact]] = [
    ("already_registered", rifle("W20"), rifle("W20")),
    ("already_registered", officer("new"), officer("new")),
    ("position_taken", racking("W8", "B3"), racking("W9", "B3")),
    ("already_registered", racking("W9", "B3"), racking("W9", "B9")),
]


@pytest.mark.parametrize(("reason", "first", "again"), TWICE)
def test_what_stands_twice_in_one_request_is_not_new_the_second_time(
    reason: str, first: o.Fact, again: o.Fact
) -> None:
    assert Scene().register(first, again).refused == reason


def test_the_home_of_a_weapon_that_is_out_is_taken() -> None:
    assert Scene().draw("sok", "W1").register(racking("W9", "A1")).refused == "position_taken"


def test_a_weapon_somebody_is_out_with_is_not_racked_from_afar() -> None:
    """A registrar must not relieve a holder."""
    scene = Scene().scan("W9").show_clear().badge("vanna").pin().report().open().shut().count(3)
    scene.draw("sok", "W9")
    assert scene.register(racking("W9", "B3")).refused == "already_registered"
    assert scene.holder("W9") == "sok"


def test_the_place_a_return_is_on_its_way_to_is_taken() -> None:
    scene = Scene().scan("W9").show_clear().badge("vanna").pin().report()
    assert scene.register(racking("W8", "B3")).refused == "position_taken"
    scene.open().shut()
    assert scene.place_of("W9") == "B3"


def test_nothing_is_racked_at_a_place_in_doubt() -> None:
    assert Scene().open("B").shut("B").register(racking("W9", "B3")).refused == "in_doubt"


def test_only_a_founding_gives_badges_unvouched_and_only_to_people_it_knows() -> None:
    scene = Scene()
    unfounded = type(scene.bay)(scene.bay.policy)
    scene.bay = unfounded
    assert scene.register(gift("dara", "b"), gift("sok", "b")).refused == "badge_taken"
    assert scene.register(gift("nobody", "b")).refused == "unknown_officer"
    scene.register(gift("dara", "b"), gift("sok", "c"))
    assert scene.kinds == ["badge.enrolled", "pin.set"] * 2
    assert scene.bay.founded
    assert scene.register(gift("rith", "d")).refused == "nobody_to_vouch"


def test_an_empty_request_writes_nothing() -> None:
    assert Scene().register().entries == ()
