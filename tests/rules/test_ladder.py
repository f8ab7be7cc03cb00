"""A weapon that is not back in time: who is told, when, and each of them once."""

from typing import Any

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.ladder.climb import next_ms
from kiosk.rules.policy import PolicyWrong, policy_from
from kiosk.rules.rungs import Tells
from kiosk.rules.things import Moment
from tests.rules.scenes import HOUR_MS, LAYOUT, NINE_MS, Scene, policy
from tests.rules.test_policy import cambodia

MINUTE_MS = 60_000
DUE_MS = NINE_MS + 12 * HOUR_MS
"""When the mission orders of the scenes end, which is sooner than a day."""


class Watched(Scene):
    """A scene in which the calendar is asked. No count orders itself in it."""

    def __init__(self, **changes: object) -> None:
        super().__init__(policy("cambodia", count_by_itself=False, **changes))

    def until(self, wall_ms: int) -> "Watched":
        """Let time pass until a wall moment."""
        passed_ms = wall_ms - self.wall_ms
        self.wall_ms += passed_ms
        self.mono_ms += max(passed_ms, 0)
        self.see(o.TimePassed(self.now(), calendar=True))
        return self

    def told(self) -> list[Tells]:
        """Return who was told, in the order of the book."""
        return [entry.tells for entry in self.book if isinstance(entry, e.OverdueStep)]


def out(**changes: object) -> Watched:
    """Return a scene in which sok is out with W1."""
    scene = Watched(**changes)
    scene.draw("sok", "W1")
    return scene


def test_each_rung_is_reached_at_its_minute_and_not_before() -> None:
    scene = out()
    assert next_ms(scene.bay) == DUE_MS - HOUR_MS
    for minutes, told in ((-60, 1), (0, 2), (120, 3), (1440, 4)):
        moment = DUE_MS + minutes * MINUTE_MS
        assert len(scene.until(moment - 1).told()) == told - 1
        assert len(scene.until(moment).told()) == told
    assert scene.told() == ["holder", "custodian", "chief", "above"]
    assert next_ms(scene.bay) is None
    assert scene.until(DUE_MS + 900 * HOUR_MS).kinds == []
    assert scene.replayed() == scene.bay


def test_a_step_says_of_whom_of_what_and_since_when() -> None:
    step = out().until(DUE_MS - HOUR_MS).one(e.OverdueStep)
    assert (step.weapon, step.holder, step.mission) == ("W1", "sok", "M-sok")
    assert (step.tells, step.after_min, step.due_ms) == (Tells.HOLDER, -60, DUE_MS)


def test_an_alarm_comes_only_from_the_rung_where_the_policy_says_so() -> None:
    scene = out().until(DUE_MS + 119 * MINUTE_MS)
    assert scene.alarms() == set()
    scene.until(DUE_MS + 2 * HOUR_MS)
    assert scene.bay.alarms[e.AlarmCause.OVERDUE, "W1"].answered is None
    assert not scene.bay.sounding
    assert not scene.bay.troubled


def test_the_chief_answers_and_the_return_ends_it() -> None:
    scene = out().until(DUE_MS + 2 * HOUR_MS)
    assert scene.answer("vanna", "overdue", "W1").refused == "wrong_role"
    scene.answer("chan", "overdue", "W1")
    assert scene.bay.alarms[e.AlarmCause.OVERDUE, "W1"].answered == "chan"
    scene.bring("W1").scan("W1").shut().count(3)
    assert scene.alarms() == set()
    assert scene.bay.late == {}
    assert scene.until(DUE_MS + 48 * HOUR_MS).kinds == []


def test_a_custodian_who_types_a_pin_for_something_else_answers_no_such_alarm() -> None:
    scene = out().until(DUE_MS + 2 * HOUR_MS)
    scene.badge("vanna").pin()
    assert scene.bay.alarms[e.AlarmCause.OVERDUE, "W1"].answered is None


def test_the_level_above_is_called_though_the_chief_has_answered() -> None:
    scene = out().until(DUE_MS + 2 * HOUR_MS)
    scene.answer("chan", "overdue", "W1").until(DUE_MS + 24 * HOUR_MS)
    assert scene.bay.alarms[e.AlarmCause.OVERDUE, "W1"].answered is None


def test_a_weapon_that_goes_out_again_begins_at_the_foot_of_the_ladder() -> None:
    scene = out().until(DUE_MS - HOUR_MS)
    scene.bring("W1").scan("W1").shut().count(3)
    scene.badge("sok").pin().scan("W1").badge("vanna").pin().open().scan("W1").shut().count(2)
    scene.cancel().until(DUE_MS)
    assert scene.told() == ["holder", "holder", "custodian"]


