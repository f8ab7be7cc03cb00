"""P6 at every screen: a weapon that is out and is brought in is never refused, wherever people are.

Each stage that a person can stand at is reached here, and a weapon that somebody else is out with
is held before the reader. A stage that is new has to be reached too, or the first test is red.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Session
from kiosk.rules.observations import stand_to as s
from kiosk.rules.pending import Matter, Pending
from kiosk.rules.to_rack import Step
from kiosk.service.stages import stage_of
from kiosk.service.views import Stage
from tests.rules.count_scenes import CountScene
from tests.rules.racking_scenes import RackScene
from tests.rules.scenes import Scene, policy
from tests.rules.service_scenes import ServiceScene
from tests.rules.shift_scenes import ShiftScene
from tests.rules.test_encoding import values_of

pytestmark = pytest.mark.promise("P6")

OUT = "W4"
"""Dara is out with it, in every scene below."""


def bay() -> Scene:
    """Return a bay that dara drew a weapon from."""
    return Scene().draw("dara", OUT)


def asked() -> Scene:
    return bay().badge("sok").pin().scan("W1")


def granted() -> Scene:
    return asked().badge("vanna").pin()


def returning() -> Scene:
    return bay().draw("sok", "W1").scan("W1")


def enrolling(vouchers: int = 2) -> Scene:
    scene = bay().enrol("pich")
    for name in ("vanna", "chan")[:vouchers]:
        scene.badge(name).pin()
    return scene


def counting(what: str = "monthly") -> CountScene:
    scene = CountScene()
    scene.draw("dara", OUT)
    return scene.order(what, "" if what == "daily" else "A").step_up()


def asked_for_steel() -> CountScene:
    return counting().say_unmarked()


def adjusting() -> CountScene:
    """Two people found W8 at a place of nobody's, and one of them wants the book to have it."""
    scene = CountScene()
    scene.draw("dara", OUT)
    scene.order(scope="B").go_round("", "W5", "W8", "").go_round("W8")
    return scene.adjust("B3", "vanna")


def racking(step: Step) -> RackScene:
    scene = RackScene()
    scene.draw("dara", OUT)
    return scene.up_to(step)


def shift() -> ShiftScene:
    scene = ShiftScene()
    scene.draw("dara", OUT)
    return scene


def handing(step: str) -> ShiftScene:
    """Return a hand-over at a step: one key is in its place, one is out, and one set is sealed."""
    scene = shift().tell_key("K1").give_key("K1").tell_key("K2").tell_key("set", "0417")
    return scene.step_up("vanna", "rith").go_through(step)


def awaited() -> ShiftScene:
    """Return a stand-to that one person asks for."""
    scene = shift().badge("vanna").pin()
    return scene.see(s.StandToWanted(scene.now(), e.StandToReason.UNREST, scene.asker()))


def passing() -> Scene:
    """Return a hand to hand that sok began, who is out with W1."""
    scene = Scene(policy(passing_on=True)).draw("dara", OUT).draw("sok", "W1").badge("sok").pin()
    return scene.see(o.PassingAsked(scene.now(), scene.asker()))


def serving() -> ServiceScene:
    """Return service mode that was asked for, and that nobody has stood by yet."""
    scene = ServiceScene(opened=False)
    scene.draw("dara", OUT)
    return scene.ask()


def looked() -> Scene:
    """Return a doubt that one person looked at, about a weapon that sok is out with."""
    scene = bay().draw("sok", "W1").restart("A").shut("A").badge("rith").pin()
    return scene.look("A1", present=True)


