"""A stack of cards that is let in from a page: one signs at a desk, another shows a badge (P10)."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import matters
from kiosk.rules import observations as o
from kiosk.rules.pending import NOTHING_KNOWN
from kiosk.rules.stacks import LettingIn
from kiosk.rules.things import OfficerNumber
from tests.rules.scenes import Scene, policy, rifle

pytestmark = pytest.mark.promise("P10")

STACK = e.CardStack("0f1e", "list.csv", "ab", "utf-8", ("card",), ("card",), 1, "nary")


def signs(scene: Scene, name: str, *, right: bool = True) -> Scene:
    """Let somebody at a desk sign for the stack."""
    signature = o.Signature(OfficerNumber(name), scene.people.get(name), right)
    return scene.see(o.MatterAsked(scene.now(), signature, LettingIn(STACK), NOTHING_KNOWN))


def test_one_signs_at_a_desk_and_another_stands_by_it_at_the_reader() -> None:
    scene = Scene()
    begin = len(scene.book)
    signs(scene, "nary").badge("vanna").pin()
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "pin.accepted", "matter.begun", "second.seen", "pin.accepted", "matter.vouched",
        "cards.begun", "session.closed",
    ]  # fmt: skip
    assert scene.one(e.CardsBegun).by == ("nary", "vanna")
    assert scene.one(e.CardsBegun).stack == STACK
    assert scene.bay.session is None


def test_the_second_person_sees_which_stack_it_is_and_how_many_cards() -> None:
    """The name stands on the signed paper too: else a face could let another stack in."""
    shown = matters.shown(LettingIn(STACK))
    assert [(one.field, one.becomes) for one in shown] == [
        ("cards_stack", "0f1e"), ("cards_count", "1"),
    ]  # fmt: skip


def test_beside_a_stack_no_reason_is_shown() -> None:
    """What it holds stands on the paper that was signed."""
    session = signs(Scene(), "nary").bay.session
    assert session is not None
    assert session.pending is not None
    assert session.pending.matter.why == ""


def test_who_signed_is_not_the_second_person_too() -> None:
    scene = signs(Scene(), "vanna")
    assert scene.badge("vanna").refused == "not_a_second"
    assert scene.badge("sok").refused == "wrong_role"
    assert scene.badge("nobody").refused == "unknown_badge"
    scene.badge("chan").pin(right=False)
    assert e.CardsBegun not in map(type, scene.book)
    assert scene.badge("chan").pin().one(e.CardsBegun).by == ("vanna", "chan")


@pytest.mark.parametrize(
    ("name", "right", "reason"),
    [("nobody", True, "unknown_officer"), ("sok", True, "wrong_role")],
)
def test_nobody_asks_without_the_right(name: str, right: bool, reason: str) -> None:  # noqa: FBT001 - an example
    scene = signs(Scene(), name, right=right)
    assert scene.refused == reason
    assert scene.bay.session is None


def test_a_wrong_pin_at_the_desk_begins_nothing_and_counts() -> None:
    scene = signs(Scene(policy(pin_tries=1)), "vanna", right=False)
    assert scene.bay.session is None
    assert signs(scene, "vanna").refused == "pin_locked"


def test_a_stack_waits_for_its_turn_and_a_weapon_brought_in_goes_first() -> None:
    assert signs(Scene().badge("sok"), "vanna").refused == "not_now"
    assert signs(Scene().open("B"), "vanna").refused == "alarm_sounding"
    scene = signs(Scene(), "vanna").press_return()
    assert scene.bay.session is not None
    assert scene.bay.session.wants_return


def test_a_stack_nobody_comes_for_is_asked_for_again() -> None:
    scene = signs(Scene(), "vanna").wait(120)
    assert scene.kinds == ["session.closed"]
    assert scene.bay.letting_in is None
    assert signs(Scene(), "vanna").cancel().bay.letting_in is None


def test_who_is_put_on_hold_meanwhile_lets_nothing_in() -> None:
    assert signs(Scene(), "vanna").hold("vanna").bay.letting_in is None
    assert signs(Scene(), "vanna").badge("chan").hold("chan").bay.letting_in is None


def test_what_the_stack_was_held_against_does_not_move_until_it_begins() -> None:
    """A weapon registered in that minute would be on no card, and no other stack comes between."""
    scene = signs(Scene(), "vanna")
    new = o.RegisterAsked(scene.now(), "tech", (rifle("W9"),))
    assert scene.see(new).refused == "not_now"
    people = tuple(
        o.Signature(OfficerNumber(name), scene.people[name], matches=True)
        for name in ("vanna", "chan")
    )
    assert scene.see(o.CardsVouched(scene.now(), STACK, people)).refused == "not_now"
    scene.cancel()
    assert scene.see(new).kinds == ["weapon.registered"]
