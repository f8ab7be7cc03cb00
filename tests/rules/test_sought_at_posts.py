"""What is sought and shows itself at a post, on a sheet that came back, calls somebody (R32)."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from tests.rules.listed_scenes import ListedScene, destroyed, lost
from tests.rules.loss_scenes import LossScene
from tests.rules.muster_scenes import W1, W2, W4, MusterScene


class PostScene(LossScene, MusterScene):
    """Posts, and weapons that are reported lost."""


class ListedPostScene(ListedScene, MusterScene):
    """Posts, and lists of the capital."""


def a_sheet_with(*told_lost: str) -> PostScene:
    """Return a bay with a sheet of W1 and W2 out; some weapons are reported lost since."""
    scene = PostScene().kept(W1, W2).sheet()
    for weapon in told_lost:
        scene.report_lost(weapon)
    scene.badge("chan").pin().cancel()
    return scene


def hot(scene: PostScene) -> set[str]:
    return {about for cause, about in scene.alarms() if cause == "hot_list"}


@pytest.mark.parametrize(
    ("answer", "engraved", "called"),
    [("seen", "", {W1}), ("differs", "9999", {W1}), ("not_seen", "", set[str]())],
)
def test_a_weapon_that_is_told_lost_and_was_seen_at_a_post_calls_somebody(
    answer: str, engraved: str, called: set[str]
) -> None:
    scene = a_sheet_with(W1)
    scene.enter(scene.said(W1, answer, engraved))
    assert hot(scene) == called
    assert scene.replayed() == scene.bay


def test_nobody_is_called_by_a_row_that_was_refused_nor_by_another_weapon() -> None:
    scene = a_sheet_with(W1)
    scene.enter(scene.said(W1), by="sok")
    assert scene.last.entries[-1].KIND == "refused"
    assert hot(scene) == set()
    scene.enter(scene.said(W2))
    assert hot(scene) == set()


def test_what_is_answered_twice_calls_once() -> None:
    scene = a_sheet_with(W1)
    scene.enter(scene.said(W1)).badge("chan").pin().cancel()
    begin = len(scene.book)
    scene.enter(scene.said(W1))
    assert "alarm.raised" not in [one.KIND for one in scene.book[begin:]]


@pytest.mark.parametrize(
    ("serial", "engraved", "called"),
    [
        ("KV-40417", "0417", {W4}),
        ("KV-40417", "40417", {W4}),
        ("៤០៤១៧", "40417", {W4}),
        ("KV-40417", "417", set[str]()),
        ("KV-40417", "140417", set[str]()),
        ("KV-417", "0417", set[str]()),
    ],
)
def test_digits_of_another_weapon_are_held_against_what_is_lost(
    serial: str, engraved: str, called: set[str]
) -> None:
    """The steel says more than the label: it may be a lost weapon under the label of this one."""
    scene = PostScene().kept(W1).sheet()
    scene.weapons[W4] = replace(scene.weapons[W4], serial=serial)
    scene.report_lost(W4).badge("chan").pin().cancel()
    scene.enter(scene.said(W1, "differs", engraved))
    assert ("muster_differs", W1) in scene.alarms()
    assert hot(scene) == called


def test_a_weapon_of_a_list_that_was_seen_at_a_post_calls_the_chief() -> None:
    scene = ListedPostScene().kept(W1).sheet()
    scene.capital.rows = (lost("SN" + W1),)
    scene.enter(scene.said(W1))
    met = scene.bay.listed[W1]
    assert met.where is e.MetAt.MUSTER
    assert ("listed", W1) in scene.alarms()


def test_digits_of_another_weapon_are_looked_up_in_the_lists() -> None:
    scene = ListedPostScene().kept(W1).sheet()
    scene.capital.rows = (destroyed("KV-40417"), lost("SN" + W1))
    scene.enter(scene.said(W1, "differs", "40417"))
    (match,) = scene.bay.listed[W1].matches
    assert (match.listed.serial, match.likeness) == ("KV-40417", "digits")
    assert scene.bay.listed[W1].where is e.MetAt.STEEL
    scene = ListedPostScene().kept(W1).sheet()
    scene.capital.rows = (lost("SN" + W1),)
    scene.enter(scene.said(W1, "not_seen"))
    assert not scene.bay.listed, "nobody saw it there"
