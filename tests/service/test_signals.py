"""What lines beside the cables tell, at the hatch: what a screen is shown, and who may answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.readings import Edge
from kiosk.service.views import AlarmView, BayView, SignalView
from kiosk.service.works import AnswerAlarm
from tests.service.small_bay import CHIEF, CUSTODIAN, OFFICER, PINS, SmallBay


@pytest.fixture(params=["local", "remote"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "remote") as bay:
        yield bay


def tells(bay: SmallBay, line: str, *, active: bool = True) -> BayView:
    """Let a line become active or come to rest, and return the bay once that was decided on."""
    before = bay.face.view().seq
    bay.inbox.put(Edge(line, closed=not active))
    return bay.wait_for(lambda view: view.seq > before)


def test_power_and_key_are_shown_on_every_screen_what_stops_issues_first(bay: SmallBay) -> None:
    tells(bay, "mains")
    view = tells(bay, "battery")
    assert view.signals == (SignalView("battery", "battery"), SignalView("mains", "mains"))
    assert tells(bay, "battery", active=False).signals == (SignalView("mains", "mains"),)


def test_what_calls_somebody_is_an_alarm_and_no_notice(bay: SmallBay) -> None:
    view = tells(bay, "housing")
    assert view.signals == ()
    assert [(alarm.cause, alarm.about) for alarm in view.alarms] == [("tamper", "housing")]
    assert bay.siren.is_on


def test_a_secret_call_is_answered_from_the_office_with_a_pin(bay: SmallBay) -> None:
    tells(bay, "button")
    asked = ("duress", "button")
    assert bay.face.sign(CHIEF, "111111", AnswerAlarm(*asked)).reason == "pin_wrong"
    assert bay.face.sign(OFFICER, PINS[OFFICER], AnswerAlarm(*asked)).reason == "wrong_role"
    assert bay.face.sign("nobody", "1", AnswerAlarm(*asked)).reason == "unknown_officer"
    assert bay.face.sign(CHIEF, PINS[CHIEF], AnswerAlarm("forced", "A")).reason == "not_now"
    assert bay.face.sign(CHIEF, PINS[CHIEF], AnswerAlarm("no cause", "A")).reason == "not_now"
    done = bay.face.sign(CHIEF, PINS[CHIEF], AnswerAlarm(*asked))
    assert (done.reason, done.seq) == ("", bay.face.view().seq)
    (alarm,) = bay.face.view().alarms
    assert (alarm.cause, alarm.answered) == ("duress", "Tep Borey")
    assert bay.face.sign(CUSTODIAN, PINS[CUSTODIAN], AnswerAlarm(*asked)).reason == "not_now"
    assert tells(bay, "button", active=False).alarms == ()


def test_a_book_that_breaks_answers_nothing(bay: SmallBay) -> None:
    tells(bay, "button")
    bay.book.unwritable = "the disk is gone"
    done = bay.face.sign(CHIEF, PINS[CHIEF], AnswerAlarm("duress", "button"))
    assert done.reason == "book_broken"


def test_a_line_that_told_something_stands_in_the_book_by_its_name(bay: SmallBay) -> None:
    tells(bay, "mains")
    (line,) = bay.face.lines(0, 1)
    assert line.kind == "signal.raised"
    assert dict(line.facts) == {"signal": "mains", "line": "mains"}


def test_the_alarm_of_a_secret_call_is_told_to_the_office_like_any_other(bay: SmallBay) -> None:
    view = tells(bay, "button")
    assert [type(alarm) for alarm in view.alarms] == [AlarmView]
    assert not bay.siren.is_on
