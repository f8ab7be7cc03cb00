"""A call for help in secret: nowhere on the touch page, at once in the office, answered there."""

from dataclasses import replace

import pytest

from kiosk.service.views import SignalView, Stage
from kiosk.service.works import AnswerAlarm
from tests.web_ui.client import client_of, token_in
from tests.web_ui.fakes import ALARM, SECRET_CALL, FakeService, outcome, view_of
from tests.web_ui.test_office import BASE, Office
from web_ui.office_face import silent_calls, told
from web_ui.pages import sounding

PIN = "135790"


def touched(*, secret: bool, **changes: object) -> str:
    """Return the touch page of a view, somebody having called for help in secret or not."""
    view = view_of(**changes)  # type: ignore[arg-type]  # a test names real fields
    if secret:
        view = replace(view, alarms=(*view.alarms, SECRET_CALL))
    client = client_of(FakeService(view))
    html = client.get("/").text
    return html.replace(token_in(html), "")


@pytest.mark.parametrize("stage", Stage)
def test_no_page_of_the_bay_shows_that_help_was_called(stage: Stage) -> None:
    assert touched(secret=True, stage=stage) == touched(secret=False, stage=stage)


@pytest.mark.parametrize(
    "changes",
    [
        {"alarms": (ALARM,)},
        {"stage": Stage.CHOOSE, "alarms": (replace(ALARM, answered="Chan Dara"),)},
        {"outcome": outcome("weapon.issued")},
        {"signals": (SignalView("mains", "mains"),)},
    ],
)
def test_nor_does_one_that_shows_something_else(changes: dict[str, object]) -> None:
    assert touched(secret=True, **changes) == touched(secret=False, **changes)


def test_an_alarm_that_is_no_secret_is_shown() -> None:
    """Guards the tests above: pages that show no alarm at all would pass them."""
    assert touched(secret=False, alarms=(ALARM,)) != touched(secret=False)
    assert sounding(view_of(alarms=(SECRET_CALL, ALARM))) == (ALARM,)


@pytest.fixture
def office() -> Office:
    office = Office()
    office.service.show(view_of(alarms=(SECRET_CALL,)))
    office.enter()
    office.browser.post("/language/en", data={"token": token_in(office.get())}, base_url=BASE)
    return office


def answer(office: Office, pin: str = PIN) -> tuple[int, str]:
    fields = {"token": token_in(office.get("/answer")), "pin": pin}
    fields |= {"cause": "duress", "about": "button"}
    given = office.browser.post("/answer", data=fields, base_url=BASE)
    return given.status_code, given.text


def test_the_office_sees_it_at_once_and_where_it_is_answered(office: Office) -> None:
    html = office.get()
    assert "Somebody calls for help in secret: button" in html
    assert 'href="/answer"' in html
    form = office.get("/answer")
    assert "Somebody calls for help in secret: button" in form
    assert "Do not call the bay." in form


def test_it_is_answered_by_whoever_is_logged_in_with_their_pin(office: Office) -> None:
    assert answer(office)[0] == 303
    assert office.service.signed == [("12-0001", PIN, AnswerAlarm("duress", "button"))]


def test_a_wrong_pin_answers_nothing_and_says_so(office: Office) -> None:
    status, html = answer(office, "0")
    assert status == 403
    assert "Wrong PIN" in html
    assert 'name="pin"' in html, "and the form is there again"


def test_a_kiosk_that_does_not_answer_is_said_to(office: Office) -> None:
    token = token_in(office.get("/answer"))
    office.service.fall_silent()
    fields = {"token": token, "pin": PIN, "cause": "duress", "about": "button"}
    given = office.browser.post("/answer", data=fields, base_url=BASE)
    assert (given.status_code, given.headers["Location"]) == (303, "/")
    assert 'class="was-silent"' in office.get()


def test_there_is_no_form_where_nobody_calls_or_somebody_has_answered(office: Office) -> None:
    for alarms in ((), (ALARM,), (replace(SECRET_CALL, answered="Keo Borin"),)):
        view = office.service.show(view_of(alarms=alarms))
        assert silent_calls(view) == ()
        assert 'href="/answer"' not in office.get()
        assert office.browser.get("/answer", base_url=BASE).status_code == 303


def test_a_stranger_sees_no_form_and_answers_nothing(office: Office) -> None:
    token = token_in(office.get())
    office.browser.post("/leave", data={"token": token}, base_url=BASE)
    assert office.browser.get("/answer", base_url=BASE).status_code == 303
    fields = {"token": token_in(office.get()), "pin": PIN, "cause": "duress", "about": "button"}
    assert office.browser.post("/answer", data=fields, base_url=BASE).status_code == 303
    assert office.service.signed == []


# ---------------------------------------------------------------- what both may see
@pytest.mark.parametrize(
    ("signal", "said"),
    [
        ("mains", "Power cut, running on battery"),
        ("battery", "The battery is almost empty"),
        ("service_key", "The service key is turned"),
    ],
)
def test_power_and_key_are_said_at_the_bay_and_in_the_office(signal: str, said: str) -> None:
    view = view_of(signals=(SignalView(signal, "a line"),))
    client = client_of(FakeService(view))
    client.post("/language/en", data={"token": token_in(client.get("/").text)})
    assert said in client.get("/").text
    office = Office()
    office.service.show(view)
    office.enter()
    office.browser.post("/language/en", data={"token": token_in(office.get())}, base_url=BASE)
    assert said in office.get()


def test_a_signal_in_the_book_is_told_in_words() -> None:
    line = replace(
        Office().service.book[0], kind="signal.raised", facts={"signal": "mains", "line": "mains 1"}
    )
    assert told(line, "en") == "Power cut, running on battery · mains 1"
