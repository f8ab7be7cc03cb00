"""The clocks of a search: they run from the alarm, and no answer stops them."""

from kiosk.rules.counts.searches import SearchStep, steps
from tests.rules.count_scenes import counted_twice
from tests.rules.scenes import policy

HOUR_MS = 3_600_000


def test_list_report_and_commission_are_due_one_after_the_other() -> None:
    found = dict(steps(policy(), 1_000))
    assert found == {
        SearchStep.LIST: 1_000 + HOUR_MS // 2,
        SearchStep.REPORT: 1_000 + 2 * HOUR_MS,
        SearchStep.NATION: 1_000 + 24 * HOUR_MS,
    }


def test_the_alarm_about_a_missed_weapon_is_answered_and_stands_until_somebody_looked() -> None:
    scene = counted_twice("W1", "", "W3").badge("rith").pin()
    assert scene.alarms() == {("missing", "W2")}
    assert scene.look("A2", present=True).alarms() == set()


def test_and_it_goes_on_when_the_weapon_is_not_there() -> None:
    scene = counted_twice("W1", "", "W3").badge("rith").pin()
    assert scene.look("A2", present=False).alarms() == {("missing", "W2")}
