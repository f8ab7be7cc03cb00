"""A weapon goes from officer to officer: who takes it may draw it, and one line moves it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.policy import CounterSign, Policy
from kiosk.rules.things import Mission, Rounds
from tests.rules.scenes import HOUR_MS, NINE_MS, Scene, policy


def allowed(counter_sign: CounterSign = CounterSign.NEVER) -> Policy:
    """Return the policy of a warehouse where weapons may be passed on."""
    return policy(passing_on=True, counter_sign=counter_sign)


class Passing(Scene):
    """Sok drew W1, and may pass it on to dara."""

    def __init__(self, rules: Policy | None = None) -> None:
        super().__init__(rules or allowed())
        self.badge("sok").pin().scan("W1")
        if self.bay.release is None:
            self.badge("vanna").pin()
        self.open().scan("W1").shut().count(2).cancel()

    def wanted(self) -> "Passing":
        """Let whoever stands there want to pass a weapon on."""
        return self.see(o.PassingAsked(self.now(), self.asker()))

    def shown(self) -> "Passing":
        """Let sok scan the weapon, up to the badge of who takes it."""
        self.badge("sok").pin()
        return self.wanted().scan("W1")


def orders(*missions: Mission) -> Callable[[Scene], object]:
    """Return what lets dara have these mission orders and no others."""

    def ordered(scene: Scene) -> None:
        scene.people["dara"] = replace(scene.people["dara"], missions=missions)

    return ordered


def test_a_weapon_goes_from_hand_to_hand_in_one_line() -> None:
    scene = Passing()
    scene.shown()
    assert scene.kinds == ["passing.scanned"]
    assert scene.badge("dara").kinds == ["second.seen"]
    assert scene.holder("W1") == "sok", "nothing has moved yet"
    scene.pin()
    assert scene.kinds == ["pin.accepted", "passing.taken", "weapon.passed"]
    assert scene.holder("W1") == "dara"
    line = scene.one(e.WeaponPassed)
    assert (line.giver, line.officer, line.mission, line.by) == ("sok", "dara", "M-dara", None)
    assert line.rounds == Rounds(2, 30), "what went out with it goes on with it"
    assert scene.bay.session is not None
    assert scene.bay.session.officer == "sok", "who may go on, or leave"


@pytest.mark.promise("P10")
def test_a_custodian_stands_by_it_where_the_policy_wants_one_at_an_issue() -> None:
    scene = Passing(allowed(CounterSign.ALWAYS))
    scene.shown().badge("dara").pin()
    assert scene.kinds == ["pin.accepted", "passing.taken"]
    assert scene.holder("W1") == "sok"
    assert scene.badge("dara").refused == "not_a_second"
    assert scene.badge("sok").refused == "second_is_bearer"
    assert scene.badge("pich").refused == "not_a_second"
    scene.badge("vanna").pin()
    assert scene.kinds == ["pin.accepted", "weapon.passed"]
    assert scene.one(e.WeaponPassed).by == "vanna"
    assert scene.holder("W1") == "dara"


@pytest.mark.promise("P10")
def test_a_custodian_who_takes_the_weapon_does_not_sign_for_it() -> None:
    scene = Passing(allowed(CounterSign.ALWAYS))
    scene.shown().badge("vanna").pin()
    assert scene.kinds == ["pin.accepted", "passing.taken"]
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("rith").pin()
    assert scene.holder("W1") == "vanna"


def test_it_is_off_unless_the_policy_says_otherwise() -> None:
    scene = Passing(policy())
    scene.badge("sok").pin()
    assert scene.wanted().refused == "passing_off"


def test_only_who_is_out_with_a_weapon_and_may_have_one_passes_it_on() -> None:
    scene = Passing()
    scene.badge("dara").pin()
    assert scene.wanted().refused == "nothing_to_pass"
    scene.know("sok", hold=True).badge("sok").pin()
    assert scene.wanted().refused == "on_hold", "it comes in, and goes to nobody"


def test_nothing_but_the_giver_s_own_weapon_is_passed_on() -> None:
    scene = Passing()
    scene.badge("sok").pin()
    scene.wanted()
    assert scene.scan("W2").refused == "not_yours_to_pass", "it stands in the rack"
    assert scene.scan("nobody knows").refused == "unknown_weapon"
    scene.scan("W1")
    assert scene.scan("W1").kinds == [], "held before the reader for longer"
    assert scene.choose("W1").refused == "not_now"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda scene: scene.know("dara", hold=True), "on_hold"),
        (lambda scene: scene.know("dara", certificates=()), "no_certificate"),
        (orders(), "no_mission"),
        (
            orders(Mission("M-old", NINE_MS - 2 * HOUR_MS, NINE_MS)),
            "mission_expired",
        ),
        (lambda scene: scene.fault(), "device_lost"),
    ],
)
def test_whoever_takes_it_passes_the_gates_of_an_issue(
    spoil: Callable[[Scene], object], reason: str
) -> None:
    scene = Passing()
    scene.shown()
    spoil(scene)
    assert scene.badge("dara").refused == reason
    assert scene.holder("W1") == "sok"


def test_a_tap_passes_nothing_and_who_took_it_has_it_scanned_already() -> None:
    scene = Passing(allowed(CounterSign.ALWAYS))
    scene.badge("sok").pin()
    assert scene.wanted().choose("W1").refused == "not_now", "who hands it over has it in the hand"
    scene.scan("W1").badge("dara").pin()
    assert scene.scan("W1").kinds == [], "held before the reader for longer"


def test_whoever_takes_it_has_a_pin_that_is_not_locked() -> None:
    scene = Passing()
    scene.people["pich"] = replace(scene.people["pich"], has_pin=False)
    assert scene.shown().badge("pich").refused == "no_pin"
    scene.badge("dara")
    for _ in range(scene.bay.policy.pin_tries):
        scene.pin(right=False)
    assert scene.badge("dara").refused == "pin_locked"


def test_what_changed_meanwhile_is_asked_when_the_pin_is_typed() -> None:
    scene = Passing()
    scene.shown().badge("dara")
    scene.bay = replace(scene.bay, policy=replace(scene.bay.policy, passing_on=False))
    assert scene.pin().refused == "passing_off"
    scene = Passing()
    scene.shown().badge("dara")
    number = scene.weapons["W1"].number
    found = replace(scene.bay.out[number], holder=scene.people["rith"].number)
    scene.bay = replace(scene.bay, out={**scene.bay.out, number: found})
    assert scene.pin().refused == "not_yours_to_pass"


def test_who_left_the_register_meanwhile_takes_nothing() -> None:
    scene = Passing(allowed(CounterSign.ALWAYS))
    scene.shown().badge("dara").pin()
    del scene.people["dara"]
    assert scene.badge("vanna").pin().refused == "unknown_officer"
    assert scene.holder("W1") == "sok"


def test_the_gates_are_asked_again_at_the_pin_and_at_the_signature() -> None:
    scene = Passing()
    scene.shown().badge("dara").know("dara", hold=True).pin()
    assert scene.refused == "on_hold"
    scene = Passing(allowed(CounterSign.ALWAYS))
    scene.shown().badge("dara").pin().know("dara", hold=True).badge("vanna").pin()
    assert scene.refused == "on_hold"
    assert scene.holder("W1") == "sok"
    assert scene.bay.session is None


def test_who_has_a_weapon_already_takes_no_second_one() -> None:
    scene = Passing()
    scene.badge("dara").pin().scan("W2").open().scan("W2").shut().count(1).cancel()
    assert scene.shown().badge("dara").refused == "allowance_reached"


def test_nobody_passes_a_weapon_to_themselves() -> None:
    scene = Passing()
    assert scene.shown().badge("sok").refused == "second_is_bearer"


def test_a_wrong_pin_moves_nothing_and_another_may_come() -> None:
    scene = Passing()
    scene.shown().badge("dara").pin(right=False)
    assert scene.kinds == ["pin.refused"]
    assert scene.badge("pich").kinds == ["second.seen"]
    assert scene.holder("W1") == "sok"


def test_under_threat_it_goes_on_and_calls() -> None:
    scene = Passing()
    scene.shown().badge("dara").pin(duress=True)
    assert scene.kinds == ["pin.accepted", "alarm.raised", "passing.taken", "weapon.passed"]


def test_what_is_late_is_the_new_holder_s_to_be_late_with() -> None:
    scene = Passing()
    scene.shown().badge("dara").pin()
    custody = scene.bay.out[scene.weapons["W1"].number]
    assert custody.due_ms == scene.one(e.WeaponPassed).due_ms
    assert custody.since_ms == scene.one(e.WeaponPassed).at.wall_ms


def test_the_new_holder_brings_it_back() -> None:
    scene = Passing()
    scene.shown().badge("dara").pin().cancel()
    scene.bring("W1").shut().count(3)
    assert scene.place_of("W1") == "A1"
