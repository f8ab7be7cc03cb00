"""By when a loss is reported in writing: each clock is told of once, and stops when given."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.ladder import reports
from kiosk.rules.losses.clocks import due
from kiosk.rules.reports import ReportTo
from kiosk.rules.things import WeaponNumber
from tests.rules.loss_scenes import HOUR_MS, LossScene
from tests.rules.scenes import policy

PROVINCE, NATION = ReportTo.PROVINCE, ReportTo.NATION
W1 = WeaponNumber("W1")
LATE = ("report_late", "W1")


class Clocked(LossScene):
    """A scene in which the calendar is asked. No count orders itself in it."""

    def __init__(self) -> None:
        super().__init__(policy("cambodia", count_by_itself=False))

    def until(self, wall_ms: int) -> "Clocked":
        """Let time pass until a wall moment."""
        passed_ms = wall_ms - self.wall_ms
        self.wall_ms += passed_ms
        self.mono_ms += max(passed_ms, 0)
        self.see(o.TimePassed(self.now(), calendar=True))
        return self

    def late(self) -> list[ReportTo]:
        """Return which reports were told of as late, in the order of the book."""
        return [one.level for one in self.book if isinstance(one, e.LossReportLate)]


def lost() -> tuple[Clocked, int]:
    """Return a scene in which W1 was told lost at the bay, and since when."""
    scene = Clocked()
    scene.draw("sok", "W1").badge("sok").pin().tell_lost("W1")
    since_ms = scene.one(e.LossReported).at.wall_ms
    scene.cancel()
    return scene, since_ms


def test_the_hours_are_those_of_the_policy() -> None:
    scene, since_ms = lost()
    found = due(scene.bay.policy, scene.bay.losses[W1])
    assert found == {PROVINCE: since_ms + 2 * HOUR_MS, NATION: since_ms + 24 * HOUR_MS}


def test_each_clock_is_told_of_at_its_hour_and_once() -> None:
    scene, since_ms = lost()
    assert reports.next_ms(scene.bay) == since_ms + 2 * HOUR_MS
    assert scene.until(since_ms + 2 * HOUR_MS - 1).late() == []
    scene.until(since_ms + 2 * HOUR_MS)
    line = scene.one(e.LossReportLate)
    assert (line.weapon, line.level, line.due_ms) == ("W1", PROVINCE, since_ms + 2 * HOUR_MS)
    assert LATE in scene.alarms()
    assert not scene.bay.sounding, "it calls the chief at a desk, and nobody at the bay"
    assert reports.next_ms(scene.bay) == since_ms + 24 * HOUR_MS
    scene.until(since_ms + 30 * HOUR_MS).until(since_ms + 300 * HOUR_MS)
    assert scene.late() == [PROVINCE, NATION]
    assert reports.next_ms(scene.bay) is None
    assert scene.replayed() == scene.bay


def test_a_clock_that_ran_ahead_and_came_back_tells_nobody_twice() -> None:
    scene, since_ms = lost()
    scene.until(since_ms + 3 * HOUR_MS).until(since_ms + HOUR_MS).until(since_ms + 4 * HOUR_MS)
    assert scene.late() == [PROVINCE]


def test_what_was_handed_over_in_time_is_never_late() -> None:
    scene, since_ms = lost()
    scene.hand_over("W1", PROVINCE, by="nary", receiver=" Major Keo ")
    line = scene.one(e.LossReportGiven)
    assert (line.weapon, line.level, line.receiver, line.by) == (
        "W1",
        PROVINCE,
        "Major Keo",
        "nary",
    )
    scene.until(since_ms + 23 * HOUR_MS)
    assert scene.late() == []
    scene.until(since_ms + 24 * HOUR_MS)
    assert scene.late() == [NATION], "the other clock goes on"


def test_the_chief_answers_and_it_ends_when_the_report_was_given() -> None:
    scene, since_ms = lost()
    scene.until(since_ms + 2 * HOUR_MS)
    assert scene.answer("vanna", "report_late", "W1").refused == "wrong_role"
    scene.answer("chan", "report_late", "W1")
    assert LATE in scene.alarms(), "answered is not done"
    scene.hand_over("W1", PROVINCE)
    assert LATE not in scene.alarms()
    scene.until(since_ms + 24 * HOUR_MS)
    assert scene.bay.alarms[e.AlarmCause.REPORT_LATE, "W1"].answered is None, "called once more"


def test_nobody_at_the_bay_answers_it_but_the_chief() -> None:
    scene, since_ms = lost()
    scene.until(since_ms + 2 * HOUR_MS).badge("vanna").pin().cancel()
    assert scene.bay.alarms[e.AlarmCause.REPORT_LATE, "W1"].answered is None
    scene.badge("chan").pin()
    assert scene.bay.alarms[e.AlarmCause.REPORT_LATE, "W1"].answered == "chan"


def test_a_find_ends_every_clock() -> None:
    scene, since_ms = lost()
    scene.find_it("W1").badge("rith").pin().badge("chan").pin().cancel()
    assert not scene.bay.losses
    assert scene.until(since_ms + 50 * HOUR_MS).late() == []


def test_more_than_one_loss_is_told_of_what_was_due_first() -> None:
    scene, since_ms = lost()
    scene.wait(60).report_lost("W2").until(since_ms + 40 * HOUR_MS)
    told = [(one.weapon, one.level) for one in scene.book if isinstance(one, e.LossReportLate)]
    assert told == [("W1", PROVINCE), ("W2", PROVINCE), ("W1", NATION), ("W2", NATION)]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (("W2", PROVINCE, "vanna", "Keo"), "not_reported_lost"),
        (("W1", PROVINCE, "sok", "Keo"), "wrong_role"),
        (("W1", PROVINCE, "nobody", "Keo"), "unknown_officer"),
        (("W1", PROVINCE, "vanna", "  "), "receiver_missing"),
        (("W1", None, "vanna", "Keo"), "receiver_missing"),
    ],
)
def test_what_was_handed_over_to_nobody_was_not_handed_over(
    asked: tuple[str, ReportTo | None, str, str], reason: str
) -> None:
    scene, _ = lost()
    assert scene.hand_over(*asked).refused == reason


def test_a_report_is_handed_over_once() -> None:
    scene, _ = lost()
    scene.hand_over("W1", NATION)
    assert scene.hand_over("W1", NATION).refused == "report_given"
    assert scene.hand_over("W1", PROVINCE).kinds[-1] == "loss.given"
    assert reports.next_ms(scene.bay) is None
