"""The clock is set through the hatch: asked for by the chief, stood by by two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.clocks import BUILT_MS
from kiosk.service.views import Stage
from kiosk.service.works import CorrectClock
from tests.service.small_bay import CHIEF, CUSTODIAN, PINS, REGISTRAR, SmallBay

pytestmark = pytest.mark.promise("P10")

WANTED = CorrectClock(BUILT_MS + 3_600_000, "the battery was flat")


@pytest.fixture(params=["inside", "over the socket"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "over the socket") as turning:
        yield turning


def test_two_people_see_both_times_and_set_it(bay: SmallBay) -> None:
    assert bay.face.sign(CHIEF, PINS[CHIEF], WANTED).reason == ""
    view = bay.until(Stage.VOUCH)
    assert (view.visit.matter, view.visit.why) == ("clock.set", WANTED.why)
    was, becomes = view.visit.changes
    assert (was.field, becomes.field) == ("clock_was", "clock_becomes")
    assert becomes.becomes == str(WANTED.becomes_ms)
    view = bay.vouch(REGISTRAR, CUSTODIAN)
    assert view.outcome is not None
    assert view.outcome.kind == "clock.set"
    line = bay.book.lines[-1]
    assert isinstance(line, e.ClockSet)
    assert line.by == (REGISTRAR, CUSTODIAN)
    assert 0 <= line.becomes_ms - WANTED.becomes_ms < 60_000


def test_a_time_that_cannot_be_is_refused_at_the_desk(bay: SmallBay) -> None:
    assert bay.face.sign(CHIEF, PINS[CHIEF], CorrectClock(0, "typed")).reason == "time_impossible"
