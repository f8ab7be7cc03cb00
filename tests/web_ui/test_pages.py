"""Which page a screen shows: every stage, every outcome, and what comes before what."""

from dataclasses import replace

import pytest

from kiosk.service.views import BayView, Outcome, Stage
from tests.web_ui.fakes import ALARM, START_MONO, outcome, view_of
from web_ui.pages import (
    ALLOWED_SHOWS,
    OUTCOME_MS,
    OUTCOME_PAGES,
    Page,
    PageName,
    page_of,
    sentence_of,
    sounding,
    unwelcome,
)

ASKING = sorted(set(Stage) - {Stage.IDLE, Stage.CHOOSE, Stage.HALTED})


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_the_page_of_its_name(stage: Stage) -> None:
    page = page_of(view_of(stage), START_MONO)
    assert page == (IDLE if stage is Stage.IDLE else Page(PageName(stage.value)))


IDLE = Page(PageName.IDLE, until_mono=1_200_000)
"""The page at rest at the moment of the samples, and when it says something of the Arms Law."""


def test_a_silent_kiosk_is_said_to_be_silent() -> None:
    assert page_of(None, START_MONO).name is PageName.OFFLINE


@pytest.mark.parametrize("kind", OUTCOME_PAGES)
@pytest.mark.parametrize("stage", [Stage.IDLE, Stage.CHOOSE])
def test_an_outcome_takes_the_whole_page_where_nothing_is_asked_for(
    stage: Stage, kind: str
) -> None:
    page = page_of(view_of(stage, outcome=outcome(kind)), START_MONO)
    assert page == Page(
        OUTCOME_PAGES[kind], outcome(kind), strip=False, until_mono=START_MONO + OUTCOME_MS
    )


@pytest.mark.parametrize("stage", ASKING)
def test_where_something_is_asked_for_an_outcome_is_only_a_strip(stage: Stage) -> None:
    page = page_of(view_of(stage, outcome=outcome("refused", "not_now")), START_MONO)
    assert (page.name, page.strip) == (PageName(stage.value), True)


@pytest.mark.parametrize("stage", ASKING)
def test_an_outcome_of_before_is_not_told_to_whoever_came_after(stage: Stage) -> None:
    old = outcome("refused", "unknown_badge", seq=1041)
    assert page_of(view_of(stage, outcome=old), START_MONO) == Page(PageName(stage.value))


@pytest.mark.parametrize(
    ("passed_ms", "shown"),
    [(0, True), (OUTCOME_MS - 1, True), (OUTCOME_MS, False), (OUTCOME_MS * 9, False), (-1, False)],
)
def test_an_outcome_is_shown_for_eight_seconds(passed_ms: int, *, shown: bool) -> None:
    view = view_of(outcome=outcome("weapon.returned"))
    page = page_of(view, START_MONO + passed_ms)
    assert (page.name is PageName.RETURNED) is shown


def test_an_outcome_is_gone_once_the_screen_was_done_with_it() -> None:
    view = view_of(outcome=outcome("weapon.issued", seq=1042))
    assert page_of(view, START_MONO, seen=1042) == IDLE
    assert page_of(view, START_MONO, seen=1041).name is PageName.ISSUED


def test_an_alarm_nobody_answered_comes_before_any_outcome() -> None:
    view = view_of(alarms=(ALARM,), outcome=outcome("refused", "alarm_sounding"))
    page = page_of(view, START_MONO)
    assert (page.name, page.strip, page.outcome) == (PageName.ALARM, True, view.outcome)


def test_an_answered_alarm_leaves_the_page_to_the_officers() -> None:
    answered = replace(ALARM, answered="Chan Dara")
    assert page_of(view_of(alarms=(answered,)), START_MONO).name is PageName.IDLE
    assert sounding(view_of(alarms=(answered, ALARM))) == (ALARM,)


@pytest.mark.parametrize("stage", ASKING)
def test_an_alarm_does_not_take_the_page_from_somebody_at_work(stage: Stage) -> None:
    assert page_of(view_of(stage, alarms=(ALARM,)), START_MONO).name == stage.value


def test_a_halted_kiosk_says_nothing_else() -> None:
    view = view_of(Stage.HALTED, alarms=(ALARM,), outcome=outcome("weapon.issued"))
    assert page_of(view, START_MONO, show="rack") == Page(PageName.HALTED)


@pytest.mark.parametrize(
    ("stage", "show"), [(stage, show) for stage in Stage for show in (*PageName, "", "nonsense")]
)
def test_a_screen_leafs_only_where_its_stage_lets_it(stage: Stage, show: str) -> None:
    page = page_of(view_of(stage), START_MONO, show=show)
    wanted = show if show in ALLOWED_SHOWS.get(stage, ()) else stage.value
    assert page.name == wanted


def test_a_list_somebody_leafs_through_is_not_pushed_aside_by_an_outcome() -> None:
    view = view_of(Stage.CHOOSE, outcome=outcome("doubt.settled"))
    page = page_of(view, START_MONO, show="doubts")
    assert (page.name, page.strip) == (PageName.DOUBTS, True)


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("weapon.wrong", Stage.WRONG_WEAPON),
        ("weapon.wrong", Stage.WRONG_BLOCKED),
        ("session.closed", Stage.IDLE),
    ],
)
def test_what_the_page_says_itself_is_not_said_twice(kind: str, stage: Stage) -> None:
    view = view_of(stage, outcome=outcome(kind))
    page = page_of(view, START_MONO)
    assert page == (IDLE if stage is Stage.IDLE else Page(PageName(stage.value)))


@pytest.mark.parametrize(
    ("told", "group", "name", "red"),
    [
        (outcome("refused", "on_hold"), "refused", "on_hold", True),
        (outcome("pin.refused"), "refused", "pin_wrong", True),
        (outcome("pin.locked"), "refused", "pin_locked", True),
        (outcome("count.differed"), "outcome", "count.differed", True),
        (outcome("release.lapsed"), "outcome", "release.lapsed", True),
        (outcome("weapon.issued"), "outcome", "weapon.issued", False),
        (outcome("help.called"), "outcome", "help.called", False),
    ],
)
def test_every_outcome_has_its_sentence_and_its_colour(
    told: Outcome, group: str, name: str, *, red: bool
) -> None:
    assert sentence_of(told) == (group, name)
    assert unwelcome(told) is red


def test_the_page_of_a_stage_does_not_depend_on_the_rest_of_the_bay() -> None:
    bare = BayView(stage=Stage.COUNT)
    assert page_of(bare, 0) == Page(PageName.COUNT)
