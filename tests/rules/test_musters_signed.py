"""A muster is three people's word: who looked, who entered it, who closed it (P10)."""

import pytest

from tests.rules.muster_scenes import W1, W2, MusterScene

pytestmark = pytest.mark.promise("P10")


def test_who_looked_does_not_enter_it_nor_close_it() -> None:
    scene = MusterScene().kept(W1).sheet()
    assert scene.enter(scene.said(W1), by="nary", looker="nary").refusal == ("not_a_second", "nary")
    scene.enter(scene.said(W1), looker="rith")
    assert scene.close(by="rith").refusal == ("not_a_second", "1")
    assert scene.close(by="chan").bay.musters.open == {}


def test_who_entered_any_of_it_does_not_close_it() -> None:
    """One person with a paper that somebody signed could say of any weapon that it is there."""
    scene = MusterScene().kept(W1, W2).sheet()
    scene.enter(scene.said(W1), by="nary").enter(scene.said(W2), by="vanna")
    for name in ("nary", "vanna"):
        assert scene.close(by=name).refusal == ("muster_entered", "1")
    assert scene.close(by="chan").bay.musters.open == {}


def test_who_holds_one_of_its_weapons_does_not_close_it() -> None:
    scene = MusterScene().kept(W1, holder="rith").sheet()
    scene.enter(scene.said(W1))
    assert scene.close(by="rith").refusal == ("muster_own_weapon", "1")
    came = MusterScene().kept(W1, holder="rith").sheet().bring(W1).shut().count(3).cancel()
    assert came.close(by="rith").bay.musters.open == {}, "nothing of it is said of theirs"