REACHED: dict[Stage, Callable[[], Scene]] = {
    Stage.IDLE: bay,
    Stage.PIN: lambda: bay().badge("sok"),
    Stage.CHOOSE: lambda: bay().badge("sok").pin(),
    Stage.COUNTER_SIGN: asked,
    Stage.COUNTER_SIGN_PIN: lambda: asked().badge("vanna"),
    Stage.DOUBT_SECOND: looked,
    Stage.OPEN_NOW: granted,
    Stage.CABLE_OPEN: lambda: granted().open(),
    Stage.WRONG_WEAPON: lambda: granted().open().scan("W2"),
    Stage.WRONG_BLOCKED: lambda: granted().open().scan("W2").scan("W2"),
    Stage.SHUT_NOW: lambda: granted().open().scan("W1"),
    Stage.COUNT: lambda: granted().open().scan("W1").shut(),
    Stage.RETURN_SCAN: lambda: bay().press_return(),
    Stage.RETURN_CLEAR: returning,
    Stage.RETURN_WITNESS: lambda: returning().show_clear(),
    Stage.RETURN_WITNESS_PIN: lambda: returning().show_clear().badge("vanna"),
    Stage.RETURN_REPORT: lambda: returning().show_clear().badge("vanna").pin(),
    Stage.ENROL_VOUCHER: lambda: enrolling(0),
    Stage.ENROL_VOUCHER_PIN: lambda: enrolling(0).badge("vanna"),
    Stage.ENROL_BADGE: enrolling,
    Stage.ENROL_PIN: lambda: enrolling().badge("a new badge"),
    Stage.VOUCH: lambda: bay().correct(replace(Scene().people["sok"].officer, unit="R2")),
    Stage.VOUCH_PIN: lambda: REACHED[Stage.VOUCH]().badge("vanna"),
    Stage.COUNT_SCAN: counting,
    Stage.COUNT_STEEL: asked_for_steel,
    Stage.COUNT_CABLE: lambda: counting("daily"),
    Stage.COUNT_SECOND: adjusting,
    Stage.RACK_LABEL: lambda: racking(Step.LABEL),
    Stage.RACK_STEEL: lambda: racking(Step.STEEL),
    Stage.RACK_CHECK: lambda: racking(Step.CHECK),
    Stage.RACK_CLEAN: lambda: racking(Step.CLEAN),
    Stage.RACK_PHOTO: lambda: racking(Step.PHOTO),
    Stage.RACK_PLACE: lambda: racking(Step.PLACE),
    Stage.RACK_SECOND: lambda: racking(Step.SECOND),
    Stage.HANDOVER_SECOND: lambda: shift().badge("vanna").pin().offer(offers=False),
    Stage.HANDOVER_CABLE: lambda: handing("cable"),
    Stage.HANDOVER_KEY: lambda: handing("key"),
    Stage.HANDOVER_SEAL: lambda: handing("seal"),
    Stage.HANDOVER_POINT: lambda: handing("point"),
    Stage.HANDOVER_SIGN: lambda: handing("sign"),
    Stage.STAND_TO_SECOND: awaited,
    Stage.STAND_TO: lambda: shift().alert(),
    Stage.STAND_TO_PAIRS: lambda: shift().alert().free("A").open(),
    Stage.PASSING_SCAN: passing,
    Stage.PASSING_BADGE: lambda: passing().scan("W1"),
    Stage.PASSING_PIN: lambda: passing().scan("W1").badge("pich"),
    Stage.PASSING_SIGN: lambda: passing().scan("W1").badge("pich").pin(),
    Stage.SERVICE_BADGE: serving,
    Stage.SERVICE_PIN: lambda: serving().badge("tech"),
}
"""How each stage is reached. (A kiosk that halted writes nothing, and takes nothing.)"""

KEPT = frozenset(
    {
        Stage.OPEN_NOW, Stage.CABLE_OPEN, Stage.WRONG_WEAPON, Stage.WRONG_BLOCKED, Stage.SHUT_NOW,
        Stage.COUNT, Stage.COUNT_STEEL, Stage.STAND_TO_PAIRS,
    }
)  # fmt: skip
"""Where a cable, or one weapon of a count, must be finished first: the weapon comes next."""

SEEN_IN_THE_RACK = frozenset({Stage.COUNT_SCAN})
"""Where a scan says what stands at a place. (The page has a button to return a weapon.)"""


def test_every_stage_is_reached() -> None:
    assert set(REACHED) == set(Stage) - {Stage.HALTED}


@pytest.mark.parametrize("stage", REACHED)
def test_a_weapon_that_is_out_is_taken_back_or_kept_in_mind_at(stage: Stage) -> None:
    scene = REACHED[stage]()
    assert stage_of(scene.bay) is stage
    assert scene.holder(OUT) == "dara"
    scene.scan(OUT)
    assert scene.refused == ""
    if stage in SEEN_IN_THE_RACK:
        assert scene.one(e.PlaceCounted).weapon == OUT
    elif stage in KEPT:
        assert scene.one(e.ReturnKept).weapon == OUT
        assert stage_of(scene.bay) in {stage, Stage.STAND_TO_PAIRS}
    else:
        assert scene.one(e.ReturnBegun).holder == "dara"


@pytest.mark.parametrize("stage", sorted(KEPT | SEEN_IN_THE_RACK))
def test_what_was_kept_in_mind_is_taken_back_when_the_rest_is_finished(stage: Stage) -> None:
    scene = REACHED[stage]().scan(OUT).wait(7)
    release = scene.bay.release
    if release is not None:
        if release.opened_ms is None:
            scene.open()
        if scene.bay.open_cables:
            scene.shut()
        scene.count(len(scene.bay.on_cable(release.cable)))
    else:
        scene.press_return()
    assert scene.scan(OUT).one(e.ReturnBegun).weapon == OUT


@pytest.mark.parametrize("kind", get_args(Matter), ids=lambda kind: kind.__name__)
def test_a_weapon_that_is_out_goes_before_whatever_two_people_are_to_vouch_for(kind: Any) -> None:  # noqa: ANN401 - a class of matter
    @settings(max_examples=3, deadline=None)
    @given(values_of(kind))
    def every(matter: Matter) -> None:
        scene = bay()
        session = Session(None, scene.mono_ms + 60_000, pending=Pending(matter))
        scene.bay = replace(scene.bay, session=session)
        assert stage_of(scene.bay) is Stage.VOUCH
        assert scene.scan(OUT).one(e.ReturnBegun).holder == "dara"
        assert scene.refused == ""

    every()