def test_a_start_tells_nobody_twice() -> None:
    scene = out().until(DUE_MS)
    scene.restart()
    assert scene.until(DUE_MS + MINUTE_MS).told() == ["holder", "custodian"]


@pytest.mark.promise("P13")
def test_a_clock_that_jumps_ahead_and_back_tells_everybody_once_and_in_order() -> None:
    """What the keeper's watch over its clock did not keep away is at least written only once."""
    scene = out().until(DUE_MS + 900 * HOUR_MS)
    assert scene.told() == ["holder", "custodian", "chief", "above"]
    scene.until(NINE_MS + HOUR_MS)
    assert scene.until(DUE_MS + 30 * HOUR_MS).told() == ["holder", "custodian", "chief", "above"]


def test_what_is_due_longest_is_told_first() -> None:
    scene = Watched(counter_sign="always", allowance=2)
    scene.draw("dara", "W2").draw("sok", "W1").until(DUE_MS)
    steps = [entry for entry in scene.book if isinstance(entry, e.OverdueStep)]
    assert [(step.weapon, step.tells) for step in steps] == [
        ("W1", "holder"), ("W2", "holder"), ("W1", "custodian"), ("W2", "custodian"),
    ]  # fmt: skip


def test_a_rank_has_the_ladder_that_the_profile_gives_it() -> None:
    scene = Watched()
    scene.know("sok", rank="Colonel").draw("sok", "W1").know("sok", rank="Captain")
    scene.until(DUE_MS + 24 * HOUR_MS)
    assert scene.told() == ["custodian"], "as it was when the weapon went out"
    assert scene.until(DUE_MS + 32 * 24 * HOUR_MS).told() == ["custodian", "chief"]
    assert scene.alarms() == set()


def test_a_kind_of_mission_has_its_own_ladder_too() -> None:
    profile = cambodia()
    slow = {"tells": "chief", "after_min": 600, "alarm": False}
    profile["overdue"]["value"].insert(0, {"missions": ["M-s"], "ranks": [], "rungs": [slow]})
    ladders = policy_from(profile).overdue
    scene = out(overdue=ladders).until(DUE_MS + 24 * HOUR_MS)
    assert scene.told() == ["chief"]


def test_what_a_custodian_took_in_is_due_at_no_moment() -> None:
    """No place was free for it: who keeps it did their duty, and is told of nothing."""
    scene = Watched()
    scene.restart(layout=[each for each in LAYOUT if each.id != "B3"])
    scene.scan("W8").show_clear().badge("vanna").pin().report().cancel()
    assert scene.holder("W8") == "vanna"
    assert next_ms(scene.bay) is None
    assert scene.until(NINE_MS + 900 * HOUR_MS).told() == []


def test_time_that_passes_by_no_calendar_tells_nobody() -> None:
    scene = out().wait(30 * 3_600)
    assert not isinstance(scene, Moment)
    assert out().wait(30 * 3_600).bay.late == {}


RUNG = {"tells": "chief", "after_min": 0, "alarm": False}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([{"missions": [], "ranks": []}], "expected a list"),
        ([{"missions": [], "ranks": [], "rungs": []}], "expected a list"),
        ([{"missions": [], "ranks": [], "rungs": [{**RUNG, "tells": "me"}]}], "expected a list"),
        ([{"missions": [], "ranks": [], "rungs": [{**RUNG, "tells": []}]}], "expected a list"),
        ([{"missions": [], "ranks": [], "rungs": [{**RUNG, "alarm": 1}]}], "expected a list"),
        ([{"missions": [], "ranks": [], "rungs": [{"tells": "chief"}]}], "expected a list"),
        ([{"missions": "M", "ranks": [], "rungs": [RUNG]}], "expected a list"),
        ([{"missions": [], "ranks": [""], "rungs": [RUNG]}], "expected a list"),
        ([{"missions": [], "ranks": ["General"], "rungs": [RUNG]}], "the last ladder to fit all"),
        ([{"missions": [], "ranks": [], "rungs": [RUNG, RUNG]}], "at most once"),
        (
            [{"missions": [], "ranks": [], "rungs": [{**RUNG, "after_min": 5},
                                                     {**RUNG, "tells": "above"}]}],
            "in the order of their minutes",
        ),
    ],
)  # fmt: skip
def test_a_ladder_that_is_none_is_named(value: list[Any], says: str) -> None:
    profile = cambodia()
    profile["overdue"]["value"] = value
    with pytest.raises(PolicyWrong, match=rf"^overdue: expected .*|{says}"):
        policy_from(profile)
    with pytest.raises(PolicyWrong, match=says):
        policy_from(profile)
