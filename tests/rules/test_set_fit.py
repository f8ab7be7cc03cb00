"""A weapon that was taken out of use is fit again when two people say so, and not before."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import Changed, Condition, Role, WeaponNumber
from tests.rules.listed_scenes import ListedScene, lost
from tests.rules.scenes import person

pytestmark = pytest.mark.promise("P10")


def out_of_use(scene: ListedScene, condition: Condition = Condition.QUARANTINED) -> ListedScene:
    """Let W8 be out of use, as the register has it."""
    scene.weapons["W8"] = replace(scene.weapons["W8"], condition=condition)
    return scene


def set_fit(scene: ListedScene, by: str = "nary", why: str = "spring is new") -> ListedScene:
    """Ask at a desk that W8 is fit again."""
    return scene.dispute(replace(scene.weapons["W8"], condition=Condition.FIT), by, why)


@pytest.mark.parametrize("condition", [Condition.QUARANTINED, Condition.INSPECT])
def test_two_people_set_a_weapon_fit_and_the_book_says_what_was_done_to_it(
    condition: Condition,
) -> None:
    scene = set_fit(out_of_use(ListedScene(), condition))
    assert scene.effects == []
    scene.badge("vanna").pin().badge("rith").pin()
    corrected = scene.one(e.WeaponCorrected)
    assert corrected.changed == (Changed("condition", condition, "fit"),)
    assert (corrected.why, corrected.by) == ("spring is new", ("vanna", "rith"))


def test_who_judges_weapons_may_ask_and_is_none_of_the_two() -> None:
    """The armourer sees to a weapon; that all is well with it two others say."""
    scene = out_of_use(ListedScene())
    scene.people["smith"] = person("smith", Role.ARMOURER)
    scene.badges["badge of smith"] = "smith"
    set_fit(scene, "smith")
    assert "correction.begun" in scene.kinds
    assert scene.badge("smith").refused == "wrong_role"


def test_what_was_done_to_it_must_be_said_and_an_officer_does_not_ask() -> None:
    assert set_fit(out_of_use(ListedScene()), why=" ").refused == "no_reason_given"
    assert set_fit(out_of_use(ListedScene()), by="sok").refused == "wrong_role"
    assert set_fit(ListedScene()).refused == "nothing_changed"


def test_a_weapon_that_is_reported_lost_is_not_set_fit() -> None:
    """Two people say first that it is found; nobody has the weapon in hand until then."""
    scene = out_of_use(ListedScene()).report_lost("W8")
    assert set_fit(scene).refused == "reported_lost"
    wanted = replace(scene.weapons["W8"], condition=Condition.FIT)
    assert scene.correct(wanted).refused == "reported_lost", "nor by command"


def test_a_weapon_that_a_list_of_the_capital_names_is_not_set_fit() -> None:
    """Two people say first that it is another one; else each scan would quarantine it again."""
    scene = out_of_use(ListedScene(lost("SNW8")))
    scene.scan("W8").cancel()
    assert "W8" in scene.bay.listed
    assert set_fit(scene).refused == "listed"
    other = replace(scene.weapons["W8"], calibre="9 x 18")
    assert not scene.dispute(other).refused, "all else is corrected as ever"


def test_a_loss_that_comes_between_two_people_ends_it() -> None:
    scene = set_fit(out_of_use(ListedScene())).badge("vanna").pin()
    scene.bay = replace(scene.bay, losses={WeaponNumber("W8"): None})  # type: ignore[dict-item]  # that it is there is enough
    assert scene.badge("rith").pin().refused == "reported_lost"
    assert not [entry for entry in scene.entries if isinstance(entry, e.WeaponCorrected)]
